"""A quote stands behind what it is about: list items, rows, answers of toggles, fragments under a heading."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.schema import answer_to_json, citation_of
from ingest.chunk import chunk
from ingest.schema import Span
from ingest.subjects import told
from ingest.text.rows import paired
from ingest.text.sentences import split_sentences
from tests.reading.subjects.asking import ask, document_of, first_told

STORAGE = """# Storage choice

1. Amazon S3
   - Standard
     - milliseconds access
     - no retrieval fee
   - Glacier Deep Archive
     - 12 hours access
     - retrieval fee
2. Amazon EFS
   - Standard
     - milliseconds access
"""
INSTANCES = """# Instances

Prices of training per hour:

| Instance | GPUs | GPU memory |
|---|---|---|
| ml.p3.2xlarge | 1 | 16 GB |
| ml.p3.8xlarge | 4 | 64 GB |
"""
LIMITES = """# Kinesis

Un shard accepte, par seconde :

- 1 Mo en écriture
- 2 Mo en lecture

## Rétention

- 24 heures par défaut
- 365 jours au plus

## Firehose

- Taille d'un enregistrement : 1 000 Kio
"""
DEPLOYMENT = """# Endpoints

- Serverless inference
  - It scales to zero when nobody calls it.
  - Memory:
    - 1 to 6 GB
- Asynchronous inference
  - Payload:
    - up to 1 GB
- Batch transform

  It reads its input from Amazon S3.
