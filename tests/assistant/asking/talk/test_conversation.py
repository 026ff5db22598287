"""A message in its conversation: new or leaning, a request, several questions; and what it refers to."""

from __future__ import annotations

import pytest

from assistant.asking.bilingual import Bilingual
from assistant.asking.query import read_message
from assistant.asking.talk.vocabulary import Vocabulary
from assistant.checking.reading.lexicon import load_lexicon
from assistant.schema import Turn, Utterance
from ingest.schema import Lang

KNOWN = Vocabulary(Bilingual(load_lexicon()), ["Dropout and early stopping", "Bagging and boosting", "Amazon Lex"])
FIREHOSE = (
    "Que fait Kinesis Data Firehose ?",
    "Kinesis Data Firehose charge des flux de données dans Amazon S3, Amazon Redshift et Splunk [1].",
)
MODES = (
    "Which input modes does SageMaker have?",
    "SageMaker training has three input modes: File mode, Fast File mode and Pipe mode [1].",
)


def after(*exchanges: tuple[str, str]) -> list[Turn]:
    return [turn for user, told in exchanges for turn in (Turn("user", user), Turn("assistant", told))]


def read(text: str, *exchanges: tuple[str, str], lang: Lang | None = None) -> Utterance:
    return read_message(text, after(*exchanges), lang=lang, vocabulary=KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "hyperparametre xgboost eta",
        "c'est quoi le dropout ?",
        "What is a confusion matrix?",
        "quand utiliser DeepAR ?",
        "next: k-means initialisation",
        "linear learner multiclass",
    ],
)
def test_another_subject_is_not_joined_to_the_last_topic(text: str) -> None:
    said = read(text, FIREHOSE)
    assert said.kind == "new"
    assert "Firehose" not in said.question.text


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("et sa limite ?", "fr"),
        ("and in batch mode?", "en"),
        ("what about its price?", "en"),
        ("il écrit aussi dans Splunk ?", "fr"),
        ("combien de temps ?", "fr"),
        ("how much does it cost?", "en"),
    ],
)
def test_what_points_back_is_searched_with_what_it_means(text: str, lang: Lang) -> None:
    said = read(text, FIREHOSE, lang=lang)
    assert said.kind == "follow-up"
    assert "Firehose" in said.question.text
    assert said.question.follow_up


def test_a_follow_up_of_a_follow_up_still_knows_the_topic() -> None:
    said = read("et au maximum ?", FIREHOSE, ("et sa mémoire tampon ?", "5 Mo [1]."), ("pourquoi ?", "Parce que [1]."))
    assert said.kind == "follow-up"
    assert "Firehose" in said.question.text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("and the second one?", "Fast File mode"),
        ("le troisième ?", "Pipe mode"),
        ("the first, when do I take it?", "File mode"),
        ("et le dernier ?", "Pipe mode"),
    ],
)
def test_an_ordinal_means_a_thing_of_the_answer(text: str, meant: str) -> None:
    said = read(text, MODES)
    assert said.kind == "follow-up"
    assert said.question.text.startswith(meant)


def test_an_ordinal_means_a_thing_of_the_question_before_one_of_the_answer() -> None:
    compared = ("bagging vs boosting", "Bagging trains A, B and C [1].")
    assert read("is the latter sequential?", compared).question.text.startswith("boosting")
    assert read("et la première ?", compared, ("et la deuxième ?", "Elle corrige.")).question.text.startswith("bagging")


def test_the_last_question_is_asked_of_another_name() -> None:
    size = ("What is the largest record of Kinesis Data Firehose?", "1,000 KB [1].")
    said = read("and of Kinesis Data Streams?", size)
    assert said.question.text == "What is the largest record of Kinesis Data Streams?"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pourquoi ?", "why"),
        ("how come?", "why"),
        ("donne-moi un exemple", "example"),
        ("can you explain that more simply?", "simpler"),
        ("trop long !", "shorter"),
        ("tell me more about it", "longer"),
        ("et en anglais ?", "translate"),
        ("resume stp", "summarise"),
        ("fais une fiche de revision", "sheet"),
        ("what is your source?", "sources"),
        ("are you sure?", "sure"),
    ],
)
def test_requests_about_the_answer_are_about_the_last_question(text: str, wanted: str) -> None:
    said = read(text, FIREHOSE)
    assert (said.kind, said.request) == ("answer", wanted)
    assert said.question.text == FIREHOSE[0]


