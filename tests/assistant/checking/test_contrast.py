"""What is said and what is denied beside it: "X and not Y" against "Y and not X", in both languages and across them.

Each fact has its two things in both languages; the frames put them into a sentence, the right way round or exchanged.
"""

from __future__ import annotations

import pytest

from assistant.checking.reading.negation import denials
from tests.assistant.checking.asked import as_lang, signals, verdict

# (what is said, what is denied) of the same subject: English and French.
FACTS = (
    (
        ("Dropout applies to", "neural networks", "decision trees"),
        ("Le dropout s’applique", "aux réseaux de neurones", "aux arbres de décision"),
    ),
    (
        ("AWS Glue handles", "batch jobs", "streaming"),
        ("AWS Glue traite", "les tâches par lots", "les flux"),
    ),
    (
        ("L1 regularization penalises", "the absolute values", "the squares"),
        ("La régularisation L1 pénalise", "les valeurs absolues", "les carrés"),
    ),
    (
        ("A random forest relies on", "bagging", "boosting"),
        ("Une forêt aléatoire repose", "sur le bagging", "sur le boosting"),
    ),
    (
        ("Firehose delivers records to", "Amazon S3", "DynamoDB"),
        ("Firehose livre les enregistrements", "à Amazon S3", "à DynamoDB"),
    ),
    (
        ("Early stopping watches", "the validation loss", "the training loss"),
        ("L’arrêt précoce surveille", "la perte de validation", "la perte d’entraînement"),
    ),
    (
        ("A warm pool keeps", "the instances", "the endpoints"),
        ("Un pool actif garde", "les instances", "les points de terminaison"),
    ),
    (
        ("SMOTE resamples", "the minority class", "the majority class"),
        ("SMOTE rééchantillonne", "la classe minoritaire", "la classe majoritaire"),
    ),
)
FRAMES = {
    "en": (
        "{does} {said} and not {other}.",
        "{does} {said}, not {other}.",
        "{does} {said} rather than {other}.",
        "{does} {said} instead of {other}.",
    ),
    "fr": (
        "{does} {said} et non {other}.",
        "{does} {said}, et pas {other}.",
        "{does} {said}, non {other}.",
        "{does} {said} plutôt que {other}.",
    ),
}
LANGS = ("en", "fr")
CASES = [
    pytest.param(fact, claim, source, frame, id=f"{number}-{claim}-{source}-{frame}")
    for number, fact in enumerate(FACTS)
    for claim in LANGS
    for source in LANGS
    for frame in range(4)
]


def sentence(fact: tuple[tuple[str, str, str], ...], lang: str, frame: int, *, exchanged: bool = False) -> str:
    does, said, other = fact[LANGS.index(lang)]
    if exchanged:
        said, other = other, said
    return FRAMES[lang][frame].format(does=does, said=said, other=other)


@pytest.mark.parametrize(("fact", "claim", "source", "frame"), CASES)
def test_what_is_said_and_what_is_denied_have_changed_places(
    fact: tuple[tuple[str, str, str], ...], claim: str, source: str, frame: int
) -> None:
    said, given = sentence(fact, claim, frame, exchanged=True), sentence(fact, source, (frame + 1) % 4)
    found = verdict(said, given, f"{claim}>{source}")
    assert found.support == "contradicted", (said, given, found.reason)


@pytest.mark.parametrize(("fact", "claim", "source", "frame"), CASES)
def test_the_same_contrast_is_no_conflict(
    fact: tuple[tuple[str, str, str], ...], claim: str, source: str, frame: int
) -> None:
    said, given = sentence(fact, claim, frame), sentence(fact, source, (frame + 1) % 4)
    assert not signals(said, given, f"{claim}>{source}").polarity.flip, (said, given)


@pytest.mark.parametrize(
    ("claim", "source", "langs"),
    [
        ("Dropout does not apply to neural networks but to decision trees.",
         "Dropout applies to neural networks and not to decision trees.", "en"),
        ("Le dropout ne s’applique pas aux réseaux de neurones mais aux arbres de décision.",
         "Le dropout s’applique aux réseaux de neurones et non aux arbres de décision.", "fr"),
        ("Dropout is used in decision trees and not in neural networks.",
         "Dropout is used in neural networks; it is never used with decision trees.", "en"),
        ("Glue ETL suits real-time processing and not batch processing.",
         "AWS Glue is meant for batch ETL, not for real-time processing.", "en"),
        ("Le rappel, et non la précision, compte pour un dépistage.",
         "La précision, et non le rappel, compte pour un dépistage.", "fr"),
        ("L2 regularization drives weights to zero, but L1 does not.",
         "L1 regularization drives weights to zero, but L2 does not.", "en"),
    ],
)  # fmt: skip
def test_other_ways_to_set_two_things_against_each_other(claim: str, source: str, langs: str) -> None:
    assert verdict(claim, source, langs).support == "contradicted"


