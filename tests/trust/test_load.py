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
_MOST_GROWTH = 60_000_000  # bytes, after the first quarter: caches are full then


def name(number: int) -> str:
    return f"learner{number:02d}"


def resident() -> int:
    """Bytes of this process in memory, as Linux tells it."""
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * 4096


def write_library(library: Path) -> None:
    """One document for each learner, under the same name, with a number of its own in it."""
    for number in range(LEARNERS):
        folder = library / f"@{name(number)}" / "documents"
        folder.mkdir(parents=True)
        text = f"# Quokka clusters\n\nA quokka cluster keeps {100 + number} replicas in Amazon S3.\n"
        (folder / "notes.md").write_text(text, encoding="utf-8")


class Learner(threading.Thread):
    """Asks the same question again and again, once before the first build has ended and the rest after it.

    Each answer must be of its own document.
    """

    def __init__(self, number: int, reopening: Reopening, questions: int, built: threading.Event) -> None:
        super().__init__(daemon=True)
        self._built = built
        self.number, self.questions, self.wrong, self.done = number, questions, [""][:0], 0
        self._seen = reopening.seen_by(name(number))

    def run(self) -> None:
        for _ in range(self.questions):
            events = list(self._seen.ask("How many replicas does a quokka cluster keep in Amazon S3?"))
            if said := wrong(events, self.number):
                self.wrong.append(said)
            self.done += 1
            self._built.wait()


def wrong(events: list[Event], number: int) -> str:
    """What is wrong with an answer; "" when nothing is."""
    last = events[-1]
    if not isinstance(last, Final):
        return f"{name(number)}: {last!r}"
    quotes = [citation.quote for citation in last.answer.citations]
    mine = any(f"keeps {100 + number} replicas" in quote for quote in quotes)
    others = [n for n in range(LEARNERS) if n != number and f"keeps {100 + n} replicas" in repr(events)]
    return "" if mine and not others else f"{name(number)}: own {mine}, others {others}"


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
