"""What a reader learns from: a text, the words it is held against, and the class of the two.

Owns how lines become pairs, the folds by document and the order in which pairs are drawn for a learning curve. A claim
is read with its sentence as the checker reads it (`source_text`). A question is read with one or two sentences of its
passage, with the one that answers it or without it, so that the question alone says nothing. What test items are about
is never learned from. Knows no model.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.checking.opinion.second_opinion import source_text
from assistant.checking.window import Window
from evals.checker.items import LabelledItem, documents, evidence_of
from evals.checker.items import load as load_labelled
from evals.entailment.items import Entry, Question
from evals.entailment.places import Places
from evals.material.load import further_files, load_questions, tuning_files
from ingest.corpus.pairs import english_of
from ingest.schema import Lang
from ingest.subjects import told

Task = Literal["claim", "question"]
CLASSES: dict[Task, tuple[str, ...]] = {
    "claim": ("supported", "contradicted", "not_found"),
    "question": ("answered", "unanswered"),
}
_MOST_SENTENCES = 2
_WITH_ANSWER = 0.75  # of the questions that are answered, the rest is read with other sentences of the passage


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and evidence; `target` is a place in the task's CLASSES, `group` stays on one side of every split.

    `id` is the line's (or the labelled item's) id; `kind`, `lang` and `evidence_lang` are for tables.
    """

    id: str
    task: Task
    text: str
    evidence: str
    target: int
    group: str
    kind: str
    lang: Lang
    evidence_lang: Lang

    @property
    def positive(self) -> bool:
        """Whether it is of the first class: supported, answered."""
        return self.target == 0


def pairs_of(entries: Iterable[Entry], places: Places, seed: int = 0) -> list[Pair]:
    """The pairs of lines whose words are there; `seed` draws which sentences a question is read with."""
    found: list[Pair] = []
    for entry in entries:
        sentences = places.sentences(entry.place)
        if sentences:
            found += _claims(entry, sentences[0])
            # Not Python's own hash, which differs from run to run.
            draw = random.Random(f"{seed} {entry.id}")  # noqa: S311 - which sentences, no secret
            found += _questions(entry, sentences, draw)
    return found


def labelled_pairs(items: Sequence[LabelledItem]) -> list[Pair]:
    """The labelled claims of `evals/checker`; one that is supported in part is not found."""
    corpus = documents()
    labels = {name: place for place, name in enumerate(CLASSES["claim"])} | {"partly": 2}
    return [
        Pair(
            item.id,
            "claim",
            item.claim,
            source_text(evidence_of(item, corpus)),
            labels[item.label],
            english_of(item.uri),
            item.edit,
            item.lang,
            item.evidence_lang,
        )
        for item in items
    ]


def kept_for_testing() -> frozenset[str]:
    """The documents (as groups) that labelled claims and questions of the test splits are about."""
    asked = [one for paths in ((), (*tuning_files(), *further_files())) for one in load_questions(paths)]
    uris = [item.uri for item in load_labelled(split="test")]
    uris += [place.uri for one in asked if one.split == "test" for place in one.evidence]
    return frozenset(map(english_of, uris))


def fold_of(group: str, folds: int) -> int:
    """Which of so many folds a document belongs to, always the same."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds


def drawn(pairs: Sequence[Pair], most: int, seed: int = 0) -> list[Pair]:
    """At most so many pairs, all those of a line or none: a smaller number is the beginning of a larger one."""
    lines: dict[str, list[Pair]] = {}
    for pair in pairs:
        lines.setdefault(pair.id, []).append(pair)
    names = sorted(lines)
    random.Random(seed).shuffle(names)  # noqa: S311 - an order, no secret
    found: list[Pair] = []
    for name in names:
        if len(found) + len(lines[name]) > most:
            break
        found += lines[name]
    return found


def passage_text(sentences: Sequence[Window]) -> str:
    """Sentences of one passage as a reader reads them for a question: the nearest heading, then their words."""
    headings = sentences[0].headings
    heading = f"({headings[-1]})" if headings else ""
    return " ".join(" ".join(part.split()) for part in (heading, *(told(one.span) for one in sentences)) if part)


def _claims(entry: Entry, evidence: Window) -> Iterator[Pair]:
    place, source = entry.place, source_text(evidence)
    for one in entry.claims:
        target = CLASSES["claim"].index(one.label)
        yield Pair(entry.id, "claim", one.text, source, target, place.group, one.kind, one.lang, place.lang)


def _questions(entry: Entry, sentences: Sequence[Window], draw: random.Random) -> Iterator[Pair]:
    place = entry.place
    for one in entry.questions:
        shown, answered = _view(one, len(sentences), draw)
        source = passage_text([sentences[number] for number in shown])
        kind = one.kind if one.sentence is None or answered else "elsewhere"
        yield Pair(entry.id, "question", one.text, source, int(not answered), place.group, kind, one.lang, place.lang)


def _view(question: Question, sentences: int, draw: random.Random) -> tuple[list[int], bool]:
    """Which sentences a question is read with, and whether they answer it."""
    others = [number for number in range(sentences) if number != question.sentence]
    if question.sentence is not None and (not others or draw.random() < _WITH_ANSWER):
        beside = draw.sample(others, min(len(others), draw.randint(0, _MOST_SENTENCES - 1)))
        return sorted([question.sentence, *beside]), True
    return sorted(draw.sample(others, min(len(others), draw.randint(1, _MOST_SENTENCES)))), False
