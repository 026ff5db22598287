"""Whether a text is a language at all: known words, runs of letters, letters beyond ASCII."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.plausible import FEWEST_WORDS, KNOWN_SHARE, is_language, known_share, usual_letters
from ingest.text.wordlist import can_be_language, is_surely_language, known_words

ENGLISH = (
    "The training job reads its data from a bucket and writes the model to another one when the last epoch is done, "
    "so that the endpoint can be updated without any break for the users."
)
FRENCH = (
    "La tâche d'entraînement lit ses données dans un compartiment et écrit le modèle dans un autre quand la dernière "
    "époque est terminée, afin que le point de terminaison soit mis à jour sans coupure."
)
POLISH = (
    "Zadanie treningowe czyta swoje dane z jednego zasobnika i zapisuje model do innego, kiedy ostatnia epoka jest "
    "zakończona, tak aby punkt końcowy mógł zostać zaktualizowany bez żadnej przerwy."
)
GREEK = (
    "Η εργασία εκπαίδευσης διαβάζει τα δεδομένα της από έναν κάδο και γράφει το μοντέλο σε έναν άλλο όταν τελειώσει."
)


def shifted(text: str, step: int) -> str:
    """A text whose letters are moved along the alphabet, as a font without its map gives it."""

    def moved(c: str) -> str:
        base = "a" if c.islower() else "A"
        return chr((ord(c) - ord(base) + step) % 26 + ord(base)) if c.isascii() and c.isalpha() else c

    return "".join(map(moved, text))


@pytest.mark.parametrize("text", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_prose_is_a_language_by_every_measure(text: str) -> None:
    share = known_share(text)
    assert share is not None
    assert share >= 0.4
    assert is_language(text)
    assert can_be_language(text)
    assert is_surely_language(text)


@pytest.mark.parametrize("step", range(1, 26))
def test_letters_that_are_moved_are_no_language(step: int) -> None:
    text = shifted(ENGLISH, step)
    assert not is_language(text)
    assert not can_be_language(text)
    assert not is_surely_language(text)


def test_moving_there_and_back_is_the_text() -> None:
    assert shifted(shifted(ENGLISH, 13), 13) == ENGLISH == codecs.decode(shifted(ENGLISH, 13), "rot13")


def test_another_language_can_be_one_but_is_not_ours() -> None:
    assert can_be_language(POLISH)
    assert not is_language(POLISH)


def test_another_script_is_taken_as_it_is() -> None:
    assert can_be_language(GREEK)


@pytest.mark.parametrize(("words", "judged"), [(FEWEST_WORDS - 1, False), (FEWEST_WORDS, True)])
def test_too_few_words_say_nothing(words: int, judged: bool) -> None:
    text = " ".join(["xqzvk"] * words)
    assert (known_share(text) is not None) is judged
    assert is_language(text) is not judged
    assert can_be_language(text) is not judged


@pytest.mark.parametrize(("known", "said"), [(2, False), (3, True), (4, True)])
def test_the_boundary_of_the_known_share(known: int, said: bool) -> None:
    strange = [f"xq{first}{second}vk" for first in "abcd" for second in "fghjw"]
    text = " ".join([*["the", "and", "with", "pour"][:known], *strange[known:]])
    assert known_share(text) == known / 20
    assert is_language(text) is said
    assert (known / 20 >= KNOWN_SHARE) is said


def test_one_frequent_word_does_not_carry_a_text() -> None:
    strange = [f"xq{first}{second}vk" for first in "abcd" for second in "fghjw"]
    text = " the ".join(strange)
    assert known_share(text) == 1 / 21
    assert not is_language(text)


@pytest.mark.parametrize("text", ["", "   ", "123 456", "—", "a b c"])
def test_a_text_without_words_is_not_surely_a_language(text: str) -> None:
    assert can_be_language(text)
    assert not is_surely_language(text)


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("plain ASCII", True),
        ("", True),
        ("déjà vu à Noël, « œuvre » : 5 €", True),
        ("“quotes” – and… bullets •", True),
        ("a ≤ b ≠ c → d", True),
        ("dÃ©jÃ\u00a0 vu", False),
        ("Þðø", False),
        ("日本語", False),
        ("ééééééééé日", True),  # nine of ten
        ("éééééééé日", False),  # eight of nine
    ],
)
def test_usual_letters(text: str, usual: bool) -> None:
    assert usual_letters(text) is usual


def test_the_list_of_words_is_in_form() -> None:
    words = known_words()
    assert len(words) > 3000
    assert all(2 <= weight <= 9 for weight in words.values())
    assert all(word == word.lower() and not any(c.isspace() for c in word) for word in words)
    assert words["the"] == max(words.values())


@given(st.lists(st.sampled_from(ENGLISH.split()), min_size=1, max_size=40), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=30)
def test_the_order_of_words_does_not_matter(words: list[str], random: object) -> None:
    turned = list(reversed(words))
    assert known_share(" ".join(words)) == known_share(" ".join(turned))
    assert can_be_language(" ".join(words)) == can_be_language(" ".join(turned))
