"""The figures of the evaluation in words and as drawings: rounding, targets, bars in their frames, bad files."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from assistant.ui.locale import load_labels
from assistant.ui.quality import plots, words
from assistant.ui.quality.summary import (
    CheckerTable,
    Figure,
    MeasuredRun,
    QualityError,
    Summary,
    TradeOff,
    TradeOffPoint,
    read_summary,
)

EN, FR = load_labels("en"), load_labels("fr")
SHARE = st.floats(0, 1)


TAGS = set("svg rect line polyline figure figcaption div ul li span p".split())


def assert_drawing(html: str) -> None:
    """Well formed, of elements that draw or hold words, with nothing that acts or fetches."""
    for node in etree.fromstring(html).iter():
        assert node.tag in TAGS
        assert not [name for name in node.attrib if name.startswith("on") or name in ("src", "href", "style")]


def figure(value: float = 0.8, low: float = 0.7, high: float = 0.9, **more: Any) -> Figure:
    base: dict[str, Any] = {"suite": "retrieval", "metric": "recall@5", "group": "same", "n": 100}
    return Figure(**{**base, "value": value, "low": low, "high": high, **more})


def run(*figures: Figure, **more: Any) -> MeasuredRun:
    base: dict[str, Any] = {
        "model": "extractive", "split": "test", "questions": 10, "errors": 0, "created": "2026-11-29", "code": "c",
        "command": "x", "closed_book": False, "corpus": {}, "figures": figures, "trade_off": None,
    }  # fmt: skip
    return MeasuredRun(**{**base, **more})


# numbers in words


@pytest.mark.parametrize(
    ("share", "en", "fr"),
    [
        (0.0, "0\u00a0%", "0\u00a0%"),
        (1.0, "100\u00a0%", "100\u00a0%"),
        (0.5, "50\u00a0%", "50\u00a0%"),
        (0.996, "99.6\u00a0%", "99,6\u00a0%"),
        (0.004, "0.4\u00a0%", "0,4\u00a0%"),
        (0.994, "99\u00a0%", "99\u00a0%"),
        (0.006, "1\u00a0%", "1\u00a0%"),
    ],
)
def test_all_and_nothing_are_said_only_where_it_is_so(share: float, en: str, fr: str) -> None:
    assert (words.percent(share, EN), words.percent(share, FR)) == (en, fr)


@pytest.mark.parametrize(
    ("value", "digits", "en", "fr"),
    [(1.25, 1, "1.2", "1,2"), (1.0, 2, "1.00", "1,00"), (12.5, 0, "12", "12"), (-0.5, 1, "-0.5", "-0,5")],
)
def test_decimals(value: float, digits: int, en: str, fr: str) -> None:
    assert (words.decimal(value, digits, EN), words.decimal(value, digits, FR)) == (en, fr)


@pytest.mark.parametrize(("value", "said"), [(0.123, "0.12"), (9.994, "9.99"), (10.0, "10"), (61.4, "61")])
def test_seconds_have_fewer_decimals_the_more_there_are(value: float, said: str) -> None:
    assert said in words.seconds(value, EN)
    assert said.replace(".", ",") in words.seconds(value, FR)


@pytest.mark.parametrize(
    ("value", "low", "high", "target", "more", "reached", "undecided", "sign"),
    [
        (0.8, 0.7, 0.9, None, True, None, False, ""),
        (0.8, 0.7, 0.9, 0.8, True, True, True, "✓"),
        (0.8, 0.7, 0.9, 0.6, True, True, False, "✓"),
        (0.8, 0.7, 0.9, 0.85, True, False, True, "✗"),
        (0.8, 0.7, 0.9, 0.95, True, False, False, "✗"),
        (0.1, 0.05, 0.2, 0.3, False, True, False, "✓"),
        (0.4, 0.3, 0.5, 0.2, False, False, False, "✗"),
        (0.2, 0.1, 0.3, 0.2, False, True, True, "✓"),
    ],
)
def test_targets(
    value: float,
    low: float,
    high: float,
    target: float | None,
    more: bool,
    reached: bool | None,
    undecided: bool,
    sign: str,
) -> None:
    one = figure(value, low, high, target=target, more_is_better=more)
    assert (one.reached, one.undecided) == (reached, undecided)
    for labels in (EN, FR):
        said = words.target(one, labels)
        assert said[:1] == sign
        assert not said or ("≥" if more else "≤") in said


def test_a_name_that_the_page_does_not_know_stays_as_the_file_has_it() -> None:
    assert words.named("no.such.key", "own word", EN) == "own word"
    assert words.measure(figure(suite="x", metric="strange"), EN) == "strange"
    assert words.group("strange", FR) == "strange"
    assert words.split("strange", EN) == "strange"


@pytest.mark.parametrize("labels", [EN, FR], ids=["en", "fr"])
def test_what_answered_is_named(labels: Any) -> None:
    assert words.model(run(), labels) == labels("quality.extractive")
    assert "qwen" in words.model(run(model="qwen"), labels)
    assert "qwen" in words.model(run(model="qwen", closed_book=True), labels)
    assert words.model(run(model="qwen", closed_book=True), labels) != words.model(run(model="qwen"), labels)


# what is weak


@pytest.mark.parametrize(("value", "told"), [(0.5, True), (0.97, True), (0.98, False), (1.0, False)])
def test_small_weaknesses_are_not_told(value: float, told: bool) -> None:
    found = words.weak(Summary("d", (run(figure(value)),), None), EN)
    assert bool(found) is told
    if told:
        assert str(round(100 * (1 - value))) in found[0]


def test_the_worst_comes_first_and_a_closed_book_is_no_measure_of_the_product() -> None:
    facts = figure(0.4, suite="answers", metric="facts", group="all")
    found = words.weak(Summary("d", (run(figure(0.9), facts),), None), EN)
    assert ["60" in found[0], "10" in found[1]] == [True, True]
    assert words.weak(Summary("d", (run(figure(0.1), closed_book=True),), None), EN) == []


def test_of_the_checker_false_alarms_and_the_worst_edit_are_told() -> None:
    def row(metric: str, value: float) -> Figure:
        return figure(value, suite="checker", metric=metric, group="all")

    table = CheckerTable(
        "test", 10, "x", 0.8, None, (), (row("number", 0.9), row("strange-edit", 0.3)),
        (row("false_alarms_same_language", 0.2),), {},
    )  # fmt: skip
    found = words.weak(Summary("d", (run(),), table), EN)
    assert len(found) == 2
    assert "70" in found[0]
    assert "strange-edit" in found[0]
    assert "20" in found[1]
    quiet = dataclasses.replace(table, measures=(row("false_alarms_same_language", 0.0),), caught_by_edit=())
    assert words.weak(Summary("d", (run(),), quiet), EN) == []


# drawings


def rects(html: str) -> list[dict[str, float]]:
    found = []
    for tag in re.findall(r"<rect [^>]*>", html):
        found.append({name: float(value) for name, value in re.findall(r'(x|y|width|height)="([-\d.]+)"', tag)})
    return found


@given(SHARE, SHARE, SHARE, st.none() | SHARE)
@settings(deadline=None, max_examples=60)
def test_a_bar_stays_in_its_frame(a: float, b: float, c: float, target: float | None) -> None:
    low, value, high = sorted((a, b, c))
    html = plots.share_bar(figure(value, low, high, target=target), "said")
    assert_drawing(html)
    assert len(rects(html)) == (6 if target is not None else 5)
    for rect in rects(html):
        assert -0.3 <= rect["x"] <= 100
        assert rect["width"] >= 0
        assert rect["x"] + rect["width"] <= 100.3


@given(*[st.floats(0, 100, allow_subnormal=False)] * 3)
@settings(deadline=None, max_examples=40)
def test_seconds_are_drawn_to_the_longest(a: float, b: float, c: float) -> None:
    median, late, longest = sorted((a, b, c))
    track, pale, full = rects(plots.seconds_bar(median, late, longest, "said"))
    assert full["width"] <= pale["width"] <= track["width"] == 100


def test_nothing_measured_is_an_empty_bar() -> None:
    assert [rect["width"] for rect in rects(plots.seconds_bar(0, 0, 0, "said"))] == [100, 0, 0]


def test_the_trade_off_is_three_lines_and_the_threshold_that_is_set() -> None:
    curve = TradeOff(5, 0.45, (TradeOffPoint(0.0, 1.0, 0.0, 0.0), TradeOffPoint(1.0, 0.5, 1.0, 1.0)))
    html = plots.trade_off_plot(curve, 'a "curve" <of> refusing')
    assert_drawing(html)
    assert re.findall(r'points="([^"]*)"', html) == [
        "0.00,0.00 100.00,50.00",
        "0.00,100.00 100.00,0.00",
        "0.00,100.00 100.00,0.00",
    ]
    assert 'x1="45.00"' in html
    assert "&lt;of&gt;" in html


@pytest.mark.parametrize(("target", "tone"), [(None, None), (0.5, "is-good"), (0.9, "is-bad")])
def test_a_bar_has_the_tone_of_its_target(target: float | None, tone: str | None) -> None:
    html = plots.share_bar(figure(target=target), "said")
    assert [name for name in ("is-good", "is-bad") if name in html] == ([tone] if tone else [])


# the file


def data(**changes: Any) -> dict[str, Any]:
    row = {"suite": "retrieval", "metric": "recall@5", "group": "same", "value": 0.8, "n": 10}
    one = {
        "model": "m", "split": "test", "questions": 10, "errors": 0, "created": "d", "code": "c", "command": "x",
        "figures": [row],
    }  # fmt: skip
    return {"format": 1, "created": "d", "runs": [one], **changes}


def written(folder: Path, text: str) -> Path:
    path = folder / "summary.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_figure_without_an_interval_is_a_point(tmp_path: Path) -> None:
    summary = read_summary(written(tmp_path, json.dumps(data())))
    assert summary is not None
    found = summary.runs[0].figure("retrieval", "recall@5", "same")
    assert found is not None
    assert (found.low, found.value, found.high, found.target) == (0.8, 0.8, 0.8, None)
    assert summary.runs[0].figure("retrieval", "recall@5") is None
    assert summary.runs[0].suite("retrieval") == (found,)
    assert summary.runs[0].suite("mcq") == ()


def test_without_a_file_there_is_no_summary(tmp_path: Path) -> None:
    assert read_summary(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "3", "{}", json.dumps(data(format=2)), json.dumps(data(runs=[])),
        json.dumps(data(runs=3)),
        json.dumps(data(runs=[{}])), json.dumps(data()).replace("0.8", "NaN"),
        json.dumps(data()).replace("0.8", "1e999"),
        json.dumps(data()).replace("0.8", '"much"'), json.dumps(data(checker={"n": 1})),
    ],
)  # fmt: skip
def test_a_bad_file_is_an_error_with_a_remedy(tmp_path: Path, text: str) -> None:
    with pytest.raises(QualityError) as caught:
        read_summary(written(tmp_path, text))
    assert "summary.json" in caught.value.message
    assert "evals report" in caught.value.help
    assert caught.value.code == "quality"


def test_the_shipped_summary_is_read() -> None:
    summary = read_summary()
    assert summary is not None
    for labels in (EN, FR):
        for one in summary.runs:
            assert words.model(one, labels)
            assert all(words.measure(f, labels) and words.group(f.group, labels) for f in one.figures)
        assert all(sentence.endswith((".", "?")) for sentence in words.weak(summary, labels))
