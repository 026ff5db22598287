"""What a person typed, understood."""

from __future__ import annotations

import pytest

from assistant.answering.wording import say
from assistant.asking.query import how_many, parse_question, split_options
from assistant.errors import QuestionError
from assistant.schema import Turn
from ingest.schema import Lang


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


@pytest.mark.parametrize(
    "text",
    [
        "What does A. mean?",
        "Use S3. A bucket is needed.",
        "1) one 2) two",
        "Is variant A better than B or C ?",
        "Why not? A model B needs less memory.",
    ],
)
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


ASKED = [
    Turn("user", "Which built-in algorithm finds odd points?"),
    Turn("assistant", "Random Cut Forest (RCF). It gives a score."),
]


@pytest.mark.parametrize(
    ("stem", "lang"),
    [
        ("Does it need a GPU?", "en"),
        ("How long does it pause between two such changes unless I say otherwise?", "en"),
        ("And when running out of stock is what would cost me the most?", "en"),
        ("Tire-t-il parti d'un GPU ?", "fr"),
        ("Peut-on y mettre une règle qui refuse un trafic ?", "fr"),
        ("Pourrai-je en changer plus tard ?", "fr"),
    ],
)
def test_a_name_after_the_pronoun_does_not_make_a_question_stand_alone(stem: str, lang: Lang) -> None:
    question = parse_question(stem, ASKED, lang=lang)
    assert question.follow_up
    assert question.text.startswith("Which built-in algorithm")
    assert question.text.endswith(stem)
    assert "Random Cut Forest RCF" in question.text  # what the answer named may be what "it" means


@pytest.mark.parametrize(
    ("stem", "lang"),
    [
        ("Quels formats SageMaker XGBoost accepte-t-il ?", "fr"),
        ("Faut-il normaliser les variables avant un clustering k-means ?", "fr"),
        ("Is it possible to encrypt an Amazon S3 bucket with my own key?", "en"),
        ("Quel type de fenêtre choisir en SQL quand les événements arrivent en retard ?", "fr"),
        ("What does SageMaker Clarify report when it finds bias?", "en"),
    ],
)
def test_a_question_that_names_its_subject_stands_alone(stem: str, lang: Lang) -> None:
    assert parse_question(stem, ASKED, lang=lang).text == stem


def test_short_forms_are_written_out_in_what_is_searched() -> None:
    question = parse_question("max HPs per HPO job in SM?", lang="en")
    assert question.text == "max hyperparameters per hyperparameter tuning job in SageMaker?"
    assert question.asked == "max HPs per HPO job in SM?"


def test_half_a_character_is_replaced_before_a_model_sees_it() -> None:
    # What Python makes of Latin-1 bytes on a command line, and of an emoji cut in two: no tokenizer takes them.
    question = parse_question("La dur\udce9e de r\udce9tention de Kinesis ?")
    assert question.asked == "La dur?e de r?tention de Kinesis ?"
    question.text.encode("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "Which service? a) S3 b) EBS c) EFS",
        "Which service?\nA - S3\nB - EBS\nC - EFS",
        "Which service?\nA. S3\nB: EBS\nC – EFS",
        "Which service? A/ S3 B/ EBS C/ EFS",
        "Which service? A S3 B EBS C EFS",
        "Which service?\nA S3\nB EBS\nC EFS",
    ],
)
def test_options_in_other_layouts(text: str) -> None:
    stem, options = split_options(text)
    assert stem == "Which service?"
    assert [(o.letter, o.text) for o in options] == [("A", "S3"), ("B", "EBS"), ("C", "EFS")]


@pytest.mark.parametrize(
    "text",
    [
        "Which TWO formats are columnar? A. CSV B. Parquet C. ORC",
        "Which formats are columnar? A. CSV B. Parquet C. ORC (Choose two)",
        "Which formats are columnar?\nA. CSV\nB. Parquet\nC. ORC\n(Select 2.)",
        "Quels formats sont en colonnes ?\nA. CSV\nB. Parquet\nC. ORC\nSélectionnez deux réponses.",
    ],
)
def test_how_many_to_choose_stands_in_the_stem_or_behind_the_options(text: str) -> None:
    question = parse_question(text)
    assert question.choose == 2
    assert [option.text for option in question.options] == ["CSV", "Parquet", "ORC"]


EXAM = Turn("user", "Which store is for objects?\nA) S3\nB) EBS\nC) EFS")


@pytest.mark.parametrize("stem", ["Pourquoi pas A ?", "why not A?", "Explain the other options"])
def test_a_second_why_is_still_about_the_exam_question(stem: str) -> None:
    history = [EXAM, Turn("assistant", "A."), Turn("user", "Why is A right?"), Turn("assistant", "A.")]
    assert [option.text for option in parse_question(stem, history).options] == ["S3", "EBS", "EFS"]


@pytest.mark.parametrize(
    "stem",
    [
        "How do I choose the right instance type for training?",
        "Quelle est la bonne taille de lot pour BlazingText ?",
        "Why does SageMaker need an execution role to read S3?",
    ],
)
def test_a_question_with_a_subject_of_its_own_is_not_about_the_exam_question(stem: str) -> None:
    question = parse_question(stem, [EXAM, Turn("assistant", "Answer: A.")])
    assert question.options == ()
    assert "objects" not in question.text


def test_how_an_answer_names_its_source_is_not_what_was_said() -> None:
    told = "According to “Modélisation pour MLS-C01” (source in French): “Num_round est obligatoire” [1]."
    question = parse_question("Et sa valeur ?", [Turn("user", "Que règle-t-on d'abord ?"), Turn("assistant", told)])
    assert question.follow_up
    assert not {"According", "French"} & set(question.text.split())


