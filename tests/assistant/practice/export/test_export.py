"""Items out of the program, and back in where that is possible."""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.practice.bank import load_bank, read_items
from assistant.practice.blueprint import load_catalogue
from assistant.practice.errors import ExportError
from assistant.practice.export.anki import deck_id, note_fields
from assistant.practice.export.export import FORMATS, export, plain, to_csv, to_markdown
from assistant.practice.export.sheet import sheet
from assistant.practice.grade import printed_order
from assistant.practice.schema import PracticeItem
from assistant.practice.views import letters
from ingest.schema import Reference
from tests.assistant.practice.items import ITEMS, NOON, item

MLS = load_catalogue()["mls-c01"]
NASTY = replace(
    item("en-01"),
    id="nasty",
    stem="<script>alert(1)</script> {{Answer}} & *bold* [x](javascript:1)",
    options=("=cmd()", "-5", "<b>", "# head"),
    explanation="1. a\n- b",
    evidence=(Reference("aws/<x>.md", '"quoted" <i>words</i>'),),
)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_writes_a_file_with_all_items(tmp_path: Path, format: Any) -> None:
    out = tmp_path / "new" / "file"
    assert export(format, ITEMS, MLS, out, lang="en") == 10
    assert out.stat().st_size > 500
    assert [path.name for path in out.parent.iterdir()] == ["file"]


@pytest.mark.parametrize("format", ["csv", "md", "json", "sheet"])
def test_text_formats_are_deterministic(tmp_path: Path, format: Any) -> None:
    for name in ("one", "two"):
        export(format, ITEMS, MLS, tmp_path / name, lang="fr")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_json_comes_back_as_it_was(tmp_path: Path) -> None:
    export("json", ITEMS, MLS, tmp_path / "x.jsonl", lang="en")
    assert read_items(tmp_path / "x.jsonl") == tuple(sorted(ITEMS, key=lambda one: one.id))


def test_nothing_to_export_and_no_place_to_write(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="nothing to export"):
        export("csv", [], MLS, tmp_path / "x", lang="en")
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        export("csv", ITEMS, MLS, tmp_path / "file" / "x.csv", lang="en")


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "deck.apkg"
    out.mkdir()
    (out / "x").write_text("a folder in the way")
    with pytest.raises(ExportError):
        export("csv", ITEMS, MLS, out, lang="en")
    assert [path.name for path in tmp_path.iterdir()] == ["deck.apkg"]


def test_csv_has_a_row_for_each_item_and_no_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv([*ITEMS, NASTY]))))
    assert len(rows) == 11
    by_id = {row["id"]: row for row in rows}
    assert (by_id["en-02"]["key"], by_id["en-02"]["B"], by_id["en-02"]["F"]) == ("B D", "Parquet", "")
    assert by_id["en-04"]["key"] == "B A C"
    assert by_id["en-04"]["prompts"] == "Classify rows | Group customers | Forecast demand"
    assert (by_id["nasty"]["A"], by_id["nasty"]["B"]) == ("'=cmd()", "-5")
    assert "aws/firehose-overview.md: Firehose delivers" in by_id["en-01"]["sources"]


def test_markdown_has_questions_first_and_the_key_after_them() -> None:
    text = to_markdown([item("en-03"), item("en-04"), NASTY], MLS, "en")
    questions, key = text.split("# Answer key")
    assert item("en-03").explanation not in questions
    order = printed_order(item("en-03"))
    assert f"**1. {' '.join(letters(order, item('en-03').answers))}**" in key
    assert "1. Classify rows" in questions
    assert "<script>" not in text.replace("\\<", "")
    assert "> Text is tokenized" in key


@pytest.mark.parametrize(
    ("words", "expected"),
    [("a\n# b", "a \\# b"), ("- x", "\\- x"), ("1. x", "1\\. x"), ("2) x", "2\\) x"), ("C++ - fast", "C++ - fast")],
)
def test_markdown_takes_text_as_text(words: str, expected: str) -> None:
    assert plain(words) == expected


