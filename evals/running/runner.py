"""Runs the cases: each question once through the engine, one record appended as soon as it is done.

A run that stops goes on where it was: records lie in `<folder>/cases.jsonl`, and only questions without a sound
record are asked again. Whatever goes wrong in a case becomes the error of that case; it is never a zero.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from assistant.schema import Answer, Passage, answer_to_json
from evals.errors import BadRun
from evals.material.gold import Gold
from evals.measuring.results import summarise
from evals.measuring.suites import Observed, Suite
from evals.running.engine import Engine
from evals.running.judge import Judge
from evals.schema import (
    CaseRecord,
    EvalQuestion,
    Found,
    Run,
    RunInfo,
    Score,
    record_from_json,
    record_to_json,
    run_from_json,
    run_to_json,
)
from ingest.progress import Progress, silent
from ingest.schema import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES, RESULT = "cases.jsonl", "run.json"
_SHOWN = 300
Clock = Callable[[], datetime.datetime]


@dataclass(frozen=True, slots=True)
class Bench:
    """What cases are run on: the engine, where the evidence stands, the suites, and who judges citations."""

    engine: Engine
    gold: Gold
    suites: tuple[Suite, ...]
    judges: tuple[Judge, ...] = ()


def run_id(info: RunInfo, suites: Sequence[Suite], judges: Sequence[str] = ()) -> str:
    """Same model, index, code, settings and suites, same id: that is when records can be used again."""
    parts = [info.model, info.index, info.prompt, info.code, json.dumps(dict(info.settings), sort_keys=True)]
    model = "".join(c if c.isalnum() or c in ".-" else "-" for c in info.model)
    return f"{model}-{hash_of(*parts, *(suite.name for suite in suites), *judges)[:10]}"


def sample(questions: Sequence[EvalQuestion], limit: int) -> list[EvalQuestion]:
    """At most `limit` questions, the same ones every time, spread over the set; all of them for 0."""
    if not limit or limit >= len(questions):
        return list(questions)
    drawn = sorted(questions, key=lambda question: hashlib.sha256(question.id.encode()).hexdigest())[:limit]
    wanted = {question.id for question in drawn}
    return [question for question in questions if question.id in wanted]


def run(
    questions: Sequence[EvalQuestion],
    bench: Bench,
    info: RunInfo,
    folder: Path,
    progress: Progress = silent,
    clock: Clock = lambda: datetime.datetime.now(datetime.UTC),
) -> Run:
    """Run what is not done yet, write the result into the folder and return it. Interrupt it at any time.

    Raises BadRun when the folder cannot be written.
    """
    started = time.perf_counter()
    wanted = [q for q in questions if any(suite.eligible(q) for suite in bench.suites)]
    known = {record.id: record for record in read_records(folder) if not record.error}
    records: dict[str, CaseRecord] = {q.id: known[q.id] for q in wanted if q.id in known and known[q.id].question == q}
    with _appending(folder) as file:
        progress("Evaluating", len(records), len(wanted))
        for question in wanted:
            if question.id in records:
                continue
            record = run_case(question, bench)
            file.write(json.dumps(record_to_json(record), ensure_ascii=False) + "\n")
            file.flush()
            records[question.id] = record
            progress("Evaluating", len(records), len(wanted))
    cases = tuple(records[question.id] for question in wanted)
    result = Run(
        id=folder.name,
        created=clock().isoformat(timespec="seconds"),
        info=info,
        suites=tuple(summarise(suite, cases) for suite in bench.suites),
        cases=cases,
        seconds=round(time.perf_counter() - started, 1),
    )
    write_run(result, folder / RESULT)
    return result


def run_case(question: EvalQuestion, bench: Bench) -> CaseRecord:
    """One question through everything the suites need; an exception becomes the record's error."""
    seconds: dict[str, float] = {}
    try:
        return _measured(question, bench, seconds)
    except Exception as error:  # a crash of any kind is what an evaluation is there to record
        return CaseRecord(question, error=f"{type(error).__name__}: {error}", seconds=seconds)


