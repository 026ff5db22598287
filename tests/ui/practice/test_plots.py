"""Pictures of progress: bands and bars in their frames, said in both languages, and nothing drawn of nothing."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from assistant.practice.schema import DomainResult, Result
from assistant.ui.locale import load_labels
from assistant.ui.practice import plots
from ingest.schema import LANGS, Lang
from tests.assistant.practice.items import EXAM

EN = load_labels("en")
SHARE = st.floats(0, 1)
COUNTS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: {"right": min(p), "total": max(*p, 1)})


TAGS = set("svg rect line polyline figure figcaption div ul li span p".split())


def assert_drawing(html: str) -> None:
    """Well formed, of elements that draw or hold words, with nothing that acts or fetches."""
    for node in etree.fromstring(html).iter():
        assert node.tag in TAGS
        assert not [name for name in node.attrib if name.startswith("on") or name in ("src", "href", "style")]


def rects(html: str, class_: str = "") -> list[dict[str, float]]:
    found = []
    for tag in re.findall(r"<rect [^>]*>", html):
        if class_ in tag:
            found.append({name: float(value) for name, value in re.findall(r'(x|y|width|height)="([-\d.]+)"', tag)})
    return found


def level(total: int = 10, right: int = 7, low: float = 0.4, mean: float = 0.6, high: float = 0.8) -> dict[str, Any]:
    return {"domain": "modeling", "right": right, "total": total, "low": low, "mean": mean, "high": high}


@pytest.mark.parametrize(("share", "said"), [(0.0, 0), (0.004, 0), (0.005, 0), (0.006, 1), (0.5, 50), (1.0, 100)])
def test_percent(share: float, said: int) -> None:
    assert plots.percent(share) == said


@pytest.mark.parametrize("lang", LANGS)
def test_a_domain_is_named_in_the_pages_language(lang: Lang) -> None:
    labels = load_labels(lang)
    name = plots.domain_name(EXAM, "modeling", labels)
    assert name == ("Modélisation" if lang == "fr" else "Modeling")
    assert plots.domain_name(EXAM, "gone", labels) == "gone"
    assert plots.domain_name(None, "modeling", labels) == "modeling"


@pytest.mark.parametrize("lang", LANGS)
def test_mastery_is_said_beside_its_band(lang: Lang) -> None:
    labels = load_labels(lang)
    html = plots.mastery_picture([level(), level(total=0, right=0)], EXAM, labels)
    assert_drawing(html)
    assert html.count("<li>") == 2
    assert "40" in html
    assert "80" in html
    assert labels("practice.level_none") in html
    assert len(rects(html, "cp-mean")) == 1  # of a domain without an answer nothing is estimated


@given(SHARE, SHARE, SHARE)
@settings(deadline=None, max_examples=40)
def test_a_band_stays_in_its_frame(a: float, b: float, c: float) -> None:
    low, mean, high = sorted((a, b, c))
    html = plots.mastery_picture([level(low=low, mean=mean, high=high)], EXAM, EN)
    (band,) = rects(html, "cp-band")
    assert band["x"] >= 0
    assert band["x"] + band["width"] <= 100.02


@given(st.lists(COUNTS, min_size=1, max_size=45))
@settings(deadline=None, max_examples=40)
def test_days_stand_on_the_ground_and_the_last_ones_are_shown(counts: list[dict[str, int]]) -> None:
    days = [{"day": f"2026-11-{n % 28 + 1:02}", **count} for n, count in enumerate(counts)]
    html = plots.days_picture(days, EN)
    assert html is not None
    right, wrong = rects(html, "cp-bar-right"), rects(html, "cp-bar-wrong")
    assert len(right) == len(wrong) == min(30, len(days))
    for one, other in zip(right, wrong, strict=True):
        assert one["y"] + one["height"] == pytest.approx(39.6, abs=0.02)
        assert other["y"] + other["height"] == pytest.approx(one["y"], abs=0.02)
        assert other["y"] >= 1.59
        assert one["x"] + one["width"] <= 100


@pytest.mark.parametrize("lang", LANGS)
def test_days_are_told_in_words(lang: Lang) -> None:
    labels = load_labels(lang)
    html = plots.days_picture([{"day": "2026-11-01", "right": 3, "total": 4}], labels)
    assert html is not None
    assert_drawing(html)
    assert labels.date("2026-11-01") in html
    assert "<figcaption>" in html


DUE = st.fixed_dictionaries({"now": st.integers(0, 40), "ahead": st.lists(st.integers(0, 40), min_size=2, max_size=14)})


@given(DUE)
@settings(deadline=None, max_examples=40)
def test_what_comes_back_is_drawn_in_proportion_day_by_day(due: dict[str, Any]) -> None:
    counts = [due["now"] + due["ahead"][0], *due["ahead"][1:]]
    html = plots.forecast_picture(due, EN)
    if not any(counts):
        assert html is None
        return
    assert html is not None
    bars = rects(html, "cp-bar-right")
    assert [bar["height"] for bar in bars] == pytest.approx([38 * n / max(counts) for n in counts], abs=0.02)
    assert all(bar["y"] + bar["height"] == pytest.approx(39.6, abs=0.02) for bar in bars)
    assert all(one["x"] + one["width"] < other["x"] for one, other in itertools.pairwise(bars))
    assert bars[-1]["x"] + bars[-1]["width"] <= 100


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_due_already_comes_back_today(lang: Lang) -> None:
    labels = load_labels(lang)
    html = plots.forecast_picture({"now": 5, "ahead": [2, 3, 0]}, labels)
    assert html is not None
    assert_drawing(html)
    assert labels("practice.forecast_said", days=3, total=10, today=7, tomorrow=3, most=7) in html


def test_retention_stands_against_the_share_that_is_wanted() -> None:
    weeks = [{"right": 1, "total": 4}, {"right": 9, "total": 10}, {"right": 5, "total": 5}]
    html = plots.retention_picture(weeks, 0.876, EN)
    assert html is not None
    assert_drawing(html)
    (line,) = rects(html, "cp-pass")
    half, wanted, all_known = rects(html, "cp-bar-right")
    assert half["height"] == pytest.approx(9.5, abs=0.02)
    assert all_known["height"] == pytest.approx(38, abs=0.02)
    assert line["y"] == pytest.approx(wanted["y"], abs=0.02)  # 90 % are wanted
    assert all(bar["y"] + bar["height"] == pytest.approx(39.6, abs=0.02) for bar in (half, wanted, all_known))
    assert EN("practice.retention_said", right=15, total=19, weeks=3, share=79, wanted=90) in html
    assert EN("practice.recall_said", share=88) in html
    assert EN("practice.recall_said", share=88) not in str(plots.retention_picture(weeks, None, EN))


@pytest.mark.parametrize("weeks", [1, 8, 16, 17, 40])
def test_the_last_weeks_are_shown_within_the_frame(weeks: int) -> None:
    html = plots.retention_picture([{"right": 0, "total": 1}] * (weeks - 1) + [{"right": 1, "total": 1}], None, EN)
    assert html is not None
    bars = rects(html, "cp-bar-right")
    assert len(bars) == min(16, weeks)
    assert bars[-1]["height"] == pytest.approx(38, abs=0.02)
    assert bars[-1]["x"] + bars[-1]["width"] <= 100


def test_of_nothing_nothing_is_drawn() -> None:
    assert plots.forecast_picture({"now": 0, "ahead": [0, 0]}, EN) is None
    assert plots.forecast_picture({"now": 3, "ahead": []}, EN) is None
    assert plots.retention_picture([], 0.9, EN) is None
    assert plots.days_picture([], EN) is None
    assert plots.exams_picture([], 100, 1000, EN) is None
    assert "<li>" not in plots.mastery_picture([], EXAM, EN)


def point(scaled: int, low: int, high: int, passed: bool) -> dict[str, Any]:
    return {"scaled": scaled, "low": low, "high": high, "pass_mark": 750, "passed": passed}


def test_exams_stand_against_the_pass_line() -> None:
    html = plots.exams_picture([point(600, 500, 700, False), point(800, 700, 900, True)], 100, 1000, EN)
    assert html is not None
    assert_drawing(html)
    (line,) = rects(html, "cp-pass")
    assert line["y"] == pytest.approx(40 - 40 * 650 / 900 - 0.15, abs=0.01)
    failed, passed = rects(html, "cp-mean is-bad"), rects(html, "cp-mean is-good")
    assert len(failed) == len(passed) == 1
    assert passed[0]["y"] < line["y"] < failed[0]["y"]
    assert "600, 800" in html


@given(st.lists(st.integers(100, 1000), min_size=1, max_size=20))
@settings(deadline=None, max_examples=30)
def test_the_last_exams_are_drawn_within_the_scale(scores: list[int]) -> None:
    html = plots.exams_picture([point(s, 100, 1000, s >= 750) for s in scores], 100, 1000, EN)
    assert html is not None
    bands = rects(html, "cp-band")
    assert len(bands) == min(12, len(scores))
    assert all(band["y"] >= 0 and band["y"] + band["height"] <= 40.01 for band in bands)


@pytest.mark.parametrize("lang", LANGS)
def test_a_result_names_each_domain_and_whether_it_reaches_the_line(lang: Lang) -> None:
    labels = load_labels(lang)
    domains = (
        DomainResult("modeling", 3, 4, 0.75, 0.4, 0.9, True),
        DomainResult("gone", 0, 4, 0.0, 0.0, 0.4, False),
    )
    result = Result(700, 600, 800, 750, 100, 1000, False, "near", 3, 8, 0, 0, 0, 60.0, domains)
    html = plots.result_picture(result, EXAM, labels)
    assert_drawing(html)
    assert labels("exam.meets") in html
    assert labels("exam.misses") in html
    assert "gone" in html
    assert len(rects(html, "cp-pass")) == 2
    assert rects(html, "cp-pass")[0]["x"] == pytest.approx(72.02, abs=0.02)


def test_words_of_a_file_are_escaped() -> None:
    hostile = '"><script>alert(1)</script>'
    html = plots.mastery_picture([{**level(), "domain": hostile}], EXAM, EN)
    assert_drawing(html)
    assert "<script>" not in html
