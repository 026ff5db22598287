"""The Quality tab: what the summary says, in words, pictures and tables, in both languages; and without a summary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.ui.locale import load_labels
from assistant.ui.quality import words as quality_words
from assistant.ui.quality.handlers import drawn
from assistant.ui.quality.render import page
from assistant.ui.quality.summary import SUMMARY, QualityError, Summary, read_summary
from assistant.ui.session import Session
from ingest.schema import LANGS, Lang
from tests.ui.html_check import Page
from tests.ui.serving import CHROMIUM, chromium, served

EN, FR = load_labels("en"), load_labels("fr")
HOSTILE = '<img src=x onerror="alert(1)"> ${x} {y}'


def figure(suite: str, metric: str, group: str, value: float, **more: Any) -> dict[str, Any]:
    low, high = max(0.0, value - 0.06), min(1.0, value + 0.04)
    return {"suite": suite, "metric": metric, "group": group, "value": value, "low": low, "high": high, "n": 50, **more}


def data(**changes: Any) -> dict[str, Any]:
    figures = [
        figure("retrieval", "recall@5", "same", 0.89, target=0.95),
        figure("retrieval", "recall@5", "fr>fr", 0.86, target=0.95),
        figure("retrieval", "recall@5", "fr>en", 0.97, target=0.92),
        figure("answers", "facts", "all", 0.64),
        figure("citations", "placement", "all", 1.0, target=1.0),
        figure("refusal", "precision", "all", 0.73, target=0.9),
        figure("mcq", "exact", "all", 0.55),
        figure("mcq", "chance", "all", 0.19),
        figure("latency", "total p50", "all", 0.47),
        figure("latency", "total p95", "all", 1.78),
    ]
    points = [{"threshold": t / 10, "precision": 1 - t / 20, "recall": t / 10, "lost": t / 30} for t in range(11)]
    run = {
        "model": "extractive",
        "split": "test",
        "questions": 140,
        "errors": 1,
        "created": "2026-11-23T18:00:00+00:00",
        "code": "abc1234",
        "command": "python -m evals run --split test",
        "corpus": {"documents": 224, "chunks": 1024},
        "figures": figures,
        "trade_off": {"n": 140, "threshold": 0.6, "points": points},
    }
    checker = {
        "split": "test",
        "n": 200,
        "command": "python -m evals.checker.judge --split test --json",
        "balanced_accuracy": {"value": 0.865, "target": 0.85},
        "by_language": [{"name": "fr-fr", "value": 0.9, "n": 80}],
        "caught_by_edit": [figure("", "", "", 0.53) | {"name": "roles"}, figure("", "", "", 1.0) | {"name": "number"}],
        "measures": [
            figure("", "", "", 0.09, target=0.08, more_is_better=False) | {"name": "false_alarms_same_language"}
        ],
        "milliseconds": {"median": 3.0, "p95": 9.0},
    }
    return {"format": 1, "created": run["created"], "runs": [run | changes], "checker": checker}


def read(tmp_path: Path, content: object) -> Summary | None:
    file = tmp_path / "summary.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return read_summary(file)


@pytest.fixture
def summary(tmp_path: Path) -> Summary:
    found = read(tmp_path, data())
    assert found is not None
    return found


def shown(summary: Summary | None, lang: Lang = "en", **more: Any) -> Page:
    found = Page(page(summary, load_labels(lang), **more))
    assert found.open == []
    assert not [name for _, given in found.tags for name in given if name.startswith("on") or name in ("src", "style")]
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_every_picture_says_what_it_shows_and_has_a_table(summary: Summary, lang: Lang) -> None:
    found = shown(summary, lang)
    pictures = [given for tag, given in found.tags if tag == "svg" and given.get("aria-hidden") != "true"]
    assert len(pictures) > 8
    assert all(given["role"] == "img" and len(given["aria-label"]) > 20 for given in pictures)
    assert len(found.all("details")) >= 6
    assert all(given.get("scope") in ("col", "row") for given in found.all("th"))


def test_it_says_what_was_measured_how_and_how_well(summary: Summary) -> None:
    text = shown(summary).text
    assert "Measured on 23 November 2026 with 140 questions" in text
    assert "86\u00a0% (80 to 90, n = 50)" in text
    assert "✗ below what was aimed at, ≥ 95\u00a0%" in text
    assert "✓ reaches ≥ 92\u00a0%" in text
    assert "✗ below ≤ 8\u00a0%, by no more than chance" in text
    assert "1 question crashed" in text
    assert "python -m evals run --split test" in text
    assert "tuned on" not in text


def test_it_speaks_french(summary: Summary) -> None:
    text = shown(summary, "fr").text
    assert "Mesuré le 23 novembre 2026 avec 140 questions" in text
    assert "0,47 s une fois sur deux, au plus 1,78 s" in text
    assert "qui fait quoi" in text


def test_figures_made_on_tuning_questions_say_so(tmp_path: Path) -> None:
    assert "tuned on" in shown(read(tmp_path, data(split="dev"))).text


def test_what_to_keep_in_mind_comes_worst_first(summary: Summary) -> None:
    said = quality_words.weak(summary, EN)
    assert "(who does what): about 47 of 100" in said[0]
    assert "about 45 choices of 100" in said[1]
    assert [line for line in said if "About 27 of 100 refusals" in line]
    assert not [line for line in said if "do not fully support" in line], "no figure, no sentence"


@pytest.mark.parametrize(
    ("share", "expected"), [(1.0, "100"), (0.999, "99.9"), (0.001, "0.1"), (0.0, "0"), (0.5, "50")]
)
def test_all_and_nothing_are_said_only_of_all_and_nothing(share: float, expected: str) -> None:
    assert quality_words.percent(share, EN) == f"{expected}\u00a0%"


def test_without_a_summary_it_says_how_to_make_one() -> None:
    assert read_summary(Path("nowhere.json")) is None
    assert "Nothing was measured yet" in shown(None).text
    assert "Rien n’a encore été mesuré" in shown(None, "fr").text


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        "x",
        {"format": 2, "runs": []},
        {"format": 1, "created": "", "runs": []},
        data() | {"runs": [{}]},
        data(figures=[figure("retrieval", "recall@5", "same", 0.9) | {"value": "nan"}]),
        data(figures=[{"suite": "retrieval"}]),
    ],
)
def test_a_file_that_is_something_else_is_told_and_not_raised(content: object, tmp_path: Path) -> None:
    with pytest.raises(QualityError, match=r"summary\.json"):
        read(tmp_path, content)
    assert "cannot be read" in drawn(Session("en"), lambda: read(tmp_path, content))


def test_a_summary_of_less_draws_less(tmp_path: Path) -> None:
    only = data(figures=[figure("mcq", "exact", "all", 0.5)], trade_off=None) | {"checker": None}
    text = shown(read(tmp_path, only)).text
    assert "exam questions" in text
    assert "right page?" not in text


def test_a_second_model_stands_beside_the_first(tmp_path: Path) -> None:
    both = data()
    both["runs"].append(both["runs"][0] | {"model": "qwen", "closed_book": True})
    text = shown(read(tmp_path, both)).text
    assert "qwen alone, without the sources" in text


def test_what_the_file_says_stays_text(tmp_path: Path) -> None:
    odd = data(model=HOSTILE, code=HOSTILE, command=HOSTILE, split=HOSTILE)
    found = shown(read(tmp_path, odd))
    assert not found.all("img")
    assert HOSTILE in found.text


def test_a_bug_is_told() -> None:
    def broken() -> Summary:
        raise ZeroDivisionError

    assert "cannot be read" in drawn(Session("en"), broken)


def test_the_projects_own_summary_can_be_read() -> None:
    assert SUMMARY.is_file(), "python -m evals report RUN.json --summary assistant/ui/quality/summary.json"
    assert "How good is it?" in shown(read_summary()).text


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium")
@pytest.mark.parametrize(("width", "scheme", "locale"), [(1280, "light", "en-GB"), (390, "dark", "fr-FR")])
def test_the_tab_in_a_browser(tmp_path: Path, width: int, scheme: str, locale: str) -> None:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
    name, title = ("Qualité", "Que vaut cet assistant ?") if locale == "fr-FR" else ("Quality", "How good is it?")
    with (
        served("tests/ui/practice/server.py", str(tmp_path / "p.db")) as address,
        api.sync_playwright() as playwright,
    ):
        browser = chromium(playwright)
        context = browser.new_context(
            viewport={"width": width, "height": 860}, color_scheme=scheme, locale=locale, reduced_motion="reduce"
        )
        context.set_default_timeout(20_000)
        shown = context.new_page()
        shown.goto(address)
        tab = shown.get_by_role("tab", name=name, exact=True)
        tab.focus()
        shown.keyboard.press("Enter")
        api.expect(shown.locator("#cp-quality h2")).to_have_text(title.replace(" ?", "\u202f?"))
        table = shown.locator("#cp-quality details").first
        table.locator("summary").focus()
        shown.keyboard.press("Enter")
        api.expect(table.locator("td").first).to_be_visible()
        assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        browser.close()
