"""The index brought up to date while answering goes on: a build in a process of its own, followed step by step.

Owns when a build runs and what is known of it. What a build does is `ingest`'s; what is opened afterwards is for
whoever gave `finished`.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from ingest.errors import IngestError
from ingest.process import environment
from ingest.progress import seconds_left
from ingest.schema import LeftOut, Problem
from ingest.settings import IngestSettings

_LOG = logging.getLogger(__name__)
_LAST_WORDS = 5


class BuildFailed(IngestError):
    """A build in the background that ended with an error. Its code is that of the error, as an attribute."""

    code = "build"

    def __init__(self, code: str, message: str, help: str) -> None:
        super().__init__(message, help=help)
        self.kind = code


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: all documents and passages there are now, files read, passages embedded anew, files gone.

    `seconds` from its start to its end.
    """

    documents: int
    chunks: int
    read: int
    embedded: int
    removed: int
    problems: tuple[Problem, ...]
    omissions: tuple[LeftOut, ...]
    seconds: float
    changed: bool


@dataclass(frozen=True, slots=True)
class Work:
    """How far a build is. `number` counts builds, 0 before the first; `total` 0 while it is not known.

    `seconds_left` of the present stage. `again`: something changed meanwhile, another one follows. When it has ended,
    either `built` or `failed` says how; neither where it was stopped.
    """

    number: int = 0
    running: bool = False
    again: bool = False
    stage: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    built: Built | None = None
    failed: BuildFailed | None = None


class Lines(AbstractContextManager["Lines"]):
    """The lines of a running build; ends it when asked to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __iter__(self) -> Iterator[str]:
        assert self._process.stdout is not None
        return iter(self._process.stdout)

    def __exit__(self, *_: object) -> None:
        self._process.wait()

    @property
    def code(self) -> int | None:
        """The exit code, None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Interrupt the build: what is published stays, what is embedded is kept for the next one."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)


Begin = Callable[[], Lines]


def process_of(settings: IngestSettings, *, allow_removal: bool = False) -> Begin:
    """Starts `python -m ingest build --background` over the settings' corpus and the library.

    Only with `allow_removal` may most documents of a folder be gone.
    """
    corpus = [part for path in settings.corpus for part in ("--corpus", str(path))]
    command = [sys.executable, "-m", "ingest", "build", "--background", *corpus, "--index", str(settings.index)]
    command += ["--allow-removal"] if allow_removal else []

    def begin() -> Lines:
        return Lines(
            subprocess.Popen(
                command,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            )
        )

    return begin


class Rebuilding:
    """At most one build at a time. Safe to share between threads; `finished` is called in a thread of its own.

    `allowing` begins a build in which most documents of a folder may be gone.
    """

    def __init__(
        self,
        begin: Begin,
        finished: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        *,
        allowing: Begin | None = None,
    ) -> None:
        self._begin = begin
        self._allowing = allowing or begin
        self._removal = False
        self._finished = finished
        self._clock = clock
        self._work = Work()
        self._lines: Lines | None = None
        self._lock = threading.Lock()
        self._idle = threading.Event()
        self._idle.set()

    @property
    def work(self) -> Work:
        """How far it is now."""
        with self._lock:
            return self._work

    def start(self, *, allow_removal: bool = False) -> None:
        """Build now, or once more after the build that runs: it may have passed what changed."""
        with self._lock:
            self._removal = self._removal or allow_removal
            if self._work.running:
                self._work = replace(self._work, again=True)
                return
            self._work = Work(self._work.number + 1, running=True)
            self._idle.clear()
        threading.Thread(target=self._run, daemon=True, name="citeprep-build").start()

    def stop(self) -> None:
        """End the build that runs."""
        with self._lock:
            self._work = replace(self._work, again=False)
            if self._lines is not None:
                self._lines.stop()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing runs; False when it still does."""
        return self._idle.wait(seconds)

    def _run(self) -> None:
        while True:
            ended = self._once()
            try:
                self._finished()
            except Exception:
                _LOG.exception("What follows a build failed.")
            with self._lock:
                if not self._work.again:
                    self._work = replace(ended, running=False)
                    self._idle.set()
                    return
                self._work = Work(self._work.number + 1, running=True)

    def _once(self) -> Work:
        started = self._clock()
        last: list[str] = []
        try:
            with self._following() as lines:
                for told in _told(lines, last):
                    if "report" in told:
                        return self._ended(built=_built(told["report"], self._clock() - started))
                    if "error" in told:
                        return self._ended(failed=BuildFailed(**{k: str(v) for k, v in told["error"].items()}))
                    self._step(told, started)
        except Exception:
            _LOG.exception("A build could not be followed.")
            return self._ended(failed=BuildFailed("build", "The build could not be started.", "See the program's log."))
        if lines.code in (130, -signal.SIGINT, -signal.SIGTERM):
            return self._ended()
        _LOG.error("A build ended with %s: %s", lines.code, " ".join(last))
        return self._ended(
            failed=BuildFailed(
                "build-ended",
                f"The build ended before its time ({lines.code}).",
                "Start it again: what was done is kept. If it happens again, the program's log says more.",
            )
        )

    @contextmanager
    def _following(self) -> Iterator[Lines]:
        with self._lock:
            begin, self._removal = self._allowing if self._removal else self._begin, False
        with begin() as lines:
            with self._lock:
                self._lines = lines
            try:
                yield lines
            finally:
                with self._lock:
                    self._lines = None

    def _step(self, told: Mapping[str, Any], started: float) -> None:
        with self._lock:
            stage, done, total = str(told.get("stage", "")), int(told.get("done", 0)), int(told.get("total", 0))
            if stage != self._work.stage:
                self._stage_began = self._clock()
            left = seconds_left(done, total, self._clock() - self._stage_began)
            self._work = replace(self._work, stage=stage, done=done, total=total, seconds_left=left)

    def _ended(self, built: Built | None = None, failed: BuildFailed | None = None) -> Work:
        with self._lock:
            self._work = replace(self._work, built=built, failed=failed, seconds_left=None)
            return self._work


def _told(lines: Iterable[str], last: list[str]) -> Iterator[Mapping[str, Any]]:
    """What the build says; other lines (a library's warnings) are its last words in case it ends."""
    for line in lines:
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        if isinstance(value, dict):
            yield value
        elif line.strip():
            last.append(line.strip())
            del last[:-_LAST_WORDS]


def _built(report: Mapping[str, Any], seconds: float) -> Built:
    return Built(
        documents=report["documents"],
        chunks=report["chunks"],
        read=report["read"],
        embedded=report["embedded"],
        removed=report["removed"],
        problems=tuple(Problem(**row) for row in _rows(report["problems"])),
        omissions=tuple(LeftOut(**row) for row in _rows(report["omissions"])),
        seconds=round(seconds, 1),
        changed=bool(report["build"]),
    )


def _rows(value: object) -> Sequence[Mapping[str, Any]]:
    return value if isinstance(value, list) else []
