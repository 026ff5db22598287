"""How long a question may be, and what of it is counted: the text as it is kept, without what surrounds it."""

from __future__ import annotations

import pytest

from assistant.asking.query import parse_question, read_message
from assistant.errors import QuestionError
from ingest.schema import Lang

SENTENCE = "Which service keeps records? "


def of_length(size: int) -> str:
    """A question of so many characters."""
    return (SENTENCE * (size // len(SENTENCE) + 1))[: size - 1].rstrip().ljust(size - 1, "x") + "?"


@pytest.mark.parametrize(("size", "refused"), [(5999, False), (6000, False), (6001, True), (12_000, True)])
def test_a_question_has_at_most_six_thousand_characters(size: int, refused: bool) -> None:
    text = of_length(size)
    assert len(text) == size
    if refused:
        with pytest.raises(QuestionError, match=f"{size} characters; the limit is 6000"):
            read_message(text)
        with pytest.raises(QuestionError):
            parse_question(text)
    else:
        assert parse_question(text).text


def test_what_is_not_kept_is_not_counted() -> None:
    """White space around it, soft hyphens, accents in two characters."""
    assert parse_question(f"\n  {of_length(6000)}  \n").text
    assert parse_question(of_length(5990) + "\u00ad" * 50).text
    assert parse_question("e\u0301" * 3100 + " ?").text
    with pytest.raises(QuestionError):
        parse_question("é" * 6001)


@pytest.mark.parametrize(("limit", "refused"), [(28, False), (27, True)])
def test_the_limit_is_a_setting(limit: int, refused: bool) -> None:
    text = SENTENCE.strip()
    assert len(text) == 28
    if refused:
        with pytest.raises(QuestionError, match="27"):
            parse_question(text, max_chars=limit)
    else:
        assert parse_question(text, max_chars=limit).text == text


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u00ad\u200b", "\u00a0"])
def test_nothing_is_no_question(text: str) -> None:
    with pytest.raises(QuestionError, match="no question"):
        parse_question(text)


@pytest.mark.parametrize(
    ("text", "reader", "lang"),
    [
        ("What does Kinesis keep?", "fr", "en"),
        ("Que garde Kinesis ?", "en", "fr"),
        ("SMOTE", "fr", "fr"),
        ("SMOTE", "en", "en"),
    ],
)
def test_a_question_shows_its_language_or_is_in_the_readers(text: str, reader: Lang, lang: Lang) -> None:
    assert parse_question(text, reader=reader).lang == lang
    assert parse_question(text, lang="fr").lang == "fr"
    assert parse_question(text, lang="en").lang == "en"
