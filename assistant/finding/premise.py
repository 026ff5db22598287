"""Does a source say otherwise than a question supposes? "Why does RCF need a GPU?" - "RCF takes no advantage of a GPU."

A question that asks how, why, which or how much takes for granted what it asks about; that is read as a claim, and the
sentences most likely to answer are asked whether they say otherwise: by a denial, an opposite, another number, sides
exchanged. A question that asks whether something is so supposes nothing. Owns the features of such a sentence; the
weights are data, fitted by `python -m evals.fitting.premise`. How claims and sentences are compared is `checking`'s.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.asking.asked import Asked
from assistant.asking.shape import takes_for_granted
from assistant.checking.features import features_of
from assistant.checking.findings import Findings
from assistant.checking.reading.negation import denials
from assistant.checking.verdict import Checker
from assistant.checking.window import Window
from assistant.finding.ranking import Ranked
from assistant.finding.signals import said_of
from assistant.logistic import Logistic, load_logistic
from ingest.text.analysis import analyse, fold
from ingest.text.plain import flat

_WEIGHTS = Path(__file__).parent / "data" / "premise.json"
_LOOKED_AT = 3  # sentences
_LIKELY = 0.25  # the least chance to answer for a sentence that may correct the question
SURE = 0.45
_NEXT_SENTENCE = re.compile(r"[.!?…]\s+\S")
# "A rather than B" sets things side by side; what is said of one of them denies nothing.
_CHOOSES = re.compile(r"\b(?:rather than|plutot qu\w*)\b")
_WITHOUT = re.compile(r"\b(?:without|sans)\b")
# A remedy speaks of what it undoes.
_REMEDY = re.compile(r"\bremed(?:y|ies|es?)\b")
_ONLY = re.compile(r"(?<!not )\bonly\b|\b(?:uniquement|exclusivement|seulement|seule?s?)\b")


@dataclass(frozen=True, slots=True)
class Opposition:
    """How a sentence stands against what a question supposes. Shares and chances in 0..1, the rest 0 or 1.

    `denied`, `turned` (an opposite or another direction), `number` (another one), `exchanged` (sides, order) and
    `restricted` (it says "only", and not of what the question names) are each times the share of the question that the
    sentence covers, `coverage`; `reverse` is what the question holds of the sentence. `likely` is its chance to answer
    as a share of the best one's, `supports` the checker's chance that it says what the question says, `takes`: the
    question asks why or how, `gap`: the share of what is asked that no likely sentence says.
    """

    denied: float = 0.0
    turned: float = 0.0
    number: float = 0.0
    exchanged: float = 0.0
    restricted: float = 0.0
    coverage: float = 0.0
    reverse: float = 0.0
    likely: float = 0.0
    supports: float = 0.0
    takes: float = 0.0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Correction:
    """The sentence that says otherwise than a question supposes, and the chance (0..1) that it does."""

    sentence: Ranked
    chance: float


def correction(asked: Asked, ranked: Sequence[Ranked], checker: Checker, gap: float) -> Correction | None:
    """The likeliest sentence that says otherwise than the question supposes, None where none of the best may do so.

    `gap` in 0..1 is the share of what is asked that no likely sentence says.
    """
    found = [Correction(one, chance(opposition)) for one, opposition in oppositions(asked, ranked, checker, gap)]
    return max(found, key=lambda one: one.chance, default=None)


def oppositions(
    asked: Asked, ranked: Sequence[Ranked], checker: Checker, gap: float
) -> list[tuple[Ranked, Opposition]]:
    """Those of the likeliest sentences that are against the question in some way, with how they are.

    None for a question that supposes nothing, tells a story or asks several things: what it says is no one claim.
    """
    looked = [one for one in ranked[:_LOOKED_AT] if one.score >= _LIKELY]
    supposed = asked.text.rstrip(" ?\u00a0\u202f")
    several = len(asked.parts) > 1 or _NEXT_SENTENCE.search(supposed)
    if not looked or not asked.openly or asked.compares or several or _CHOOSES.search(asked.folded):
        return []
    windows = [Window(one.candidate.span) for one in looked]
    findings = checker.findings(supposed, windows, asked.lang, by_meaning=False)
    takes, best = float(takes_for_granted(analyse(asked.text))), looked[0].score
    found = []
    for one, finding in zip(looked, findings, strict=True):
        own = _opposition(finding, _restricted(asked, one), checker)
        if _denies_a_need(asked, one):
            own = dataclasses.replace(own, denied=0.0)
        if _REMEDY.search(fold(one.candidate.quote)):
            own = dataclasses.replace(own, turned=0.0)
        found.append((one, dataclasses.replace(own, likely=one.score / best, takes=takes, gap=gap)))
    return [(one, opposition) for one, opposition in found if _against(opposition)]


def chance(opposition: Opposition) -> float:
    """Chance in 0..1 that the sentence corrects the question."""
    return _model().probability(dataclasses.asdict(opposition))


def _against(opposition: Opposition) -> bool:
    own = opposition
    return any((own.denied, own.turned, own.number, own.exchanged, own.restricted))


def _denies_a_need(asked: Asked, one: Ranked) -> bool:
    """Whether a sentence denies by "without" alone, as the question does not: that one may be had without the other."""
    quote = one.candidate.quote
    cues = [flat(quote)[found.start : found.end] for found in denials(quote, one.candidate.span.lang)]
    return bool(cues) and all(map(_WITHOUT.search, cues)) and not _WITHOUT.search(asked.folded)


def _restricted(asked: Asked, one: Ranked) -> bool:
    """Whether a sentence says "only" and does not speak of something that the question names."""
    if not _ONLY.search(fold(one.candidate.quote)):
        return False
    said = said_of([one.candidate])
    return any(group.name and not group.covered_by(said) for group in asked.groups)


def _opposition(findings: Findings, restricted: bool, checker: Checker) -> Opposition:
    features, covered = features_of(findings), findings.alignment.coverage
    return Opposition(
        denied=findings.polarity.flip * covered,
        turned=features["direction"] * covered,
        number=features["number_conflict"] * covered,
        exchanged=features["structure"] * covered,
        restricted=restricted * covered,
        coverage=covered,
        reverse=findings.alignment.reverse,
        supports=checker.chance(findings, features),
    )


@cache
def _model() -> Logistic:
    return load_logistic(_WEIGHTS, [field.name for field in dataclasses.fields(Opposition)])
