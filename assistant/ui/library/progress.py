"""How far the library's build is, what came of added files, a result for each file, as HTML. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.library.rebuild import Built, Work
from assistant.library.rows import Row
from assistant.markup import Html, element
from assistant.ui.ids import library_field
from assistant.ui.library.state import Looking
from assistant.ui.library.words import trouble, why_not
from assistant.ui.locale import Labels
from assistant.ui.trouble import status
from ingest.library.intake import Limits
from ingest.library.shelf import Taken
from ingest.schema import Problem

_STAGES = frozenset("opening reading embedding storing checking".split())
_MOST_SHOWN = 30


def progress(
    work: Work,
    looking: Looking,
    rows: Sequence[Row],
    labels: Labels,
    *,
    opening: bool,
    limits: Limits,
    megabytes: float,
) -> Html:
    """What was done, and what is being done. `data-running` while that goes on: the page asks again."""
    waiting = sum(row.state in ("waiting", "leaving") for row in rows)
    taken = looking.taken
    return element(
        "div",
        status(looking.said, alert=looking.alert),
        *(_taken(taken, rows, work, labels, limits, megabytes) if taken else ()),
        element("p", labels("library.opening"), class_="cp-working") if opening else None,
        *(_running(work, labels) if work.running else _ended(work, waiting, labels)),
        class_="cp-library-progress",
        data_running=work.running or opening,
    )


def _running(work: Work, labels: Labels) -> Iterator[Html]:
    stage = work.stage.lower() if work.stage.lower() in _STAGES else "opening"
    counts = labels("library.counts", done=labels.number(work.done), total=labels.number(work.total))
    named = labels(f"library.stage.{stage}")
    said = [f"{named}{labels.colon} {counts}" if work.total else named]
    if work.seconds_left is not None:
        said.append(labels.count("library.left", max(1, round(work.seconds_left))))
    yield element(
        "progress",
        max=work.total or None,
        value=work.done if work.total else None,
        aria_label=labels("library.building"),
    )
    yield element("p", ", ".join(said), class_="cp-working")
    yield element("p", labels("library.meanwhile"), class_="cp-quiet")
    yield element("button", labels("library.stop"), type="button", data_act="stop", class_="cp-button")


def _ended(work: Work, waiting: int, labels: Labels) -> Iterator[Html]:
    if work.failed is not None:
        yield element("p", trouble(work.failed, labels), class_="cp-problem", role="alert")
    elif work.built is not None:
        yield element("p", _built(work.built, labels), class_="cp-done")
    elif work.number:
        yield element("p", labels("library.stopped"))
    if waiting:
        yield element("p", labels.count("library.waiting", waiting))
    yield element(
        "button",
        labels("library.rebuild"),
        type="button",
        data_act="rebuild",
        class_="cp-button",
        id=library_field("rebuild"),
    )


def _built(built: Built, labels: Labels) -> str:
    said = [labels.count("page.documents", built.documents), labels.count("page.chunks", built.chunks)]
    said.append(labels("library.seconds", n=f"{built.seconds:.0f}"))
    return f"{labels('library.built' if built.changed else 'library.unchanged')}{labels.colon} {', '.join(said)}."


def _taken(
    taken: Taken, rows: Sequence[Row], work: Work, labels: Labels, limits: Limits, megabytes: float
) -> Iterator[Html]:
    by_uri = {row.uri: row for row in rows}
    found = [(uri, by_uri.get(uri)) for uri in taken.added]
    results = [_result(uri, row, work, labels, limits, megabytes) for uri, row in found]
    results += [_refused(problem, labels, limits, megabytes) for problem in taken.refused]
    results += [element("li", element("strong", name), " ", labels("library.known")) for name in taken.known]
    yield element("h3", labels("library.results"), class_="cp-library-results")
    yield element("ul", *results[:_MOST_SHOWN], class_="cp-results")
    if len(results) > _MOST_SHOWN:
        yield element("p", labels.count("library.results_more", len(results) - _MOST_SHOWN), class_="cp-quiet")


def _result(uri: str, row: Row | None, work: Work, labels: Labels, limits: Limits, megabytes: float) -> Html:
    name = element("strong", row.title if row else uri.rpartition("/")[2])
    if row is None:
        return element("li", name, " ", labels("library.result.gone"))
    if row.problem is not None:
        why = why_not(row.problem, labels, megabytes=megabytes, limits=limits)
        return element("li", "✗ ", name, " ", *why, class_="is-bad")
    if row.state != "indexed":
        return element("li", "… ", name, " ", labels(f"library.result.{'reading' if work.running else 'waiting'}"))
    open_ = element("button", row.title, type="button", class_="cp-link", data_act="choose", data_value=row.uri)
    return element("li", "✓ ", open_, " ", labels.count("page.chunks", row.passages))


def _refused(problem: Problem, labels: Labels, limits: Limits, megabytes: float) -> Html:
    why = why_not(problem, labels, megabytes=megabytes, limits=limits)
    return element("li", "✗ ", element("strong", problem.uri), " ", *why, class_="is-bad")
