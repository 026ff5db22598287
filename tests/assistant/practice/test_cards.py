"""A learner's own cards from every usual place become questions that the quiz asks."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.practice.cards import Card, items_of, read_cards
from assistant.practice.errors import BankError
from assistant.practice.records.store import PracticeStore, default_path

SHARD = Card("What does a shard take in?", "1 MB a second")
CARD = Card("How long are records kept?", "24 hours")


def cards(folder: Path, name: str, content: str | bytes) -> list[Card]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_cards(path))


def deck(*fields: str, member: str = "collection.anki2") -> bytes:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE notes (id INTEGER, flds TEXT)")
    base.executemany("INSERT INTO notes VALUES (?, ?)", list(enumerate(fields)))
    base.commit()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("media", "{}")
        archive.writestr(member, base.serialize())
    base.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "Question,Answer\nWhat does a shard take in?,1 MB a second\nHow long are records kept?,24 hours\n"),
        ("a.csv", "What does a shard take in?;1 MB a second\nHow long are records kept?;24 hours\n"),
        (
            "a.csv",
            "id,Back,Front\n1,1 MB a second,What does a shard take in?\n2,24 hours,How long are records kept?\n",
        ),
        ("a.tsv", "What does a shard take in?\t1 MB a second\nHow long are records kept?\t24 hours\n"),
        (
            "a.csv",
            "\ufeffRecto;Verso\nWhat does a shard take in?;1 MB a second\nHow long are records kept?;24 hours\n",
        ),
        (
            "a.txt",
            "#separator:tab\n#html:true\n#tags column:3\nWhat does a <b>shard</b> take in?\t1&nbsp;MB a second\tx\n"
            "How long are records kept?\t24 hours\tx\n",
        ),
        (
            "n.md",
            "# Kinesis\n\nWhat does a shard take in?:: 1 MB a second\n- How long are records kept? ::: 24 hours\n",
        ),
        ("n.md", "Q: What does a shard take in?\nA: 1 MB a second\n\nQ:: How long are records kept?\nA:: 24 hours\n"),
        (
            "d.apkg",
            deck("What does a <i>shard</i> take in?\x1f1 MB a second", "How long are records kept?\x1f24 hours"),
        ),
        (
            "d.apkg",
            deck(
                "What does a shard take in?\x1f1 MB a second[sound:a.mp3]",
                "How long are records kept?\x1f<div>24 hours</div>",
                member="collection.anki21",
            ),
        ),
    ],
)
def test_pairs_are_found_wherever_they_are_kept(tmp_path: Path, name: str, content: str | bytes) -> None:
    assert cards(tmp_path, name, content) == [SHARD, CARD]


def test_a_gap_in_a_text_asks_for_what_stands_in_it(tmp_path: Path) -> None:
    found = cards(tmp_path, "d.apkg", deck("Records are kept {{c1::24 hours::time}} by default.\x1f"))
    assert found == [Card("Records are kept ____ by default.", "24 hours")]


def test_code_with_double_colons_is_no_card(tmp_path: Path) -> None:
    text = "```\nstd:: vector\n```\n\nUse std::vector here.\n\nWhat is S3?:: Storage\n"
    assert cards(tmp_path, "n.md", text) == [Card("What is S3?", "Storage")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "one column\nonly\n"),
        ("a.csv", ""),
        ("n.md", "# Notes without cards\n"),
        ("d.apkg", b"PK\x03\x04 nonsense"),
        ("d.apkg", deck(member="collection.anki21b")),
        ("d.apkg", deck(member="other")),
        ("gone/a.csv", None),
    ],
)
def test_what_holds_no_cards_says_what_would(tmp_path: Path, name: str, content: str | bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(BankError) as caught:
        read_cards(tmp_path / name)
    assert content is None or "Question,Answer" in caught.value.help or "older Anki" in caught.value.help


def test_a_card_asks_for_its_answer_among_those_of_the_others() -> None:
    first, second = items_of([SHARD, CARD], "mls-c01", "modeling")
    assert (first.stem, first.options, first.answers) == (SHARD.question, ("1 MB a second", "24 hours"), (0,))
    assert second.options == ("24 hours", "1 MB a second")
    assert items_of([SHARD, CARD], "mls-c01", "modeling") == [first, second]


def test_a_card_that_is_alone_is_still_a_question() -> None:
    (item,) = items_of([SHARD], "mls-c01", "modeling")
    assert item.options == ("1 MB a second", "None of these")


def test_answers_that_are_the_same_but_for_capitals_are_no_two_options() -> None:
    items = items_of([Card("A?", "Yes"), Card("B?", "yes"), Card("C?", "No")], "mls-c01", "modeling")
    assert all(len(item.options) == 2 for item in items)


def test_import_brings_cards_and_the_quiz_asks_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "my-cards.csv"
    path.write_text("Question,Answer\nWhat does a shard take in?,1 MB a second\n")
    assert main(["practice", "import", str(path)]) == 0
    assert "1 cards added, 0 updated" in capsys.readouterr().out
    assert main(["practice", "import", str(path)]) == 0
    assert "0 cards added, 1 updated" in capsys.readouterr().out
    (own,) = PracticeStore(default_path()).learner("local").own_items("mls-c01")
    assert own.stem == SHARD.question


def test_a_file_of_another_kind_is_told_with_an_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Only notes\n")
    assert main(["practice", "import", str(path)]) == 2
    assert "Question,Answer" in capsys.readouterr().err
