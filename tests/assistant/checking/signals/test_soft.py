"""How near the words of a claim come to those of a sentence, by vectors written out: means, worst ones, gaps."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking.reading.reading import Reading
from assistant.checking.signals.alignment import Alignment, align
from assistant.checking.signals.semantic import Nearness
from assistant.checking.signals.soft import Centre, SoftFinding, compare
from ingest.embedding.rows import TextVectors
from tests.assistant.checking.asked import lexicon, reading

EAST, NORTH = (1.0, 0.0), (0.0, 1.0)
HERE = Centre("m", (0.0, 0.0))


def vectors(text: str, *pieces: tuple[float, float]) -> TextVectors:
    """A vector for each word of a text, in order."""
    spans, at = [], 0
    for word in text.rstrip(".").split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    assert len(spans) == len(pieces)
    rows = np.array(pieces, dtype=np.float32).reshape(len(pieces), 2)
    return TextVectors(np.array(EAST, dtype=np.float32), tuple(spans), rows)


def near(said: TextVectors | None, given_: TextVectors | None) -> Nearness:
    return Nearness(said=said, given=given_)


def both(claim: str, source: str) -> tuple[Reading, Reading, Alignment]:
    said, given_ = reading(claim), reading(source)
    return said, given_, align(said, given_, lexicon())


def found(
    claim: str, ours: list[tuple[float, float]], source: str, theirs: list[tuple[float, float]], centre: Centre = HERE
) -> SoftFinding | None:
    said, given_, alignment = both(claim, source)
    return compare(said, given_, alignment, near(vectors(claim, *ours), vectors(source, *theirs)), centre)


def test_the_same_words_are_all_found() -> None:
    finding = found("shards throttle", [EAST, NORTH], "shards throttle", [EAST, NORTH])
    assert finding is not None
    assert dataclasses.astuple(finding) == pytest.approx((1, 1, 1, 1, 1, 1, 0, 1))


def test_precision_is_of_the_claim_and_recall_of_the_sentence() -> None:
    finding = found("shards throttle", [EAST, NORTH], "shards", [EAST])
    assert finding is not None
    assert [finding.precision, finding.recall] == pytest.approx([0.5, 1.0])
    turned = found("shards", [EAST], "shards throttle", [EAST, NORTH])
    assert turned is not None
    assert [turned.precision, turned.recall] == pytest.approx([1.0, 0.5])


def test_the_worst_and_the_mean_of_the_two_worst() -> None:
    slant = (0.6, 0.8)
    finding = found("shards throttle", [EAST, NORTH], "shards quickly", [EAST, slant])
    assert finding is not None
    assert finding.least == pytest.approx(0.8)
    assert finding.least_two == pytest.approx(0.9)


def test_what_has_no_counterpart_weighs_by_its_distance() -> None:
    slant = (0.6, 0.8)
    finding = found("shards throttle", [EAST, NORTH], "shards quickly", [EAST, slant])
    said, _, alignment = both("shards throttle", "shards quickly")
    assert finding is not None
    assert [item.text for item in alignment.missing] == ["throttle"]
    weight = alignment.missing[0].weight / sum(item.weight for item in said.items)
    assert finding.gap == pytest.approx(0.2 * weight, abs=1e-5)
    assert finding.worst_gap == pytest.approx(0.8)


def test_pieces_are_compared_from_the_centre() -> None:
    """Raw vectors all point much the same way: from (1, 1) these two point apart."""
    ours, theirs = [(2.0, 1.0)], [(1.0, 2.0)]
    raw = found("shards", ours, "shards", theirs)
    centred = found("shards", ours, "shards", theirs, Centre("m", (1.0, 1.0)))
    assert raw is not None
    assert centred is not None
    assert raw.precision == pytest.approx(0.8)
    assert centred.precision == pytest.approx(0.0, abs=1e-6)
    assert centred.items == pytest.approx(0.0, abs=1e-6)


def test_without_vectors_or_for_another_model_there_is_no_finding() -> None:
    said, given_, alignment = both("shards throttle", "shards")
    own, other = vectors("shards throttle", EAST, NORTH), vectors("shards", EAST)
    nothing = TextVectors(own.whole, (), np.zeros((0, 2), dtype=np.float32))
    for ours, theirs in ((None, other), (own, None), (nothing, other), (own, nothing)):
        assert compare(said, given_, alignment, near(ours, theirs), HERE) is None
    assert compare(said, given_, alignment, near(own, other), Centre("", ())) is None
    assert compare(said, given_, alignment, near(own, other), Centre("m", (0.0, 0.0, 0.0))) is None


def test_a_text_without_items_is_undecided() -> None:
    finding = found("of the", [EAST, EAST], "shards", [EAST])
    assert finding is not None
    assert dataclasses.astuple(finding) == pytest.approx((1, 1, 0.5, 0.5, 0.5, 0.5, 0.0, 1.0))


@given(st.floats(0.1, 50), st.floats(0.1, 50), st.floats(0.05, 1.5))
@settings(deadline=None, max_examples=40)
def test_how_long_a_vector_is_says_nothing(ours: float, theirs: float, angle: float) -> None:
    turned = (float(np.cos(angle)), float(np.sin(angle)))
    plain = found("shards", [EAST], "shards", [turned])
    scaled = found("shards", [(ours, 0.0)], "shards", [(theirs * turned[0], theirs * turned[1])])
    assert plain is not None
    assert scaled is not None
    assert dataclasses.astuple(scaled) == pytest.approx(dataclasses.astuple(plain), abs=1e-4)
    assert plain.precision == pytest.approx(np.cos(angle), abs=1e-5)
