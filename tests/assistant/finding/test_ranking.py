"""Which sentences answer: order, picking for several parts, and what an answer quotes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from assistant.answering.answer import Assistant
from assistant.asking.asked import read_question
from assistant.asking.query import parse_question
from assistant.finding.evidence import Candidate
from assistant.finding.picking import pick, quotable
from assistant.finding.ranking import Likeness, Ranked, as_evidence, score
from assistant.schema import Turn
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import open_index
from ingest.schema import Document, Source, Span
from ingest.settings import IngestSettings
from tests.fakes import build_here

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
    found = Candidate(Span(DOCUMENT, start, start + len(SENTENCES[place]), ("Kinesis",)), 1, 0.9, 0.5, 0.4)
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
    assert [focus.text for focus in read_question(question).parts] == ["And what about its recall?"]


PAGES = {
    "smote.md": (
        "# Resampling\n\n## Methods\n\n- Random over-sampling repeats existing examples.\n"
        "- SMOTE creates synthetic minority examples between neighbors.\n- SMOTE uses 5 neighbors by default.\n"
        "- SMOTENC is the SMOTE variant for numeric and categorical features.\n"
    ),
    "adasyn.md": "# ADASYN\n\n## Method\n\n- ADASYN makes more examples where learning is hard.\n",
}


def sentences(tmp_path: Path, text: str) -> list[Ranked]:
    corpus = tmp_path / "corpus"
    corpus.mkdir(parents=True)
    for name, page in PAGES.items():
        (corpus / name).write_text(page, encoding="utf-8")
    settings = IngestSettings(corpus=(corpus,), index=tmp_path / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder())
    assistant = Assistant(open_index(settings, exact=True), HashingEmbedder(), None, AssistantSettings())
    return assistant.sentences(text)


def test_what_is_only_named_is_introduced_by_the_first_sentence_about_it(tmp_path: Path) -> None:
    found = [one for one in sentences(tmp_path, "What is SMOTE?") if one.likeness.introduces]
    assert quotes(found) == ["SMOTE creates synthetic minority examples between neighbors."]
    assert found[0].score > score(dataclasses.replace(found[0].likeness, introduces=0.0))


def test_a_question_that_asks_more_is_not_about_the_introduction(tmp_path: Path) -> None:
    assert not any(one.likeness.introduces for one in sentences(tmp_path, "How many neighbors does SMOTE use?"))


def test_a_sentence_that_only_repeats_the_question_never_wins(tmp_path: Path) -> None:
    asked = "Comment SMOTE creates synthetic minority examples between neighbors ?"
    found = sentences(tmp_path, asked)
    assert found
    assert "SMOTE creates synthetic minority examples between neighbors." not in quotes(found)
    whether = sentences(tmp_path / "whether", "Does SMOTE create synthetic minority examples between neighbors?")
    assert "SMOTE creates synthetic minority examples between neighbors." in quotes(whether)


def test_each_side_of_a_comparison_gets_its_sentence(tmp_path: Path) -> None:
    picked = pick(sentences(tmp_path, "What is the difference between SMOTE and ADASYN?"), 2)
    assert {one.candidate.span.document.source.title for one in picked} == {"Resampling", "ADASYN"}
