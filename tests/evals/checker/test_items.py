"""Labelled items: read line by line with their faults named, and the words that each is judged by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.checker.items import LabelledError, LabelledItem, documents, evidence_of, load, load_seed, table_header

ROW: dict[str, Any] = {
    "id": "a-1",
    "claim": "The tray keeps a parcel for a day.",
    "lang": "en",
    "evidence": {"uri": "corpus/aws/tray.md", "quote": "The tray keeps a parcel for 24 hours."},
    "evidence_lang": "en",
    "label": "supported",
    "edit": "free",
    "split": "dev",
}
PAGE = """# Trays

## Limits

- The tray keeps a parcel for 24 hours.

| tray | parcels |
|---|---|
| small | 3 |
| large | 12 |
"""


def written(folder: Path, *rows: object, name: str = "items.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_items_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    written(tmp_path, {**ROW, "id": "c"}, name="b.jsonl")
    written(tmp_path, {**ROW, "id": "b"}, "", {**ROW, "id": "a", "split": "test"}, name="a.jsonl")
    assert [item.id for item in load(tmp_path)] == ["b", "a", "c"]
    assert [item.id for item in load(tmp_path, "test")] == ["a"]
    assert [item.id for item in load_seed(tmp_path / "a.jsonl")] == ["b", "a"]


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    written(tmp_path, ROW, name="a.jsonl")
    written(tmp_path, ROW, name="b.jsonl")
    with pytest.raises(LabelledError, match="a-1"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "line 2"),
        ({**ROW, "label": "true"}, "'true' is not one of"),
        ({**ROW, "edit": "other"}, "'other' is not one of"),
        ({**ROW, "split": "train"}, "'train' is not one of"),
        ({**ROW, "lang": "de"}, "'de' is not one of"),
        ({name: value for name, value in ROW.items() if name != "claim"}, "claim"),
        ({**ROW, "evidence": "a quote"}, "line 2"),
    ],
    ids=["no json", "label", "edit", "split", "language", "no claim", "evidence"],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, row: object, reason: str) -> None:
    written(tmp_path, {**ROW, "id": "good"}, row)
    with pytest.raises(LabelledError, match=r"items.jsonl, line 2") as caught:
        load(tmp_path)
    assert reason in str(caught.value)


def test_a_claim_in_another_language_than_its_evidence_is_cross(tmp_path: Path) -> None:
    written(tmp_path, ROW, {**ROW, "id": "b", "lang": "fr"})
    assert [item.cross for item in load(tmp_path)] == [False, True]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "aws").mkdir(parents=True)
    (tmp_path / "corpus" / "aws" / "tray.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "corpus" / "aws" / "other.txt").write_text("Not a page of the corpus.\n", encoding="utf-8")
    return tmp_path / "corpus"


def item(quote: str, uri: str = "corpus/aws/tray.md") -> LabelledItem:
    return LabelledItem("x", "A claim.", "en", uri, quote, "en", "supported", "free", "dev")


def test_pages_are_known_by_the_names_that_items_use(corpus: Path) -> None:
    assert list(documents(corpus)) == ["corpus/aws/tray.md"]


def test_evidence_has_its_headings_and_the_head_of_its_table(corpus: Path) -> None:
    pages = documents(corpus)
    window = evidence_of(item("The tray keeps a parcel for 24 hours."), pages)
    assert "Limits" in window.headings
    assert window.context == ""
    assert evidence_of(item("| large | 12 |"), pages).context == "| tray | parcels |"
    assert evidence_of(item("| tray | parcels |"), pages).context == ""


def test_words_that_stand_nowhere_are_evidence_alone(corpus: Path) -> None:
    pages = documents(corpus)
    for lost in (item("Words of another time."), item("The tray keeps", uri="corpus/aws/gone.md")):
        window = evidence_of(lost, pages)
        assert (window.text, window.context) == (lost.quote, "")


def test_outside_of_tables_there_is_no_head(corpus: Path) -> None:
    (page,) = documents(corpus).values()
    assert table_header(page, page.text.index("The tray")) == ""
    assert table_header(page, page.text.index("| tray")) == ""
    assert table_header(page, page.text.index("| small")) == "| tray | parcels |"
