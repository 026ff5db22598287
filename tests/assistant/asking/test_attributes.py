"""Attributes that only a value of one form can state."""

from __future__ import annotations

import pytest

from assistant.asking.attributes import attributes_asked, states
from ingest.text.analysis import fold


@pytest.mark.parametrize(
    ("question", "attributes"),
    [
        ("How much does Glue cost per DPU-hour?", ("price",)),
        ("Quel est le tarif horaire d'un nœud core ?", ("price",)),
        ("En quelle année EFS est-il sorti ?", ("date",)),
        ("Who invented t-SNE?", ("author",)),
        ("Qui a écrit l'algorithme CNN-QR ?", ("author",)),
        ("In which AWS Regions is Comprehend available?", ("place",)),
        ("Which Python version do Glue jobs run on?", ("version",)),
        ("What is the internal ticket number of the service?", ("internal",)),
        ("Why does my regression tree never predict a price above those it saw?", ()),
        ("Who labels the data of a private workforce?", ()),
        ("How many regions of a picture are there?", ()),
    ],
)
def test_what_is_asked_for(question: str, attributes: tuple[str, ...]) -> None:
    assert attributes_asked(fold(question)) == attributes


@pytest.mark.parametrize(
    ("text", "attribute", "expected"),
    [
        ("An attempt costs 300 USD.", "price", True),
        ("The software is free.", "price", True),
        ("Glue bills jobs at an hourly rate.", "price", False),
        ("It ended on September 15, 2025.", "date", True),
        ("It was developed by researchers.", "author", True),
        ("Firehose buffers records.", "author", False),
        ("Batch translation works in EU (Ireland).", "place", True),
        ("From Amazon EMR 5.23.0 on.", "version", True),
    ],
)
def test_what_states_it(text: str, attribute: str, expected: bool) -> None:
    assert states(text, attribute) is expected
