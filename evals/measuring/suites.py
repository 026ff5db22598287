"""The suites: which questions each judges, and what one case scores in each of its measures.

A score is a pair (numerator, denominator). A case that a measure does not apply to has no pair: it is never a zero.
Aggregation is in `results`; nothing here asks or searches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.schema import Answer
from evals.material.facts import language_match, share_stated
from evals.material.gold import GoldEvidence, is_whole
from evals.material.statements import outside_claims
from evals.measuring import metrics
from evals.schema import EvalQuestion, Score

Scores = dict[str, Score]
DEPTHS = (1, 3, 5, 10)
CHECKER = "checker"
CONVERSATIONS = "conversations"
"""A suite with messages of its own (`evals.conversations`), which runs alone."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What one case gave: `hits` of the ranked passages, the answer, and which quotes are verbatim.

    `judged` holds by judge, for each claim, whether each of its citations supports it.
    """

    question: EvalQuestion
    gold: GoldEvidence
    passages: Sequence[tuple[str, int, int]] = ()
    answer: Answer | None = None
    placed: Sequence[bool] = ()
    judged: Mapping[str, Sequence[Sequence[bool]]] = field(default_factory=dict)

    @property
    def hits(self) -> list[bool]:
        """Of each passage: does it hold gold evidence?"""
        return [self.gold.holds(*passage) for passage in self.passages]


@dataclass(frozen=True, slots=True)
class Suite:
    """What a suite needs and how it scores. `measures` fixes the order in which figures are shown."""

    name: str
    eligible: Callable[[EvalQuestion], bool]
    score: Callable[[Observed], Scores]
    measures: tuple[str, ...]
    searches: bool = False
    asks: bool = True
    gates: bool = False
    judges: bool = False


def _retrieval(seen: Observed) -> Scores:
    hits = seen.hits
    scores: Scores = {f"recall@{k}": (metrics.recall_at(hits, k), 1.0) for k in DEPTHS}
    scores["mrr@10"] = (metrics.reciprocal_rank(hits, 10), 1.0)
    scores["ndcg@10"] = (metrics.ndcg_at(hits, seen.gold.passages, 10), 1.0)
    scores["evidence@10"] = (seen.gold.found(seen.passages[:10]) / len(seen.gold.entries), 1.0)
    return scores


def _answers(seen: Observed) -> Scores:
    answer, question = _given(seen), seen.question
    scores: Scores = {}
    if question.facts:
        share = share_stated(question.facts, answer.text)
        scores["facts"] = (share, 1.0)
        scores["all facts"] = (float(share == 1.0), 1.0)
        if answer.status != "refused":
            scores["facts when answered"] = (share, 1.0)
        quotes = " ".join(evidence.quote for evidence in question.evidence)
        scores["facts in gold quotes"] = (share_stated(question.facts, quotes), 1.0)
    match = language_match(answer.text, question.lang)
    if match is not None:
        scores["language"] = (float(match), 1.0)
    return scores


def _citations(seen: Observed) -> Scores:
    """What is quoted: verbatim, supporting, and on the question.

    placement: quotes that stand word for word at their place. precision: of all (sentence, citation) pairs, those in
    which the quote supports the sentence. recall: of all sentences that state something, those that some citation
    supports. In extractive answers sentences are quotes, so both are 1 by construction and say nothing about the
    question: that is what "evidence hit" (some gold evidence is cited) and "on evidence" (share of citations that are
    gold; a lower bound, since gold evidence is not exhaustive) are for.
    """
    answer = _given(seen)
    if answer.status == "refused":
        return {}
    scores: Scores = {}
    if answer.citations:
        scores["placement"] = (float(sum(seen.placed)), float(len(answer.citations)))
    outside = len(outside_claims(answer))
    for judge, rows in seen.judged.items():
        name = "" if judge == CHECKER else f" [{judge}]"
        pairs = [supported for row in rows for supported in row]
        if pairs:
            scores[f"precision{name}"] = (float(sum(pairs)), float(len(pairs)))
        statements = len(rows) + outside
        if statements:
            scores[f"recall{name}"] = (float(sum(any(row) for row in rows)), float(statements))
    if seen.gold.spans:
        relevant = [_bears(seen.gold, citation.uri, citation.start, citation.end) for citation in answer.citations]
        scores["evidence hit"] = (float(any(relevant)), 1.0)
        if answer.citations:
            scores["first citation hit"] = (float(relevant[0]), 1.0)
            scores["on evidence"] = (float(sum(relevant)), float(len(relevant)))
    return scores


def _refusal(seen: Observed) -> Scores:
    """A false premise that is corrected counts as refused: the question as it was put has no answer."""
    answer = _given(seen)
    return dict(metrics.refusal_scores(answer.status == "refused" or answer.corrects, seen.question.answerable))


def _mcq(seen: Observed) -> Scores:
    answer, question = _given(seen), seen.question
    exact = metrics.exact_choice(answer.choice, question.letters)
    scores: Scores = {"exact": (exact, 1.0)}
    scores["chance"] = (1 / _ways(len(question.options), len(question.answers)), 1.0)
    return scores


def _latency(seen: Observed) -> Scores:
    """Seconds by stage, as they are; `results` turns them into percentiles."""
    trace = _given(seen).trace
    scores: Scores = {stage: (seconds, 1.0) for stage, seconds in trace.seconds.items()}
    if trace.tokens:
        scores["tokens"] = (float(trace.tokens), 1.0)
    return scores


def _given(seen: Observed) -> Answer:
    if seen.answer is None:
        raise ValueError("This suite needs an answer.")
    return seen.answer


def _bears(gold: GoldEvidence, uri: str, start: int, end: int) -> bool:
    return any(
        span.uri == uri and (is_whole(span) or metrics.touches(start, end, span.start, span.end)) for span in gold.spans
    )


def _ways(options: int, chosen: int) -> int:
    ways = 1
    for step in range(chosen):
        ways = ways * (options - step) // (step + 1)
    return ways


def _has_evidence(question: EvalQuestion) -> bool:
    return bool(question.evidence) and question.kind != "unanswerable"


def _asked_freely(question: EvalQuestion) -> bool:
    return question.kind != "mcq"


def _answerable_freely(question: EvalQuestion) -> bool:
    return question.kind != "mcq" and question.answerable


SUITES: Mapping[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite(
            "retrieval",
            _has_evidence,
            _retrieval,
            (*(f"recall@{k}" for k in DEPTHS), "mrr@10", "ndcg@10", "evidence@10"),
            searches=True,
            asks=False,
        ),
        Suite(
            "answers",
            _answerable_freely,
            _answers,
            ("facts", "all facts", "facts when answered", "facts in gold quotes", "language"),
        ),
        Suite(
            "citations",
            lambda question: True,
            _citations,
            ("placement", "precision", "recall", "evidence hit", "first citation hit", "on evidence"),
            judges=True,
        ),
        Suite("refusal", _asked_freely, _refusal, ("precision", "recall", "f1", "answered", "correct"), gates=True),
        Suite("mcq", lambda question: question.kind == "mcq", _mcq, ("exact", "chance")),
        Suite("latency", lambda question: True, _latency, ()),
    )
}


def chosen(names: Sequence[str]) -> tuple[Suite, ...]:
    """Suites by name in their fixed order; "all" stands for every one."""
    return tuple(suite for name, suite in SUITES.items() if name in names or "all" in names)
