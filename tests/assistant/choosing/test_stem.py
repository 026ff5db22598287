"""What a stem asks: its question sentence, the exception, the constraints of a story."""

from __future__ import annotations

import pytest

from assistant.choosing.stem import read_stem

STORY = (
    "A bank keeps the audit files of its models for ten years, except those of the tests. Nobody reads them. If "
    "somebody asks for them, two days are granted. The files cannot be produced again, and one zone that fails may "
    "not take them away. The bill must be as low as possible. Which class fits?"
)


@pytest.mark.parametrize(
    "stem",
    [
        "All of these are metrics EXCEPT one. Which?",
        "Which of these algorithms is NOT supervised?",
        "Laquelle de ces métriques n'est pas une métrique de régression ?",
        "Toutes ces sources conviennent, sauf une. Laquelle ?",
        "Parmi ces affirmations, laquelle est fausse ?",
        "For which of these migrations can the service NOT be used?",
        "All of the following are true of a shadow variant EXCEPT:",
        "Which statement about SMOTE is incorrect?",
        "Un conteneur est isolé. Qu'est-ce qui ne lui est pas possible ?",
    ],
)
def test_an_exception_is_asked_for_by_its_words(stem: str) -> None:
    assert read_stem(stem).kind == "exception"


@pytest.mark.parametrize(
    "stem",
    [
        "A stream cannot keep up. What should the team do?",
        "Les visiteurs ne sont pas connectés. Quelle recette convient ?",
        "Which option has the LEAST operational overhead?",
        "Analysts may see every column except e-mail. What is the right way to enforce it?",
        "Quelle mesure baisse quand le taux de faux positifs monte ?",
        "Which metric counts false positives?",
        "The images are not labelled yet. Which service labels them?",
    ],
)
def test_a_denial_outside_the_question_asks_for_no_exception(stem: str) -> None:
    assert read_stem(stem).kind == "plain"


def test_a_long_stem_tells_a_story_and_its_last_sentence_asks() -> None:
    read = read_stem(STORY)
    assert read.kind == "story"
    assert read.asking == "Which class fits?"
    assert "The bill must be as low as possible." in read.sentences


def test_a_question_that_says_nothing_itself_is_about_the_sentence_before() -> None:
    assert read_stem("One of these is cheapest for archives. Which one?").asking == (
        "One of these is cheapest for archives. Which one?"
    )
