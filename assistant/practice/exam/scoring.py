"""From a finished exam to its result.

The exams report a scaled score whose formula AWS does not publish (forms differ in difficulty and are equated). What is
shown here is an **estimate on a straight line**: no scored item right is `scale_min`, all right is `scale_max`,

    scaled = floor(scale_min + share * (scale_max - scale_min)),   share = right / scored

so a pass mark of 750 on 100..1000 is taken to be 72.2 % of the scored items. The 90 % interval comes from the number
of scored items (Jeffreys: Beta(right + 1/2, wrong + 1/2)) and says how far another exam of the same size could be
off, not how far the line itself is from AWS's. `verdict` is "near" when that interval holds the pass mark. Unscored
items never count; an unanswered item counts as wrong. The domain lines compare with the same share; AWS has no pass
mark by domain. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from assistant.practice.errors import ExamError
from assistant.practice.estimate import interval
from assistant.practice.grade import grade
from assistant.practice.schema import DomainResult, ExamSession, Result, Verdict
from ingest.schema import Lang

_NOTE = {
    "en": (
        "An estimate: AWS does not publish how it scales scores. Here {low} is nothing right and {high} everything, "
        "with a straight line between, so the pass mark of {mark} stands for {share} % of the scored questions. "
        "Another exam of this size could have come to anything from {from_} to {to}."
    ),
    "fr": (
        "Une estimation : AWS ne publie pas sa formule. Ici, {low} vaut zéro bonne réponse et {high} toutes, avec une "
        "droite entre les deux ; le seuil de {mark} représente donc {share} % des questions notées. Un autre examen de "
        "cette taille aurait pu donner de {from_} à {to}."
    ),
}


def score(session: ExamSession) -> Result:
    """The result of an exam that was handed in. Raises ExamError while it runs or when it was abandoned."""
    if session.state not in ("submitted", "expired") or session.ended_at is None:
        raise ExamError("The exam is not handed in yet, so it has no result.", key="exam-open")
    correct = [grade(one.item, session.response(k)).correct for k, one in enumerate(session.items)]
    scored = [(one.item.domain, ok) for one, ok in zip(session.items, correct, strict=True) if one.scored]
    unscored = [ok for one, ok in zip(session.items, correct, strict=True) if not one.scored]
    low, high, mark = session.scale
    right, total = sum(ok for _, ok in scored), len(scored)
    bounds = interval(right, total)
    scaled, scaled_low, scaled_high = (scale(share, low, high) for share in (right / total, *bounds))
    return Result(
        scaled=scaled,
        scaled_low=scaled_low,
        scaled_high=scaled_high,
        pass_mark=mark,
        scale_min=low,
        scale_max=high,
        passed=scaled >= mark,
        verdict=_verdict(scaled, scaled_low, scaled_high, mark),
        right=right,
        scored=total,
        unscored_right=sum(unscored),
        unscored=len(unscored),
        unanswered=sum(1 for k in range(len(session.items)) if not session.response(k)),
        seconds=(session.ended_at - session.started_at).total_seconds(),
        domains=tuple(_domain_results(scored, (mark - low) / (high - low))),
    )


def scale(share: float, low: int, high: int) -> int:
    """A share in 0..1 on the scale, rounded down so that reaching the pass mark and passing are the same."""
    return math.floor(low + share * (high - low) + 1e-9)


def _verdict(scaled: int, low: int, high: int, mark: int) -> Verdict:
    if low < mark <= high:
        return "near"
    return "pass" if scaled >= mark else "fail"


def _domain_results(scored: Iterable[tuple[str, bool]], line: float) -> Iterable[DomainResult]:
    domains: dict[str, list[bool]] = {}
    for domain, ok in scored:
        domains.setdefault(domain, []).append(ok)
    for domain, oks in sorted(domains.items()):
        right, total = sum(oks), len(oks)
        low, high = interval(right, total)
        share = right / total
        yield DomainResult(domain, right, total, share, low, high, meets=share >= line - 1e-12)


def estimate_note(result: Result, lang: Lang) -> str:
    """Two sentences for the learner: that the score is an estimate, how it was made, how far off it may be."""
    share = 100 * (result.pass_mark - result.scale_min) / (result.scale_max - result.scale_min)
    text = f"{share:.1f}"
    return _NOTE[lang].format(
        low=result.scale_min,
        high=result.scale_max,
        mark=result.pass_mark,
        share=text.replace(".", ",") if lang == "fr" else text,
        from_=result.scaled_low,
        to=result.scaled_high,
    )
