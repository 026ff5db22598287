"""One sentence of an answer against its evidence: the judgement in the terms of an answer.

Owns the order in which evidence is given to the judge (what a sentence names comes first) and when two sources
disagree.
Which window decides is `checking.judge`'s, signals are `checking`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.citations import Checked
from assistant.checking.judge import judge
from assistant.checking.reasons import reason
from assistant.checking.verdict import Checker
from assistant.checking.window import Window
from assistant.schema import Evidence
from ingest.schema import Lang
from ingest.subjects import told

_SAME_MATTER = 0.7  # share of the weight of either sentence that the other holds
_DENIED = 0.75


class SentenceChecker:
    """Judges sentences against numbered evidence."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def check(self, sentence: str, named: tuple[int, ...], evidence: Sequence[Evidence], lang: Lang) -> Checked:
        """The verdict on a sentence; of evidence that speaks as directly about it, what it named decides."""
        rows = [*named, *(row for row in range(len(evidence)) if row not in named)]
        found = judge(self._checker, sentence, [Window(evidence[row].span) for row in rows], lang).verdict
        decided = () if found.best < 0 else (rows[found.best],)
        if found.verbatim:
            return Checked(found.support, found.confidence, "", decided)
        return Checked(found.support, found.confidence, found.reason, decided, found.why.told if found.why else ())

    def compare(self, claim: Evidence, other: Evidence, lang: Lang) -> Checked:
        """One evidence sentence judged by another, by literal signals only; the reason is in `lang`.

        Contradicted only where both say nearly the same of the same things and differ by a number or a denial: other
        differences between two sources are mostly of scope (two kinds of endpoint, a stop in training or in serving).
        """
        findings = self._checker.findings(told(claim.span), [Window(other.span)], claim.span.lang, by_meaning=False)[0]
        alike = min(findings.alignment.coverage, findings.alignment.reverse) >= _SAME_MATTER
        differs = findings.number_conflict is not None or findings.polarity.flip >= _DENIED
        if not alike or not differs or findings.names.swapped or findings.exchanged:
            return Checked("not_found", 1.0, "", ())
        verdict = self._checker.verdict(findings)
        return Checked(verdict.support, verdict.confidence, reason(verdict.support, findings).said(lang), ())
