"""Takes the screenshots of docs/screenshots from the real page: `python -m tests.screenshots [NAME ...] [--run RUN]`.

Needs the index, the bank and Chromium; asks no language model. Every picture is a learner of its own, so that the order
does not matter. Pictures are reduced to a palette: text stays sharp and a file stays below 300 kB.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.practice.bank import load_bank
from assistant.practice.schema import PracticeItem
from assistant.ui.locale import Labels, load_labels
from ingest.schema import Lang
from tests.ui.serving import ROOT, chromium, served

MOST_BYTES = 300_000
_MIXED = (
    "Le mode Pipe lit les données d'entraînement en continu depuis Amazon S3. "
    "La durée de rétention par défaut d'un flux Kinesis est de 48 heures. "
    "Grid search tests every combination of hyperparameters in parallel on GPUs. "
    "A PutRecords request can hold up to 500 records. "
    "Amazon S3 was launched by a team of twelve people."
)
_PHONE = (390, 844)
_DESK = (1280, 860)


@dataclass
class Studio:
    """The page that is photographed, the browser, and where pictures go. `run` is an evaluation's record."""

    address: str
    browser: Any
    out: Path
    run: Path | None
    items: Mapping[str, PracticeItem] = field(default_factory=dict)

    def open(
        self, lang: Lang, size: tuple[int, int] = _DESK, scheme: str = "light", tab: str = ""
    ) -> tuple[Any, Labels]:
        """The page in a fresh profile, at a tab."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale={"fr": "fr-FR", "en": "en-GB"}[lang],
            color_scheme=scheme,
            device_scale_factor=2 if size == _PHONE else 1,
        )
        context.set_default_timeout(60_000)
        page, labels = context.new_page(), load_labels(lang)
        page.goto(self.address)
        page.locator(".cp-examples button").first.wait_for()
        if tab:
            page.get_by_role("tab", name=labels(f"{tab}.tab"), exact=True).click()
        return page, labels

    def save(self, page: Any, name: str, **options: Any) -> None:
        """One picture, and the end of its profile."""
        page.mouse.move(0, 0)
        page.wait_for_timeout(700)
        target = self.out / f"{name}.png"
        target.write_bytes(small(page.screenshot(**options)))
        sys.stdout.write(f"{target.name}: {target.stat().st_size // 1000} kB\n")
        page.context.close()


def small(png: bytes) -> bytes:
    """The picture with the largest palette that keeps it below `MOST_BYTES`."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        target = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
        if target.tell() < MOST_BYTES:
            break
    return target.getvalue()


def ask(studio: Studio, name: str, lang: Lang, question: str, size: tuple[int, int], scheme: str) -> None:
    """An answer with its first source open."""
    page, labels = studio.open(lang, size, scheme)
    page.locator("#cp-question textarea").fill(question)
    page.locator("#cp-send").click()
    page.get_by_text(labels("chat.ready")).wait_for()
    page.locator("#cp-conversation .cp-cite").first.click()
    page.locator("#cp-sources mark").wait_for()
    if size != _PHONE:
        page.evaluate("scrollTo(0, 0)")
    studio.save(page, name)


def check(studio: Studio) -> None:
    """A text in both languages with every verdict, and the source that contradicts it."""
    page, _ = studio.open("en", (1280, 1080), tab="check")
    page.locator("#cp-check-text textarea").fill(_MIXED)
    page.locator("#cp-check").click()
    page.locator(".cp-corrected").wait_for()
    page.locator("#cp-checked .contradicted .cp-cite").first.click()
    page.locator("#cp-check-sources mark").wait_for()
    page.evaluate("scrollTo(0, document.querySelector('#cp-tabs').offsetTop - 10)")
    studio.save(page, "check")


