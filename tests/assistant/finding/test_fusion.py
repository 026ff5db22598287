"""Scores of several searches to one ranking."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.finding.fusion import Searched, SearchSettings, fuse, rescore
from assistant.schema import Scores
from ingest.embedding.calibration import E5_SMALL
from ingest.index.store import Hit
from ingest.schema import Chunk, Lang


def chunk(name: str, lang: Lang = "en") -> Chunk:
    return Chunk(id=name, document_id="d", ordinal=0, text=name, start=0, end=len(name), lang=lang)


def found(lang: Lang, dense: dict[str, float], lexical: dict[str, float]) -> Searched:
    return Searched(
        lang,
        [Hit(chunk(name, lang), score) for name, score in dense.items()],
        [Hit(chunk(name, lang), score) for name, score in lexical.items()],
    )


def order(ranked: list[tuple[Chunk, Scores]]) -> list[str]:
    return [one.id for one, _ in ranked]


def test_a_passage_that_both_searches_found_wins() -> None:
    one = found("en", {"a": 0.90, "b": 0.89}, {"b": 5.0, "c": 5.0})
    assert order(fuse([one], "en", SearchSettings(), E5_SMALL)) == ["b", "a", "c"]


def test_the_other_language_gets_its_due_and_no_more() -> None:
    pools = [found("en", {"own": 0.87}, {}), found("fr", {"other": 0.85, "far": 0.80}, {})]
    assert order(fuse(pools, "en", SearchSettings(), E5_SMALL)) == ["other", "own", "far"]
    assert order(fuse(pools, "en", SearchSettings(), dataclasses.replace(E5_SMALL, other_language=0.0))) == [
        "own",
        "other",
        "far",
    ]


@pytest.mark.parametrize("reader", ["en", "fr"])
@pytest.mark.parametrize("rescored", [False, True])
def test_a_translation_as_near_as_an_own_passage_comes_first(reader: Lang, rescored: bool) -> None:
    """It is near although the language speaks against it; both rankings have to know that."""
    other: Lang = "fr" if reader == "en" else "en"
    pools = [found(reader, {"a-own": 0.87}, {}), found(other, {"z-other": 0.87}, {})]
    ranked = fuse(pools, reader, SearchSettings(), E5_SMALL)
    if rescored:
        ranked = rescore(ranked, [0.86, 0.86], reader, SearchSettings(), E5_SMALL)
    assert order(ranked) == ["z-other", "a-own"]
    assert ranked[0][1].fused > ranked[1][1].fused


@pytest.mark.parametrize(("gap", "first"), [(0.024, "other"), (0.026, "own")])
def test_the_best_sentence_of_the_other_language_gets_its_due_and_no_more(gap: float, first: str) -> None:
    ranked = [(chunk("own"), Scores(0.87, None, 0.9)), (chunk("other", "fr"), Scores(0.87 - gap, None, 0.8))]
    again = rescore(ranked, [0.90, 0.90 - gap], "en", SearchSettings(), E5_SMALL)
    assert order(again)[0] == first


def test_a_weak_best_of_one_language_does_not_lead_a_strong_one_of_the_other() -> None:
    """The fault of scaling each language by itself: its best passage always counted in full."""
    pools = [found("en", {"good": 0.88, "fair": 0.85}, {}), found("fr", {"poor": 0.79, "worse": 0.78}, {})]
    assert order(fuse(pools, "en", SearchSettings(), E5_SMALL))[:2] == ["good", "fair"]


@pytest.mark.parametrize("dense_weight", [0.0, 0.65, 1.0])
def test_every_passage_is_kept_once(dense_weight: float) -> None:
    pools = [found("en", {"a": 0.9, "b": 0.8}, {"b": 2.0, "c": 1.0}), found("fr", {"d": 0.8}, {"e": 3.0})]
    settings = SearchSettings(dense_weight=dense_weight)
    assert sorted(order(fuse(pools, "fr", settings, E5_SMALL))) == ["a", "b", "c", "d", "e"]


def test_nothing_found_is_nothing() -> None:
    assert fuse([], "en", SearchSettings(), E5_SMALL) == []
    assert fuse([found("en", {}, {})], "en", SearchSettings(), E5_SMALL) == []


def test_the_best_sentence_can_change_the_order() -> None:
    ranked = [(chunk("a"), Scores(0.86, 1.0, 0.8)), (chunk("b"), Scores(0.85, 1.0, 0.7))]
    assert order(rescore(ranked, [0.84, 0.90], "en", SearchSettings(), E5_SMALL)) == ["b", "a"]
    assert order(rescore(ranked, [0.84, 0.84], "en", SearchSettings(), E5_SMALL)) == ["a", "b"]
    assert rescore([], [], "en", SearchSettings(), E5_SMALL) == []
