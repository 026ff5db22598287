"""Did a change make the assistant worse? A run of the fast suites against the committed baseline, case by case.

The rule. The baseline holds every case's scores. For each gated measure the cases that both know are paired, and the
measure fails when the 98 % interval of the paired difference (bootstrap over cases, see `stats`) lies wholly below
zero: at most 1 in 100 for a change that only shuffles cases up and down. Extractive answers are deterministic, so on
one machine any difference is real; another processor rounds vectors differently and moves a few cases both ways, which
is what the interval forgives. Five cases lost and none won fails, whatever the size of the set; losing three and
winning one does not.

Three things need no statistics: a quote that is not verbatim, a case that crashes, and a baseline that no longer
fits (fewer than 80 % of its questions are still asked, unchanged). Each fails at once. New questions are not gated
until the baseline is written again, with `python -m evals gate --write`, in a commit of its own that says why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import BadRun
from evals.measuring.results import groups_of
from evals.measuring.stats import Estimate, paired, ratio
from evals.schema import FORMAT, CaseRecord, EvalQuestion, Run, Score

BASELINE = Path(__file__).parent / "baseline.json"
SUITES = ("retrieval", "answers", "citations", "refusal")
LEVEL = 0.98
FEWEST_KNOWN = 0.8
_ROUNDING = 1e-5  # the baseline keeps six decimals

GATED: tuple[tuple[str, str, str], ...] = (
    ("retrieval", "recall@5", "same"),
    ("retrieval", "recall@5", "cross"),
    ("retrieval", "recall@10", "all"),
    ("retrieval", "mrr@10", "all"),
    ("answers", "facts", "all"),
    ("answers", "language", "all"),
    ("citations", "precision", "all"),
    ("citations", "recall", "all"),
    ("citations", "evidence hit", "all"),
    ("refusal", "recall", "all"),
    ("refusal", "answered", "all"),
)
"""(suite, measure, group); what a user would notice, not every figure: each one more adds false alarms."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Scores of a run that was accepted: by suite and measure, by question id; and the questions' fingerprints."""

    created: str
    code: str
    embedding_model: str
    questions: Mapping[str, str]
    scores: Mapping[str, Mapping[str, Score]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One gated measure: before, after, and the interval of the difference. `failed` when it dropped."""

    name: str
    before: float
    after: float
    difference: Estimate
    failed: bool


@dataclass(frozen=True, slots=True)
class GateReport:
    """The gate's findings; `reasons` are what fails it, empty when it passes."""

    verdicts: tuple[Verdict, ...]
    reasons: tuple[str, ...]
    new: int

    @property
    def passed(self) -> bool:
        """Nothing fails."""
        return not self.reasons


def gated_questions(questions: Sequence[EvalQuestion]) -> list[EvalQuestion]:
    """All questions but those with options, which take several searches each and are no part of the fast suites."""
    return [question for question in questions if question.kind != "mcq"]


def check(run: Run, baseline: Baseline) -> GateReport:
    """Judge a run. Pure."""
    cases = {case.id: case for case in run.cases}
    known = {
        id_: cases[id_]
        for id_, mark in baseline.questions.items()
        if id_ in cases and cases[id_].question.fingerprint == mark
    }
    reasons = [f"{case.id} crashed: {case.error}" for case in run.errors]
    reasons.extend(f"{case.id}: a quote is not verbatim" for case in run.cases if _misplaced(case))
    if len(known) < FEWEST_KNOWN * len(baseline.questions):
        reasons.append(
            f"the baseline does not fit: {len(known)} of its {len(baseline.questions)} questions are asked unchanged "
            "(write it again with --write and say why)"
        )
    sound = {id_: case for id_, case in known.items() if not case.error}
    verdicts = [v for v in (_verdict(*gated, sound, baseline) for gated in GATED) if v is not None]
    reasons.extend(
        f"{v.name} dropped from {v.before:.3f} to {v.after:.3f} "
        f"(difference {v.difference.value:+.3f}, 98 % interval {v.difference.low:+.3f} to {v.difference.high:+.3f})"
        for v in verdicts
        if v.failed
    )
    return GateReport(tuple(verdicts), tuple(reasons), len(cases) - len(known))


def baseline_of(run: Run) -> Baseline:
    """What a run leaves behind to be compared with. Raises BadRun when a case crashed."""
    if run.errors:
        raise BadRun(f"{len(run.errors)} cases crashed: {run.errors[0].id}: {run.errors[0].error}")
    scores: dict[str, dict[str, Score]] = {}
    for suite, metric in sorted({(suite, metric) for suite, metric, _ in GATED}):
        found = {case.id: case.scores[suite][metric] for case in run.cases if metric in case.scores.get(suite, {})}
        scores[f"{suite}/{metric}"] = {id_: (round(a, 6), round(b, 6)) for id_, (a, b) in sorted(found.items())}
    questions = {case.id: case.question.fingerprint for case in sorted(run.cases, key=lambda case: case.id)}
    return Baseline(run.created, run.info.code, run.info.embedding_model, questions, scores)


def read_baseline(path: Path = BASELINE) -> Baseline:
    """The committed baseline. Raises BadRun."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}, not {FORMAT}")
        scores = {
            name: {id_: (float(pair[0]), float(pair[1])) for id_, pair in rows.items()}
            for name, rows in data["scores"].items()
        }
        return Baseline(data["created"], data["code"], data["embedding_model"], data["questions"], scores)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadRun(
            f"{path} is no baseline: {error}", help="Write one with `python -m evals gate --write`."
        ) from error


def write_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    """Write it so that a diff shows which cases changed: one case a line. Raises OSError."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "created": baseline.created,
        "code": baseline.code,
        "embedding_model": baseline.embedding_model,
    }
    head = json.dumps(data, ensure_ascii=False, indent=1).removesuffix("\n}")
    blocks = [f' "questions": {_rows(baseline.questions)}']
    tables = ",\n".join(f"  {json.dumps(name)}: {_rows(rows)}" for name, rows in baseline.scores.items())
    blocks.append(' "scores": {\n' + tables + "\n }")
    path.write_text(head + ",\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


def _rows(rows: Mapping[str, object]) -> str:
    lines = ",\n".join(f"   {json.dumps(id_)}: {json.dumps(value)}" for id_, value in rows.items())
    return "{\n" + lines + "\n  }"


def _verdict(
    suite: str, metric: str, group: str, cases: Mapping[str, CaseRecord], baseline: Baseline
) -> Verdict | None:
    ids = sorted(id_ for id_, case in cases.items() if group in groups_of(suite, case))
    before = [baseline.scores.get(f"{suite}/{metric}", {}).get(id_) for id_ in ids]
    after = [cases[id_].scores.get(suite, {}).get(metric) for id_ in ids]
    difference = paired(before, after, LEVEL)
    if difference is None:
        return None
    first = ratio([pair for pair in before if pair is not None])
    second = ratio([pair for pair in after if pair is not None])
    return Verdict(f"{suite} {metric} ({group})", first, second, difference, difference.high < -_ROUNDING)


def _misplaced(case: CaseRecord) -> bool:
    score = case.score("citations", "placement")
    return score is not None and score < 1
