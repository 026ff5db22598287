"""What an answer is made of: one sentence for each part, each thing named, each item of a list; the same once."""

from __future__ import annotations

import pytest

from assistant.asking.asked import asked_of
from assistant.finding.evidence import Candidate
from assistant.finding.picking import pick, quotable
from assistant.finding.ranking import Likeness, Ranked
from ingest.schema import Document, Lang, Source, Span


def page(uri: str, lang: Lang, section: str, *sentences: str, as_of: str = "") -> list[Span]:
    text = "\n".join(sentences)
    document = Document(Source(uri, "Guide", "aws-doc", lang, as_of=as_of), text, ())
    starts = [text.index(sentence) for sentence in sentences]
    return [
        Span(document, start, start + len(sentence), ("Guide", section))
        for start, sentence in zip(starts, sentences, strict=True)
    ]


def scored(span: Span, score: float, *by_part: float) -> Ranked:
    return Ranked(Candidate(span, 1, 0.9, 0.5, score), score, by_part, Likeness())


def quotes(picked: list[Ranked]) -> list[str]:
    return [one.candidate.quote for one in picked]


TYPES = (
    "Amazon Fraud Detector propose le type de modèle Online fraud insights.",
    "Amazon Fraud Detector propose le type de modèle Transaction fraud insights.",
    "Amazon Fraud Detector propose le type de modèle Account takeover insights.",
)


def test_items_of_one_list_are_not_one_fact_said_thrice() -> None:
    asked = asked_of("Quels sont les types de modèle de Fraud Detector ?", "fr")
    spans = page("a.md", "fr", "Fraude", *TYPES)
    picked = pick([scored(span, 0.9 - place / 10) for place, span in enumerate(spans)], 6, asked)
    assert quotes(picked) == list(TYPES)
    assert quotable(picked, asked) == [0, 1, 2]


@pytest.mark.parametrize(
    "other",
    ["Glue jobs time out after 2880 minutes by default now.", "By default, Glue jobs time out after 2880 minutes."],
)
def test_two_documents_that_agree_count_once(other: str) -> None:
    first = page("a.md", "en", "Runs", "Glue jobs time out after 2880 minutes by default.")
    second = page("b.md", "en", "Runs", other)
    assert len(pick([scored(first[0], 0.9), scored(second[0], 0.8)], 6)) == 1


def test_each_part_gets_a_sentence_of_its_own() -> None:
    """The sentence for the second part is near to the first one too, and is not what that asks."""
    asked = asked_of("What kinds of Glue jobs are there and what is the default timeout?", "en")
    timeout, kinds, other = page(
        "a.md",
        "en",
        "Jobs",
        "The default timeout of a Glue job is 2880 minutes.",
        "Glue has Spark and shell jobs.",
        "X.",
    )
    found = [scored(timeout, 0.9, 0.7, 0.95), scored(other, 0.5, 0.1, 0.2), scored(kinds, 0.1, 0.6, 0.05)]
    picked = pick(found, 2, asked)
    assert quotes(picked) == [timeout.quote, kinds.quote]
    assert quotable(picked, asked) == [0, 1]


def test_each_thing_named_gets_a_sentence() -> None:
    asked = asked_of("Quelles sont les valeurs de window_size et de min_count ?", "fr")
    size, more, count = page("a.md", "en", "Modes", "The window_size is 5.", "A window moves.", "The min_count is 7.")
    picked = pick([scored(size, 0.9), scored(more, 0.7), scored(count, 0.2)], 2, asked)
    assert quotes(picked) == [size.quote, count.quote]
    assert quotable(picked, asked) == [0, 1]


def test_a_list_is_told_by_its_heading_in_its_order() -> None:
    asked = asked_of("What are the processing modes of Comprehend?", "en")
    modes = page("a.md", "en", "Three processing modes", "Batch of 25.", "One document.", "Jobs on S3.")
    other = page("b.md", "en", "Purpose", "Comprehend reads text.")
    found = [scored(other[0], 0.9), scored(modes[2], 0.5), scored(modes[0], 0.2), scored(modes[1], 0.1)]
    picked = pick(found, 6, asked)
    assert quotes(picked) == ["Comprehend reads text.", "Batch of 25.", "One document.", "Jobs on S3."]
    assert quotable(picked, asked) == [0, 1, 2, 3]
    one = asked_of("What does Comprehend read?", "en")
    assert quotable(pick(found, 6, one), one) == [0, 1]


def test_what_corrects_the_question_stands_first() -> None:
    first, second = page("a.md", "en", "Keys", "Keys rotate.", "Old data is not encrypted again.")
    found = [scored(first, 0.9), scored(second, 0.6)]
    assert quotes(pick(found, 6, None, found[1])) == [second.quote, first.quote]
