"""The Quality tab as HTML: what the evaluation found, in words, in pictures and in tables. Pure.

The figures come from the summary that ships with the project. What it does not hold is not drawn; nothing is made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.markup import Html, element
from assistant.ui.ids import quality_heading
from assistant.ui.locale import Labels
from assistant.ui.quality import words
from assistant.ui.quality.plots import TONES, line_sample, seconds_bar, share_bar, trade_off_plot
from assistant.ui.quality.summary import CheckerTable, Figure, MeasuredRun, Summary, TradeOff

_PAIRS = ("fr>fr", "en>en", "fr>en", "en>fr")
_STAGES = ("retrieve", "evidence", "options", "model", "check", "compose", "total")
_LEAST_SECONDS = 0.005
_DAY = len("2026-11-23")


def page(summary: Summary | None, labels: Labels, *, problem: str = "") -> Html:
    """The whole tab; `problem` says why there is no summary although there is a file."""
    if summary is None:
        said = problem or labels("quality.none")
        return _card([element("h2", labels("quality.title")), element("p", said, class_="cp-warn")])
    sections = (
        *_retrieval(summary, labels),
        *_answers(summary, labels),
        *_refusal(summary, labels),
        *_choices(summary, labels),
        *_latency(summary, labels),
        *(_checker(summary.checker, labels) if summary.checker else ()),
        *_commands(summary, labels),
    )
    return _card([*_head(summary, labels), *sections])


def _card(parts: Sequence[Html]) -> Html:
    return element("div", *parts, class_="cp-card cp-quality")


def _head(summary: Summary, labels: Labels) -> Iterator[Html]:
    main = summary.runs[0]
    yield element("h2", labels("quality.title"))
    values = {"n": labels.number(main.questions), "split": words.split(main.split, labels)}
    yield element("p", labels("quality.lead", date=labels.date(main.created[:_DAY]), **values))
    if main.split != "test":
        yield element("p", labels("quality.tuned"), class_="cp-warn")
    if errors := sum(run.errors for run in summary.runs):
        yield element("p", labels.count("quality.errors", errors), class_="cp-warn")
    yield element("p", labels("quality.reading"), class_="cp-quiet")
    if found := words.weak(summary, labels):
        yield element("h3", labels("quality.weak.title"))
        yield element("ul", *(element("li", text) for text in found), class_="cp-weak")


def _section(key: str, labels: Labels, *parts: Html | None) -> Html:
    """A subject: its name, what it means, its pictures and tables."""
    return element(
        "section",
        element("h3", labels(f"quality.{key}.title"), id=quality_heading(key)),
        element("p", labels(f"quality.{key}.meaning"), class_="cp-quiet"),
        *parts,
        aria_labelledby=quality_heading(key),
    )


def _retrieval(summary: Summary, labels: Labels) -> Iterator[Html]:
    run = _first(summary, "retrieval")
    if run is not None:
        found = (run.figure("retrieval", "recall@5", pair) for pair in _PAIRS)
        rows = [(words.group(figure.group, labels), figure) for figure in found if figure is not None]
        yield _section("retrieval", labels, _bars(rows, labels), _table(run.suite("retrieval"), labels))


def _answers(summary: Summary, labels: Labels) -> Iterator[Html]:
    parts: list[Html] = []
    for run in summary.runs:
        found = [f for name in ("answers", "citations") for f in run.suite(name) if f.group == "all"]
        if found:
            parts.append(element("h4", words.model(run, labels)))
            parts.append(_bars([(words.measure(figure, labels), figure) for figure in found], labels))
            parts.append(_table([*run.suite("answers"), *run.suite("citations")], labels))
    if parts:
        yield _section("answers", labels, *parts)


def _refusal(summary: Summary, labels: Labels) -> Iterator[Html]:
    run = _first(summary, "refusal")
    if run is not None:
        rows = [(words.measure(f, labels), f) for f in run.suite("refusal") if f.group == "all"]
        curve = run.trade_off
        yield _section(
            "refusal",
            labels,
            _bars(rows, labels),
            _curve(curve, labels) if curve else None,
            _table(run.suite("refusal"), labels),
        )


def _choices(summary: Summary, labels: Labels) -> Iterator[Html]:
    rows: list[tuple[str, Figure]] = []
    for run in summary.runs:
        exact, chance = run.figure("mcq", "exact"), run.figure("mcq", "chance")
        if exact is not None:
            rows.append((words.model(run, labels), exact))
            if chance is not None and all(figure.metric != "chance" for _, figure in rows):
                rows.insert(0, (words.measure(chance, labels), chance))
    if rows:
        figures = [figure for run in summary.runs if not run.closed_book for figure in run.suite("mcq")]
        yield _section("mcq", labels, _bars(rows, labels), _table(figures, labels))


def _latency(summary: Summary, labels: Labels) -> Iterator[Html]:
    parts: list[Html] = []
    for run in summary.runs:
        stages = [(stage, *_times(run, stage)) for stage in _STAGES]
        longest = max((late for _, _, late in stages), default=0.0)
        rows = [_stage(*one, longest, labels) for one in stages if one[2] >= _LEAST_SECONDS]
        if rows:
            parts += [element("h4", words.model(run, labels)), element("ul", *rows, class_="cp-shares")]
    if parts:
        yield _section("latency", labels, *parts)


def _times(run: MeasuredRun, stage: str) -> tuple[float, float]:
    median, late = run.figure("latency", f"{stage} p50"), run.figure("latency", f"{stage} p95")
    return (median.value, late.value) if median and late else (0.0, 0.0)


def _stage(stage: str, median: float, late: float, longest: float, labels: Labels) -> Html:
    name = words.named(f"quality.stage.{stage}", stage, labels)
    said = labels("quality.times", median=words.seconds(median, labels), late=words.seconds(late, labels))
    return _row(name, said, seconds_bar(median, late, longest, f"{name}{labels.colon} {said}"))


def _checker(table: CheckerTable, labels: Labels) -> Iterator[Html]:
    overall = labels(
        "quality.checker.overall",
        value=words.percent(table.balanced_accuracy, labels),
        n=labels.number(table.n),
        split=words.split(table.split, labels),
    )
    edits = [(words.named(f"quality.edit.{f.metric}", f.metric, labels), f) for f in table.caught_by_edit]
    rest = [(words.measure(figure, labels), figure) for figure in table.measures]
    yield _section(
        "checker",
        labels,
        element("p", overall),
        element("h4", labels("quality.checker.caught")),
        _bars(edits, labels),
        element("h4", labels("quality.checker.rest")),
        _bars(rest, labels),
        _named_table([*edits, *rest, *_languages(table, labels)], labels),
    )


def _languages(table: CheckerTable, labels: Labels) -> list[tuple[str, Figure]]:
    name = labels("quality.checker.balanced")
    return [(f"{name}, {words.group(f.metric.replace('-', '>'), labels)}", f) for f in table.by_language]


def _commands(summary: Summary, labels: Labels) -> Iterator[Html]:
    """How each figure was made."""
    commands = [run.command for run in summary.runs] + ([summary.checker.command] if summary.checker else [])
    rows = [element("li", element("code", command)) for command in commands]
    facts = [labels("quality.code", code=summary.runs[0].code)]
    corpus = summary.runs[0].corpus
    if "documents" in corpus and "chunks" in corpus:
        facts += [labels.count("page.documents", corpus["documents"]), labels.count("page.chunks", corpus["chunks"])]
    yield _section("commands", labels, element("ul", *rows, class_="cp-commands"), element("p", " · ".join(facts)))


def _first(summary: Summary, suite: str) -> MeasuredRun | None:
    return next((run for run in summary.runs if run.suite(suite)), None)


def _bars(rows: Sequence[tuple[str, Figure]], labels: Labels) -> Html:
    return element("ul", *(_share(name, figure, labels) for name, figure in rows), class_="cp-shares")


def _share(name: str, figure: Figure, labels: Labels) -> Html:
    said, aim = words.with_interval(figure, labels), words.target(figure, labels)
    picture = share_bar(figure, " ".join(part for part in (f"{name}{labels.colon}", said, aim) if part))
    tone = TONES[figure.reached]
    return _row(name, said, picture, element("span", aim, class_=f"cp-aim{tone}") if aim else None)


def _row(name: str, said: str, picture: Html, aim: Html | None = None) -> Html:
    return element("li", element("span", name, class_="cp-level-name"), element("span", said), aim, picture)


def _curve(curve: TradeOff, labels: Labels) -> Html:
    """The trade-off as a drawing with its legend, and as a table."""
    said = labels("quality.refusal.picture", n=labels.number(curve.n), set=words.decimal(curve.threshold, 2, labels))
    names = ("precision", "recall", "lost")
    legend = (
        element("li", line_sample(f"is-{name}"), element("span", labels(f"quality.refusal.{name}"))) for name in names
    )
    ends = element("p", element("span", labels("quality.refusal.low")), element("span", labels("quality.refusal.high")))
    shown = [point for place, point in enumerate(curve.points) if place % 2 == 0 or point.threshold == curve.threshold]
    head = [labels("quality.refusal.threshold"), *(labels(f"quality.refusal.{name}") for name in names)]
    rows = [
        [words.decimal(point.threshold, 2, labels)]
        + [words.percent(share, labels) for share in (point.precision, point.recall, point.lost)]
        for point in shown
    ]
    return element(
        "figure",
        element("ul", *legend, class_="cp-legend"),
        element("div", trade_off_plot(curve, said), class_="cp-plane"),
        element("div", ends, class_="cp-ends", aria_hidden="true"),
        element("figcaption", said),
        _folded(labels("quality.refusal.table"), head, rows),
        class_="cp-figure",
    )


def _table(figures: Sequence[Figure], labels: Labels) -> Html:
    """All figures of some suites, folded."""
    rows = [(f"{words.measure(figure, labels)}, {words.group(figure.group, labels)}", figure) for figure in figures]
    return _named_table(rows, labels)


def _named_table(rows: Sequence[tuple[str, Figure]], labels: Labels) -> Html:
    head = [labels(f"quality.column.{name}") for name in ("measure", "value", "interval", "n", "target")]
    cells = [
        [
            name,
            words.decimal(figure.value, 3, labels),
            f"{words.decimal(figure.low, 2, labels)} – {words.decimal(figure.high, 2, labels)}"
            if figure.high > figure.low
            else "–",
            labels.number(figure.n),
            words.target(figure, labels) or "–",
        ]
        for name, figure in rows
    ]
    return _folded(labels.count("quality.table", len(rows)), head, cells)


def _folded(summary: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    columns = element("tr", *(element("th", name, scope="col") for name in head))
    body = (
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows
    )
    table = element("table", element("thead", columns), element("tbody", *body), class_="cp-figures")
    inside = element("div", table, class_="cp-table", tabindex="0", role="region", aria_label=summary)
    return element("details", element("summary", summary), inside, class_="cp-folded")
