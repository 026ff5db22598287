"""What nothing was found of weighs nothing: every feature that a fitted score takes begins at 0."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.asking.talk.leaning import Leaning
from assistant.choosing.weighing import Signals
from assistant.finding.premise import Opposition
from assistant.finding.ranking import Likeness
from assistant.finding.signals import Features
from ingest.text.quantities import Quantity


@pytest.mark.parametrize("features", [Leaning, Signals, Opposition, Likeness, Features], ids=lambda kind: kind.__name__)
def test_features_begin_at_nothing(features: type[Leaning | Signals | Opposition | Likeness | Features]) -> None:
    begun = dataclasses.asdict(features())
    assert begun
    assert begun == dict.fromkeys(begun, 0.0)


def test_a_bare_number_is_exact_certain_and_in_ones() -> None:
    bare = Quantity(5.0, "", "5", 0, 1)
    assert (bare.bound, bare.factor, bare.rate, bare.other, bare.noun) == ("exact", 1.0, None, None, frozenset())
    assert not bare.weak
    assert not bare.loose
