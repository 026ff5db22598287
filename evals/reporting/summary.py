"""The few figures that people see where they use the assistant: the page's "Quality" tab reads what is made here.

Owns the summary's format, which figures are in it, and the targets beside them. The page has a reader of its own for
the file (`assistant.ui.quality.summary`): the assistant never imports the evaluation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.errors import EvalError
from evals.measuring.metrics import trade_off
from evals.measuring.stats import wilson
from evals.schema import CaseRecord, Metric, Run, SuiteResult

FORMAT = 1
_THRESHOLDS = tuple(step / 20 for step in range(21))
_PAIRS = ("fr>fr", "en>en", "fr>en", "en>fr")
_BY_PAIR = ("all", "same", "cross", *_PAIRS)
_BY_LANGUAGE = ("all", "fr", "en")
_WANTED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "retrieval": (("recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10"), _BY_PAIR),
    "answers": (("facts", "facts when answered", "language"), _BY_PAIR),
    "citations": (("placement", "precision", "recall", "evidence hit"), _BY_PAIR),
    "refusal": (("precision", "recall", "answered"), _BY_LANGUAGE),
    "mcq": (("exact", "chance"), (*_BY_LANGUAGE, "one answer", "several answers")),
}
"""By suite: measures and groups of questions. Latency is taken whole."""
_TARGETS: Mapping[tuple[str, str, str], float] = {
    ("retrieval", "recall@5", "same"): 0.95,
    ("retrieval", "recall@5", "fr>fr"): 0.95,
    ("retrieval", "recall@5", "en>en"): 0.95,
    ("retrieval", "recall@5", "cross"): 0.92,
    ("retrieval", "recall@5", "fr>en"): 0.92,
    ("retrieval", "recall@5", "en>fr"): 0.92,
    ("answers", "language", "all"): 0.99,
    ("citations", "placement", "all"): 1.0,
    ("citations", "precision", "all"): 0.95,
    ("citations", "recall", "all"): 0.90,
    ("refusal", "precision", "all"): 0.90,
    ("refusal", "recall", "all"): 0.90,
}
"""What was aimed at, by suite, measure and group."""
_CHECKER: Mapping[str, tuple[float | None, bool]] = {
    "number_and_unit_caught": (0.98, True),
    "negation_and_name_caught": (0.90, True),
    "false_alarms_same_language": (0.08, False),
    "false_alarms_cross_lingual": (0.12, False),
    "false_alarms_free": (None, False),
    "contradicted_precision": (None, True),
    "contradicted_recall": (None, True),
}
"""Measures of the claim checker: the target, and whether more is better."""


def summary(runs: Sequence[Run], checker: Mapping[str, Any] | None = None, *, checked_on: str = "") -> dict[str, Any]:
    """The summary of one or more runs, the main one first; `checker` is what `evals.checker.judge --json` wrote."""
    table = None if checker is None else _checker_table(checker, checked_on)
    return {"format": FORMAT, "created": runs[0].created, "runs": [_run(run) for run in runs], "checker": table}


def write_summary(runs: Sequence[Run], target: Path, judged: Path | None = None, *, split: str = "test") -> None:
    """Write the summary; `judged` is the file of the checker's evaluation on `split`. Raises EvalError."""
    try:
        checker = None if judged is None else json.loads(judged.read_text(encoding="utf-8"))
        text = json.dumps(summary(runs, checker, checked_on=split), ensure_ascii=False, indent=1)
        target.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{error.filename}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvalError(
            f"{judged} is not what the checker's evaluation writes.",
            help="Make it with: python -m evals.checker.judge --split test --json > FILE",
        ) from error


