"""Texts that are no language are named, encodings that were guessed are said, and prose of any subject is neither."""

from __future__ import annotations

import pytest

from ingest.errors import UnreadableFile
from ingest.schema import Document
from ingest.text.plausible import is_language
from tests.reading.conftest import ReadBytes

PROSE = {
    "english": "The mitochondrion is an organelle of most cells; it makes the energy that the reactions in them need.",
    "french": "Le droit administratif régit les rapports entre les personnes publiques et les particuliers de ce pays.",
    "notes": "Kinesis: shards, retention 24 h by default, up to 365 days. One shard takes 1 MB/s in, 2 MB/s out.",
}


def shifted(text: str) -> str:
    """Every letter three on, as in a PDF whose fonts map their letters wrongly."""
    return "".join(chr((ord(c) - 94) % 26 + 97) if "a" <= c <= "z" else c for c in text.lower())


def codes(document: Document) -> list[str]:
    return [omission.code for omission in document.omissions]


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_language_and_the_same_with_its_letters_mapped_wrongly_is_not(name: str) -> None:
    assert is_language(PROSE[name])
    assert not is_language(shifted(PROSE[name]))


def test_a_text_too_short_to_tell_is_not_accused() -> None:
    assert is_language("xqz vwk")


def test_a_text_of_no_language_is_named(read_as: ReadBytes) -> None:
    document = read_as("notes.txt", shifted(PROSE["english"]))
    assert codes(document) == ["no-language"]
    assert document.omissions[0].count == 18


@pytest.mark.parametrize("name", PROSE)
def test_prose_has_nothing_left_out(read_as: ReadBytes, name: str) -> None:
    assert codes(read_as("notes.txt", PROSE[name])) == []


def test_code_and_tables_of_numbers_are_not_taken_for_garbled_prose(read_as: ReadBytes) -> None:
    code = "```\n" + "xgb clf fit tfidf vec arr idx jmp mov lea ret nop xor shl\n" * 3 + "```"
    table = "| aaq | bbq |\n|---|---|\n" + "| qqx | zzy |\n" * 20
    assert codes(read_as("n.md", f"# Notes\n\nSome words.\n\n{code}\n\n{table}")) == []


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16-le", "utf-16-be"])
def test_a_legacy_encoding_is_read_and_said(read_as: ReadBytes, encoding: str) -> None:
    document = read_as("cours.txt", PROSE["french"].encode(encoding))
    assert document.text == PROSE["french"]
    assert codes(document) == ["encoding-guessed"]
    assert "read as" in document.omissions[0].detail


def test_quotes_and_dashes_of_windows_are_what_they_were(read_as: ReadBytes) -> None:
    text = "L’œuvre – en « fin » – est prête… pour 20 €."
    assert read_as("n.md", text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le modèle entraîné est évalué à l'été.", "mac-roman"),
        ("Le modèle entraîné est évalué à l'été.", "cp850"),
        ("Zażółć gęślą jaźń, żółw i łabędź", "cp1250"),
        ("Модель обучается на данных", "cp1251"),
        ("модель обучается на данных", "utf-16-le"),
    ],
)
def test_what_no_guess_makes_sense_of_is_refused(read_as: ReadBytes, text: str, encoding: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_as("n.txt", text.encode(encoding))
    assert caught.value.code in ("encoding", "binary")


def test_headings_only_are_named(read_as: ReadBytes) -> None:
    assert codes(read_as("plan.md", "# Plan\n\n## S3\n\n## EC2\n")) == ["headings-only"]
