"""From lines to pairs: where the words are, what a question is read with, what stays on one side of a split."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.checker.items import load as load_labelled
from evals.entailment.__main__ import learned_from, written_pairs
from evals.entailment.items import Claim, Entry, Place, Question
from evals.entailment.pairs import Pair, drawn, fold_of, kept_for_testing, labelled_pairs, pairs_of
from evals.entailment.places import Places, digest
from ingest.corpus.pairs import english_of

TEXT = "# Post\n\n## Trays\n\nA tray holds a parcel for a day. It is green. Stamps are sold upstairs.\n"
URI = "guide/doc_source/post.md"
FIRST, SECOND, THIRD = "A tray holds a parcel for a day.", "It is green.", "Stamps are sold upstairs."


@pytest.fixture
def places(tmp_path: Path) -> Places:
    page = tmp_path / URI
    page.parent.mkdir(parents=True)
    page.write_text(TEXT, encoding="utf-8")
    return Places(tmp_path)


def place(*quotes: str, moved: int = 0) -> Place:
    spans = tuple((TEXT.find(quote) + moved, TEXT.find(quote) + len(quote) + moved) for quote in quotes)
    return Place(uri=URI, lang="en", spans=spans, digest=digest(quotes))


def test_the_words_of_a_page_are_found_by_position_and_when_a_reader_moves_them(places: Places) -> None:
    for moved in (0, -8):
        found = places.sentences(place(FIRST, SECOND, moved=moved))
        assert [one.text for one in found] == [FIRST, SECOND]
        assert found[0].headings[-1] == "Trays"
    assert places.sentences(place("A sentence that is not there.")) == []
    assert places.sentences(Place(uri="guide/gone.md", lang="en", spans=((0, 1),), digest="x")) == []
    assert Places(None).sentences(place(FIRST)) == []
    assert dict(places.missing) == {"other words": 1, "no such page": 1}


def test_a_claim_is_read_with_its_heading_and_the_sentence_it_leans_on(places: Places) -> None:
    entry = Entry("c1", "w", place(SECOND), (Claim("Le plateau est rouge.", "fr", "contradicted", "name"),))
    [pair] = pairs_of([entry], places)
    assert pair.evidence == f"(Trays) {FIRST} {SECOND}"
    assert (pair.task, pair.target, pair.lang, pair.evidence_lang) == ("claim", 1, "fr", "en")


def test_a_question_is_read_with_its_answer_or_without_it(places: Places) -> None:
    asked = (Question("How long?", "en", "answered", 0), Question("What does it cost?", "en", "attribute"))
    entries = [Entry(f"q{n}", "w", place(FIRST, SECOND, THIRD), questions=asked) for n in range(30)]
    pairs = pairs_of(entries, places)
    for pair in pairs:
        assert pair.positive == (pair.text == "How long?" and FIRST in pair.evidence)
    assert {pair.kind for pair in pairs} == {"answered", "elsewhere", "attribute"}
    assert sum(pair.positive for pair in pairs) > 15
    assert pairs_of(entries, places) == pairs


def test_what_is_asked_of_one_sentence_is_read_with_it(places: Places) -> None:
    entry = Entry("q1", "w", place(FIRST), questions=(Question("How long?", "en", "answered", 0),))
    assert [pair.positive for seed in range(9) for pair in pairs_of([entry], places, seed)] == [True] * 9


def test_nothing_is_learned_from_a_document_of_a_test_item(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Entry] = []
    monkeypatch.setattr("evals.entailment.__main__.pairs_of", lambda entries, _: seen.extend(entries) or [])
    monkeypatch.setattr("evals.entailment.pairs.documents", dict)  # reading the corpus takes seconds
    written_pairs(Places(None))
    assert len(kept_for_testing()) > 50
    assert len(seen) > 1500
    assert kept_for_testing() & {entry.place.group for entry in seen} == set()
    assert kept_for_testing() >= {english_of(item.uri) for item in load_labelled(split="test")}


def test_a_smaller_draw_is_the_beginning_of_a_larger_one() -> None:
    pairs = [
        Pair(f"c{line}", "claim", f"{line} {number}", "e", 0, "g", "near", "en", "en")
        for line in range(20)
        for number in range(4)
    ]
    few, more = drawn(pairs, 21), drawn(pairs, 50)
    assert (len(few), len(more)) == (20, 48)
    assert more[: len(few)] == few
    assert sorted(pair.text for pair in drawn(pairs, 1000)) == sorted(pair.text for pair in pairs)


def test_a_page_and_its_french_version_are_in_one_fold() -> None:
    french, english = (Place(uri=f"corpus/aws/x{end}", lang="en", quotes=("a",)) for end in (".fr.md", ".md"))
    assert french.group == english.group
    assert {fold_of(f"page {number}", 3) for number in range(30)} == {0, 1, 2}


def test_a_fold_is_never_learned_from() -> None:
    written = [
        Pair(f"c{n}", task, f"{n}", "e", 0, f"page {n}", "near", "en", "en")
        for n in range(60)
        for task in ("claim", "question")
    ]
    labelled = [Pair(f"l{n}", "claim", f"l{n}", "e", 0, f"page {n}", "roles", "en", "en") for n in range(60)]
    for fold in range(3):
        learned = learned_from(written, labelled, 10, fold)
        assert {fold_of(pair.group, 3) for pair in learned} == {0, 1, 2} - {fold}
        assert len({pair.text for pair in learned if pair.id[0] == "c" and pair.task == "claim"}) == 10
        outside = [pair for pair in labelled if fold_of(pair.group, 3) != fold]
        assert sum(pair.id[0] == "l" for pair in learned) == 2 * len(outside)
        assert sum(pair.task == "question" for pair in learned) == len(outside) // 2


def test_labelled_claims_are_pairs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.entailment.pairs.documents", dict)  # reading the corpus takes seconds
    items = load_labelled(split="dev")[:40]
    pairs = labelled_pairs(items)
    assert [pair.positive for pair in pairs] == [item.label == "supported" for item in items]
    assert all(pair.evidence for pair in pairs)
