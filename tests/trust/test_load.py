"""Sixteen learners who sign in ask beside builds: no error, no mixed-up answer, fair, and memory stays flat."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.answering.reopen import Reopening
from assistant.schema import Event, Final
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import open_index
from ingest.settings import IngestSettings
from tests.fakes import build_here
from tests.trust.counts import times

LEARNERS = 16
THINGS = ("quokka", "wombat", "numbat", "bilby", "dingo")
_MOST_GROWTH = 60_000_000  # bytes, after the first quarter: caches are full then


def name(number: int) -> str:
    return f"learner{number:02d}"


def resident() -> int:
    """Bytes of this process in memory, as Linux tells it."""
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * 4096


def write_library(library: Path) -> None:
    """One document for each learner, under the same name: of each thing that is asked about, a number of their own."""
    for number in range(LEARNERS):
        folder = library / f"@{name(number)}" / "documents"
        folder.mkdir(parents=True)
        told = [f"## {thing.title()} clusters\n\n{says(number, thing)} in Amazon S3.\n" for thing in THINGS]
        (folder / "notes.md").write_text("---\nlang: en\n---\n\n# Clusters\n\n" + "\n".join(told), encoding="utf-8")


def says(number: int, thing: str) -> str:
    """What a learner's document says of a thing: no two of these have the same number."""
    return f"A {thing} cluster keeps {1000 + 100 * THINGS.index(thing) + number} replicas"


class Learner(threading.Thread):
    """Asks about one thing after the other, once before the first build has ended and the rest after it.

    Each answer must be about what was asked, from the learner's own document.
    """

    def __init__(self, number: int, reopening: Reopening, questions: int, built: threading.Event) -> None:
        super().__init__(daemon=True)
        self._built = built
        self.number, self.questions, self.wrong, self.done = number, questions, [""][:0], 0
        self._seen = reopening.seen_by(name(number))

    def run(self) -> None:
        for place in range(self.questions):
            thing = THINGS[(self.number + place) % len(THINGS)]
            events = list(self._seen.ask(f"How many replicas does a {thing} cluster keep in Amazon S3?"))
            if said := wrong(events, self.number, thing):
                self.wrong.append(said)
            self.done += 1
            self._built.wait()


def wrong(events: list[Event], number: int, thing: str) -> str:
    """What is wrong with an answer; "" when nothing is: it begins with the asker's own sentence on what was asked."""
    last = events[-1]
    if not isinstance(last, Final):
        return f"{name(number)}, {thing}: {last!r}"
    first = last.answer.citations[0].quote if last.answer.citations else ""
    told = repr(events)
    others = [n for n in range(LEARNERS) if n != number and any(says(n, one) in told for one in THINGS)]
    return "" if says(number, thing) in first and not others else f"{name(number)}, {thing}: {first!r}, others {others}"


@pytest.mark.slow
@pytest.mark.long
def test_sixteen_learners_beside_builds(corpus: Path, tmp_path: Path) -> None:
    """A count of questions, not a time: 48 in `make test`, 640 in full, with a new build after each eighth of them."""
    write_library(tmp_path / "library")
    settings = IngestSettings(
        corpus=(corpus,), index=tmp_path / "index", embedding_model="hashing-256", library=tmp_path / "library"
    )
    build_here(settings, HashingEmbedder(256))
    assistant = Assistant(open_index(settings), HashingEmbedder(256), None, AssistantSettings(refusal_threshold=0.0))
    reopening, each = Reopening(assistant, settings), times(3, 40)
    first = threading.Event()
    learners = [Learner(number, reopening, each, first) for number in range(LEARNERS)]
    for learner in learners:
        learner.start()
    memory, built, spread = [], 0, []
    while any(learner.is_alive() for learner in learners):
        built += 1
        page = f"---\nlang: en\n---\n\n# Page {built}\n\nWombats of build {built} graze at night.\n"
        (corpus / f"page{built}.md").write_text(page, encoding="utf-8")
        build_here(settings, HashingEmbedder(256))
        first.set()
        enough = min(each * LEARNERS, built * each * LEARNERS // 8)
        while sum(learner.done for learner in learners) < enough and any(one.is_alive() for one in learners):
            learners[0].join(0.05)
        counts = [learner.done for learner in learners]
        spread.append(max(counts) - min(counts))
        if sys.platform == "linux":
            memory.append(resident())
    assert [said for learner in learners for said in learner.wrong] == []
    assert [learner.done for learner in learners] == [each] * LEARNERS
    assert reopening.index.manifest.documents >= 3  # newer builds were opened between two questions
    assert max(spread) <= max(3, each // 2)  # nobody waits while another one gets half of all answers
    if len(memory) > 4:
        assert max(memory) - memory[len(memory) // 4] < _MOST_GROWTH, memory