def _run(run: Run) -> dict[str, Any]:
    splits = sorted({case.question.split for case in run.cases})
    return {
        "model": run.info.model,
        "embedding_model": run.info.embedding_model,
        "index": run.info.index,
        "corpus": {name: run.info.settings[name] for name in ("documents", "chunks") if name in run.info.settings},
        "code": run.info.code,
        "created": run.created,
        "split": "+".join(splits),
        "closed_book": bool(run.info.settings.get("closed_book")),
        "questions": len(run.cases),
        "errors": len(run.errors),
        "command": _command(run, splits),
        "figures": [row for suite in run.suites for row in _figures(suite)],
        "trade_off": _trade_off(run),
    }


def _command(run: Run, splits: Sequence[str]) -> str:
    """The command that makes such a run again."""
    suites = "".join(f" --suite {suite.name}" for suite in run.suites)
    split = f" --split {splits[0]}" if len(splits) == 1 else ""
    closed = " --closed-book" if run.info.settings.get("closed_book") else ""
    model = "extractive" if run.info.model == "extractive" else "local"
    return f"python -m evals run{suites}{split} --model {model}{closed}"


def _figures(suite: SuiteResult) -> Iterable[dict[str, Any]]:
    if suite.name == "latency":
        yield from (_figure(suite.name, metric) for metric in suite.metrics if metric.group == "all")
        return
    names, groups = _WANTED.get(suite.name, ((), ()))
    for name in names:
        found = (suite.metric(name, group) for group in groups)
        yield from (_figure(suite.name, metric) for metric in found if metric is not None)


def _figure(suite: str, metric: Metric) -> dict[str, Any]:
    return {
        "suite": suite, "metric": metric.name, "group": metric.group, "value": metric.value, "low": metric.low,
        "high": metric.high, "n": metric.n, "target": _TARGETS.get((suite, metric.name, metric.group)),
    }  # fmt: skip


def _trade_off(run: Run) -> dict[str, Any] | None:
    """What refusing below each gate score would give; None where no gate was recorded."""
    cases = [_gated(case) for case in run.cases if case.gate and not case.error]
    threshold = run.info.settings.get("refusal_threshold")
    if not cases or not isinstance(threshold, int | float):
        return None
    points = [
        {"threshold": p.threshold, "precision": round(p.precision, 4), "recall": round(p.recall, 4),
         "lost": round(p.lost, 4)}
        for p in trade_off(cases, _THRESHOLDS)
    ]  # fmt: skip
    return {"n": len(cases), "threshold": float(threshold), "points": points}


def _gated(case: CaseRecord) -> tuple[float, bool]:
    assert case.gate is not None
    return case.gate["score"], case.question.answerable


def _checker_table(judged: Mapping[str, Any], checked_on: str) -> dict[str, Any]:
    rows = [_share(name, judged[name], target, more) for name, (target, more) in _CHECKER.items() if name in judged]
    edits = [_share(edit, pair) for edit, pair in judged.get("caught_by_edit", {}).items() if pair[1]]
    languages = judged.get("balanced_accuracy_by_language", {}).items()
    milliseconds = judged.get("milliseconds", {})
    return {
        "split": checked_on,
        "n": judged["n"],
        "command": f"python -m evals.checker.judge --split {checked_on} --json",
        "balanced_accuracy": {"value": judged["balanced_accuracy"], "target": 0.85},
        "by_language": [{"name": name, "value": value, "n": n} for name, (value, n) in languages],
        "caught_by_edit": edits,
        "measures": rows,
        "milliseconds": {name: value for name, (value, _) in milliseconds.items()},
    }


def _share(name: str, pair: Sequence[float], target: float | None = None, more: bool = True) -> dict[str, Any]:
    """A share of n claims with Wilson's interval; of no claims at all it is [0, 1]."""
    value, n = pair
    low, high = wilson(value, int(n)) if n else (0.0, 1.0)
    return {
        "name": name, "value": value, "low": round(low, 4), "high": round(high, 4), "n": int(n), "target": target,
        "more_is_better": more,
    }  # fmt: skip


__all__ = ["FORMAT", "summary", "write_summary"]