def test_the_sheet_is_one_page_of_html_with_the_key_apart() -> None:
    page = sheet([*ITEMS, NASTY], MLS, "fr")
    questions, key = page.split('<section class="key">')
    assert "break-before: page" in page
    assert "Corrigé" in key
    assert not [one.id for one in ITEMS if html.escape(one.explanation) in questions]
    assert all(html.escape(one.explanation) in key for one in ITEMS)
    assert not re.findall(r"<script|<link|<img|src=|href=|https?:|@import|url\(", page)
    assert "&lt;script&gt;" in questions
    assert '<li lang="en">' in page
    assert page.count("<li lang=") == 22


def test_anki_fields_are_escaped_and_hold_the_source_on_the_back() -> None:
    fields = note_fields(NASTY)
    text = "".join(fields)
    assert "<script>" not in text
    assert "{{" not in text
    assert "&lt;script&gt;" in fields[1]
    assert fields[5] == (
        "<blockquote>&quot;quoted&quot; &lt;i&gt;words&lt;/i&gt;</blockquote><cite>aws/&lt;x&gt;.md</cite>"
    )
    front = note_fields(item("en-03"))[1] + note_fields(item("en-03"))[2]
    assert item("en-03").explanation not in front


def test_anki_ids_are_stable(tmp_path: Path) -> None:
    assert deck_id("mls-c01", "fr") == deck_id("mls-c01", "fr") != deck_id("mls-c01", "en")

    def notes(items: tuple[PracticeItem, ...], name: str) -> dict[str, str]:
        export("anki", items, MLS, tmp_path / name, lang="en")
        with zipfile.ZipFile(tmp_path / name) as package:
            package.extract("collection.anki2", tmp_path / f"{name}-x")
        connection = sqlite3.connect(tmp_path / f"{name}-x" / "collection.anki2")
        try:
            return {row[1].split("\x1f")[0]: row[0] for row in connection.execute("SELECT guid, flds FROM notes")}
        finally:
            connection.close()

    reworded = tuple(replace(one, stem=one.stem + " (2)") for one in reversed(ITEMS))
    assert notes(ITEMS, "a.apkg") == notes(reworded, "b.apkg")


def test_the_deck_opens_in_anki_and_a_newer_one_updates_it(tmp_path: Path) -> None:
    anki = pytest.importorskip("anki.collection", reason="the anki package is not installed (pip install anki)")
    collection = anki.Collection(str(tmp_path / "collection.anki2"))

    def bring(items: tuple[PracticeItem, ...], *, hours: int = 0) -> Any:
        made = NOON + datetime.timedelta(hours=hours)
        export("anki", items, MLS, tmp_path / "deck.apkg", lang="en", made=made)
        # The options that Anki's own import dialog starts with: a note is updated when the file's is newer.
        request = anki.ImportAnkiPackageRequest(
            package_path=str(tmp_path / "deck.apkg"), options=anki.ImportAnkiPackageOptions()
        )
        return collection.import_anki_package(request).log

    try:
        assert len(bring(ITEMS).new) == 10
        assert collection.note_count() == collection.card_count() == 10
        decks = {deck.name for deck in collection.decks.all_names_and_ids()}
        assert {"citeprep::MLS-C01 (en)", "citeprep::MLS-C01 (fr)"} <= decks
        log = bring((*(replace(one, explanation="New words.") for one in ITEMS), NASTY), hours=1)
        assert (len(log.new), len(log.updated)) == (1, 10)
        assert collection.note_count() == 11
        (found,) = collection.find_notes("Item:en-01")
        note = collection.get_note(found)
        assert note["Explanation"].startswith("<p>New words.</p>")
        assert "Firehose delivers streaming data" in note["Source"]
        back = note.cards()[0].answer()
        assert "Firehose delivers streaming data" in back
        assert "Firehose delivers streaming data" not in note.cards()[0].question()
    finally:
        collection.close()


def test_the_whole_bank_opens_in_anki(tmp_path: Path) -> None:
    anki = pytest.importorskip("anki.collection", reason="the anki package is not installed (pip install anki)")
    items = load_bank("mls-c01").items
    assert export("anki", items, MLS, tmp_path / "bank.apkg", lang="en") == len(items)
    collection = anki.Collection(str(tmp_path / "collection.anki2"))
    try:
        request = anki.ImportAnkiPackageRequest(
            package_path=str(tmp_path / "bank.apkg"), options=anki.ImportAnkiPackageOptions()
        )
        assert len(collection.import_anki_package(request).log.new) == len(items)
        assert collection.note_count() == len(items)
    finally:
        collection.close()