def practice(studio: Studio, name: str, lang: Lang, size: tuple[int, int]) -> None:
    """A graded question with its source; on a phone the question itself."""
    page, _ = studio.open(lang, size, tab="practice")
    page.locator("#cp-practice-start").click()
    for _ in range(4):
        page.locator("#cp-practice form[data-type]").wait_for()
        answer(studio, page, "#cp-practice", right=True)
        page.locator("#cp-practice-check").click()
        page.locator("#cp-practice-next").click()
    page.locator("#cp-practice form[data-type]").wait_for()
    if size != _PHONE:
        answer(studio, page, "#cp-practice", right=False)
        page.locator("#cp-practice-check").click()
        page.locator("#cp-practice .cp-cited button").first.click()
        page.locator("#cp-practice-sources mark").wait_for()
    page.evaluate("scrollTo(0, 0)")
    studio.save(page, name)


def progress(studio: Studio) -> None:
    """Where a learner stands after some practice."""
    page, labels = studio.open("en", (1280, 940), tab="practice")
    page.locator("#cp-practice-start").click()
    for place in range(24):
        page.locator("#cp-practice form[data-type]").wait_for()
        answer(studio, page, "#cp-practice", right=place % 4 != 1)
        page.locator("#cp-practice-check").click()
        page.locator("#cp-practice-next").click()
    page.get_by_role("button", name=labels("practice.end")).click()
    page.locator("#cp-practice-start").wait_for()
    studio.save(page, "progress")


def exam(studio: Studio, name: str, lang: Lang, size: tuple[int, int], kinds: tuple[str, ...]) -> None:
    """A question of a full exam in the middle of it, of the first of `kinds` that the exam has."""
    page, _ = studio.open(lang, size, tab="exam")
    begin(page)
    found: dict[str, int] = {}
    for place in range(page.locator(".cp-map button").count()):
        go(page, place)
        kind = page.locator("#cp-exam form[data-type]").get_attribute("data-type")
        found.setdefault(kind, place) if place > 9 else None
        if place < 30:
            answer(studio, page, "#cp-exam", right=True)
        if place in (4, 17):
            page.locator("#cp-exam-flag").click()
        if kinds[0] in found and place >= 30:
            break
    go(page, next(found[kind] for kind in kinds if kind in found))
    answer(studio, page, "#cp-exam", right=True)
    page.evaluate("scrollTo(0, 0)")
    studio.save(page, name)


def result(studio: Studio, name: str, lang: Lang, size: tuple[int, int]) -> None:
    """The result of a full exam."""
    page, _ = studio.open(lang, size, tab="exam")
    begin(page)
    for place in range(page.locator(".cp-map button").count()):
        go(page, place)
        answer(studio, page, "#cp-exam", right=place % 5 != 3)
    page.locator("#cp-exam-finish").click()
    page.locator("#cp-exam-submit").click()
    page.locator(".cp-score").wait_for()
    page.evaluate("scrollTo(0, 0)")
    studio.save(page, name)


def begin(page: Any) -> None:
    """A full exam with every type of question."""
    page.locator("#cp-exam input[name=types]").check()
    page.locator("#cp-exam-start").click()
    page.locator("#cp-exam form[data-type]").wait_for()


def go(page: Any, place: int) -> None:
    """To a question of the running exam."""
    page.locator(f"#cp-map-{place}").click()
    page.locator(f'#cp-exam form[data-position="{place}"]').wait_for()


def answer(studio: Studio, page: Any, card: str, *, right: bool) -> None:
    """Fill in the item on the screen, from the bank; a wrong answer is a real one."""
    item = studio.items[page.locator(f"{card} .cp-stem").inner_text()]
    texts = [item.options[k] for k in item.answers]
    if not right:
        texts = texts[::-1] if len(texts) > 2 else [o for o in item.options if o not in texts][: len(texts)]
    if item.type in ("single", "several"):
        for text in texts:
            option = page.locator(f"{card} .cp-option", has=page.get_by_text(text, exact=True))
            option.locator("input").evaluate("field => field.click()")
        return
    for place, text in enumerate(texts):
        field = page.locator(f"{card} .cp-place select").nth(place)
        letter = next(one for one in field.locator("option").all_inner_texts() if one.endswith(f". {text}"))
        field.select_option(label=letter)


