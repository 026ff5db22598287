"""What a person typed, understood."""

from __future__ import annotations

import pytest

from assistant.errors import QuestionError
from assistant.query import how_many, parse_question, split_options
from assistant.schema import Turn


@pytest.mark.parametrize(
    "text",
    [
        "Which service?\nA) S3\nB) EBS\nC) EFS",
        "Which service?\nA. S3\nB. EBS\nC. EFS",
        "Which service?\n(a) S3\n(b) EBS\n(c) EFS",
        "Which service? A. S3 B. EBS C. EFS",
        "Which service?\n- A) S3\n- B) EBS\n- C) EFS",
    ],
)
def test_options_are_found_however_they_are_written(text: str) -> None:
    stem, options = split_options(text)
    assert stem == "Which service?"
    assert [(o.letter, o.text) for o in options] == [("A", "S3"), ("B", "EBS"), ("C", "EFS")]


def test_an_option_may_run_over_several_lines() -> None:
    _, options = split_options("Stem\nA) one\n   more of one\nB) two")
    assert options[0].text == "one more of one"


@pytest.mark.parametrize("text", ["What does A. mean?", "Use S3. A bucket is needed.", "1) one 2) two"])
def test_plain_questions_have_no_options(text: str) -> None:
    assert split_options(text) == (text, ())


@pytest.mark.parametrize(
    ("stem", "count"),
    [
        ("What is best? (Choose two.)", 2),
        ("Select THREE answers.", 3),
        ("Choisissez deux réponses.", 2),
        ("Quelles sont les deux bonnes réponses ? (choisir 2)", 2),
        ("Which one?", 1),
    ],
)
def test_how_many_options_are_asked_for(stem: str, count: int) -> None:
    assert how_many(stem) == count


def test_language_of_the_question() -> None:
    assert parse_question("Combien de questions comporte l'examen ?").lang == "fr"
    assert parse_question("How many questions are there?").lang == "en"
    assert parse_question("How many questions?", lang="fr").lang == "fr"


def test_a_follow_up_is_searched_with_the_question_it_leans_on() -> None:
    history = [Turn("user", "Que fait Kinesis Data Firehose ?"), Turn("assistant", "Il livre des données.")]
    question = parse_question("Et peut-il écrire dans S3 ?", history)
    assert question.follow_up
    assert "Firehose" in question.text
    assert question.asked == "Et peut-il écrire dans S3 ?"


def test_a_standalone_question_leaves_the_conversation_alone() -> None:
    history = [Turn("user", "Que fait Kinesis Data Firehose ?")]
    question = parse_question(
        "Quels formats d'entrée SageMaker XGBoost accepte-t-il pour l'entraînement distribué ?", history
    )
    assert "Firehose" not in question.text


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 7000])
def test_nothing_and_too_much_are_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        parse_question(text)


def test_asking_why_brings_back_the_options_of_the_question_before() -> None:
    history = [Turn("user", "Which store is for objects?\nA) S3\nB) EBS\nC) EFS"), Turn("assistant", "Answer: A.")]
    question = parse_question("Why is A right and the others wrong?", history)
    assert [option.text for option in question.options] == ["S3", "EBS", "EFS"]
    assert question.text == "Which store is for objects?"
