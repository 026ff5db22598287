"""What a question asks for, and whether a sentence offers it."""

from __future__ import annotations

import pytest

from assistant.asking.focus import focuses, new_names, offers
from ingest.text.analysis import analyse, content_words


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("How many days does Transcribe keep job records?", "duration"),
        ("Pendant combien de temps un flux garde-t-il ses enregistrements ?", "duration"),
        ("Quelle est la taille maximale d'un objet dans S3 ?", "size"),
        ("What does one attempt at the exam cost?", "money"),
        ("Quelle économie peut-on espérer avec Spot ?", "share"),
        ("À partir de quelle valeur du VIF faut-il se méfier ?", "number"),
        ("Why not keep the smallest inertia?", "reason"),
        ("When is a multiplicative decomposition preferable?", "condition"),
        ("Quelle métrique de régression supporte quelques erreurs énormes ?", "name"),
        ("Comment se déroule une validation croisée ?", None),
    ],
)
def test_the_kind_of_answer_is_read_from_the_words_of_asking(question: str, wants: str | None) -> None:
    assert focuses(analyse(question))[0].wants == wants


def test_only_the_sentence_that_asks_counts() -> None:
    assert focuses(analyse("My memory costs too much. Which algorithm fits?"))[0].wants == "name"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Que fait un crawler Glue et où range-t-il ce qu'il découvre ?", 2),
        ("How long do I get for the test and how many questions have to be answered?", 2),
        ("Which algorithm labels every pixel of a picture? On what hardware does it train?", 2),
        ("What does a training job read and write?", 1),
        ("Quels sont les formats et les modes acceptés ?", 1),
        ("Random Cut Forest", 1),
        ("Kinesis garde 24 heures ou sept jours, et par défaut combien de jours garde un flux ?", 1),
        ("Le journal va-t-il dans S3 et ou vont les modèles compressés ?", 2),
        ("D'où viennent les données de Firehose et comment sont-elles compressées ?", 2),
    ],
)
def test_a_question_is_cut_where_it_asks_again(question: str, parts: int) -> None:
    assert len(focuses(analyse(question))[1]) == parts


def test_a_part_with_no_words_of_its_own_is_none() -> None:
    question = "Which error becomes unusable on zero demand, and why?"
    assert [part.text for part in focuses(analyse(question))[1]] == [question]


@pytest.mark.parametrize(
    ("quote", "wants", "expected"),
    [
        ("Records are kept for 24 hours.", "duration", True),
        ("The retention period can be changed.", "duration", False),
        ("Un objet pèse au plus 5 To.", "size", True),
        ("Spot can lower the cost by up to 90 %.", "share", True),
        ("The exam costs 300 USD.", "money", True),
        ("It fails because the batch is small.", "reason", True),
        ("Anything at all.", None, True),
    ],
)
def test_a_sentence_offers_a_kind_of_answer(quote: str, wants: object, expected: bool) -> None:
    assert offers(quote, wants, ()) is expected  # type: ignore[arg-type]


def test_a_name_that_the_question_holds_is_no_answer_to_it() -> None:
    asked = content_words("Which database works with QuickSight?")
    assert new_names("The data source of QuickSight is DynamoDB.", asked) == ["DynamoDB"]
    assert not offers("The database works with QuickSight.", "name", asked)


@pytest.mark.parametrize(
    "question",
    [
        "How do I stop my model from overfitting?",
        "how to shrink a model",
        "Comment éviter le surapprentissage ?",
        "mon endpoint a des démarrages à froid, je fais quoi",
        "Comment l'éviter ?",
        "training 99 %, test 70 %: what should I do?",
    ],
)
def test_what_to_do_asks_for_a_way(question: str) -> None:
    assert focuses(analyse(question))[0].wants == "means"


@pytest.mark.parametrize(("question", "wants"), [("How many shards?", "number"), ("How does SMOTE work?", None)])
def test_how_much_and_how_it_works_ask_for_no_way(question: str, wants: str | None) -> None:
    assert focuses(analyse(question))[0].wants == wants


@pytest.mark.parametrize(
    ("quote", "tells"),
    [
        ("The remedies for overfitting are more data and dropout.", True),
        ("Overfitting is reduced by stronger regularization.", True),
        ("Pour un jeu déséquilibré, SMOTE invente des exemples.", True),
        ("Utilisez un modèle plus petit.", True),
        ("Overfitting means that a model knows its training examples by heart.", False),
        ("Un flux garde les enregistrements 24 heures.", False),
    ],
)
def test_a_sentence_tells_a_way_or_not(quote: str, tells: bool) -> None:
    assert offers(quote, "means", ()) is tells
