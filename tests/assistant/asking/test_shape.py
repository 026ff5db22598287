"""How much of an answer a question asks for."""

from __future__ import annotations

import pytest

from assistant.asking.asked import asked_of
from assistant.asking.shape import shape_of
from ingest.text.analysis import analyse


@pytest.mark.parametrize(
    ("question", "shape"),
    [
        ("Quels sont les types de modèle de Fraud Detector ?", "several"),
        ("Which frameworks does Debugger support?", "several"),
        ("What are the three processing modes?", "several"),
        ("Which class holds archives?", "open"),
        ("Which status does a stopped job have?", "open"),
        ("What does the launch of an endpoint take?", "open"),
        ("How do I keep records longer?", "steps"),
        ("Comment charger des partitions ?", "steps"),
        ("Quelles étapes faut-il ?", "steps"),
        ("Comment se déroule une validation croisée ?", "open"),
        ("Quelle différence entre rappel et précision ?", "comparison"),
        ("Combien de jours garde un flux ?", "value"),
        ("Pourquoi normaliser ?", "open"),
    ],
)
def test_how_much_is_asked_for(question: str, shape: str) -> None:
    asked = asked_of(question, "fr" if "?" in question[-2:] and " ?" in question else "en")
    assert asked.shape == shape


def test_what_is_wanted_decides_where_the_words_do_not() -> None:
    assert shape_of(analyse("le délai"), "duration") == "value"
    assert shape_of(analyse("le délai"), None) == "open"


def test_a_part_without_a_name_is_about_what_the_question_names() -> None:
    asked = asked_of("Which formats does XGBoost read and what is the default timeout?", "en")
    first, second = asked.parts
    assert first.standalone == first.text
    assert second.standalone == f"{second.text} (XGBoost)"
    assert any(group.name for group in second.groups)
