"""Pictures of progress: bands and bars in their frames, said in both languages, and nothing drawn of nothing."""

from __future__ import annotations

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


def test_of_nothing_nothing_is_drawn() -> None:
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
