"""Old and new side by side in one run: two checkouts take turns, so that both meet the same machine.

Owns what is asked, the turns, and what their figures come to. What a piece of work takes is the worker's.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.errors import EvalError
from evals.material.load import load_questions

WORKER = Path(__file__).with_name("worker.py")
WARM = ("Pipe mode streams data from Amazon S3.", "Le mode Pipe lit les données en continu.")
_START_SECONDS = 180
Raw = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of both sides: medians, lowest and highest, and how many there are. `ratio` is new to old."""

    name: str
    unit: str
    old: float
    new: float
    old_spread: tuple[float, float]
    new_spread: tuple[float, float]
    count: int

    @property
    def ratio(self) -> float:
        """New to old, of the medians."""
        return self.new / self.old if self.old else 0.0


UNITS = {
    "retrieval": "CPU s", "answer": "CPU s", "exam": "CPU s", "claim": "CPU s", "open": "CPU s", "memory": "MB",
    "HTTP 200, CPU": "CPU s", "HTTP 200, wall": "s", "first answer, CPU": "CPU s", "first answer, wall": "s",
    "ingestion, CPU": "CPU s", "ingestion, memory": "MB",
}  # fmt: skip


def bench(
    old: Path, new: Path, *, each: int, repeats: int, corpus: Path | None, say: Callable[[str], None]
) -> dict[str, Raw]:
    """Raw figures of "old" and "new". `corpus`: what is ingested; None leaves ingestion out. Raises EvalError."""
    sides = {"old": old.resolve(), "new": new.resolve()}
    for tree in sides.values():
        if not (tree / "app.py").is_file():
            raise EvalError(f"{tree} is no checkout of this project.", help="Make one: git worktree add DIR COMMIT")
    raw: dict[str, Raw] = {side: {} for side in sides}
    request = request_of(each)
    for turn in range(repeats):
        for side, tree in sides.items():
            say(f"{side}, turn {turn + 1} of {repeats}")
            if each:
                _add(raw[side], _worked(tree, request))
            _add(raw[side], _started(tree))
            _add(raw[side], _first_answer(tree))
            if corpus is not None:
                _add(raw[side], _ingested(tree, corpus.resolve()))
    return raw


def request_of(each: int) -> dict[str, Sequence[str]]:
    """Texts for the worker: `each` of every kind, dev questions only, no text twice."""
    questions = [question for question in load_questions() if question.split == "dev"]
    plain = [q.question for q in questions if not q.options and not q.history and q.kind == "open"]
    claims = [q.reference for q in questions if q.reference and not q.options][-each:]
    exam = [q.typed for q in questions if q.options][:each]
    return {
        "warm": WARM,
        "retrieval": plain[:each],
        "answer": plain[each : 2 * each],
        "exam": exam,
        "claim": claims,
    }


def rows_of(raw: Mapping[str, Raw]) -> list[Row]:
    """The figures that both sides have, in the order in which they were measured."""
    return [
        Row(
            name, UNITS[name], statistics.median(raw["old"][name]), statistics.median(values),
            (min(raw["old"][name]), max(raw["old"][name])), (min(values), max(values)), len(values),
        )
        for name, values in raw["new"].items() if name in raw["old"]
    ]  # fmt: skip


def table(rows: Sequence[Row]) -> Iterator[str]:
    """A table in Markdown."""
    yield "| | old: median (lowest to highest) | new | new / old | n |"
    yield "|---|---|---|---|---|"
    for row in rows:
        old = f"{row.old:.3f} ({row.old_spread[0]:.3f} to {row.old_spread[1]:.3f})"
        new = f"{row.new:.3f} ({row.new_spread[0]:.3f} to {row.new_spread[1]:.3f})"
        yield f"| {row.name}, {row.unit} | {old} | {new} | {row.ratio:.3f} | {row.count} |"


def _add(raw: Raw, more: Mapping[str, Sequence[float]]) -> None:
    for name, values in more.items():
        raw.setdefault(name, []).extend(values)


def _environment(tree: Path) -> dict[str, str]:
    one = {"OMP_NUM_THREADS": "1", "CHAT_MODEL": "extractive", "PYTHONPATH": str(tree)}
    return {**os.environ, **one, "OMP_WAIT_POLICY": "PASSIVE", "PYTHONUNBUFFERED": "1"}


def _worked(tree: Path, request: Mapping[str, Sequence[str]]) -> Raw:
    command = [sys.executable, str(WORKER)]
    run = subprocess.run(
        command,
        cwd=tree,
        env=_environment(tree),
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise EvalError(f"The work could not be measured in {tree.name}: {run.stderr.strip()[-300:]}")
    found: Raw = json.loads(run.stdout)
    return found


def _waited(command: Sequence[str], tree: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds with those of its own children, and peak megabytes of a command."""
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=tree, env=_environment(tree), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise EvalError(f"`{' '.join(command[1:])}` ended with {process.returncode} in {tree.name}.")
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def _first_answer(tree: Path) -> Raw:
    wall, cpu, _ = _waited([sys.executable, "-m", "assistant", "ask", WARM[0]], tree)
    return {"first answer, wall": [wall], "first answer, CPU": [cpu]}


def _ingested(tree: Path, corpus: Path) -> Raw:
    with tempfile.TemporaryDirectory() as index:
        command = [sys.executable, "-m", "ingest", "build", "--corpus", str(corpus), "--index", f"{index}/index"]
        _, cpu, memory = _waited(command, tree)
    return {"ingestion, CPU": [cpu], "ingestion, memory": [memory]}


def _started(tree: Path) -> Raw:
    """Until the page of `app.py` answers: seconds, and processor seconds of the process and its children."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    start = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "app.py"], cwd=tree, env={**_environment(tree), "PORT": str(port)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            while not _answers(port):
                if process.poll() is not None or time.monotonic() - start > _START_SECONDS:
                    raise EvalError(f"The page of {tree.name} did not start.")
                time.sleep(0.05)
            return {"HTTP 200, wall": [time.monotonic() - start], "HTTP 200, CPU": [_processor_seconds(process.pid)]}
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=30) as reply:
        return bool(reply.status == 200)
    return False


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
