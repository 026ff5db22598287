"""Sentences are what is quoted: each boundary case here is a quote that would be cut or glued."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Use a buffer, e.g. 5 MB, i.e. the default.",
        "Choisir un service, p. ex. Kinesis Data Firehose, cf. la documentation.",
        "See Fig. 3 and No. 4 on p. 12 of the guide.",
        "The ml.m5.large instance costs less than ml.p3.2xlarge in us-east-1.",
        "XGBoost 1.5-1 and v1.2.3 replace 0.90 here.",
        "Call SageMaker.CreateModel with the file notes.md first.",
        "Le taux passe de 0.5 à 1,5 en approx. 3 minutes.",
        "It covers classification, regression, etc. and more.",
        "M. Dupont et Dr. Martin comparent RNN vs. CNN.",
        "The US East (N. Virginia) Region has it.",
        "Does Yahoo! use it...or not?",
        "He waits … then goes on.",
        "Est-ce que Firehose convient ?",
        "Attention : le flux est en temps réel !",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        ("Est-ce vrai ? Oui ! C'est vrai.", ["Est-ce vrai ?", "Oui !", "C'est vrai."]),
        ("Il dit : « C'est prêt. » Puis il part.", ["Il dit : « C'est prêt. »", "Puis il part."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("It ends in 2021. The next began.", ["It ends in 2021.", "The next began."]),
        ("Choose one. ml.m5.large is cheap.", ["Choose one.", "ml.m5.large is cheap."]),
        ("Is it safe? No. It is not.", ["Is it safe?", "No.", "It is not."]),
        ("Réponse B. Firehose livre les données.", ["Réponse B.", "Firehose livre les données."]),
        ("It uses Account A. It grants access.", ["It uses Account A.", "It grants access."]),
        ("Tables, streams, etc. Each has a limit.", ["Tables, streams, etc.", "Each has a limit."]),
        ("(See the guide.) Then go on.", ["(See the guide.)", "Then go on."]),
        ("Il hésite... Puis il répond.", ["Il hésite...", "Puis il répond."]),
        ("Moins cher. À éviter pourtant.", ["Moins cher.", "À éviter pourtant."]),
    ],
)
def test_boundaries(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_list_markers_are_not_part_of_the_sentence() -> None:
    text = "- Un flux.\n  - Un fragment\n1. Premier pas.\n* [ ] À faire\nB) Deux"
    assert sentences(text) == ["Un flux.", "Un fragment", "Premier pas.", "À faire", "Deux"]


def test_each_table_row_is_a_unit() -> None:
    text = "| Service | Limite. Fixe |\n| Firehose | 1 Mo |"
    assert sentences(text) == text.split("\n")


def test_references_after_the_full_stop_are_no_sentence() -> None:
    text = "Le flux garde 24 h. [Rétention], [Limites]\n\nLa suite. ([Page])"
    assert sentences(text) == ["Le flux garde 24 h.", "La suite."]


def test_a_blank_line_ends_a_sentence_without_full_stop() -> None:
    assert sentences("Supported versions\n\nFramework mode: 1.0-1") == ["Supported versions", "Framework mode: 1.0-1"]


def test_a_wrapped_line_goes_on_and_a_broken_one_does_not() -> None:
    wrapped = (
        "Kinesis Data Streams keeps the records of a stream for\ntwenty-four hours unless told otherwise by the\nowner."
    )
    assert sentences(wrapped) == [wrapped]
    assert sentences("Note\nKinesis keeps the records of a stream for a day.") == [
        "Note",
        "Kinesis keeps the records of a stream for a day.",
    ]


def test_only_the_asked_range_is_split() -> None:
    text = "First one. Second one. Third one."
    start, end = text.index("Second"), text.index(" Third")
    assert split_sentences(text, start, end) == [(start, end)]


@given(st.text(alphabet="ab Aé0.?!…»« \n-|[]\"'(1\u00a0", max_size=200), st.integers(0, 50), st.integers(0, 250))
def test_spans_are_ordered_trimmed_and_inside(text: str, start: int, end: int) -> None:
    """Offsets are used to cut quotes: whatever the text, they must be usable as they are."""
    before = start
    for a, b in split_sentences(text, start, end):
        assert before <= a < b <= min(end, len(text))
        assert text[a:b] == text[a:b].strip()
        before = b


@given(st.text(alphabet="ab Aé0.?! \n", max_size=200))
def test_no_letter_is_outside_every_sentence(text: str) -> None:
    """A statement that belongs to no sentence could be neither cited nor checked."""
    covered = {position for a, b in split_sentences(text) for position in range(a, b)}
    markers = text.replace("\n", " ")
    assert all(position in covered for position, character in enumerate(markers) if character in "abé")
