"""Answers put together by code: from quotes alone, from options, and what to do when a draft fails its check.

Writes only frames from `wording`; every other word is a quote, or a sentence of the model with its verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.citations import Check, Checked, Resolved, TextBuilder
from assistant.evidence import choose
from assistant.options import OptionSupport
from assistant.schema import Evidence, Question, Status
from assistant.wording import say

__all__ = ["Resolved", "after_check", "from_options", "from_quotes"]

_MOST_QUOTES = 3
_CLOSE_TO_BEST = 0.90


def from_quotes(question: Question, evidence: Sequence[Evidence]) -> Resolved:
    """The best sentences as they stand, each cited; quotes in the other language are introduced as such."""
    builder = TextBuilder(evidence)
    best = evidence[0].score
    chosen = [i for i, e in enumerate(evidence) if e.score >= _CLOSE_TO_BEST * best][:_MOST_QUOTES]
    for position in chosen:
        if not builder.empty:
            builder.plain("\n\n")
        _quote(builder, question, evidence[position], position)
    return builder.done()


def from_options(
    question: Question, supports: Sequence[OptionSupport], chosen: Sequence[OptionSupport]
) -> tuple[Resolved, tuple[Evidence, ...]]:
    """The letters chosen, each with the sentence that supports it."""
    backed = [support for support in chosen if support.best is not None]
    found = choose([support.best for support in backed if support.best is not None], len(backed))
    builder = TextBuilder(found)
    builder.plain(say("choice", question.lang, letters=", ".join(s.option.letter for s in chosen)))
    for position, evidence in enumerate(found):
        builder.plain("\n\n")
        _quote(builder, question, evidence, position)
    return builder.done(), found


def after_check(
    question: Question, resolved: Resolved, evidence: Sequence[Evidence], check: Check
) -> tuple[Status, Resolved, str]:
    """Status of a checked draft. When its main claim fails, the sources' own words follow it."""
    supports = [claim.support for claim in resolved.claims]
    if all(support == "supported" for support in supports):
        return "answered", resolved, ""
    reason = say("partial-claims", question.lang)
    if supports[0] == "supported":
        return "partial", resolved, reason
    builder = TextBuilder(evidence)
    by_number = {citation.number: citation for citation in resolved.citations}
    places = {(e.document.source.uri, e.start): i for i, e in enumerate(evidence)}
    for claim in resolved.claims:
        cited = (by_number[number] for number in claim.citations)
        rows = tuple(places[(c.uri, c.start)] for c in cited)
        builder.claim(claim.text + ".", Checked(claim.support, claim.score, claim.reason, rows))
        builder.plain(" ")
    builder.plain("\n\n" + say("draft-unsupported", question.lang) + "\n\n")
    _quote(builder, question, evidence[0], 0)
    return "partial", builder.done(), reason


def _quote(builder: TextBuilder, question: Question, evidence: Evidence, position: int) -> None:
    verbatim = Checked("supported", 1.0, "", (position,))
    if evidence.lang == question.lang:
        builder.claim(evidence.quote, verbatim)
        return
    before, after = say("quote-other", question.lang, title=evidence.document.source.title).split("{quote}")
    builder.plain(before)
    builder.claim(evidence.quote, verbatim, closing=after)