def read_records(folder: Path) -> list[CaseRecord]:
    """Records of a folder, the last one of each question; a line cut off by a crash is passed over."""
    try:
        lines = (folder / CASES).read_text(encoding="utf-8").split("\n")  # splitlines() splits within texts too
    except OSError:
        return []
    records: dict[str, CaseRecord] = {}
    for line in lines:
        try:
            record = record_from_json(json.loads(line))
        except ValueError:
            continue
        records[record.id] = record
    return list(records.values())


def read_run(path: Path) -> Run:
    """A run file. Raises BadRun."""
    try:
        return run_from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadRun(f"{path} is no run: {error}", help="Make one with `python -m evals run --json FILE`.") from error


def write_run(result: Run, path: Path) -> None:
    """Write a run file. Raises BadRun."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(run_to_json(result), ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise BadRun(f"{path} cannot be written: {error.strerror}") from error


def _measured(question: EvalQuestion, bench: Bench, seconds: dict[str, float]) -> CaseRecord:
    engine, gold = bench.engine, bench.gold.of(question)
    suites = [suite for suite in bench.suites if suite.eligible(question)]
    passages: Sequence[Passage] = ()
    gate: dict[str, float] | None = None
    answer: Answer | None = None
    judged: dict[str, tuple[tuple[bool, ...], ...]] = {}
    placed: tuple[bool, ...] = ()
    # The answer first: what comes after it finds its vectors in the cache, and would spoil the latencies.
    if any(suite.asks for suite in suites):
        with _timed(seconds, "ask"):
            answer = engine.ask(question)
        placed = tuple(_is_verbatim(engine, c.uri, c.start, c.end, c.quote) for c in answer.citations)
    if any(suite.searches for suite in suites):
        with _timed(seconds, "search"):
            passages = engine.search(question)
    if any(suite.gates for suite in suites):
        with _timed(seconds, "gate"):
            gate = {name: round(value, 5) for name, value in engine.gate(question).items()}
    if answer is not None and any(suite.judges for suite in suites):
        with _timed(seconds, "judge"):
            judged = {judge.name: _judged(answer, judge) for judge in bench.judges}
    places = [(passage.source.uri, passage.chunk.start, passage.chunk.end) for passage in passages]
    seen = Observed(question, gold, places, answer, placed, judged)
    scores: dict[str, dict[str, Score]] = {suite.name: suite.score(seen) for suite in suites}
    return CaseRecord(
        question=question,
        pair=gold.pair(question.lang),
        seconds=seconds,
        passages=tuple(_found(p, hit) for p, hit in zip(passages, seen.hits, strict=True)),
        answer=None if answer is None else json.loads(json.dumps(answer_to_json(answer))),
        gate=gate or None,
        judged=judged,
        scores=scores,
    )


def _judged(answer: Answer, judge: Judge) -> tuple[tuple[bool, ...], ...]:
    by_number = {citation.number: citation for citation in answer.citations}
    return tuple(
        tuple(judge.supports(claim.text, by_number[number], answer.lang) for number in claim.citations)
        for claim in answer.claims
    )


def _is_verbatim(engine: Engine, uri: str, start: int, end: int, quote: str) -> bool:
    document = engine.document(uri)
    return document is not None and bool(quote) and document.text[start:end] == quote


def _found(passage: Passage, hit: bool) -> Found:
    chunk, scores = passage.chunk, passage.scores
    return Found(
        passage.rank, passage.source.uri, chunk.start, chunk.end, chunk.lang, hit,
        _rounded(scores.dense), _rounded(scores.lexical), round(scores.fused, 4), chunk.text[:_SHOWN],
    )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


@contextmanager
def _appending(folder: Path) -> Iterator[TextIO]:
    """The records file, open at its end; a line that was cut off is closed first."""
    path = folder / CASES
    try:
        folder.mkdir(parents=True, exist_ok=True)
        torn = path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise BadRun(f"{folder} cannot be written: {error.strerror}") from error
    with file:
        if torn:
            file.write("\n")
        yield file


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] = round(time.perf_counter() - start, 3)
