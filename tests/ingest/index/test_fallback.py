"""A store that cannot be asked, what stands in for it, and when it is asked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from ingest.errors import IndexDamaged, IngestError, VectorStoreUnavailable
from ingest.index.fallback import FallbackVectors
from ingest.index.vectors import ExactVectors
from ingest.schema import Lang

NEAR = np.array([1.0, 0.0], dtype=np.float32)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Store(ExactVectors):
    """Counts what it is asked; raises `error` after `seconds` while it is set."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(["a", "b"], np.eye(2, dtype=np.float32), ["en", "en"])
        self.error: Exception | None = None
        self.asked, self.seconds, self._clock = 0, 0.0, clock

    def nearest(self, vector: np.ndarray, k: int, lang: Lang) -> list[tuple[str, float]]:
        self.asked += 1
        if self.error is not None:
            self._clock.now += self.seconds
            raise self.error
        return super().nearest(vector, k, lang)

    def of(self, ids: Sequence[str]) -> np.ndarray:
        if self.error is not None:
            raise self.error
        return super().of(ids)


def over(store: Store, clock: Clock, other: Callable[[], ExactVectors] | None = None) -> FallbackVectors:
    exact = ExactVectors(["a", "b"], np.eye(2, dtype=np.float32), ["en", "en"])
    return FallbackVectors(store, other or (lambda: exact), clock)


@pytest.mark.parametrize("error", [VectorStoreUnavailable("Gone."), IndexDamaged("Broken.")])
def test_the_other_one_answers_and_says_why(error: IngestError) -> None:
    clock = Clock()
    store = Store(clock)
    vectors = over(store, clock)
    sound = vectors.nearest(NEAR, 1, "en")
    assert (sound, vectors.trouble) == ([("a", 1.0)], "")
    store.error = error
    assert vectors.nearest(NEAR, 1, "en") == sound
    assert vectors.trouble == str(error)
    assert vectors.of(["b"]).tolist() == [[0.0, 1.0]]
    store.error = None
    assert vectors.nearest(NEAR, 1, "en") == sound
    assert vectors.trouble == ""
    assert vectors.count() == 2


def test_one_that_does_not_answer_in_time_is_left_alone_for_a_while() -> None:
    clock = Clock()
    store = Store(clock)
    vectors = over(store, clock)
    store.error, store.seconds = VectorStoreUnavailable("No answer."), 3.0
    for _ in range(5):
        assert vectors.nearest(NEAR, 1, "en") == [("a", 1.0)]
    assert store.asked == 1
    clock.now += 29
    vectors.nearest(NEAR, 1, "en")
    assert store.asked == 1
    store.error = None
    clock.now += 2
    vectors.nearest(NEAR, 1, "en")
    assert (store.asked, vectors.trouble) == (2, "")


def test_bugs_and_damaged_vectors_are_not_covered_up() -> None:
    clock = Clock()
    store = Store(clock)

    def damaged() -> ExactVectors:
        raise IndexDamaged("vectors.npy is not as it was.")

    store.error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        over(store, clock).nearest(NEAR, 1, "en")
    store.error = VectorStoreUnavailable("Gone.")
    with pytest.raises(IndexDamaged, match=r"vectors\.npy"):
        over(store, clock, damaged).nearest(NEAR, 1, "en")
