"""What is possible and what is needed: the phrases of both languages, and two texts that say otherwise of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking.reading.modality import ModalFinding, compare, modalities

SAID = [
    ("The name can be changed.", "can"),
    ("The name could be changed.", "can"),
    ("The job is able to resume.", "can"),
    ("The role allows access.", "can"),
    ("Nothing prevents a second run.", "can"),
    ("Le nom peut être changé.", "can"),
    ("Les clés peuvent tourner.", "can"),
    ("Le mode permet la reprise.", "can"),
    ("Rien n’empêche une reprise.", "can"),
    ("The name cannot be changed.", "cannot"),
    ("The name can't be changed.", "cannot"),
    ("The name can not be changed.", "cannot"),
    ("It is impossible to change the name.", "cannot"),
    ("There is no way to change the name.", "cannot"),
    ("The name is fixed in advance.", "cannot"),
    ("The mode does not support images.", "cannot"),
    ("The mode supports neither images nor text.", "cannot"),
    ("Images are unsupported.", "cannot"),
    ("Le nom ne peut pas être changé.", "cannot"),
    ("Les clés ne peuvent jamais tourner.", "cannot"),
    ("Le mode ne permet aucune reprise.", "cannot"),
    ("Le mode n’accepte pas les images.", "cannot"),
    ("Il n'y a aucun moyen de reprendre.", "cannot"),
    ("Le nom est figé.", "cannot"),
    ("La reprise est interdite.", "cannot"),
    ("The name must be unique.", "must"),
    ("A role has to exist.", "must"),
    ("A role is required.", "must"),
    ("The tag is mandatory.", "must"),
    ("Le nom doit être unique.", "must"),
    ("Il faut un rôle.", "must"),
    ("L’étiquette est obligatoire.", "must"),
    ("Un rôle est requis.", "must"),
    ("The tag is optional.", "need_not"),
    ("You do not have to restart.", "need_not"),
    ("There is no need to restart.", "need_not"),
    ("A restart is not required.", "need_not"),
    ("L'étiquette est facultative.", "need_not"),
    ("Il n'est pas nécessaire de redémarrer.", "need_not"),
    ("Inutile de redémarrer.", "need_not"),
    ("Nul besoin de redémarrer.", "need_not"),
]


@pytest.mark.parametrize(("text", "kind"), SAID)
def test_one_phrase_says_one_thing(text: str, kind: str) -> None:
    assert modalities(text) == {kind}


@pytest.mark.parametrize("text", ["", "The job stores files.", "La tâche stocke des fichiers.", "Candles and musty."])
def test_a_plain_statement_says_nothing_of_it(text: str) -> None:
    assert modalities(text) == frozenset()


OPPOSED = [
    ("The name can be changed.", "The name is fixed in advance.", "possibility"),
    ("The name cannot be changed.", "The name can be changed.", "possibility"),
    ("Le nom peut être changé.", "Le nom ne peut pas être changé.", "possibility"),
    ("Le nom peut être changé.", "The name cannot be changed.", "possibility"),
    ("The name cannot be changed.", "Le nom peut être changé.", "possibility"),
    ("A restart is required.", "A restart is optional.", "need"),
    ("There is no need to restart.", "You must restart.", "need"),
    ("Il faut redémarrer.", "Inutile de redémarrer.", "need"),
    ("L'étiquette est facultative.", "The tag is mandatory.", "need"),
    ("You have to restart.", "Nul besoin de redémarrer.", "need"),
]
NOT_OPPOSED = [
    ("The name can be changed.", "The name may be changed."),
    ("The name cannot be changed.", "Le nom ne peut pas être changé."),
    ("The name can be changed.", "The name must be unique."),
    ("The name cannot be changed.", "The tag is optional."),
    ("The name is unique.", "The name can be changed."),
    # a condition on one side says what is needed, not what is impossible
    ("The name can be changed.", "The name cannot be changed unless the job is stopped."),
    ("Le nom peut être changé.", "Le nom ne peut pas être changé sans arrêter la tâche."),
    ("The model can be read before it is deployed.", "The model cannot be read."),
]


@pytest.mark.parametrize(("claim", "source", "field"), OPPOSED)
def test_texts_that_say_otherwise(claim: str, source: str, field: str) -> None:
    assert compare(claim, source) == ModalFinding(**{field: True})


@pytest.mark.parametrize(("claim", "source"), NOT_OPPOSED)
def test_texts_that_do_not(claim: str, source: str) -> None:
    assert compare(claim, source) == ModalFinding()


@pytest.mark.parametrize(
    ("claim", "source", "elsewhere"),
    [
        ("The bucket can be in another Region.", "The bucket must be in the same Region.", True),
        ("The bucket can be in a different account.", "Only a bucket of the same account works.", True),
        ("Le bucket peut être dans une autre région.", "Le bucket doit être dans la même région.", True),
        ("The mode accepts several files.", "The mode accepts a single file.", True),
        ("The bucket can be in the same Region.", "The bucket must be in the same Region.", False),
        ("The bucket is in another Region.", "The bucket must be in the same Region.", False),
        ("The bucket can be in another Region.", "The bucket can be in another Region.", False),
        ("The bucket can be in another Region.", "The bucket can be in any Region.", False),
    ],
)
def test_another_one_where_one_alone_will_do(claim: str, source: str, elsewhere: bool) -> None:
    assert compare(claim, source).elsewhere is elsewhere


@given(st.sampled_from([text for text, _ in SAID]), st.sampled_from([text for text, _ in SAID]))
@settings(deadline=None, max_examples=60)
def test_being_opposed_has_no_direction(one: str, two: str) -> None:
    there, back = compare(one, two), compare(two, one)
    assert (there.possibility, there.need) == (back.possibility, back.need)
    assert compare(one, one) == ModalFinding()
