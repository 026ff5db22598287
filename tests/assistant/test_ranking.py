"""Which sentences answer: order, picking for several parts, and what an answer quotes."""

from __future__ import annotations

import dataclasses

from assistant.evidence import Candidate
from assistant.query import parse_question
from assistant.ranking import Likeness, Ranked, as_evidence, focuses, pick, quotable, score
from assistant.schema import Turn
from ingest.schema import Document, Source

SENTENCES = (
    "Kinesis streams hold records.",
    "Records stay for 24 hours.",
    "All records stay for 24 hours.",
    "The longest retention is 365 days.",
    "Shards carry throughput.",
    "Firehose writes to S3.",
)
TEXT = " ".join(SENTENCES)
DOCUMENT = Document(Source("corpus/aws/kinesis.md", "Kinesis", "aws-doc", "en"), TEXT, ())


def ranked(place: int, score: float, *by_part: float) -> Ranked:
    start = TEXT.index(SENTENCES[place])
    found = Candidate(DOCUMENT, start, start + len(SENTENCES[place]), ("Kinesis",), 1, 0.9, 0.5, 0.4)
    return Ranked(found, score, by_part, Likeness())


def quotes(picked: list[Ranked]) -> list[str]:
    return [one.candidate.quote for one in picked]


def test_nothing_found_picks_nothing() -> None:
    assert pick([], 4) == []
    assert quotable([]) == []


def test_the_same_said_twice_is_picked_once() -> None:
    picked = pick([ranked(1, 0.9), ranked(2, 0.8), ranked(4, 0.7)], 4)
    assert quotes(picked) == [SENTENCES[1], SENTENCES[4]]


def test_each_part_of_a_question_gets_its_sentence() -> None:
    found = [ranked(0, 0.9, 0.9, 0.1), ranked(4, 0.8, 0.5, 0.1), ranked(3, 0.05, 0.0, 0.6)]
    picked = pick(found, 2)
    assert quotes(picked) == [SENTENCES[0], SENTENCES[3]]
    assert quotable(picked) == [0, 1]  # unlikely for the whole, and still the answer to its part


def test_an_answer_quotes_at_most_four_and_none_far_less_likely() -> None:
    likely = [ranked(place, 0.9) for place in (0, 1, 3, 4, 5)]
    assert len(quotable(pick(likely, 6))) == 4
    assert quotable(pick([ranked(0, 0.9), ranked(1, 0.05)], 6)) == [0]


def test_evidence_is_numbered_in_the_order_of_picking() -> None:
    evidence = as_evidence([ranked(3, 0.9), ranked(0, 0.8)])
    assert [(e.number, e.quote, e.score) for e in evidence] == [(1, SENTENCES[3], 0.9), (2, SENTENCES[0], 0.8)]


def test_a_sentence_closer_to_the_question_scores_higher() -> None:
    near = Likeness(closeness=0.0, own_closeness=0.0, coverage=0.8, passage=1.0)
    far = dataclasses.replace(near, closeness=-2.0, own_closeness=-2.0, coverage=0.2)
    assert 0.0 <= score(far) < score(near) <= 1.0
    assert score(dataclasses.replace(near, offered=1.0)) > score(near)


def test_a_follow_up_is_about_what_was_typed_last() -> None:
    history = [Turn("user", "How is precision of a classifier computed?"), Turn("assistant", "TP / (TP + FP).")]
    question = parse_question("And what about its recall?", history)
    assert question.follow_up
    assert [focus.text for focus in focuses(question)] == ["And what about its recall?"]