@pytest.mark.parametrize(
    "text",
    [
        "Why is dropout not used at inference?",
        "Donne un exemple de variable catégorielle",
        "Which documents can Textract read?",
        "Comment résumer un texte avec Comprehend ?",
        "Does Polly work offline?",
        "Which languages does Translate support?",
        "What is the source of a Glue job?",
    ],
)
@pytest.mark.parametrize("before", [(), (FIREHOSE,)])
def test_words_of_a_request_in_a_question_with_a_subject_ask_that_question(
    text: str, before: tuple[tuple[str, str], ...]
) -> None:
    said = read(text, *before)
    assert (said.kind, said.question.text) == ("new", text)


@pytest.mark.parametrize(
    ("text", "wanted", "of"),
    [
        ("quels documents as-tu ?", "documents", ""),
        ("how many files do you have?", "count", ""),
        ("which pages talk about Amazon Lex?", "about", "Amazon Lex"),
        ("que contient examen.md ?", "file", "examen"),
        ("list all the services", "list", "services"),
    ],
)
def test_requests_about_the_collection_know_what_they_are_asked_of(text: str, wanted: str, of: str) -> None:
    said = read(text)
    assert (said.kind, said.request, said.question.text) == ("collection", wanted, of)


def test_documents_on_that_are_those_on_the_topic() -> None:
    said = read("quels documents en parlent ?", FIREHOSE)
    assert (said.request, said.question.text) == ("about", "Kinesis Data Firehose")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("t'es qui toi ?", "who"),
        ("what can you do?", "can"),
        ("are you offline?", "offline"),
        ("do you store my questions?", "privacy"),
        ("Bonjour !", "greeting"),
        ("merci beaucoup", "thanks"),
    ],
)
def test_requests_about_the_product(text: str, wanted: str) -> None:
    said = read(text, FIREHOSE)
    assert (said.kind, said.request) == ("product", wanted)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("C'est quoi Athena ? À quoi sert Redshift ?", ("C'est quoi Athena ?", "À quoi sert Redshift ?")),
        ("what is lex? what is polly?", ("what is lex?", "what is polly?")),
        ("what is Lex and what does Polly do", ("what is Lex", "what does Polly do")),
        ("What is Lex, what is Polly?", ("What is Lex", "what is Polly?")),
        ("c'est quoi lex, c'est quoi polly", ("c'est quoi lex", "c'est quoi polly")),
        ("Qu'est-ce que Lex, et qu'est-ce que Polly ?", ("Qu'est-ce que Lex", "qu'est-ce que Polly ?")),
        ("Lex vs Kendra, et qu'est-ce que Polly ?", ("Lex vs Kendra", "qu'est-ce que Polly ?")),
        (
            "Quelle différence entre Lex et Kendra, et qu'est-ce que Polly ?",
            ("Quelle différence entre Lex et Kendra", "qu'est-ce que Polly ?"),
        ),
    ],
)
def test_several_questions_are_told_apart(text: str, parts: tuple[str, ...]) -> None:
    said = read(text)
    assert said.kind == "several"
    assert tuple(part.text for part in said.parts) == parts


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("what is dropout and how to reduce it", "what is dropout", "how to reduce it"),
        ("C'est quoi Athena et comment l'utiliser ?", "C'est quoi Athena", "comment l'utiliser ?"),
        ("C'est quoi Kinesis et comment le réduire ?", "C'est quoi Kinesis", "comment le réduire ?"),
        ("c'est quoi Kinesis et comment on l'arrête", "c'est quoi Kinesis", "comment on l'arrête"),
        ("what's Kendra and how do you pay it on SageMaker?", "what's Kendra", "how do you pay it on SageMaker?"),
        ("What is SMOTE and when should I use it?", "What is SMOTE", "when should I use it?"),
    ],
)
def test_what_a_thing_is_and_more_of_it_are_two_questions(text: str, first: str, second: str) -> None:
    said = read(text)
    assert said.kind == "several"
    assert [part.asked for part in said.parts] == [first, second]  # as typed, for their headings
    assert said.parts[0].text == first
    name = first.split()[-1]
    assert name in said.parts[1].text  # searched with what it leans on
    assert said.parts[1].follow_up


