"""Words as search sees them: identifiers whole and in parts, what carries meaning, terms of both languages; places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.schema import Lang
from ingest.text.analysis import analyse, content_words, document_terms, is_stop_word, query_terms, words
from ingest.text.characters import fold, normal, normal_with_places, whole
from ingest.text.wordlist import known_words

TEXTS = st.text(alphabet="abé ÉS3.-_/'’XY\u00a0\u00ad\n", max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The F1 score", ["f1", "score"]),
        ("x and y", []),  # single letters carry nothing
        ("5 and 12", ["5", "12"]),  # figures do
        ("Le modèle de l'école", ["modele", "ecole"]),
        ("Which of these is it?", []),
        ("A/B tests", ["a/b", "tests"]),
        ("data data", ["data", "data"]),  # as often as they occur
        ("", []),
    ],
)
def test_words_that_carry_meaning(text: str, found: list[str]) -> None:
    assert content_words(text) == found
    assert list(analyse(text).content) == found


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("UpdateEndpoint", {"updateendpoint", "updat", "endpoint"}),
        ("us-east-1", {"us-east-1", "useast1", "east", "1"}),
        ("max_depth", {"max_depth", "maxdepth", "max", "depth"}),
        ("S3", {"s3"}),
        ("HTTPServer", {"httpserver", "http", "server"}),
        ("k-means", {"k-means", "kmeans", "mean"}),
        ("the", set()),
        ("faut-il", set()),
        ("x", set()),
        ("7", {"7"}),
    ],
)
def test_the_terms_of_a_word_in_a_document(word: str, terms: set[str]) -> None:
    found = set(document_terms(word, "en"))
    assert terms <= found
    assert bool(found) == bool(terms)


@pytest.mark.parametrize(("text", "count"), [("score", 1), ("score score", 2), ("SCORE Score score", 3)])
def test_a_document_repeats_a_term_and_a_query_does_not(text: str, count: int) -> None:
    assert len(document_terms(text, "en")) == count
    assert query_terms(text) == query_terms("score")


@given(TEXTS, st.sampled_from(["en", "fr"]))
@settings(deadline=None, max_examples=60)
def test_a_query_finds_whatever_a_document_says(text: str, lang: Lang) -> None:
    """Its terms are stemmed in both languages, so that they hold those of a document in either."""
    assert set(document_terms(text, lang)) <= set(query_terms(text))


@given(TEXTS)
@settings(deadline=None, max_examples=60)
def test_a_text_is_read_the_same_once_or_word_by_word(text: str) -> None:
    read = analyse(text)
    assert list(read.terms) == query_terms(text)
    assert [word.text for word in read.words] == list(words(text))
    assert read.folded == fold(read.text)
    end = 0
    for word in read.words:
        assert end <= word.start < word.end
        assert read.text[word.start : word.end] == word.text
        end = word.end


@pytest.mark.parametrize("word", ["the", "le", "which", "quelle", "qu", "of", "entre", "above"])
def test_small_words_of_both_languages(word: str) -> None:
    assert is_stop_word(word)
    assert query_terms(word) == []


@pytest.mark.parametrize("word", ["model", "modele", "data", "default", "maximum"])
def test_words_of_the_field_are_none(word: str) -> None:
    assert not is_stop_word(word)
    assert query_terms(word) != []


# characters


@given(TEXTS)
@settings(deadline=None, max_examples=60)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(normal(text)) == fold(text)
    assert fold(text.upper()) == fold(text.lower())


@pytest.mark.parametrize(
    ("text", "start", "end", "place"),
    [
        ("abc", 0, 1, (0, 1)),
        ("abc", 1, 3, (1, 3)),
        ("e\u0301t", 0, 1, (0, 2)),  # one letter of what is kept, two of what was written
        ("e\u0301t", 1, 2, (2, 3)),
        ("a\u00adb", 0, 2, (0, 3)),  # what is not seen lies between
        ("a\u00adb", 1, 2, (2, 3)),
    ],
)
def test_a_place_leads_back_to_what_was_written(text: str, start: int, end: int, place: tuple[int, int]) -> None:
    assert normal_with_places(text).place(start, end) == place


@pytest.mark.parametrize(
    ("text", "kept"), [("a\ud83d", "a?"), ("\udce9t\udce9", "?t?"), ("été", "été"), ("🙂", "🙂"), ("", "")]
)
def test_half_a_character_is_a_question_mark_and_nothing_moves(text: str, kept: str) -> None:
    assert whole(text) == kept
    assert len(whole(text)) == len(text)


def test_weights_of_words_are_powers_of_two_of_the_texts_that_use_them() -> None:
    known = known_words()
    assert known["data"] > known["shards"] >= 2
    assert set(known.values()) == set(range(2, 10))
