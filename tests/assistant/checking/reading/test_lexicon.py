"""Names and terms in two languages: aliases and renames are one thing, members of a family are not, data is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.checking.reading.lexicon import NAME_KINDS, LexiconError, load_lexicon, tokens
from ingest.schema import LANGS
from tests.assistant.checking.asked import as_lang, lexicon, signals, verdict


def ids(text: str, lang: str) -> frozenset[str]:
    """Concepts that a text names."""
    return frozenset(i for span in lexicon().concepts(text, as_lang(lang)) for i in span.ids)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("en:Kinesis Data Firehose", "en:Amazon Data Firehose"),
        ("fr:Firehose", "en:Amazon Data Firehose"),
        ("en:Kinesis Data Analytics", "en:Amazon Managed Service for Apache Flink"),
        ("en:Amazon SageMaker", "en:Amazon SageMaker AI"),
        ("fr:rappel", "en:recall"),
        ("en:sensitivity", "fr:rappel"),
        ("fr:sensibilité", "en:recall"),
        ("fr:précision", "en:precision"),
        ("fr:taux d'apprentissage", "en:learning rate"),
        ("fr:taux d’apprentissage", "en:learning rates"),
        ("fr:surapprentissage", "en:overfitting"),
        ("fr:forêts aléatoires", "en:random forest"),
        ("fr:matrice de confusion", "en:confusion matrix"),
        ("fr:compartiment S3", "en:bucket"),
        ("en:principal component analysis", "fr:PCA"),
        ("fr:RMSE", "en:root mean square error"),
        ("fr:K-MEANS", "en:k-means"),
        ("fr:augmentent", "en:increases"),
        ("fr:les données chiffrées", "en:encrypted"),
    ],
)
def test_one_thing_under_two_names(one: str, other: str) -> None:
    first, second = one.split(":"), other.split(":")
    assert ids(first[1], first[0]) & ids(second[1], second[0])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Il faut aller au plus tôt et en faire."),
        ("en", "It goes to the store."),
        ("fr", "les sages décident"),
        ("en", "The bees map it to me."),
    ],
)
def test_small_words_are_not_taken_for_acronyms_or_units(lang: str, text: str) -> None:
    assert not {i for i in ids(text, lang) if lexicon()[i].kind in NAME_KINDS}


SWAPPED = [
    ("en", "Amazon EMR queries files in S3 with SQL.", "Amazon Athena queries files in S3 with SQL."),
    ("en", "Amazon Redshift queries files in S3 with SQL.", "Amazon Athena queries files in S3 with SQL."),
    ("fr>en", "Linear Learner est un algorithme d'arbres.", "XGBoost is an algorithm of trees."),
    ("en>fr", "Recall counts false positives.", "La précision compte les faux positifs."),
    ("fr", "Le RMSE mesure l'erreur de régression.", "Le MAE mesure l'erreur de régression."),
    ("en", "Kinesis Data Streams delivers data to S3.", "Kinesis Data Firehose delivers data to S3."),
    ("fr>en", "L'entraînement demande un CPU.", "Training needs a GPU."),
    ("en", "Files are stored as Parquet.", "Files are stored as CSV."),
    ("en", "Support ends in March 2024.", "Support ends in July 2024."),
    ("fr>en", "Le support prend fin en mars 2024.", "Support ends in July 2024."),
]
SAME = [
    ("en", "Amazon Data Firehose delivers data to S3.", "Kinesis Data Firehose delivers data to Amazon S3."),
    ("fr>en", "La sensibilité mesure les positifs trouvés.", "Recall measures the positives that are found."),
    ("fr>en", "Le support prend fin en juillet 2024.", "Support ends in July 2024."),
    ("en", "SageMaker trains the model.", "Amazon SageMaker AI trains the model."),
    ("fr>en", "AWS Glue remplit le catalogue.", "Glue fills the catalog."),
]


@pytest.mark.parametrize(("langs", "claim", "source"), SWAPPED)
def test_another_member_of_the_family_is_another_statement(langs: str, claim: str, source: str) -> None:
    found = signals(claim, source, langs)
    assert found.names.swapped or found.direction.conflicts
    assert verdict(claim, source, langs).support != "supported"


@pytest.mark.parametrize(("langs", "claim", "source"), SAME)
def test_an_alias_is_no_other_name(langs: str, claim: str, source: str) -> None:
    found = signals(claim, source, langs)
    assert found.names.swapped == ()
    assert found.names.missing == ()


def test_a_name_in_the_heading_counts_as_found() -> None:
    claim, source = "XGBoost supports CSV files.", "The algorithm supports CSV files."
    assert "XGBoost" in verdict(claim, source).missing
    assert "XGBoost" not in verdict(claim, source, heading=("XGBoost algorithm",)).missing


def test_every_form_of_the_table_is_found_as_its_own_concept() -> None:
    forms = [(concept.id, lang, form) for concept in lexicon() for lang in LANGS for form in getattr(concept, lang)]
    assert [form for concept_id, lang, form in forms if concept_id not in ids(form, lang)] == []


def test_the_longest_form_wins() -> None:
    (span,) = lexicon().concepts("Amazon Managed Service for Apache Flink", "en")
    assert "managed-flink" in span.ids
    assert "flink" not in span.ids


def test_places_of_terms_are_exact() -> None:
    text = "L’ensemble : « taux d’apprentissage », RMSE."
    assert [text[span.start : span.end] for span in lexicon().concepts(text, "fr")][-2:] == [
        "taux d’apprentissage",
        "RMSE",
    ]


def test_old_and_new_name_of_a_rename_are_one_concept() -> None:
    assert lexicon().renames
    for rename in lexicon().renames:
        for name in (rename.old, rename.new):
            assert rename.concept in ids(name, "en"), name


def test_opposites_have_no_concept_on_both_sides() -> None:
    for one, other in lexicon().opposites:
        assert not one & other
        assert lexicon().antonyms(one) >= other


def test_a_search_gets_the_words_of_the_other_language() -> None:
    assert "learning rate" in lexicon().translated("taux d'apprentissage", tokens("taux d'apprentissage"), "fr")
    assert "rappel" in lexicon().translated("recall", tokens("recall"), "en")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[service", "not TOML"),
        ('[nonsense]\na = { both = ["a"] }', "nonsense"),
        ('[term]\na = { fr = ["un"] }', "term.a"),
        ('[term]\na = { both = "word" }', "term.a"),
        ('[term]\na = { both = ["word"], colour = "red" }', "term.a"),
        ('[term]\na = { both = ["one"] }\n[metric]\na = { both = ["two"] }', "twice"),
        ('[[rename]]\nconcept = "x"\nold = "a"\nnew = "b"\ndate = "2024-02"', "rename: there is no concept"),
        (
            '[term]\na = { both = ["one"] }\n[[rename]]\nconcept = "a"\nold = "a"\nnew = "b"\ndate = "2024"',
            "date: .2024. is not",
        ),
        ('[term]\na = { both = ["one"] }\n[[opposite]]\na = ["a"]\nb = ["a"]', "opposite"),
        ('[term]\na = { both = ["one"] }\n[[opposite]]\na = ["a"]\nb = ["z"]', "z"),
    ],
)
def test_a_table_with_a_mistake_is_refused_with_its_place(tmp_path: Path, toml: str, said: str) -> None:
    path = tmp_path / "terms.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(LexiconError, match=said):
        load_lexicon(path)
