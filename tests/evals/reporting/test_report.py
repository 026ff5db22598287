"""The report page: complete, self-contained, and safe whatever a document or a model says."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals.measuring.failures import failures
from evals.reporting.plots import Bar, Curve, Stretch, bars, curves, nice_ceiling, stretches
from evals.reporting.report import page
from evals.running.runner import run
from evals.schema import CaseRecord, Run
from tests.evals.helpers import INFO, ScriptedEngine, answer, bench, question

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \" ' &lt; </details>"


class Tags(HTMLParser):
    """Collects tags and attributes, and fails on a tag that is never closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in ("input", "meta") or self.open.pop() == tag


@pytest.fixture
def hostile(tmp_path: Path) -> Run:
    asked = question("q-1", question=HOSTILE, reference=HOSTILE, facts=(HOSTILE,))
    given = answer(f"{HOSTILE} [1].", reason=HOSTILE)
    questions = [asked, question("q-2", kind="unanswerable", facts=(), evidence=()), question("q-3")]
    engine = ScriptedEngine({"q-1": given, "q-2": answer(), "q-3": RuntimeError(HOSTILE)})
    return run(questions, bench(engine), INFO, tmp_path)


def test_text_of_others_never_becomes_markup(hostile: Run) -> None:
    parser = Tags()
    parser.feed(page(hostile))
    assert parser.open == []
    assert sum(tag == "script" for tag, _ in parser.seen) == 1
    assert not any(tag in ("img", "iframe", "object", "link") for tag, _ in parser.seen)
    assert not any(name.startswith("on") for _, attributes in parser.seen for name in attributes)


def test_the_page_loads_nothing(hostile: Run) -> None:
    html = page(hostile)
    assert "default-src 'none'" in html
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!https?://)""", html)
    assert "@import" not in html
    assert "url(" not in html


def test_only_web_addresses_become_links(tmp_path: Path) -> None:
    import dataclasses

    cited = dataclasses.replace(answer().citations[0], url="javascript:alert(1)")
    engine = ScriptedEngine({"q-1": answer(citations=(cited,))})
    html = page(run([question("q-1", facts=("900",))], bench(engine), INFO, tmp_path))
    assert "javascript:" not in html
    assert "facts missing" in html


def test_failing_cases_are_there_with_their_reasons(hostile: Run) -> None:
    html = page(hostile)
    assert "Failing cases: 3 of 3" in html
    assert 'data-reasons="answered, but the sources do not"' in html
    assert 'data-reasons="crashed"' in html


@pytest.mark.parametrize(
    ("scores", "status", "expected"),
    [
        ({"retrieval": {"recall@5": (0.0, 1.0)}}, "answered", ("evidence not in the first 5",)),
        (
            {"refusal": {"answered": (0.0, 1.0)}, "answers": {"facts": (0.0, 1.0)}},
            "refused",
            ("refused, but the sources answer",),
        ),
        (
            {"citations": {"evidence hit": (0.0, 1.0), "precision": (1.0, 2.0)}},
            "answered",
            ("citation does not support", "no gold evidence cited"),
        ),
        ({"mcq": {"exact": (1.0, 1.0)}}, "answered", ()),
    ],
)  # fmt: skip
def test_failures_are_named(scores: dict, status: str, expected: tuple[str, ...]) -> None:  # type: ignore[type-arg]
    assert failures(CaseRecord(question(), scores=scores, answer={"status": status})) == expected


def test_plots_are_drawn_to_scale() -> None:
    drawn = bars("t", ["a"], ["s"], [[Bar(1.0, 0.5, 1.0)]])
    assert 'height="240"' in drawn
    assert 'aria-label="t"' in drawn
    assert bars("t", ["<b>"], ["s"], [[None]]).count("&lt;b&gt;") == 1
    line = curves("t", [Curve("p", ((0.0, 0.0), (1.0, 1.0)))], x_label="x", mark=0.5)
    assert 'points="48,254 628,14"' in line
    assert 'class="mark"' in line
    assert "1.00 / 2.00 s" in stretches("t", [Stretch("total", 1.0, 2.0)])


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, 1.0), (0.7, 0.8), (1.0, 1.0), (1.1, 2.0), (17.0, 20.0), (9.0, 10.0)]
)
def test_axes_end_at_a_round_number(value: float, expected: float) -> None:
    assert nice_ceiling(value) == pytest.approx(expected)
