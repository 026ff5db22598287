"""From the scores of cases to figures with intervals, by group of questions.

Owns which groups a suite is reported for. Exam questions are a group of their own in every suite and in none of the
others: their long stems and several options make another task of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.measuring.stats import interval, percentile_interval
from evals.measuring.suites import Suite
from evals.schema import CaseRecord, Metric, Score, SuiteResult

PERCENTILES = (("p50", 0.50), ("p95", 0.95))
SAME, CROSS = "same", "cross"


def groups_of(suite: str, case: CaseRecord) -> tuple[str, ...]:
    """Groups that a case counts for in a suite, "all" first."""
    question = case.question
    if suite == "mcq":
        return ("all", question.lang, "one answer" if len(question.answers) == 1 else "several answers")
    if question.kind == "mcq":
        return ("mcq",)
    if suite == "latency":
        return ("all",)
    if suite == "refusal":
        return ("all", question.lang, question.kind)
    return ("all", *([relation(case.pair), case.pair] if case.pair else [question.lang]), question.kind)


def relation(pair: str) -> str:
    """Is the evidence in the question's language? Of "fr>en": "cross"."""
    asked, _, found = pair.partition(">")
    return SAME if asked == found else CROSS


def summarise(suite: Suite, cases: Sequence[CaseRecord]) -> SuiteResult:
    """All figures of a suite; cases that crashed are counted, and are in none of them."""
    eligible = [case for case in cases if suite.eligible(case.question)]
    sound = [case for case in eligible if not case.error]
    collected: dict[tuple[str, str], list[Score]] = {}
    for case in sound:
        for name, pair in case.scores.get(suite.name, {}).items():
            for group in groups_of(suite.name, case):
                collected.setdefault((group, name), []).append(pair)
    metrics: list[Metric] = []
    for group in ordered_groups({group for group, _ in collected}):
        for name in _ordered_names(suite, {name for own, name in collected if own == group}):
            metrics.extend(_figures(suite.name, name, group, collected[group, name]))
    return SuiteResult(suite.name, len(sound), len(eligible) - len(sound), tuple(metrics))


def ordered_groups(names: Iterable[str]) -> list[str]:
    """All, then by relation of the languages, by pair, and the rest by name."""
    first = ("all", SAME, CROSS, "fr>fr", "en>en", "fr>en", "en>fr", "fr", "en")
    places = {name: place for place, name in enumerate(first)}
    return sorted(names, key=lambda name: (places.get(name, len(first)), name))


def _ordered_names(suite: Suite, names: Iterable[str]) -> list[str]:
    places = {name: place for place, name in enumerate(suite.measures)}
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))


def _figures(suite: str, name: str, group: str, pairs: Sequence[Score]) -> list[Metric]:
    if suite == "latency":
        values = [above for above, _ in pairs]
        estimates = [(f"{name} {label}", percentile_interval(values, share)) for label, share in PERCENTILES]
    else:
        estimates = [(name, interval(pairs))]
    return [Metric(label, group, _round(e.value), _round(e.low), _round(e.high), e.n) for label, e in estimates]


def _round(value: float) -> float:
    return round(value, 4)
