"""A second export into Anki: the same fields, new cards in order, the schedule taken along; CSV with all its quotes."""

from __future__ import annotations

import csv
import datetime
import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.practice.export.anki import MODEL_ID, Practised, note_fields, write_deck
from assistant.practice.export.export import export, to_csv
from assistant.practice.export.sheet import sheet
from assistant.practice.schema import CardState
from assistant.practice.training.schedule import review
from tests.assistant.practice.items import EXAM, ITEMS, NOON

ENGLISH = [one for one in ITEMS if one.lang == "en"]


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with zipfile.ZipFile(path) as package:
        base = sqlite3.connect(":memory:")
        base.deserialize(package.read("collection.anki2"))
        found = base.execute(query).fetchall()
        base.close()
    return found


def test_the_fields_under_this_model_id_never_change(tmp_path: Path) -> None:
    """Another field needs another id: with the same one Anki updates nothing and adds nothing."""
    write_deck(ENGLISH, EXAM, tmp_path / "deck.apkg", made=NOON)
    (models,) = rows(tmp_path / "deck.apkg", "SELECT models FROM col")[0]
    model = json.loads(models)[str(MODEL_ID)]
    names = [field["name"] for field in model["flds"]]
    assert (MODEL_ID, names) == (
        1607392319501,
        ["Item", "Question", "Options", "Answer", "Explanation", "Source"],
    )


def test_new_cards_keep_their_order_and_tags_are_ours(tmp_path: Path) -> None:
    write_deck(ENGLISH, EXAM, tmp_path / "deck.apkg", made=NOON)
    found = rows(
        tmp_path / "deck.apkg", "SELECT notes.flds, cards.due, cards.type FROM cards JOIN notes ON nid = notes.id"
    )
    assert {fields.split("\x1f")[0]: due for fields, due, _ in found} == {
        one.id: place for place, one in enumerate(ENGLISH, 1)
    }
    assert {kind for _, _, kind in found} == {0}
    (tags,) = rows(tmp_path / "deck.apkg", "SELECT tags FROM notes")[0]
    assert all(tag.startswith("citeprep::") for tag in tags.split())


def test_the_schedule_is_taken_along(tmp_path: Path) -> None:
    known, unknown = ENGLISH[:2]
    card = review(None, known.id, correct=True, now=NOON)
    broken = CardState(unknown.id, NOON, "{}")
    export(
        "anki",
        ENGLISH,
        EXAM,
        tmp_path / "deck.apkg",
        lang="en",
        made=NOON,
        practised=Practised({known.id: card, unknown.id: broken}, datetime.UTC),
    )
    (created,) = rows(tmp_path / "deck.apkg", "SELECT crt FROM col")[0]
    found = {
        fields.split("\x1f")[0]: tuple(rest)
        for fields, *rest in rows(
            tmp_path / "deck.apkg",
            "SELECT notes.flds, type, queue, due, ivl, cards.data FROM cards JOIN notes ON nid = notes.id",
        )
    }
    kind, queue, due, interval, data = found[known.id]
    first = datetime.datetime.fromtimestamp(created, datetime.UTC).date()
    assert (kind, queue) == (2, 2)
    assert first + datetime.timedelta(days=due) == card.due.date()
    assert interval == (card.due.date() - NOON.date()).days
    assert json.loads(data)["s"] == pytest.approx(json.loads(card.data)["stability"], abs=1e-3)
    assert found[unknown.id][0] == 0, "a card that cannot be read is new there"


def test_an_open_quote_swallows_no_row() -> None:
    odd = [replace(ENGLISH[0], stem='A size of 3.5" (open'), replace(ENGLISH[1], stem="one\ntwo, three; four\tfive")]
    text = to_csv(odd)
    assert all(line.startswith('"') for line in text.split("\r\n") if line)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[6] for row in read[1:]] == [one.stem for one in odd]


def test_formulas_stay_for_anki_and_are_drawn_on_paper() -> None:
    one = replace(ENGLISH[0], stem=r"What is \(\frac{TP}{TP + FN}\) at $5?")
    assert r"\(\frac&#123;TP&#125;&#123;TP + FN&#125;\)" in note_fields(one)[1]
    page = sheet([one], EXAM, "en")
    assert "<mfrac>" in page
    assert "at $5?" in page
    assert "<script" not in page