"""


@pytest.mark.parametrize(
    ("text", "question", "told_first"),
    [
        (STORAGE, "Which storage has no retrieval fee?", "Amazon S3 › Standard: “no retrieval fee”"),
        (STORAGE, "Which storage has a retrieval fee?", "Amazon S3 › Glacier Deep Archive: “retrieval fee”"),
        (STORAGE, "Does S3 Standard have a retrieval fee?", "Amazon S3 › Standard: “no retrieval fee”"),
        (STORAGE, "How long is access to Glacier Deep Archive?", "Amazon S3 › Glacier Deep Archive: “12 hours access”"),
        (STORAGE, "How fast is access to Amazon EFS Standard?", "Amazon EFS › Standard: “milliseconds access”"),
        (
            INSTANCES,
            "What is the GPU memory of ml.p3.8xlarge?",
            "Prices of training per hour: “Instance: ml.p3.8xlarge; GPUs: 4; GPU memory: 64 GB”",
        ),
        (
            INSTANCES,
            "How many GPUs does ml.p3.2xlarge have?",
            "Prices of training per hour: “Instance: ml.p3.2xlarge; GPUs: 1; GPU memory: 16 GB”",
        ),
        (LIMITES, "Combien un shard accepte-t-il en écriture ?", "Un shard accepte, par seconde: “1 Mo en écriture”"),
        (LIMITES, "Combien un shard accepte-t-il en lecture ?", "Un shard accepte, par seconde: “2 Mo en lecture”"),
        (LIMITES, "Quelle est la rétention par défaut ?", "Rétention: “24 heures par défaut”"),
        (LIMITES, "Quelle est la rétention en jours au plus ?", "Rétention: “365 jours au plus”"),
        (DEPLOYMENT, "What memory does serverless inference take?", "Serverless inference › Memory: “1 to 6 GB”"),
        (
            DEPLOYMENT,
            "What payload does asynchronous inference take?",
            "Asynchronous inference › Payload: “up to 1 GB”",
        ),
        (
            DEPLOYMENT,
            "Does serverless inference scale to zero?",
            "Serverless inference: “It scales to zero when nobody calls it.”",
        ),
        (DEPLOYMENT, "Where does batch transform read from?", "Batch transform: “It reads its input from Amazon S3.”"),
    ],
)
def test_the_first_quote_says_what_it_is_about(text: str, question: str, told_first: str) -> None:
    document = document_of(text)
    answer = ask(document, question)
    assert first_told(answer) == told_first
    for citation in answer.citations:
        assert document.text[citation.start : citation.end] == citation.quote
        shown = [document.text[start:end] for start, end in citation.subject_spans]
        assert all(subject in " ".join(" ".join(shown).split()) for subject in citation.subjects)


@pytest.mark.parametrize(
    ("question", "not_beside"),
    [("Which storage has no retrieval fee?", "retrieval fee"), ("What has a retrieval fee?", "no retrieval fee")],
)
def test_the_denial_of_an_answer_is_not_served_beside_it(question: str, not_beside: str) -> None:
    assert not_beside not in [citation.quote for citation in ask(document_of(STORAGE), question).citations]


def test_a_comparison_is_served_both_sides_each_with_its_subject() -> None:
    answer = ask(document_of(STORAGE), "Compare the retrieval fee of Standard and Glacier Deep Archive")
    lines = [citation.line for citation in answer.citations]
    assert "Amazon S3 › Standard: “no retrieval fee”" in lines
    assert "Amazon S3 › Glacier Deep Archive: “retrieval fee”" in lines


@pytest.mark.parametrize("text", ["- retrieval fee\n- no retrieval fee", "retrieval fee", "retrieval fee\n\nno fee"])
def test_words_of_which_nothing_says_what_they_are_about_are_no_answer(text: str) -> None:
    answer = ask(document_of(text, "notes.txt"), "What has a retrieval fee?")
    assert answer.status == "refused"
    assert answer.citations == ()


@pytest.mark.parametrize("text", ["Retention: 24 hours", "Glacier asks for a retrieval fee", "A fee is due."])
def test_words_that_say_themselves_what_they_are_about_need_no_subject(text: str) -> None:
    assert [citation.quote for citation in ask(document_of(text, "notes.txt"), "What of retrieval?").citations] == [
        text
    ]


def test_the_answer_shows_the_subject_before_the_quote_and_data_carry_both() -> None:
    document = document_of(STORAGE)
    answer = ask(document, "Which storage has no retrieval fee?")
    assert answer.text == "Amazon S3 › Standard: “no retrieval fee” [1]"
    assert answer.claims[0].text == "no retrieval fee"
    row = answer_to_json(answer)["citations"][0]
    assert row["subject"] == "Amazon S3 > Standard"
    assert [document.text[start:end] for start, end in row["subject_spans"]] == ["Amazon S3", "Standard"]
    assert citation_of(row) == answer.citations[0]


def test_a_sentence_of_a_french_page_in_an_english_answer_keeps_its_subject() -> None:
    answer = ask(document_of(LIMITES), "What is the default retention of Kinesis, in heures?")
    assert "According to “Kinesis” (source in French): Rétention: “24 heures par défaut”" in answer.text


def test_a_passage_that_begins_inside_a_list_is_embedded_with_what_stands_over_it() -> None:
    items = "".join(f"  - property number {number} of this store\n" for number in range(40))
    parts = chunk(document_of(f"# Stores\n\n- Amazon S3\n{items}"), lambda text: len(text.split()), 60)
    assert len(parts) > 1
    assert {part.lead for part in parts[1:]} == {"Amazon S3"}
    assert parts[1].embedding_text("Stores").startswith("Stores\nAmazon S3\n")


def test_a_row_is_told_cell_by_cell_and_a_table_without_a_header_has_rows_only() -> None:
    document = document_of(INSTANCES)
    table = next(block for block in document.blocks if block.kind == "table")
    row = split_sentences(document.text, table.start, table.end)[2]
    assert told(Span(document, *row)).endswith("Instance: ml.p3.8xlarge; GPUs: 4; GPU memory: 64 GB")
    bare = dataclasses.replace(document, blocks=(dataclasses.replace(table, header_rows=0),))
    assert told(Span(bare, *row)) == "Prices of training per hour: | ml.p3.8xlarge | 4 | 64 GB |"


def test_a_header_of_two_lines_names_a_column_by_both() -> None:
    assert paired("| Batch | Batch |\n| CPU | GPU |", "| yes | no |") == (("Batch CPU", "yes"), ("Batch GPU", "no"))
    assert paired("| a | b |", "| one cell |") == ()
