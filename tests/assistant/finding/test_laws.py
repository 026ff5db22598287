"""Laws of one ranking from several searches, of sentences that deny one another, and of picking sentences to quote."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asking.asked import read_question
from assistant.asking.query import parse_question
from assistant.choosing.weighing import Signals, chances, chosen_of, rows
from assistant.finding.evidence import Candidate, Found, number
from assistant.finding.fusion import Searched, SearchSettings, fuse, rescore
from assistant.finding.opposed import answering
from assistant.finding.picking import pick, quotable
from assistant.finding.ranking import Likeness, Ranked, as_evidence
from ingest.embedding.calibration import E5_SMALL, NEUTRAL
from ingest.index.store import Hit
from ingest.schema import Chunk, Document, Lang, Source, Span

SCORES = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.5, 1.0), max_size=6)
WORDS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.1, 20.0), max_size=6)


def hits(scores: dict[str, float], lang: Lang) -> list[Hit]:
    return [Hit(Chunk(f"{lang}-{name}", "d", 0, name, 0, 1, lang), score) for name, score in scores.items()]


def searched(lang: Lang, dense: dict[str, float], lexical: dict[str, float]) -> Searched:
    return Searched(lang, hits(dense, lang), hits(lexical, lang))


def candidate(quote: str, coverage: float = 0.5, score: float = 0.5, lang: Lang = "en", uri: str = "") -> Candidate:
    document = Document(Source(uri or f"n/{quote}.md", "T", "note", lang), quote, ())
    return Candidate(Span(document, 0, len(quote)), 1, 0.9, coverage, score)


# one ranking


@given(SCORES, WORDS, SCORES, WORDS, st.floats(0, 1))
@settings(deadline=None, max_examples=60)
def test_everything_found_is_ranked_once_best_first(
    dense: dict[str, float], lexical: dict[str, float], other: dict[str, float], words: dict[str, float], weight: float
) -> None:
    found = [searched("en", dense, lexical), searched("fr", other, words)]
    ranked = fuse(found, "en", SearchSettings(dense_weight=weight), E5_SMALL)
    ids = [chunk.id for chunk, _ in ranked]
    assert sorted(ids) == sorted({hit.chunk.id for one in found for hit in (*one.dense, *one.lexical)})
    fused = [scores.fused for _, scores in ranked]
    assert fused == sorted(fused, reverse=True)
    assert all(0 <= value <= 1 + 1e-9 for value in fused)


@given(SCORES, WORDS)
@settings(deadline=None, max_examples=40)
def test_one_search_alone_ranks_as_it_did(dense: dict[str, float], lexical: dict[str, float]) -> None:
    one = [searched("en", dense, lexical)]
    by_words = [s.lexical or 0.0 for _, s in fuse(one, "en", SearchSettings(dense_weight=0.0), E5_SMALL)]
    assert by_words == sorted(by_words, reverse=True)
    near = {name: value for name, value in dense.items() if value > max(dense.values()) - E5_SMALL.span}
    alone = [searched("en", near, {})]
    by_meaning = [s.dense or 0.0 for _, s in fuse(alone, "en", SearchSettings(dense_weight=1.0), E5_SMALL)]
    assert by_meaning == pytest.approx(sorted(by_meaning, reverse=True))


@given(SCORES, st.data())
@settings(deadline=None, max_examples=40)
def test_ranking_again_keeps_passages_and_scores(dense: dict[str, float], data: st.DataObject) -> None:
    ranked = fuse([searched("en", dense, {})], "en", SearchSettings(), E5_SMALL)
    sentences = data.draw(st.lists(st.floats(0.5, 1), min_size=len(ranked), max_size=len(ranked)))
    again = rescore(ranked, sentences, "en", SearchSettings(), E5_SMALL)
    assert {chunk.id for chunk, _ in again} == {chunk.id for chunk, _ in ranked}
    before = {chunk.id: (scores.dense, scores.lexical) for chunk, scores in ranked}
    assert all(before[chunk.id] == (scores.dense, scores.lexical) for chunk, scores in again)


def test_where_translations_were_not_measured_no_language_is_favoured() -> None:
    found = [searched("en", {"a": 0.8}, {}), searched("fr", {"b": 0.8}, {})]
    scores = [s.fused for _, s in fuse(found, "en", SearchSettings(), NEUTRAL)]
    assert scores[0] == scores[1]


# opposites


@pytest.mark.parametrize(
    ("question", "quotes", "kept"),
    [
        ("Is there a retrieval fee?", ["A retrieval fee.", "No retrieval fee."], ["A retrieval fee."]),
        ("What has no retrieval fee?", ["A retrieval fee.", "No retrieval fee."], ["No retrieval fee."]),
        ("Is there a retrieval fee?", ["A retrieval fee.", "No storage fee."], ["A retrieval fee.", "No storage fee."]),
        (
            "Is there a fee?",
            ["No retrieval fee.", "Without retrieval fee."],
            ["No retrieval fee.", "Without retrieval fee."],
        ),
        ("A fee?", [], []),
    ],
)
def test_of_two_opposites_the_one_that_is_asked_for_stays(question: str, quotes: list[str], kept: list[str]) -> None:
    asked = read_question(parse_question(question))
    found = Found(asked, (), [candidate(quote) for quote in quotes])
    assert [one.quote for one in answering(found)] == kept


@pytest.mark.parametrize(
    ("more", "kept"), [(0.1, "No retrieval fee."), (0.0, "A retrieval fee."), (-0.1, "A retrieval fee.")]
)
def test_what_covers_more_of_the_question_wins(more: float, kept: str) -> None:
    asked = read_question(parse_question("Is there a retrieval fee?"))
    found = Found(asked, (), [candidate("A retrieval fee.", 0.5), candidate("No retrieval fee.", 0.5 + more)])
    assert [one.quote for one in answering(found)] == [kept]


def test_long_sentences_say_what_they_are_about() -> None:
    words = "retrieval storage request transfer archive restore bucket object region account month price total"
    asked = read_question(parse_question("Is there a fee?"))
    found = Found(asked, (), [candidate(f"A {words} fee."), candidate(f"No {words} fee.")])
    assert len(answering(found)) == 2


# picking


RANKED = st.lists(st.floats(0, 1), max_size=8)


def ranked(scores: list[float]) -> list[Ranked]:
    names = "alpha bravo carbon delta echo foxtrot golf hotel".split()
    found = [
        Ranked(candidate(f"{names[place]} {names[-1 - place]}{place} statement{place}."), score, (), Likeness())
        for place, score in enumerate(scores)
    ]
    return sorted(found, key=lambda one: -one.score)


@given(RANKED, st.integers(1, 8))
@settings(deadline=None, max_examples=60)
def test_no_more_is_picked_than_asked_for_and_the_best_is_among_it(scores: list[float], most: int) -> None:
    found = ranked(scores)
    picked = pick(found, most)
    assert len(picked) <= most
    assert len({one.candidate.span.place for one in picked}) == len(picked)
    assert not found or found[0] in picked
    places = quotable(picked)
    assert len(places) <= 4
    assert all(0 <= place < len(picked) for place in places)
    assert [e.number for e in as_evidence(picked)] == list(range(1, len(picked) + 1))


def test_evidence_is_numbered_with_rounded_scores() -> None:
    found = number([candidate("One.", score=0.123456), candidate("Two.", score=1.0)])
    assert [(e.number, e.quote, e.score) for e in found] == [(1, "One.", 0.1235), (2, "Two.", 1.0)]


# options


SIGNALS = st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)).map(lambda p: Signals(*p)), min_size=1, max_size=6)


@given(SIGNALS)
@settings(deadline=None, max_examples=40)
def test_features_are_standardised_within_the_question(signals: list[Signals]) -> None:
    for column in zip(*rows(signals), strict=True):
        assert sum(column) == pytest.approx(0, abs=1e-6)
    assert all(0 < chance < 1 for chance in chances(signals))


@given(SIGNALS, st.floats(-3, 3))
@settings(deadline=None, max_examples=40)
def test_what_all_options_share_says_nothing(signals: list[Signals], more: float) -> None:
    moved = [dataclasses.replace(s, joint=s.joint + more) for s in signals]
    if max(s.joint for s in signals) - min(s.joint for s in signals) > 0.01:
        assert chances(moved) == pytest.approx(chances(signals), abs=1e-3)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=6), st.integers(1, 5))
@settings(deadline=None, max_examples=60)
def test_the_best_options_are_chosen_in_their_order(scores: list[float], count: int) -> None:
    count = min(count, len(scores))
    chosen, lead = chosen_of(scores, count)
    assert chosen == sorted(chosen)
    assert len(chosen) == count
    left = [score for place, score in enumerate(scores) if place not in chosen]
    assert all(scores[place] >= score for place in chosen for score in left)
    assert lead == (min(scores[place] for place in chosen) - max(left) if left else 1.0)


def test_no_options_have_no_chances() -> None:
    assert chances([]) == []
