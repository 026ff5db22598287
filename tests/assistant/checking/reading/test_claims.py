"""What of a text is a claim, and exactly where: a wrong place would mark, and cite, other words than were checked."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.checking.reading.claims import ClaimSpan, split_claims
from tests.assistant.checking.asked import lexicon


def claims(text: str) -> list[ClaimSpan]:
    return list(split_claims(text, lexicon=lexicon()))


def words(text: str) -> list[str]:
    """The claims as they stand in the text."""
    return [text[claim.start : claim.end] for claim in claims(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Use a buffer, e.g. 5 MB, i.e. the default.",
        "Un service géré, p. ex. Kinesis Data Firehose, livre les données.",
        "Un service géré (cf. la doc.) livre les données.",
        "The ml.m5.large instance costs less than ml.p3.2xlarge in us-east-1.",
        "Firehose reads, converts and writes the records.",
        "Firehose delivers data to Amazon S3 and Redshift.",
        "Precision and recall are metrics.",
        "Le rappel et la précision sont des métriques.",
        "It stores between 1 and 5 GB.",
        "Amazon S3 a été lancé par une équipe de douze personnes.",
        "Le flux est une maison de données est là.",
    ],
)
def test_one_claim_stays_whole(text: str) -> None:
    assert words(text) == [text]
    assert claims(text)[0].text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Firehose delivers data. S3 stores it.", ["Firehose delivers data.", "S3 stores it."]),
        (
            "Firehose delivers the data to S3, while Data Streams keeps the records.",
            ["Firehose delivers the data to S3", "Data Streams keeps the records."],
        ),
        (
            "Kinesis Data Streams keeps the records and Amazon Data Firehose delivers the data.",
            ["Kinesis Data Streams keeps the records", "Amazon Data Firehose delivers the data."],
        ),
        (
            "Firehose writes to S3 and Data Streams keeps the records.",
            ["Firehose writes to S3", "Data Streams keeps the records."],
        ),
        ("PCA is unsupervised, but XGBoost is supervised.", ["PCA is unsupervised", "XGBoost is supervised."]),
        (
            "Firehose livre les données, mais Data Streams garde les enregistrements.",
            ["Firehose livre les données", "Data Streams garde les enregistrements."],
        ),
        (
            "Le rappel compte les positifs trouvés et la précision est le taux de positifs justes.",
            ["Le rappel compte les positifs trouvés", "la précision est le taux de positifs justes."],
        ),
        (
            "Le mode File lit les données tandis que le mode Pipe lit un flux.",
            ["Le mode File lit les données", "le mode Pipe lit un flux."],
        ),
        ("Le flux est rapide ; le seau est privé.", ["Le flux est rapide", "le seau est privé."]),
        ("Le flux est rapide\u00a0; le seau est privé.", ["Le flux est rapide", "le seau est privé."]),
        ("The stream is fast;  the bucket is cheap.", ["The stream is fast", "the bucket is cheap."]),
        ("- Firehose delivers data.\n- S3 stores it.", ["Firehose delivers data.", "S3 stores it."]),
        ("1. Le flux est chiffré.\n2. Le seau est privé.", ["Le flux est chiffré.", "Le seau est privé."]),
    ],
)
def test_sentences_items_and_clauses_are_claims_of_their_own(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Does Firehose write to S3?",
        "Est-ce que Firehose écrit dans S3 ?",
        "Firehose écrit-il dans S3\u00a0?",
        "# Firehose writes to S3",
        "### Les modes d'entrée ###",
        "**Firehose and S3:**",
        "Les limites du service :",
        "I'm not sure.",
        "Je ne suis pas sûr.",
        "Peut-être.",
        "A confirmer",
        "```\nFirehose.write(S3) is a call.\n```",
        "---",
        "…",
        "| Mode | Disk |\n|---|---|",
        "42.",
    ],
)
def test_questions_headings_hedges_and_code_are_no_claims(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("I think that Firehose writes to S3.", "Firehose writes to S3."),
        ("In my opinion, Firehose writes to S3.", "Firehose writes to S3."),
        ("As far as I know, Firehose writes to S3.", "Firehose writes to S3."),
        ("Il me semble que Firehose écrit dans S3.", "Firehose écrit dans S3."),
        ("Je pense qu'il écrit dans S3.", "il écrit dans S3."),
        ("> I think Firehose writes to S3.", "Firehose writes to S3."),
        ("À mon avis, Firehose écrit dans S3.", "Firehose écrit dans S3."),
        ("Si je me souviens bien, je crois que Firehose écrit dans S3.", "Firehose écrit dans S3."),
    ],
)
def test_a_hedge_is_taken_off_what_it_hedges(text: str, claim: str) -> None:
    assert words(text) == [claim]


def test_a_hedge_is_taken_off_a_later_clause_too() -> None:
    text = "It seems to me that S3 is cheap, and I think Firehose is managed."
    assert words(text) == ["S3 is cheap", "Firehose is managed."]


def test_only_the_claims_of_a_page_are_taken() -> None:
    text = (
        "# Streams\n\nOverview\n========\nIs it fast? Yes, it is fast.\n\n```\ncode is skipped.\n```\n\nS3 stores it."
    )
    assert words(text) == ["Yes, it is fast.", "S3 stores it."]


def test_a_table_cell_goes_with_its_row_and_its_column() -> None:
    text = "| Mode | Needs a disk | Start |\n|---|---|---|\n| Pipe | no | fast |\n| File | yes | slow |\n"
    found = claims(text)
    assert [text[claim.start : claim.end] for claim in found] == ["no", "fast", "yes", "slow"]
    assert [claim.text for claim in found] == [
        "Pipe: Needs a disk: no",
        "Pipe: Start: fast",
        "File: Needs a disk: yes",
        "File: Start: slow",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Mode | Disk | Start |\n|---|---|---|\n| Pipe | | fast |", ["Pipe: Start: fast"]),
        ("| | File | Pipe |\n|---|---|---|\n| Disk | yes | no |", ["Disk: File: yes", "Disk: Pipe: no"]),
        ("| Mode | a or b |\n|---|---|\n| Pipe | x \\| y |", ["Pipe: a or b: x \\| y"]),
    ],
)
def test_empty_cells_and_escaped_bars_keep_the_columns(text: str, expected: list[str]) -> None:
    assert [claim.text for claim in claims(text)] == expected


def test_a_table_between_paragraphs_keeps_its_own_header() -> None:
    text = "Deux modes existent.\n\n| Mode | Disque |\n|---|---|\n| Pipe | non |\n\nLe mode File copie les données."
    assert [claim.text for claim in claims(text)] == [
        "Deux modes existent.",
        "Pipe: Disque: non",
        "Le mode File copie les données.",
    ]


def test_a_clause_that_begins_with_a_pronoun_gets_the_subject_that_it_stands_for() -> None:
    text = "Kinesis Data Firehose is managed and it has no shards."
    first, second = claims(text)
    assert text[second.start : second.end] == "it has no shards."
    assert (first.text, second.text) == ("Kinesis Data Firehose is managed", "Kinesis Data Firehose has no shards.")


def test_each_claim_has_its_own_language_unless_one_is_given() -> None:
    text = "Le flux garde les enregistrements pendant une journée. The stream keeps all the records for one day."
    assert [claim.lang for claim in claims(text)] == ["fr", "en"]
    assert {claim.lang for claim in split_claims(text, "en")} == {"en"}


PIECES = st.sampled_from(
    ["Firehose writes to S3", "le flux est chiffré", " and ", " mais ", ". ", "?", "\n", "\n\n", "- ", "| a | b |\n",
     "|---|---|\n", "# ", "e.g. ", "je pense que ", "```\n", ": ", "; ", "it has no disk",
     "«\u00a0", "\u00a0»", " est prêt et a été sa maison", "É", "🙂", "ﬁ", "İ"]
)  # fmt: skip


@settings(deadline=None)
@example("JE PENSEA")
@example("JE PENSEQUE\rA")
@example("Je pense que\rA")
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, min_size=1, max_size=25).map("".join)))
def test_places_hold_on_any_text(text: str) -> None:
    position = 0
    for claim in claims(text):
        assert position <= claim.start < claim.end <= len(text)
        position = claim.end
        said = text[claim.start : claim.end]
        assert said == said.strip()
        assert any(character.isalnum() for character in said)
        assert not re.search(r"[^\W_]{2}", text[max(0, claim.start - 1) : claim.start + 1])  # not inside a word
        assert not re.search(r"[^\W_]{2}", text[claim.end - 1 : claim.end + 1])
        assert claim.text.endswith(said) or claim.text.split()[-1] == said.split()[-1]
