"""The numbers of finding at their borders: how many sentences are picked, from which share on, what is the same."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asking.asked import Asked, asked_of
from assistant.finding.evidence import Candidate, Found
from assistant.finding.fusion import Searched, SearchSettings, fuse, rescore
from assistant.finding.opposed import answering
from assistant.finding.picking import pick, quotable
from assistant.finding.ranking import Likeness, Ranked, sides
from assistant.finding.signals import asks_which, likeliest, missing_identifiers
from assistant.schema import Scores
from ingest.embedding.calibration import E5_SMALL, NEUTRAL, calibration_of, notice_of
from ingest.index.store import Hit
from ingest.schema import Chunk, Document, Lang, Source, Span

FIGURES = "one two three four five six seven eight nine ten eleven twelve".split()


def candidate(quote: str, *, uri: str = "", coverage: float = 0.5, section: tuple[str, ...] = ()) -> Candidate:
    document = Document(Source(uri or f"n/{quote}.md", "T", "note", "en"), quote, ())
    return Candidate(Span(document, 0, len(quote), section), 1, 0.9, coverage, 0.5)


def ranked(quote: str, score: float, *by_part: float, uri: str = "", section: tuple[str, ...] = ()) -> Ranked:
    return Ranked(candidate(quote, uri=uri, section=section), score, by_part, Likeness())


def chain(*scores: float) -> list[Ranked]:
    """Sentences that have no word in common, with these chances."""
    return [ranked(f"{FIGURES[k]}{FIGURES[k]} stand{k} alone{k}.", score) for k, score in enumerate(scores)]


def places(found: list[Ranked], picked: list[Ranked]) -> list[int]:
    return [found.index(one) for one in picked]


def shaped(shape: str) -> Asked:
    return dataclasses.replace(asked_of("kinesis", "en"), groups=(), shape=shape)  # type: ignore[arg-type]


# how many


@pytest.mark.parametrize(
    ("shape", "most"), [("value", 4), ("several", 6), ("steps", 6), ("comparison", 5), ("open", 4)]
)
def test_how_many_sentences_an_answer_has(shape: str, most: int) -> None:
    found = chain(*[0.9] * 9)
    assert quotable(found, shaped(shape)) == list(range(most))
    assert quotable(found[: most - 1], shaped(shape)) == list(range(most - 1))


@pytest.mark.parametrize("shape", ["value", "several", "steps", "comparison", "open"])
@pytest.mark.parametrize(("share", "quoted"), [(0.44, False), (0.451, True)])
def test_from_which_share_of_the_best_a_sentence_is_quoted(shape: str, share: float, quoted: bool) -> None:
    found = chain(0.8, share * 0.8)
    assert (1 in quotable(found, shaped(shape))) is quoted


def test_without_a_question_the_cut_is_that_of_an_open_one() -> None:
    assert len(quotable(chain(*[0.9] * 9))) == 4
    assert quotable(chain(0.9, 0.9 * 0.44)) == [0]


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=9), st.integers(1, 9))
@settings(deadline=None, max_examples=50)
def test_the_next_best_are_picked_in_their_order(scores: list[float], most: int) -> None:
    found = chain(*sorted(scores, reverse=True))
    assert places(found, pick(found, most)) == list(range(min(most, len(found))))


# what says the same


@pytest.mark.parametrize(
    ("shared", "own", "same"),
    [(7, 3, True), (6, 3, False), (7, 4, False), (14, 6, True), (13, 6, False), (1, 0, True), (0, 1, False)],
)
def test_seven_words_of_ten_in_common_say_the_same(shared: int, own: int, same: bool) -> None:
    """`own` are words of the second document only: the share is of all the words of both."""
    names = [f"stream{chr(97 + k)}{chr(97 + k)}x" for k in range(20)]
    first = " ".join(names[:shared] or ["other"])
    second = " ".join([*names[:shared], *[f"shard{chr(97 + k)}{chr(97 + k)}y" for k in range(own)]])
    found = [ranked(first, 0.9, uri="a.md"), ranked(second, 0.8, uri="b.md")]
    assert (len(pick(found, 5)) == 1) is same


@pytest.mark.parametrize(("second", "same"), [("alpha bravo carbon delta echo foxtrot golf hotel", False), ("", True)])
def test_in_one_document_each_that_has_words_of_its_own_says_something_else(second: str, same: bool) -> None:
    first = "alpha bravo carbon delta echo foxtrot golf india"
    found = [ranked(first, 0.9, uri="a.md"), ranked(second or f"{first} hotel", 0.8, uri="a.md")]
    assert (len(pick(found, 5)) == 1) is same


# parts


@pytest.mark.parametrize(("own", "kept"), [(0.19, False), (0.21, True)])
def test_the_sentence_of_a_part_alone_must_be_a_fifth_as_likely_as_its_best(own: float, kept: bool) -> None:
    """The first serves both parts better; the last is about the second alone."""
    found = chain(0.9, 0.8, 0.7, 0.01)
    parts = [(1.0, 1.0), (0.5, 0.0), (0.4, 0.0), (0.0, own)]
    found = [dataclasses.replace(one, by_part=part) for one, part in zip(found, parts, strict=True)]
    found[0] = dataclasses.replace(found[0], by_part=(1.0, 0.999))
    assert (found[3] in pick(found, 2)) is kept


@pytest.mark.parametrize(("share", "kept"), [(0.19, False), (0.21, True)])
def test_a_sentence_for_a_thing_named_must_be_a_fifth_as_likely_as_the_best(share: float, kept: bool) -> None:
    asked = asked_of("Quelles sont les valeurs de window_size et de min_count ?", "fr")
    found = [ranked("The window_size is 5.", 0.8), ranked("A window moves on.", 0.7)]
    found.append(ranked("The min_count is 7.", share * 0.8))
    assert (found[2] in pick(found, 2, asked)) is kept


@pytest.mark.parametrize(("heading", "listed"), [("Three processing modes", True), ("Three modes", False)])
def test_a_heading_must_say_more_than_half_of_what_is_asked(heading: str, listed: bool) -> None:
    asked = asked_of("What are the processing modes of Comprehend?", "en")
    found = [ranked("Comprehend reads text.", 0.9, uri="b.md")]
    found += [ranked(f"Item{k} word{k}.", 0.05, uri="a.md", section=("Guide", heading)) for k in range(3)]
    assert (len(quotable(pick(found, 9, asked), asked)) == 4) is listed


# opposites


@pytest.mark.parametrize(("words", "beaten"), [(11, True), (12, True), (13, False)])
def test_sentences_of_more_than_twelve_words_say_what_they_are_about(words: int, beaten: bool) -> None:
    names = "retrieval storage request transfer archive restore bucket object region account month price total fee"
    text = " ".join(names.split()[:words])
    found = Found(asked_of("Is there a fee?", "en"), (), [candidate(f"{text}."), candidate(f"No {text}.")])
    assert (len(answering(found)) == 1) is beaten


# likely sentences


@pytest.mark.parametrize(
    ("scores", "count"),
    [((0.9,), 1), ((0.9,) * 4, 4), ((0.9,) * 6, 4), ((0.9, 0.37), 2), ((0.9, 0.35), 1), ((0.9, 0.3, 0.9), 2)],
)
def test_the_few_that_may_state_the_answer(scores: tuple[float, ...], count: int) -> None:
    assert len(likeliest(chain(*scores))) == count


@pytest.mark.parametrize(
    ("text", "lang", "count"),
    [
        ("What is the difference between SMOTE and ADASYN?", "en", 2),
        ("Quelle est la différence entre SMOTE et ADASYN ?", "fr", 2),
        ("Compare SMOTE, ADASYN and XGBoost.", "en", 3),
        ("What is SMOTE?", "en", 0),
        ("What does SMOTE do with ADASYN?", "en", 0),
    ],
)
def test_the_sides_of_a_comparison(text: str, lang: Lang, count: int) -> None:
    assert len(sides(asked_of(text, lang))) == count


def test_more_than_three_things_are_no_sides() -> None:
    assert sides(asked_of("Compare SMOTE, ADASYN, XGBoost and DeepAR.", "en")) == ()


@pytest.mark.parametrize(
    ("text", "lang", "asks"),
    [
        ("What is the default value of it?", "en", True),
        ("What is the maximum number of shards?", "en", True),
        ("Combien de fragments ?", "fr", True),
        ("Laquelle est la meilleure ?", "fr", True),
        ("How does it work?", "en", False),
    ],
)
def test_one_of_a_kind(text: str, lang: Lang, asks: bool) -> None:
    assert asks_which(asked_of(text, lang)) is asks


@pytest.mark.parametrize(
    ("evidence", "missing"),
    [
        ("max_delta_step is 0", []),
        ("max-delta-step is 0", []),
        ("max delta step is 0", []),
        ("max step", ["max_delta_step"]),
        ("", ["max_delta_step"]),
    ],
)
def test_an_identifier_is_there_in_any_of_its_spellings(evidence: str, missing: list[str]) -> None:
    assert missing_identifiers(asked_of("What is max_delta_step and max_delta_step?", "en"), evidence) == missing


# one ranking of two searches


def chunk(name: str, lang: Lang = "en") -> Chunk:
    return Chunk(id=name, document_id="d", ordinal=0, text=name, start=0, end=len(name), lang=lang)


def searched(dense: dict[str, float], lexical: dict[str, float], lang: Lang = "en") -> Searched:
    return Searched(
        lang, [Hit(chunk(n, lang), s) for n, s in dense.items()], [Hit(chunk(n, lang), s) for n, s in lexical.items()]
    )


def fused(found: list[Searched], weight: float = 0.65) -> dict[str, float]:
    own = SearchSettings(dense_weight=weight)
    return {one.id: scores.fused for one, scores in fuse(found, "en", own, E5_SMALL)}


def test_meaning_counts_by_its_distance_from_the_best_and_words_as_a_share_of_the_best() -> None:
    found = fused([searched({"a": 0.90, "b": 0.85, "c": 0.80, "d": 0.70}, {"a": 4.0, "b": 1.0, "e": 2.0})])
    assert found["a"] == pytest.approx(1.0)
    assert found["b"] == pytest.approx(0.65 * 0.5 + 0.35 * 0.25)
    assert found["c"] == pytest.approx(0.0, abs=1e-9)
    assert found["d"] == 0.0  # further than the span is as far as can be
    assert found["e"] == pytest.approx(0.35 * 0.5)  # found by words only


@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
def test_the_two_weights_are_one_together(weight: float) -> None:
    found = fused([searched({"a": 0.9, "b": 0.85}, {"a": 2.0, "b": 2.0})], weight)
    assert found["a"] == pytest.approx(1.0)
    assert found["b"] == pytest.approx(1.0 - 0.5 * weight)


def test_what_dense_search_did_not_return_is_further_than_all_it_did() -> None:
    found = fused([searched({"a": 0.90, "b": 0.89}, {"z": 1.0})], 1.0)
    assert found["b"] == pytest.approx(0.9)
    assert found["z"] == 0.0


def test_ties_are_in_the_order_of_ids() -> None:
    own = fuse([searched({"b": 0.9, "a": 0.9, "c": 0.9}, {})], "en", SearchSettings(), E5_SMALL)
    assert [one.id for one, _ in own] == ["a", "b", "c"]


def test_again_by_the_mean_of_passage_and_best_sentence() -> None:
    before = [(chunk("a"), Scores(0.90, None, 0.9)), (chunk("b"), Scores(0.86, None, 0.8))]
    again = {one.id: s.fused for one, s in rescore(before, [0.80, 0.90], "en", SearchSettings(), E5_SMALL)}
    # means 0.85 and 0.88: b is the best, a stands 0.03 of 0.1 below it
    assert again["b"] == pytest.approx(0.65)
    assert again["a"] == pytest.approx(0.65 * 0.7)


def test_again_a_passage_found_by_words_only_counts_by_its_sentence() -> None:
    before = [(chunk("a"), Scores(0.86, None, 0.9)), (chunk("w"), Scores(None, 3.0, 0.3))]
    again = {one.id: s.fused for one, s in rescore(before, [0.86, 0.90], "en", SearchSettings(), E5_SMALL)}
    assert again["w"] == pytest.approx(1.0)
    assert again["a"] == pytest.approx(0.65 * 0.6)


def test_the_defaults_of_a_search() -> None:
    own = SearchSettings()
    assert (own.candidates, own.passages, own.rescored) == (120, 8, 12)
    assert (own.dense_weight, own.expansion_weight, own.expand) == (0.65, 0.7, True)


# scales of an embedder


@pytest.mark.parametrize(("cosine", "likeness"), [(0.76, 0.0), (0.7, 0.0), (0.93, 1.0), (0.99, 1.0), (0.845, 0.5)])
def test_likeness_of_the_default_model(cosine: float, likeness: float) -> None:
    assert E5_SMALL.likeness(cosine) == pytest.approx(likeness)


@pytest.mark.parametrize(
    ("cosine", "cross", "spreads"), [(0.94, False, 0.0), (0.965, False, 1.0), (0.92, True, 0.0), (0.87, True, -2.0)]
)
def test_a_claim_is_measured_by_usual_cosines_of_its_pair_of_languages(
    cosine: float, cross: bool, spreads: float
) -> None:
    assert E5_SMALL.meaning(cosine, cross=cross) == pytest.approx(spreads)
    assert NEUTRAL.meaning(cosine, cross=cross) is None


def test_only_the_measured_model_judges_claims_and_only_others_have_a_notice() -> None:
    assert calibration_of(E5_SMALL.model) is E5_SMALL
    assert (E5_SMALL.judges_claims, NEUTRAL.judges_claims) == (True, False)
    assert notice_of(E5_SMALL.model) == ""
    assert "other-model" in notice_of("other-model")
    half = dataclasses.replace(E5_SMALL, translated=None)
    assert not half.judges_claims