@pytest.mark.parametrize(
    "stem", ["merci", "Bonjour !", "C'est bien, merci beaucoup !", "ok thanks", "Thank you very much."]
)
def test_thanks_do_not_ask_the_last_question_again(stem: str) -> None:
    assert not parse_question(stem, ASKED).follow_up


@pytest.mark.parametrize(
    ("stem", "lang"),
    [
        ("Quel est le prix de l'examen ?", "fr"),
        ("What is dropout?", "en"),
        ("c'est quoi le rappel ?", "fr"),
        ("Le rappel, c’est quoi ?", "fr"),
        ("What is the formula for specificity?", "en"),
        ("How do I encode a categorical column?", "en"),
        ("Comment corriger un underfitting ?", "fr"),
        ("À quoi sert la matrice de confusion ?", "fr"),
        ("Qu'est-ce qu'un autoencodeur ?", "fr"),
        ("🚀 What is dropout?", "en"),
        ("## Quel est le prix de l'examen ?", "fr"),
    ],
)
def test_a_short_question_with_a_subject_of_its_own_stands_alone(stem: str, lang: Lang) -> None:
    assert not parse_question(stem, ASKED, lang=lang).follow_up


@pytest.mark.parametrize(
    ("stem", "lang"),
    [
        ("Le prix ?", "fr"),
        ("Quel est le prix ?", "fr"),
        ("Pourquoi ?", "fr"),
        ("C'est quoi ?", "fr"),
        ("C'est quoi exactement ?", "fr"),
        ("Qu'est-ce que c'est ?", "fr"),
        ("Et le rappel, c'est quoi ?", "fr"),
        ("À quoi ça sert ?", "fr"),
        ("And for GPUs?", "en"),
        ("What is the default?", "en"),
        ("What does the algorithm cost?", "en"),
        ("What is its default size?", "en"),
        ("How much does it cost?", "en"),
        ("Which instances?", "en"),
        ("🤔 And the price?", "en"),
    ],
)
def test_a_short_question_without_one_leans_on_the_question_before(stem: str, lang: Lang) -> None:
    assert parse_question(stem, ASKED, lang=lang).follow_up


@pytest.mark.parametrize(
    ("text", "reader", "lang"),
    [
        ("SMOTE", "fr", "fr"),
        ("SMOTE", "en", "en"),
        ("SMOTE", None, "en"),
        ("DeepAR ?", "en", "fr"),  # a space before the mark is French usage
        ("What is SMOTE?", "fr", "en"),
        ("C'est quoi SMOTE ?", "en", "fr"),
    ],
)
def test_a_message_that_shows_no_language_is_in_the_readers(text: str, reader: Lang | None, lang: Lang) -> None:
    assert parse_question(text, reader=reader).lang == lang


def test_a_message_that_shows_no_language_goes_on_in_that_of_the_conversation() -> None:
    history = [Turn("user", "C'est quoi la régularisation L2 ?"), Turn("assistant", "L2 ajoute une pénalité.")]
    assert parse_question("ElasticNet", history, reader="en").lang == "fr"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_how_an_answer_names_a_source_is_known_as_a_lead_in(lang: Lang) -> None:
    told = say("source-other", lang, title="Modélisation pour MLS-C01") + say(
        "quote", lang, quote="num_round est obligatoire"
    )
    question = parse_question(
        {"fr": "Et sa valeur ?", "en": "And its value?"}[lang], [Turn("user", "num_round ?"), Turn("assistant", told)]
    )
    assert question.follow_up
    assert not {"Modélisation", "MLS-C01", "According"} & set(question.text.split())


def test_a_question_is_read_in_the_form_that_documents_are_kept_in() -> None:
    assert parse_question("Qu'est-ce que le mode\u0300le on\u2011de\u00admand ?").text == (
        "Qu'est-ce que le modèle on-demand ?"
    )


@pytest.mark.parametrize(
    ("stem", "lang"),
    [
        ("hyperparametre xgboost eta", "fr"),
        ("xgboost early stopping", "en"),
        ("dynamodb streams", "en"),
        ("sagemaker clarify", "en"),
        ("smote ou undersampling ?", "fr"),
        ("limite athena", "fr"),
    ],
)
def test_a_name_in_small_letters_begins_a_new_question(stem: str, lang: Lang) -> None:
    history = [Turn("user", "Que fait Kinesis Data Firehose ?"), Turn("assistant", "Il livre des données.")]
    question = parse_question(stem, history, lang=lang)
    assert not question.follow_up
    assert question.text == stem


@pytest.mark.parametrize(
    ("stem", "lang"), [("et sa limite ?", "fr"), ("and in batch mode?", "en"), ("why?", "en"), ("le prix ?", "fr")]
)
def test_what_names_nothing_still_leans(stem: str, lang: Lang) -> None:
    history = [Turn("user", "Que fait Kinesis Data Firehose ?"), Turn("assistant", "Il livre des données.")]
    assert parse_question(stem, history, lang=lang).follow_up


def test_what_a_terminal_reads_as_an_order_is_no_part_of_a_question() -> None:
    assert parse_question("a\x01b\x1b[31m what is Pipe mode?\x1b[0m").text == "ab what is Pipe mode?"
    assert parse_question("What is [0,1]?\n\tSay it.").asked == "What is [0,1]?\n\tSay it."
    with pytest.raises(QuestionError):
        parse_question("\x1b[2J\x07")
