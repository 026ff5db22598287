"""One sentence of an answer against its evidence: the checker's verdict in the terms of an answer.

Decides which evidence a sentence is judged by: what it names, and otherwise what bears on it most. Owns no signals
(those are in `checking`).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.citations import Checked
from assistant.checking.reading.lexicon import Lexicon
from assistant.checking.reasons import reason
from assistant.checking.verdict import Checker
from assistant.checking.window import Window
from assistant.schema import Evidence
from ingest.embedding.embed import Embedder
from ingest.schema import Lang
from ingest.text.analysis import fold

_SAME_MATTER = 0.7  # share of the weight of either sentence that the other holds
_DENIED = 0.75


class SentenceChecker:
    """Judges sentences against numbered evidence."""

    def __init__(self, lexicon: Lexicon, embedder: Embedder | None) -> None:
        self._checker = Checker(lexicon, embedder)
        self._literal = Checker(lexicon)

    def check(self, sentence: str, named: tuple[int, ...], evidence: Sequence[Evidence], lang: Lang) -> Checked:
        """The verdict on a sentence; evidence it named is tried first, the rest when that does not support it."""
        copied = [i for i, e in enumerate(evidence) if _same_words(sentence, e.quote)]
        if copied:
            return Checked("supported", 1.0, "", (copied[0],))
        first = self._judge(sentence, named, evidence, lang) if named else None
        if first is not None and first.support == "supported":
            return first
        whole = self._judge(sentence, tuple(range(len(evidence))), evidence, lang)
        return whole if first is None or whole.support == "supported" else first

    def compare(self, claim: Evidence, other: Evidence, lang: Lang) -> Checked:
        """One evidence sentence judged by another, by literal signals only; the reason is in `lang`.

        Contradicted only where both say nearly the same of the same things and differ by a number or a denial: other
        differences between two sources are mostly of scope (two kinds of endpoint, a stop in training or in serving).
        """
        findings = self._literal.findings(claim.quote, [Window(other.span)], claim.span.lang)[0]
        alike = min(findings.alignment.coverage, findings.alignment.reverse) >= _SAME_MATTER
        differs = findings.number_conflict is not None or findings.polarity.flip >= _DENIED
        if not alike or not differs or findings.names.swapped or findings.exchanged:
            return Checked("not_found", 1.0, "", ())
        verdict = self._literal.verdict(findings)
        return Checked(verdict.support, verdict.confidence, reason(verdict.support, findings, lang), ())

    def _judge(self, sentence: str, rows: Sequence[int], evidence: Sequence[Evidence], lang: Lang) -> Checked:
        verdict = self._checker.check(sentence, [Window(evidence[row].span) for row in rows], lang)
        decided = () if verdict.best is None or verdict.support == "not_found" else (rows[verdict.best],)
        return Checked(verdict.support, verdict.confidence, verdict.reason, decided)


def _same_words(sentence: str, quote: str) -> bool:
    return fold(sentence).strip(" .") == fold(quote).strip(" .")
