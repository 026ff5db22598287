"""How long work reports itself: a callback shape, and a bar for people who watch a terminal.

Owns how progress is shown (rich, on standard error); the work only says stage, done and total.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Protocol, TextIO


class Progress(Protocol):
    """Hears of a stage's progress. `total` 0 means not yet known."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def silent(stage: str, done: int, total: int) -> None:
    """Show nothing."""


def counter(stage: str, total: int, progress: Progress) -> Callable[[int], None]:
    """A function that takes how much more of a stage is done and tells `progress` the sum."""
    done = 0
    progress(stage, 0, total)

    def add(more: int) -> None:
        nonlocal done
        done += more
        progress(stage, done, total)

    return add


@contextmanager
def timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    """Note in `seconds` how long a stage took."""
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] = round(time.perf_counter() - start, 3)


class ProgressLines:
    """Each step as a line of JSON, for a program that started the work; at most ten lines a second for a stage.

    Nobody listening any more is no reason to stop: what was begun is finished.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream or sys.stdout
        self._clock = clock
        self._said: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = self._clock()
        if 0 < done < total and now - self._said.get(stage, now - 1) < 0.1:
            return
        self._said[stage] = now
        self.tell({"stage": stage, "done": done, "total": total})

    def tell(self, values: dict[str, object]) -> None:
        """Write one line."""
        with suppress(OSError):
            self._stream.write(json.dumps(values, ensure_ascii=True) + "\n")
            self._stream.flush()


def seconds_left(done: int, total: int, spent: float) -> float | None:
    """How long a stage still takes at its pace so far; None while that is not known."""
    if not total or not done or done >= total or spent < 1:
        return None
    return spent / done * (total - done)


class ProgressBar:
    """Counts and time left on a terminal; one plain line every few seconds elsewhere (a log file, CI)."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}
        self._started: dict[str, float] = {}
        self._said: dict[str, float] = {}

    def __enter__(self) -> ProgressBar:
        if self._stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as RichProgress

            self._bar = RichProgress(
                TextColumn("{task.description:<18}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("time left"),
                TimeRemainingColumn(),
                console=Console(file=self._stream),
            )
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._bar is not None:
            if stage not in self._tasks:
                self._tasks[stage] = self._bar.add_task(stage, total=total or None)
            self._bar.update(self._tasks[stage], completed=done, total=total or None)
            return
        now = self._clock()
        self._started.setdefault(stage, now)
        finished = bool(total) and done >= total
        if finished or now - self._said.get(stage, now - 10) >= 5:
            self._said[stage] = now
            self._stream.write(f"{stage}: {done}/{total or '?'}{self._left(stage, done, total, now)}\n")
            self._stream.flush()

    def _left(self, stage: str, done: int, total: int, now: float) -> str:
        left = seconds_left(done, total, now - self._started[stage])
        return "" if left is None else f", about {left:.0f} s left"
