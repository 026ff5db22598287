"""One claim and its evidence to a verdict: supported, partly, contradicted or not found, with a reason in words.

Owns the order of the signals, the features they give and the rules that turn them into a verdict. The weights are
data (model.json). Retrieval, documents and pages are none of its business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.checking import direction, names, numbers, polarity, quantifiers, roles
from assistant.checking.alignment import Alignment, align
from assistant.checking.lexicon import Lexicon, load_lexicon
from assistant.checking.model import Model, load_model
from assistant.checking.reading import Reading, read
from assistant.checking.reasons import reason
from assistant.schema import Support
from ingest.analysis import fold
from ingest.embed import Embedder
from ingest.schema import Lang


@dataclass(frozen=True, slots=True)
class EvidenceText:
    """A sentence that may decide a claim. `heading` and `context` (neighbours, table header) say what it is about."""

    text: str
    lang: Lang
    heading: tuple[str, ...] = ()
    context: str = ""
    uri: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found. `best` is the index of the evidence that decided, -1 for none; confidence is in 0..1."""

    support: Support
    confidence: float
    reason: str
    best: int = -1
    features: dict[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All signals for one claim and one piece of evidence."""

    alignment: Alignment
    numbers: numbers.NumberFinding
    polarity: polarity.PolarityFinding
    direction: direction.DirectionFinding
    names: names.NameFinding
    roles: roles.RoleFinding
    reach: quantifiers.ReachFinding
    verbatim: bool
    cross: bool

    @property
    def conflict(self) -> bool:
        """Whether a literal signal says that the source says otherwise."""
        return bool(
            self.numbers.conflicts
            or self.polarity.flip >= 0.5
            or self.direction.conflicts
            or self.names.swapped
            or self.roles.swapped
        )


class Checker:
    """Checks claims against evidence. Holds the lexicon, the coefficients and, if given, an embedder."""

    def __init__(self, lexicon: Lexicon, embedder: Embedder | None = None, model: Model | None = None) -> None:
        self._lexicon = lexicon
        self._embedder = embedder
        self._model = model or load_model()

    def check(self, claim: str, evidence: Sequence[EvidenceText], lang: Lang) -> Verdict:
        """The verdict on a claim in language `lang`, from the piece of evidence that speaks most clearly about it."""
        if not evidence:
            return Verdict("not_found", 0.9, reason("not_found", None, lang))
        said = read(claim, lang, self._lexicon)
        verdicts = [self._one(said, item, place) for place, item in enumerate(evidence)]
        supported = [v for v in verdicts if v.support == "supported"]
        if supported:
            return max(supported, key=lambda v: (v.confidence, -v.best))
        return max(verdicts, key=lambda v: (v.features["closeness"], -v.best))

    def _one(self, said: Reading, item: EvidenceText, place: int) -> Verdict:
        findings = self.findings(said, item)
        features = features_of(findings)
        chance = self._model.probability(features)
        if findings.verbatim:
            return Verdict("supported", 0.99, reason("supported", findings, said.lang), place, features)
        closeness = features["closeness"]
        missing = tuple(dict.fromkeys([*findings.names.missing, *(i.text for i in findings.alignment.missing if i.weight >= 0.6)]))
        if chance >= self._model.threshold:
            return Verdict("supported", chance, reason("supported", findings, said.lang), place, features)
        if findings.conflict and closeness >= 0.5:
            support: Support = "contradicted"
        elif closeness >= 0.6:
            support = "partly"
        else:
            support = "not_found"
        return Verdict(support, 1.0 - chance, reason(support, findings, said.lang), place, features, missing)

    def findings(self, said: Reading, item: EvidenceText) -> Findings:
        """Every signal for a claim (already read) and one piece of evidence."""
        given = read(item.text, item.lang, self._lexicon)
        around = read(" . ".join([*item.heading, item.context]), item.lang, self._lexicon)
        alignment = align(said, given, self._lexicon, around)
        return Findings(
            alignment,
            numbers.compare(said.text, item.text, said.lang, item.lang, item.context),
            polarity.compare(said, given, alignment),
            direction.compare(alignment),
            names.compare(said, given, alignment, around, self._lexicon),
            roles.compare(said, given, alignment),
            quantifiers.compare(said.text, item.text, said.lang, item.lang),
            _is_copy(said.text, item.text),
            said.lang != item.lang,
        )


def features_of(findings: Findings) -> dict[str, float]:
    """The numbers that the model weighs, all in 0..1 or small counts."""
    alignment = findings.alignment
    closeness = alignment.context_coverage
    return {
        "closeness": closeness,
        "coverage": alignment.coverage,
        "number_conflict": float(bool(findings.numbers.conflicts)),
        "number_missing": float(bool(findings.numbers.missing)),
        "negation_flip": findings.polarity.flip,
        "direction_conflict": float(bool(findings.direction.conflicts)),
        "name_swapped": float(bool(findings.names.swapped)),
        "name_missing": min(2.0, float(len(findings.names.missing))),
        "role_swapped": float(bool(findings.roles.swapped)),
        "universal": float(bool(findings.reach.stronger)),
        "exclusive": float(bool(findings.reach.exclusive)),
        "dropped_limit": float(bool(findings.reach.dropped)),
        "cross": float(findings.cross),
    }


def checker(embedder: Embedder | None = None) -> Checker:
    """A checker with the lexicon and coefficients of the package."""
    return Checker(load_lexicon(), embedder, load_model())


def _is_copy(claim: str, evidence: str) -> bool:
    """Whether the claim stands in the evidence word for word, but for case, accents and the final full stop."""
    said = fold(claim).strip(" .;:!«»\"'()|")
    return bool(said) and f" {said} " in f" {fold(evidence).strip(' .;:!')} "
