"""A build in the background: what is known of it, whatever way it ends. The process is a list of lines."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.library.rebuild import Rebuilding, process_of
from ingest.schema import Problem
from ingest.settings import IngestSettings

_SECONDS = 20.0
REPORT = {
    "build": "20261130T000000-abc",
    "documents": 3,
    "chunks": 9,
    "read": 1,
    "embedded": 2,
    "removed": 0,
    "problems": [{"uri": "library/documents/a.pdf", "code": "pdf-damaged", "reason": "It is.", "help": "Print it."}],
    "omissions": [],
}


class Said:
    """A process that says these lines and ends with a code; an Event in between waits for it."""

    def __init__(self, lines: Sequence[object], code: int = 0) -> None:
        self._lines, self.code, self.stopped = lines, code, threading.Event()

    def __enter__(self) -> Said:
        return self

    def __exit__(self, *_: object) -> None: ...

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if isinstance(line, threading.Event):
                assert line.wait(_SECONDS)
            elif isinstance(line, str):
                yield line
            else:
                yield json.dumps(line) + "\n"

    def stop(self) -> None:
        self.stopped.set()


def rebuilding(*processes: Any) -> tuple[Rebuilding, list[int]]:
    waiting, finished = list(processes), []
    return Rebuilding(lambda: waiting.pop(0), lambda: finished.append(1)), finished


def test_a_build_is_followed_and_its_end_told() -> None:
    go = threading.Event()
    build, finished = rebuilding(Said([{"stage": "Reading", "done": 2, "total": 4}, go, {"report": REPORT}]))
    assert build.work.number == 0
    build.start()
    while not build.work.stage:
        assert build.work.running
    assert (build.work.stage, build.work.done, build.work.total) == ("Reading", 2, 4)
    go.set()
    assert build.wait(_SECONDS)
    built = build.work.built
    assert built is not None
    assert (built.documents, built.changed, finished) == (3, True, [1])
    assert built.problems == (Problem("library/documents/a.pdf", "pdf-damaged", "It is.", "Print it."),)
    assert not build.work.running


def test_an_error_of_the_build_is_told_by_its_code() -> None:
    error = {"code": "index-busy", "message": "Another build is writing.", "help": "Wait."}
    build, _ = rebuilding(Said([{"error": error}], 2))
    build.start()
    assert build.wait(_SECONDS)
    failed = build.work.failed
    assert failed is not None
    assert (failed.kind, str(failed)) == ("index-busy", "Another build is writing. Wait.")


@pytest.mark.parametrize("code", [1, -9])
def test_a_build_that_dies_is_told(code: int) -> None:
    build, _ = rebuilding(Said(["Traceback ...\n", "MemoryError\n"], code))
    build.start()
    assert build.wait(_SECONDS)
    assert build.work.failed is not None
    assert build.work.failed.kind == "build-ended"


def test_a_build_that_cannot_be_started_is_told() -> None:
    def begin() -> Any:
        raise OSError("no memory")

    build = Rebuilding(begin, lambda: None)
    build.start()
    assert build.wait(_SECONDS)
    assert build.work.failed is not None
    assert build.work.failed.kind == "build"


def test_what_changes_meanwhile_is_built_afterwards() -> None:
    go = threading.Event()
    build, finished = rebuilding(Said([go, {"report": REPORT}]), Said([{"report": {**REPORT, "documents": 4}}]))
    build.start()
    build.start()
    build.start()
    assert build.work.again
    go.set()
    assert build.wait(_SECONDS)
    assert build.work.number == 2
    assert build.work.built is not None
    assert build.work.built.documents == 4
    assert finished == [1, 1]


def test_a_build_can_be_stopped() -> None:
    process = Said([], 130)
    process._lines = [{"stage": "Embedding", "done": 1, "total": 9}, process.stopped]
    build, _ = rebuilding(process)
    build.start()
    while not build.work.stage:
        pass
    build.start()
    build.stop()
    assert build.wait(_SECONDS)
    assert (build.work.built, build.work.failed, build.work.number) == (None, None, 1)


def test_time_left_is_that_of_the_stage() -> None:
    clock = iter([0.0, 10.0, 10.0, 14.0, 20.0, 20.0, 20.0])
    go = threading.Event()
    lines = [{"stage": "Embedding", "done": n, "total": 10} for n in (0, 2)]
    build = Rebuilding(lambda: Said([*lines, go, {"report": REPORT}]), lambda: None, lambda: next(clock))  # type: ignore[arg-type,return-value]
    build.start()
    while build.work.done != 2:
        pass
    assert build.work.seconds_left == pytest.approx(16.0)
    go.set()
    assert build.wait(_SECONDS)


@pytest.mark.slow
def test_the_real_process(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-256")
    monkeypatch.setenv("CITEPREP_DATA", str(tmp_path / "data"))
    settings = IngestSettings(corpus=(corpus,), index=tmp_path / "index", embedding_model="hashing-256")
    build = Rebuilding(process_of(settings), lambda: None)
    build.start()
    assert build.wait(120)
    assert build.work.built is not None, build.work.failed
    assert build.work.built.documents == 2
