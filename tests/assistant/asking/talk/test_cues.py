"""The file of phrases: its form, and that each phrase finds what it says."""

from __future__ import annotations

import pytest

from assistant.answering.wording import keys
from assistant.asking.talk.cues import evenly, load_cues


def found(text: str) -> set[str]:
    return {cue.request.name for cue in load_cues().requests(evenly(text))}


@pytest.mark.parametrize("text", ["Élève « cœur »", "l’été\u00a0!", "A\tB", "ÇA"])
def test_folding_letter_by_letter_keeps_every_place(text: str) -> None:
    assert len(evenly(text)) == len(text)


def test_a_gap_stands_for_a_few_words_and_not_for_many() -> None:
    assert "documents" in found("liste moi tous tes documents")
    assert "documents" not in found("liste les nombreuses valeurs de la grande table des anciens documents")


def test_a_beginning_and_an_end_are_held() -> None:
    assert "longer" in found("more?")
    assert "longer" not in found("is there more?") | found("more shards cost more")
    assert "longer" in found("what else?")
    assert "longer" not in found("what else can read it?")


def test_the_places_of_a_cue_are_its_own_words() -> None:
    text = evenly("what is in sagemaker-neo.md?")
    cue = next(cue for cue in load_cues().requests(text) if cue.request.name == "file")
    assert "sagemaker-neo.md" in {text[start:end] for start, end in cue.places}


def test_whatever_is_asked_for_has_its_words() -> None:
    of_product = {request for request in load_cues().names if f"talk-{request}" in keys()}
    assert {"who", "can", "offline", "privacy", "check", "add", "languages", "web", "thanks"} <= of_product
