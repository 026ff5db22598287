"""What became of cited words since they were quoted."""

from __future__ import annotations

from assistant.conversations.schema import change_of, hashes_of, placed
from tests.assistant.conversations.examples import QUOTE, citation, document


def test_words_of_an_unchanged_document_have_not_changed() -> None:
    hashes = hashes_of([citation()], lambda uri: document())
    assert list(hashes) == ["notes/modes.md"]
    assert change_of(citation(), hashes, document()) is None


def test_words_in_a_changed_document() -> None:
    hashes = hashes_of([citation()], lambda uri: document())
    assert change_of(citation(), hashes, document(f"Un autre début, plus long. {QUOTE}")) == "moved"
    assert change_of(citation(), hashes, document("Tout autre chose.")) == "reworded"
    assert change_of(citation(), hashes, None) == "gone"


def test_what_was_not_recorded_says_nothing() -> None:
    assert hashes_of([citation()], lambda uri: None) == {}
    assert change_of(citation(), {}, document("Tout autre chose.")) is None


def test_words_are_found_where_they_stand_now() -> None:
    def where(text: str) -> int | None:
        span = placed(citation(), document(text))
        return None if span is None else span.start

    assert where(document().text) == 10
    assert where("Un autre début, plus long. " + QUOTE) == 27
    assert where(QUOTE + "x" * 200 + QUOTE) == 0
    assert where("Tout autre chose.") is None
