"""One claim and one window of evidence to a verdict: supported, partly, contradicted or not found, with a reason.

Owns the order of the signals and the rules that turn them into a verdict. The weights are data (model.json).
Retrieval, documents and pages are none of its business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

from assistant.checking.features import features_of
from assistant.checking.findings import Findings
from assistant.checking.model import Model, load_model
from assistant.checking.reading import modality, quantifiers
from assistant.checking.reading.counterfactual import denied
from assistant.checking.reading.lexicon import Lexicon, load_lexicon, tokens
from assistant.checking.reading.reading import Reading, read
from assistant.checking.reasons import Why, reason
from assistant.checking.signals import (
    agents,
    attachment,
    binding,
    comparison,
    defaults,
    degree,
    direction,
    names,
    numbers,
    polarity,
    roles,
    sequence,
    soft,
)
from assistant.checking.signals.alignment import Alignment, align
from assistant.checking.signals.semantic import Nearness, Semantics
from assistant.checking.window import Window
from assistant.schema import Support
from ingest.embedding.embed import Embedder
from ingest.schema import Lang
from ingest.text.analysis import fold

_READINGS = 1024  # kept
# Seven labelled claims do: too few for a weight, and all but one of them are false.
_FURTHER = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one window says of a claim. `best` is the window's place, -1 for none; confidence is in 0..1.

    `certain`: the window surely says otherwise of the same subject. `verbatim`: the claim's words stand in it.
    `replaces`: it says what stands in the place of the claim's words. `reason` is `why` in the claim's language.
    """

    support: Support
    confidence: float
    reason: str
    best: int = -1
    features: dict[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    certain: bool = False
    verbatim: bool = False
    why: Why | None = None
    replaces: bool = False


class Checker:
    """Checks claims against evidence. Holds the lexicon, the coefficients and, if given, an embedder."""

    def __init__(
        self,
        lexicon: Lexicon,
        embedder: Embedder | None = None,
        model: Model | None = None,
        centre: soft.Centre | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._semantics = Semantics(embedder)
        # Headings and sentences are met again for every claim of an answer.
        self._read: Callable[[str, Lang], Reading] = lru_cache(_READINGS)(partial(_reading, lexicon))
        self._model = model or load_model()
        self._centre = centre or soft.load_centre()
        self._centred = self._semantics.available and self._semantics.name == self._centre.embedder

    def prepare(self, evidence: Sequence[Window]) -> None:
        """Compute and keep the vectors of evidence that will be asked about, in one batch."""
        self._semantics.remember([item.readings[0] for item in evidence if len(item.readings) == 1])

    def findings(
        self, claim: str, evidence: Sequence[Window], lang: Lang, *, by_meaning: bool = True
    ) -> list[Findings]:
        """Every signal for a claim and each window; without `by_meaning` those of the words alone."""
        said = self._read(claim, lang)
        texts = [self._words(said, item) for item in evidence]
        if by_meaning:
            nearness = self._semantics.nearness(claim, denied(claim, lang), texts)
        else:
            nearness = [Nearness(None, None)] * len(texts)
        rows = zip(evidence, texts, nearness, strict=True)
        return [self._findings(said, item, text, near) for item, text, near in rows]

    def verdict(self, findings: Findings, place: int = 0) -> Verdict:
        """The verdict that the signals of one piece of evidence lead to; `place` is the evidence's index."""
        lang = findings.claim.lang
        features = features_of(findings)
        if findings.verbatim:
            why = reason("supported", findings)
            return Verdict("supported", 0.99, why.said(lang), place, features, verbatim=True, why=why)
        return decide(findings, features, self.chance(findings, features), self._model.threshold, place)

    def chance(self, findings: Findings, features: dict[str, float]) -> float:
        """Chance (0..1) that the evidence supports the claim; below the threshold where the claim goes further."""
        chance = self._model.probability(features)
        return min(chance, _FURTHER * self._model.threshold) if findings.goes_further else chance

    def _words(self, said: Reading, item: Window) -> str:
        """How a window is read for a claim: of the cells of a row, the first that says most of it and little else."""
        readings = item.readings
        if len(readings) == 1:
            return readings[0]
        words = {token.folded for token in tokens(said.plain)}
        scores = [self._fits(said, words, text, item.lang) for text in readings]
        return readings[scores.index(max(scores))]

    def _fits(self, said: Reading, words: set[str], text: str, lang: Lang) -> float:
        """How much of a claim a reading says, and how much of the reading the claim says; 0..2."""
        own = {token.folded for token in tokens(text)}
        covered = align(said, self._read(text, lang), self._lexicon).coverage
        return covered + len(own & words) / max(1, len(own))

    def _findings(self, said: Reading, item: Window, text: str, near: Nearness) -> Findings:
        given = self._read(text, item.lang)
        around = self._read(" . ".join(item.about), item.lang)
        alignment = align(said, given, self._lexicon, around)
        order = sequence.compare(said, given, alignment)
        return Findings(
            claim=said,
            evidence=given,
            alignment=alignment,
            numbers=numbers.compare(said.quantities, given.quantities),
            polarity=polarity.compare(said, given, alignment),
            direction=direction.compare(said, given, alignment, self._lexicon, sequence_known=order.known),
            names=names.compare(said, given, alignment, around, self._lexicon),
            roles=roles.compare(said, given, alignment, self._lexicon),
            agents=agents.compare(said, given, alignment),
            sequence=order,
            attachment=attachment.compare(said, given, alignment),
            binding=binding.compare(said, given, alignment, self._lexicon),
            defaults=defaults.compare(said, given, alignment),
            degree=degree.compare(said, given),
            comparison=comparison.compare(said, given, alignment),
            reach=quantifiers.compare(said.text, text, said.lang, item.lang),
            modal=modality.compare(said.text, text),
            verbatim=_is_copy(said.text, item.text),
            near=near,
            soft=self._soft(said, given, alignment, near),
        )

    def _soft(self, said: Reading, given: Reading, alignment: Alignment, near: Nearness) -> soft.SoftFinding | None:
        if not self._centred or near.claim is None:
            return None
        return soft.compare(said, given, alignment, near, self._centre)


def _reading(lexicon: Lexicon, text: str, lang: Lang) -> Reading:
    return read(text, lang, lexicon)


def decide(findings: Findings, features: dict[str, float], chance: float, threshold: float, place: int = 0) -> Verdict:
    """The verdict that a chance (0..1) of being supported leads to, given what the signals found."""
    lang = findings.claim.lang
    if chance >= threshold:
        why = reason("supported", findings)
        return Verdict("supported", chance, why.said(lang), place, features, why=why)
    absent = [item.text for item in findings.alignment.missing if item.weight >= 0.6]
    missing = tuple(dict.fromkeys([*findings.numbers.missing, *findings.names.missing, *absent]))
    if findings.conflict and features["closeness"] >= 0.5:
        support: Support = "contradicted"
    elif features["closeness"] >= 0.6:
        support = "partly"
    else:
        support = "not_found"
    certain = support == "contradicted" and findings.certain_conflict and findings.same_subject
    why = reason(support, findings)
    replaces = support == "contradicted" and findings.replaces
    return Verdict(support, 1.0 - chance, why.said(lang), place, features, missing, certain, why=why, replaces=replaces)


def checker(embedder: Embedder | None = None) -> Checker:
    """A checker with the lexicon and coefficients of the package."""
    return Checker(load_lexicon(), embedder, load_model())


def _is_copy(claim: str, evidence: str) -> bool:
    """Whether the claim stands in the evidence word for word, but for case, accents and the final full stop."""
    said = fold(claim).strip(" .;:!«»\"'()|")
    return bool(said) and re.search(rf"(?<!\w){re.escape(said)}(?!\w)", fold(evidence)) is not None
