"""What stands with what, what can and must be, and the words that no table knows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.checking.reading import modality
from assistant.checking.signals import binding, soft
from assistant.checking.signals.alignment import align
from assistant.checking.signals.semantic import Nearness, Semantics
from ingest.embedding.calibration import E5_SMALL
from ingest.embedding.embed import HashingEmbedder, TextVectors
from tests.assistant.checking.asked import lexicon, reading, signals


def ratio(claim: str, source: str) -> float:
    """How surely two things of a claim changed neighbours."""
    said, given = reading(claim), reading(source)
    return binding.compare(said, given, align(said, given, lexicon()), lexicon()).ratio


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Athena is billed per query, whereas Redshift is billed per hour.",
         "Athena is billed per hour, whereas Redshift is billed per query."),
        ("Lambda reads a small file while Glue reads a large table.",
         "Lambda reads a large table while Glue reads a small file."),
    ],
)  # fmt: skip
def test_two_things_that_changed_neighbours_are_found(claim: str, source: str) -> None:
    assert ratio(claim, source) > 0.3
    assert ratio(source, source) == 0.0


def test_the_order_of_an_enumeration_says_nothing() -> None:
    assert ratio("Seq2Seq and XGBoost train on one machine.", "XGBoost and Seq2Seq train on one machine.") == 0.0


@pytest.mark.parametrize(
    ("claim", "source", "possibility", "need"),
    [
        ("On peut régler ce seuil.", "The threshold cannot be configured.", True, False),
        ("Rien n'empêche de le changer.", "It cannot be changed later.", True, False),
        ("A role is mandatory.", "There is no need for a role.", False, True),
        ("It can be changed.", "It can be changed at any time.", False, False),
        ("It cannot start without a role.", "With a role, it can start.", False, False),
    ],
)
def test_what_can_and_must_be_is_compared_whatever_the_verb(
    claim: str, source: str, possibility: bool, need: bool
) -> None:
    found = modality.compare(claim, source)
    assert (found.possibility, found.need) == (possibility, need)


def test_a_comparison_turned_twice_is_no_conflict() -> None:
    findings = signals("File mode starts slower than Pipe mode.", "Pipe mode starts faster than File mode.")
    assert findings.turned_twice
    assert not findings.certain_conflict


def test_what_one_delivers_the_other_receives() -> None:
    findings = signals("S3 receives the records that Firehose delivers.", "Firehose delivers the records to S3.")
    assert not findings.exchanged


def test_soft_matches_need_vectors_and_the_right_centre() -> None:
    said, given = reading("Red apples."), reading("Green pears.")
    alignment = align(said, given, lexicon())
    assert soft.compare(said, given, alignment, Nearness(0.9), soft.Centre("x", (0.0, 0.0))) is None
    near = Nearness(0.9, None, _pieces("Red apples."), _pieces("Green pears."))
    assert soft.compare(said, given, alignment, near, soft.Centre("x", (0.0,))) is None
    found = soft.compare(said, given, alignment, near, soft.Centre("x", (0.0, 0.0)))
    assert found is not None
    assert found.precision == pytest.approx(1.0)  # each piece of one has its like in the other
    assert found.worst_gap == pytest.approx(1.0)


def test_an_embedder_with_pieces_is_asked_once_for_both() -> None:
    embedder = _PieceEmbedder()
    (near,) = Semantics(embedder, E5_SMALL).nearness("Red apples.", None, ["Green pears."])
    assert embedder.asked == [["Red apples.", "Green pears."]]
    assert near.said is not None
    assert near.given is not None


def _pieces(text: str) -> TextVectors:
    """Two words, one along each axis."""
    import numpy as np

    first = text.index(" ")
    spans = ((0, first), (first + 1, len(text) - 1))
    return TextVectors(np.asarray([1.0, 0.0], dtype=np.float32), spans, np.eye(2, dtype=np.float32))


class _PieceEmbedder(HashingEmbedder):
    """Counts what it is asked for."""

    def __init__(self) -> None:
        super().__init__(2)
        self.asked: list[list[str]] = []

    def embed_pieces(self, texts: Sequence[str]) -> list[TextVectors]:
        """One entry for each text."""
        self.asked.append(list(texts))
        return [_pieces(text) for text in texts]