@pytest.mark.parametrize(
    ("claim", "source", "langs"),
    [
        ("Dropout does not apply to decision trees but to neural networks.",
         "Dropout applies to neural networks and not to decision trees.", "en"),
        ("Le dropout ne s’applique pas aux arbres de décision mais aux réseaux de neurones.",
         "Le dropout s’applique aux réseaux de neurones et non aux arbres de décision.", "fr"),
        ("Glue handles batch jobs, not streaming.",
         "Streaming cannot be done with Glue, which handles batch jobs.", "en"),
        ("For custom processing use Data Streams, not Firehose.",
         "To load files into a data warehouse, Firehose is taken, not Data Streams.", "en"),
        ("Pour un traitement à soi, on prend Data Streams et non Firehose.",
         "Pour charger un entrepôt, on prend Firehose et non Data Streams.", "fr"),
    ],
)  # fmt: skip
def test_a_contrast_said_otherwise_or_of_another_matter_is_no_exchange(claim: str, source: str, langs: str) -> None:
    assert not signals(claim, source, langs).polarity.exchanged


def test_a_denial_knows_whether_what_is_said_instead_stands_beside_it() -> None:
    def found(text: str, lang: str) -> list[tuple[str, bool]]:
        return [(text[d.scope_start : d.scope_end].strip(), d.contrast) for d in denials(text, as_lang(lang))]

    assert found("It keeps logs and not metrics.", "en") == [("metrics", True)]
    assert found("It does not keep metrics.", "en") == [("keep metrics", False)]
    assert found("It does not keep metrics but logs.", "en") == [("keep metrics", True)]
    assert found("Il garde les journaux et non les métriques.", "fr") == [("les métriques", True)]
    assert found("Not only metrics but logs are kept.", "en") == []


# Of the same subject: what a source denies outright, and a claim that says it beside a contrast, in both languages.
OUTRIGHT = (
    ("Glue ETL does not suit real-time processing.", "Glue ETL suits real-time processing and not batch processing."),
    ("Flink does not write GZIP files.", "Flink writes GZIP files, not Parquet files."),
    ("A leader node does not store data blocks.", "A leader node stores data blocks and not query plans."),
    ("LDA does not keep the order of words.", "LDA keeps the order of words and not their counts."),
    ("K-modes does not need numeric features.", "K-modes needs numeric features and not categories."),
    ("Glue ETL ne convient pas au traitement en temps réel.", "Glue ETL convient au temps réel et non aux lots."),
    ("Flink n’écrit pas de fichiers GZIP.", "Flink écrit des fichiers GZIP et non du Parquet."),
    ("LDA ne garde pas l’ordre des mots.", "LDA garde l’ordre des mots, pas leur nombre."),
)


@pytest.mark.parametrize(("source", "claim"), OUTRIGHT)
def test_a_claim_says_beside_a_contrast_what_the_source_denies_outright(source: str, claim: str) -> None:
    lang = "fr" if "’" in source or "pas " in source else "en"
    found = signals(claim, source, lang).polarity
    assert found.exchanged
    assert found.denied_by == "source"


@pytest.mark.parametrize(
    ("claim", "source", "langs"),
    [
        ("Glue ETL suits batch processing and not real-time processing.", OUTRIGHT[0][0], "en"),
        ("Glue ETL suits batch processing and not real-time processing.", OUTRIGHT[5][0], "en>fr"),
        ("Flink writes Parquet files, not GZIP files.", OUTRIGHT[1][0], "en"),
        ("LDA garde le nombre des mots et non leur ordre.", OUTRIGHT[7][0], "fr"),
    ],
)
def test_a_contrast_that_denies_what_the_source_denies_agrees_with_it(claim: str, source: str, langs: str) -> None:
    assert not signals(claim, source, langs).polarity.exchanged
