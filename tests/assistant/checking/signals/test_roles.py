"""Who does what to whom, and which statement belongs to which thing: exchanged roles are another statement."""

from __future__ import annotations

import pytest

from tests.assistant.checking.asked import signals, verdict

EXCHANGED = [
    ("en", "S3 writes to Firehose.", "Firehose writes to S3."),
    ("en", "Data is copied from Redshift to S3.", "Data is copied from S3 to Redshift."),
    ("en", "Amazon S3 delivers records to Firehose.", "Firehose delivers records to Amazon S3."),
    ("fr", "Amazon S3 livre les données à Firehose.", "Firehose livre les données à Amazon S3."),
    ("fr", "S3 écrit dans Firehose.", "Firehose écrit dans S3."),
    ("fr>en", "S3 écrit dans Firehose.", "Firehose writes to S3."),
    ("en>fr", "S3 writes to Firehose.", "Firehose écrit dans S3."),
    ("en", "AWS Lambda invokes Step Functions.", "Step Functions invokes AWS Lambda."),
    ("en", "Step Functions is invoked by AWS Lambda.", "Step Functions invokes AWS Lambda."),
    ("en>fr", "Amazon Athena replaces AWS Glue.", "AWS Glue remplace Amazon Athena."),
    ("fr>en", "Les données sont copiées de Redshift vers S3.", "Data is copied from S3 to Redshift."),
    ("fr", "Les données vont de Redshift vers S3.", "Les données vont de S3 vers Redshift."),
    (
        "en",
        "Precision counts false negatives, whereas recall counts false positives.",
        "Precision counts false positives, whereas recall counts false negatives.",
    ),
    (
        "en",
        "The KPL unpacks the records that the KCL aggregated.",
        "The KCL unpacks the records that the KPL aggregated.",
    ),
    (
        "fr>en",
        "Kinesis Data Streams livre les données, tandis que Firehose les conserve.",
        "Firehose delivers the data, whereas Kinesis Data Streams keeps it.",
    ),
]
KEPT = [
    ("en", "Data is written to S3 by Firehose.", "Firehose writes data to S3."),
    ("en", "Firehose writes data to S3.", "Data is written to S3 by Firehose."),
    ("fr", "Les données sont écrites dans S3 par Firehose.", "Firehose écrit les données dans S3."),
    ("fr>en", "Firehose écrit les données dans S3.", "Data is written to S3 by Firehose."),
    ("en>fr", "Data is written to S3 by Firehose.", "Firehose écrit les données dans S3."),
    ("en", "Step Functions invokes AWS Lambda.", "AWS Lambda is invoked by Step Functions."),
    ("en", "S3 receives the records that Firehose delivers.", "Firehose delivers the records to S3."),
    ("fr>en", "S3 reçoit les données de Firehose.", "Firehose delivers the data to S3."),
    ("en", "Data is copied to Redshift from S3.", "Data is copied from S3 to Redshift."),
    ("fr>en", "Les données sont copiées de S3 vers Redshift.", "Data is copied from S3 to Redshift."),
    ("en", "In Amazon S3, Firehose stores the records.", "Firehose stores the records in Amazon S3."),
    (
        "en",
        "Recall counts false negatives, whereas precision counts false positives.",
        "Precision counts false positives, whereas recall counts false negatives.",
    ),
    ("en", "Athena reads data that S3 stores.", "S3 stores data that Athena reads."),
]


@pytest.mark.parametrize(("langs", "claim", "source"), EXCHANGED)
def test_exchanged_roles_are_never_supported(langs: str, claim: str, source: str) -> None:
    assert signals(claim, source, langs).exchanged
    assert verdict(claim, source, langs).support == "contradicted"


@pytest.mark.parametrize(("langs", "claim", "source"), KEPT)
def test_passive_order_and_converse_verbs_keep_the_roles(langs: str, claim: str, source: str) -> None:
    assert not signals(claim, source, langs).exchanged


BY = [
    ("en", "Files are crawled by Athena and queried by Glue.", True),
    ("en", "Athena crawls the files and Glue queries them.", True),
    ("fr", "Les fichiers sont parcourus par Athena et interrogés par Glue.", True),
    ("en", "Files are crawled by Glue and queried by Athena.", False),
    ("en", "With Athena, Glue crawls the files.", False),
    ("fr", "Glue parcourt les fichiers qu'Athena interroge.", False),
]


@pytest.mark.parametrize(("lang", "claim", "exchanged"), BY)
def test_each_verb_belongs_to_the_name_that_does_it(lang: str, claim: str, exchanged: bool) -> None:
    found = signals(claim, "Glue crawls the files and Athena queries them.", f"{lang}>en")
    assert bool(found.agents.exchanged) is exchanged
    assert found.exchanged is exchanged


def test_the_reason_names_both() -> None:
    found = verdict("Amazon S3 delivers records to Firehose.", "Firehose delivers records to Amazon S3.")
    assert "Firehose" in found.reason
    assert "S3" in found.reason


def test_a_name_with_what_is_said_of_its_rival_is_exchanged() -> None:
    source = "L2 regularization leads to small weights, whereas L1 regularization leads to sparse ones."
    assert signals("L2 regularization leads to sparse weights.", source).exchanged
    assert not signals("L1 regularization leads to sparse weights.", source).exchanged


def test_a_service_and_its_part_are_no_rivals() -> None:
    claim = "SageMaker statistics stay in CloudWatch for 15 months."
    assert not signals(claim, "CloudWatch keeps SageMaker statistics for 15 months.").exchanged


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        (
            "La précision (precision) se calcule par la formule TP/(TP+FP).",
            "Precision worked out for TP = 30 and FP = 10 is 30 / 40 = 0.75.",
        ),
        (
            "L’exactitude (accuracy) se calcule par la formule (TP+TN)/(TP+FN+TN+FP).",
            "Accuracy = (TP + TN) / (TP + TN + FP + FN), the share of all predictions that are correct.",
        ),
    ],
)
def test_what_stands_in_a_formula_has_no_role_and_no_place(claim: str, source: str) -> None:
    assert verdict(claim, source, "fr>en").support != "contradicted"


def test_a_formula_that_ends_in_a_bracket_is_a_copy_of_itself() -> None:
    said = "Precision is computed by the formula TP/(TP+FP)."
    assert verdict(said, f"As noted: {said}").verbatim
    assert not verdict("Precision is computed by the formula TP/(TP+F", said).verbatim