@pytest.mark.parametrize("text", ["What is dropout? Why?", "How do I train and deploy it?"])
def test_what_asks_nothing_more_is_one_question(text: str) -> None:
    assert read(text).kind != "several"


def test_a_second_question_may_point_back_to_the_first() -> None:
    said = read("What is Amazon Kendra? How much does it cost?")
    assert said.kind == "several"
    assert "Kendra" in said.parts[1].text
    assert said.parts[1].follow_up


@pytest.mark.parametrize(
    "text",
    [
        "Which algorithm suits recommendations, and how is it trained?",
        "A bank wants to score ten million customers every night at the lowest cost. Which option fits? Why?",
        "What is the difference between bagging and boosting?",
        "Does Kendra learn by itself? If not, what is the route?",
        "Polly peut-il chanter ? Si oui, comment fait Polly ?",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert read(text).kind == "new"


def test_what_depends_on_an_answer_may_be_left_out_where_the_sources_do_not_say_it() -> None:
    said = read("Does Kendra learn by itself? If not, what is the route?")
    assert said.otherwise is not None
    assert said.otherwise.text == "Does Kendra learn by itself?"


def test_after_several_questions_an_ordinal_means_one_of_their_subjects() -> None:
    said = read("la deuxième lit quels formats ?", ("C'est quoi Redshift ? C'est quoi Athena ?", "1. ... 2. ..."))
    assert said.question.text.startswith("Athena")


@pytest.mark.parametrize("text", ["pourquoi ?", "plus court", "the second one?", "et sa limite ?"])
def test_without_a_conversation_nothing_is_made_up(text: str) -> None:
    said = read(text)
    assert not said.question.follow_up
    assert said.about == ()


@pytest.mark.parametrize(
    ("text", "before", "searched"),
    [
        (
            "which of the two reduces variance?",
            ("What is the difference between bagging and boosting?", "..."),
            "bagging boosting which of the two reduces variance?",
        ),
        ("comment on le repère ?", ("c'est quoi l'overfiting ?", "..."), "overfiting comment on le repère ?"),
    ],
)
def test_what_asks_something_itself_is_asked_of_what_was_named(
    text: str, before: tuple[str, str], searched: str
) -> None:
    said = read(text, before)
    assert (said.kind, said.question.text) == ("follow-up", searched)


def test_what_is_only_described_is_repeated_whole() -> None:
    before = ("Which algorithm gives a class to every pixel of a picture?", "Semantic Segmentation.")
    assert read("Does it need a GPU?", before).question.text.startswith(before[0])


def test_words_without_a_name_do_not_stand_for_a_question() -> None:
    before = ("Quel algorithme intégré de SageMaker détecte les points anormaux ?", "Random Cut Forest (RCF).")
    assert read("Tire-t-il parti d'un GPU ?", before).question.text.startswith(before[0])


def test_what_is_named_beside_a_description_does_not_stand_for_it() -> None:
    before = ("Which built-in SageMaker algorithm gives a class to every pixel of a picture?", "...")
    assert read("On what hardware does it train?", before).question.text.startswith(before[0])


def test_a_whole_question_about_what_it_names_takes_nothing_with_it() -> None:
    before = ("What is the difference between XGBoost and LightGBM?", "...")
    assert read("when would you not use XGBoost?", before).question.text == "when would you not use XGBoost?"
