"""The values of an evaluation: questions, what happened in each case, results of suites, a whole run.

Frozen, with plain JSON in and out. A score is a pair (numerator, denominator), so that shares of questions and shares
of sentences are summed, resampled and compared in one way; a case that is not eligible has no pair at all.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.schema import Turn
from ingest.schema import Lang, Reference, hash_of
from ingest.typed import Filled, Misfit, Whole, typed

Kind = Literal["open", "mcq", "unanswerable", "followup", "adversarial"]
Split = Literal["dev", "test"]
Score = tuple[float, float]
"""Numerator and denominator, the denominator above 0."""

KINDS: tuple[Kind, ...] = ("open", "mcq", "unanswerable", "followup", "adversarial")
SPLITS: tuple[Split, ...] = ("dev", "test")
FORMAT = 1


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """One item of the question set. `answers` are positions in `options`; `facts` hold alternatives between " | "."""

    id: Filled
    kind: Kind
    lang: Lang
    question: Filled
    history: tuple[Turn, ...] = ()
    options: tuple[Filled, ...] = ()
    answers: tuple[Whole, ...] = ()
    reference: str = ""
    facts: tuple[Filled, ...] = ()
    evidence: tuple[Reference, ...] = ()
    exam: str = ""
    domain: str = ""
    split: Split = "dev"

    @property
    def typed(self) -> str:
        """What a person would type: the question and, below it, its options."""
        lines = [f"{letter}) {text}" for letter, text in zip("ABCDEF", self.options, strict=False)]
        return "\n".join([self.question, *lines])

    @property
    def letters(self) -> frozenset[str]:
        """Letters of the right options."""
        return frozenset("ABCDEF"[position] for position in self.answers)

    @property
    def answerable(self) -> bool:
        """False where the right answer is that the sources do not say."""
        return self.kind != "unanswerable" and bool(self.evidence or self.facts or self.answers)

    @property
    def fingerprint(self) -> str:
        """Changes when anything changes that a score depends on."""
        return hash_of(json.dumps(question_to_json(self), sort_keys=True, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as the search ranked it; `text` is its beginning, for the report. `hit`: it holds gold evidence."""

    rank: int
    uri: str
    start: int
    end: int
    lang: Lang
    hit: bool
    dense: float | None
    lexical: float | None
    fused: float
    text: str


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One question through the assistant. `error` is "" when it ran; an error carries no scores.

    `pair` is question language > evidence language ("fr>en"), "" without evidence. `judged` holds by judge, for each
    claim, whether each of its citations supports it. `scores` by suite and metric.
    """

    question: EvalQuestion
    pair: str = ""
    error: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    passages: tuple[Found, ...] = ()
    answer: Mapping[str, Any] | None = None
    gate: Mapping[str, float] | None = None
    judged: Mapping[str, tuple[tuple[bool, ...], ...]] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Score]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Id of the question."""
        return self.question.id

    def score(self, suite: str, metric: str) -> float | None:
        """A score as a share; None where the case was not eligible."""
        pair = self.scores.get(suite, {}).get(metric)
        return None if pair is None else pair[0] / pair[1]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with its 95 % interval. `n` cases stand behind it; latencies are in seconds, the rest in 0..1."""

    name: str
    group: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """One suite over all its eligible cases; `errors` of them crashed and are in no figure."""

    name: str
    cases: int
    errors: int
    metrics: tuple[Metric, ...]

    def metric(self, name: str, group: str = "all") -> Metric | None:
        """A figure by name and group."""
        return next((m for m in self.metrics if (m.name, m.group) == (name, group)), None)


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What was measured: model, index, prompt, code and every setting that differs from run to run."""

    model: str
    index: str
    embedding_model: str
    prompt: str
    code: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run. `created` is ISO 8601 in UTC; `seconds` of wall time."""

    id: str
    created: str
    info: RunInfo
    suites: tuple[SuiteResult, ...]
    cases: tuple[CaseRecord, ...]
    seconds: float = 0.0

    @property
    def errors(self) -> tuple[CaseRecord, ...]:
        """The cases that crashed."""
        return tuple(case for case in self.cases if case.error)

    def suite(self, name: str) -> SuiteResult | None:
        """The result of one suite, if it ran."""
        return next((suite for suite in self.suites if suite.name == name), None)


def question_to_json(question: EvalQuestion) -> dict[str, Any]:
    """Plain data of a question, as it stands in a question file."""
    data = dataclasses.asdict(question)
    data["evidence"] = [{"uri": e.uri, "quote": e.quote} if e.quote else {"uri": e.uri} for e in question.evidence]
    return data


def question_from_json(data: object) -> EvalQuestion:
    """A question from plain data (`load` is for files that people write, and fills in). Raises Misfit."""
    return typed(EvalQuestion, data)


def record_to_json(record: CaseRecord) -> dict[str, Any]:
    """Plain data of a case."""
    return {
        "question": question_to_json(record.question),
        "pair": record.pair,
        "error": record.error,
        "seconds": dict(record.seconds),
        "passages": [dataclasses.asdict(passage) for passage in record.passages],
        "answer": record.answer,
        "gate": record.gate,
        "judged": {judge: [list(row) for row in rows] for judge, rows in record.judged.items()},
        "scores": {s: {name: list(pair) for name, pair in scores.items()} for s, scores in record.scores.items()},
    }


def record_from_json(data: object) -> CaseRecord:
    """A case from plain data. Raises Misfit where it is no case."""
    return typed(CaseRecord, data)


def run_to_json(run: Run, *, cases: bool = True) -> dict[str, Any]:
    """Plain data of a run; without its cases it is a summary."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "id": run.id,
        "created": run.created,
        "seconds": run.seconds,
        **dataclasses.asdict(run.info),
        "suites": [dataclasses.asdict(suite) for suite in run.suites],
        "errors": [{"id": case.id, "error": case.error} for case in run.errors],
    }
    if cases:
        data["cases"] = [record_to_json(case) for case in run.cases]
    return data


def run_from_json(data: Mapping[str, Any]) -> Run:
    """A run from plain data. Raises Misfit where it is no run."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Misfit(f"this is no run of format {FORMAT}")
    info = {f.name: data[f.name] for f in dataclasses.fields(RunInfo) if f.name in data}
    rest = {f.name: data[f.name] for f in dataclasses.fields(Run) if f.name in data}
    return typed(Run, {"cases": [], **rest, "info": info})
