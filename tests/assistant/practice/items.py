"""Ten practice items in both languages and of all four types, a small exam for them, and a clock that tests move."""

from __future__ import annotations

import datetime
from dataclasses import replace

from assistant.practice.blueprint import Blueprint, Domain, Wording
from assistant.practice.schema import ItemType, PracticeItem
from ingest.schema import Lang, Reference

NOON = datetime.datetime(2026, 11, 23, 12, 0, 0, tzinfo=datetime.UTC)


class MovingClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime.datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime.datetime:
        return self.now

    def advance(self, **units: float) -> None:
        self.now += datetime.timedelta(**units)


def _item(
    id: str,
    domain: str,
    stem: str,
    options: tuple[str, ...],
    answers: tuple[int, ...],
    explanation: str,
    quote: tuple[str, str],
    *,
    lang: Lang = "en",
    type: ItemType = "single",
    notes: tuple[str, ...] = (),
    pairs: tuple[str, ...] = (),
    difficulty: float = 0.5,
) -> PracticeItem:
    return PracticeItem(
        id=id,
        exam="mls-c01",
        domain=domain,
        lang=lang,
        type=type,
        stem=stem,
        options=options,
        answers=answers,
        explanation=explanation,
        evidence=(Reference(*quote),),
        difficulty=difficulty,
        option_notes=notes,
        pairs=pairs,
    )


ITEMS: tuple[PracticeItem, ...] = (
    _item(
        "en-01",
        "data-engineering",
        "Which service can deliver streaming records straight into Amazon S3?",
        ("Amazon Data Firehose", "Kinesis Data Streams", "Amazon Athena", "AWS DMS"),
        (0,),
        "Firehose is a delivery service; a data stream only keeps records until a consumer reads them.",
        ("aws/firehose-overview.md", "Firehose delivers streaming data to destinations such as Amazon S3."),
        notes=("It delivers to S3.", "It needs a consumer.", "It queries.", "It migrates databases."),
        difficulty=0.2,
    ),
    _item(
        "en-02",
        "data-engineering",
        "Which two formats store data by column? (Choose two.)",
        ("CSV", "Parquet", "JSON", "ORC", "Avro"),
        (1, 3),
        "Parquet and ORC are columnar.",
        ("aws/athena-columnar-storage.md", "Apache Parquet and ORC are columnar storage formats."),
        type="several",
    ),
    _item(
        "en-03",
        "exploratory-data-analysis",
        "Put these steps of preparing text in order.",
        ("Tokenize", "Remove stop words", "Count terms"),
        (0, 1, 2),
        "Words must be separated before some are dropped and the rest are counted.",
        ("general/text.md", "Text is tokenized, stop words are removed, and terms are counted."),
        type="ordering",
        difficulty=0.4,
    ),
    _item(
        "en-04",
        "modeling",
        "Match each task with an algorithm that solves it.",
        ("K-Means", "XGBoost", "DeepAR", "PCA"),
        (1, 0, 2),
        "XGBoost is supervised, K-Means groups, DeepAR forecasts.",
        ("aws/sagemaker-choose-algorithm.md", "DeepAR forecasts one-dimensional time series."),
        type="matching",
        pairs=("Classify rows", "Group customers", "Forecast demand"),
        difficulty=0.7,
    ),
    _item(
        "en-05",
        "modeling",
        "Which metric ignores true negatives?",
        ("Accuracy", "Precision", "Specificity"),
        (1,),
        "Precision is TP / (TP + FP).",
        ("general/metrics.md", "Precision is the share of positive predictions that are right."),
    ),
    _item(
        "en-06",
        "ml-implementation-and-operations",
        "Which endpoint suits payloads of 1 GB?",
        ("Real-time", "Serverless", "Asynchronous"),
        (2,),
        "Asynchronous inference queues large payloads.",
        ("aws/sagemaker-asynchronous-inference.md", "Asynchronous inference takes payloads of up to 1 GB."),
    ),
    _item(
        "fr-01",
        "data-engineering",
        "Quel service interroge en SQL des fichiers rangés dans Amazon S3 ?",
        ("Amazon Athena", "AWS DMS", "Amazon EMR"),
        (0,),
        "Athena lit les fichiers sans serveur à gérer.",
        ("notes/athena.md", "Athena interroge directement les données de S3 en SQL."),
        lang="fr",
    ),
    _item(
        "fr-02",
        "exploratory-data-analysis",
        "Quelles deux méthodes réduisent le nombre de variables ? (Deux réponses.)",
        ("ACP", "SMOTE", "Sélection de variables", "Suréchantillonnage"),
        (0, 2),
        "L'ACP projette, la sélection retire.",
        ("notes/variables.md", "L'ACP et la sélection réduisent la dimension."),
        lang="fr",
        type="several",
    ),
    _item(
        "fr-03",
        "modeling",
        "Remettez dans l'ordre les étapes d'un entraînement géré par SageMaker.",
        ("Écrire le modèle dans S3", "Lire les données", "Entraîner"),
        (1, 2, 0),
        "Les données d'abord, le modèle à la fin.",
        ("notes/entrainement.md", "SageMaker lit les données, entraîne, puis écrit le modèle dans S3."),
        lang="fr",
        type="ordering",
    ),
    _item(
        "fr-04",
        "ml-implementation-and-operations",
        "Associez chaque besoin à son mode d'inférence.",
        ("Transformation par lots", "Temps réel"),
        (1, 0),
        "Une réponse immédiate demande un point de terminaison.",
        ("notes/inference.md", "La transformation par lots traite tout un jeu de données."),
        lang="fr",
        type="matching",
        pairs=("Répondre en quelques millisecondes", "Noter un fichier chaque nuit"),
    ),
)

EXAM = Blueprint(
    id="mls-c01",
    code="MLS-C01",
    name="A small exam",
    status="live",
    domains=(
        Domain("data-engineering", Wording("Data Engineering", "Ingénierie des données"), 20),
        Domain("exploratory-data-analysis", Wording("Exploratory Data Analysis", "Analyse exploratoire"), 24),
        Domain("modeling", Wording("Modeling", "Modélisation"), 36),
        Domain("ml-implementation-and-operations", Wording("Operations", "Exploitation"), 20),
    ),
    item_types=("single", "several", "ordering", "matching"),
    scored=4,
    unscored=2,
    minutes=12,
    scale_min=100,
    scale_max=1000,
    pass_mark=750,
)


def item(id: str) -> PracticeItem:
    """One of the items."""
    return next(one for one in ITEMS if one.id == id)


def many(count: int, *, lang: Lang = "en") -> tuple[PracticeItem, ...]:
    """A bank of single items, spread evenly over the domains."""
    return tuple(
        replace(
            item("en-05"),
            id=f"many-{number:03}",
            domain=EXAM.domain_ids[number % len(EXAM.domains)],
            lang=lang,
            stem=f"Question {number}?",
            answers=(number % 3,),
            difficulty=(number % 10) / 10,
        )
        for number in range(count)
    )