def quality(studio: Studio, name: str, lang: Lang, size: tuple[int, int], scheme: str, tall: int) -> None:
    """The top of the Quality tab."""
    page, _ = studio.open(lang, size, scheme, tab="quality")
    page.locator(".cp-shares").first.wait_for()
    studio.save(page, name, full_page=True, clip={"x": 0, "y": 0, "width": size[0], "height": tall})


def report(studio: Studio) -> None:
    """The plots and the first figures of the report page; no question is in the picture."""
    from evals.reporting.report import page as report_page
    from evals.running.runner import read_run

    if studio.run is None:
        sys.stdout.write("report.png needs --run RUN.json\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(report_page(read_run(studio.run)), encoding="utf-8")
        shown = studio.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        shown.goto(file.as_uri())
        end = shown.locator("h2", has_text="Failing cases").bounding_box()
        studio.save(
            shown, "report", full_page=True, clip={"x": 0, "y": 0, "width": 1280, "height": min(1900, end["y"] - 12)}
        )


_EN = "Which SageMaker input mode streams data from S3 instead of copying it first?"
_FR = "Quel score faut-il pour réussir l'examen MLS-C01 ?"
_KEPT = "Quelle est la durée de rétention par défaut de Kinesis Data Streams ?"
_HARD, _SEVERAL = ("ordering", "matching", "several"), ("several", "single")
SHOTS: Mapping[str, Callable[[Studio], None]] = {
    "answer": lambda studio: ask(studio, "answer", "fr", _FR, _DESK, "light"),
    "answer-en-dark": lambda studio: ask(studio, "answer-en-dark", "en", _EN, _DESK, "dark"),
    "mobile-dark": lambda studio: ask(studio, "mobile-dark", "fr", _KEPT, _PHONE, "dark"),
    "check": check,
    "practice": lambda studio: practice(studio, "practice", "en", _DESK),
    "practice-fr": lambda studio: practice(studio, "practice-fr", "fr", _DESK),
    "practice-mobile": lambda studio: practice(studio, "practice-mobile", "fr", _PHONE),
    "progress": progress,
    "exam": lambda studio: exam(studio, "exam", "en", _DESK, _SEVERAL),
    "exam-fr": lambda studio: exam(studio, "exam-fr", "fr", _DESK, _HARD),
    "exam-mobile": lambda studio: exam(studio, "exam-mobile", "fr", _PHONE, _HARD),
    "result": lambda studio: result(studio, "result", "en", _DESK),
    "result-fr": lambda studio: result(studio, "result-fr", "fr", _DESK),
    "result-mobile": lambda studio: result(studio, "result-mobile", "fr", _PHONE),
    "quality": lambda studio: quality(studio, "quality", "en", _DESK, "light", 1500),
    "quality-mobile": lambda studio: quality(studio, "quality-mobile", "fr", _PHONE, "dark", 1500),
    "report": report,
}


def main() -> int:
    """Take the named pictures, all without a name."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(SHOTS)} (default: all)")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots", metavar="DIR")
    parser.add_argument("--run", type=Path, metavar="RUN", help="a run file of `python -m evals run`, for report.png")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in SHOTS]
    if unknown:
        parser.error(f"no such picture: {', '.join(unknown)}")
    from playwright.sync_api import sync_playwright

    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        environment = {"CHAT_MODEL": "extractive", "CITEPREP_DATA": data}
        with served("app.py", environment=environment) as address, sync_playwright() as playwright:
            items = {item.stem: item for item in load_bank("mls-c01").items}
            studio = Studio(address, chromium(playwright), given.out, given.run, items)
            for name in given.names or SHOTS:
                SHOTS[name](studio)
            studio.browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
