"""Which one of a row, one or all, how many times, and numbers that changed places."""

from __future__ import annotations

import pytest

from tests.assistant.checking.asked import signals, verdict

OTHERWISE = [
    # which one
    ("en", "The first step trains the model.", "The second step trains the model."),
    ("fr", "La première étape entraîne le modèle.", "La deuxième étape entraîne le modèle."),
    ("fr>en", "La dernière couche est gelée.", "The third layer is frozen."),
    # one or all
    ("en", "At least one of the two keys is needed.", "Both keys are needed."),
    ("en", "All keys are needed.", "At least one of the keys is needed."),
    ("fr", "Au moins une des clés est nécessaire.", "Toutes les clés sont nécessaires."),
    # how many times
    ("en", "The job costs three times less.", "The job costs three times more."),
    ("fr", "La tâche coûte trois fois moins.", "La tâche coûte trois fois plus."),
    ("en", "The cost is twice as high.", "The cost is half as high."),
    # numbers that changed places
    ("en", "The minimum is 5 and the maximum is 10.", "The minimum is 10 and the maximum is 5."),
    (
        "en",
        "The limit is 5 jobs for training and 20 jobs for tuning.",
        "The limit is 20 jobs for training and 5 jobs for tuning.",
    ),
]
ALIKE = [
    ("en", "The second step trains the model.", "The first step loads data and the second step trains the model."),
    ("en", "One request per second is allowed.", "The service allows one request per second."),
    ("en", "It takes one second.", "The first call takes one second."),
    ("en", "Both keys are needed.", "The two keys are both needed."),
    ("en", "The cost is twice as high.", "The cost is two times as high."),
    (
        "en",
        "The limit is 20 jobs for tuning and 5 jobs for training.",
        "The limit is 5 jobs for training and 20 jobs for tuning.",
    ),
]


@pytest.mark.parametrize(("langs", "claim", "source"), OTHERWISE)
def test_another_degree_is_not_supported(langs: str, claim: str, source: str) -> None:
    assert signals(claim, source, langs).certain_conflict
    assert verdict(claim, source, langs).support != "supported"


@pytest.mark.parametrize(("langs", "claim", "source"), ALIKE)
def test_the_same_degree_is_no_conflict(langs: str, claim: str, source: str) -> None:
    assert not signals(claim, source, langs).certain_conflict
