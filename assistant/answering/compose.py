"""Answers put together by code: from quotes alone, from options, and what to do when a draft fails its check.

Writes only frames from `wording`; every other word is a quote, or a sentence of the model with its verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from assistant.answering.citations import Checked, Resolved, TextBuilder
from assistant.answering.run import Run
from assistant.answering.wording import say
from assistant.choosing.options import OptionSupport
from assistant.choosing.sums import Computed
from assistant.finding.evidence import Candidate, number
from assistant.finding.refusal import Gate
from assistant.schema import Answer, Claim, Evidence, Question, Status
from ingest.subjects import within
from ingest.text.language import certain_language

__all__ = [
    "Resolved",
    "after_check",
    "corrected",
    "from_options",
    "from_quotes",
    "from_sections",
    "refusal",
    "with_wording",
]


def refusal(question: Question, evidence: Sequence[Evidence], run: Run, gate: Gate | None) -> Answer:
    """What is said where the sources do not answer, with the nearest of what was found; no `gate`: a model said it."""
    lang = question.lang
    if gate is None:
        reason = say("refused-model", lang)
    elif gate.missing:
        reason = say("refused-missing", lang, names=", ".join(gate.missing[:4]))
    elif gate.unstated:
        reason = say("refused-unstated", lang, words=", ".join(gate.unstated[:4]))
    else:
        reason = say("refused-reason", lang)
    return run.refused(say("refused", lang), reason, evidence)


def from_quotes(question: Question, evidence: Sequence[Evidence], quoted: Sequence[int]) -> Resolved:
    """The sentences at these places as they stand, each cited; those in the other language are introduced as such."""
    return from_sections(question, evidence, [("", quoted)])


def with_wording(
    question: Question, evidence: Sequence[Evidence], quoted: Sequence[int], drafted: Resolved, told: Sequence[Claim]
) -> Resolved:
    """The sources' sentences, then what a model says of them (`told`, claims of `drafted`) in its own words."""
    builder = TextBuilder(evidence)
    _quotes(builder, question, evidence, quoted)
    builder.plain("\n\n" + say("wording", question.lang))
    for claim in told:
        builder.plain(" ")
        builder.claim(claim.text + ".", _as_checked(claim, drafted, evidence))
    return builder.done()


def _as_checked(claim: Claim, resolved: Resolved, evidence: Sequence[Evidence]) -> Checked:
    """The verdict on a claim of a text, its citations as places of the evidence."""
    by_number = {citation.number: citation for citation in resolved.citations}
    places = {e.span.place: i for i, e in enumerate(evidence)}
    rows = tuple(places[by_number[number].place] for number in claim.citations)
    return Checked(claim.support, claim.score, claim.reason, rows, claim.told)


def from_sections(
    question: Question, evidence: Sequence[Evidence], sections: Sequence[tuple[str, Sequence[int]]]
) -> Resolved:
    """Sentences at some places under the words that introduce each section ("" for none)."""
    builder = TextBuilder(evidence)
    for place, (words, quoted) in enumerate(sections):
        builder.plain(("\n\n" if place else "") + words + ("\n\n" if words and quoted else ""))
        _quotes(builder, question, evidence, quoted)
    return builder.done()


def corrected(question: Question, evidence: Sequence[Evidence], quoted: Sequence[int], run: Run) -> Answer:
    """The first sentence, which says otherwise than the question supposes, told as such; then what else is quoted."""
    with run.timed("compose"):
        builder = TextBuilder(evidence)
        builder.plain(say("opposite", question.lang) + "\n\n")
        _quotes(builder, question, evidence, [0, *(place for place in quoted if place)])
    return replace(run.answer("partial", builder.done(), say("premise", question.lang)), corrects=True)


def from_options(
    question: Question,
    supports: Sequence[OptionSupport],
    chosen: Sequence[OptionSupport],
    sums: Computed | None = None,
    basis: Candidate | None = None,
) -> tuple[Resolved, tuple[Evidence, ...]]:
    """The letters chosen with the sentences that support them, then what the sources say of every other option.

    Where `sums` decide, they are shown behind the sentence they rest on (`basis`), and each option beside their result.
    """
    letters = {support.option.letter for support in chosen}
    told = [(s, _shown(s, letters, sums)) for s in (*chosen, *_others(supports, letters))]
    found, places = _distinct([one for one in (basis, *(candidate for _, candidate in told)) if one is not None])
    builder = TextBuilder(found)
    builder.plain(say("choice", question.lang, letters=", ".join(sorted(letters))))
    for worked in sums.worked if sums is not None else ():
        builder.plain("\n\n" + say("choice-computed", question.lang, line=worked.line))
    if basis is not None:
        builder.plain("\n\n")
        _quote(builder, question, found[0], 0)
    for support, candidate in told:
        text = " ".join(support.option.text.split()).rstrip(".")
        builder.plain("\n\n" + say("option", question.lang, letter=support.option.letter, text=text) + " ")
        if sums is not None:
            key = "option-computed" if support.option.letter in letters else "option-other-result"
            builder.plain(say(key, question.lang))
        elif candidate is None:
            builder.plain(say("option-silent", question.lang))
        else:
            place = places[candidate.span.place]
            _quote(builder, question, found[place], place)
    return builder.done(), found


def _shown(support: OptionSupport, letters: AbstractSet[str], sums: Computed | None) -> Candidate | None:
    if sums is not None:
        return None
    return support.best if support.option.letter in letters else support.about


def _others(supports: Sequence[OptionSupport], letters: set[str]) -> list[OptionSupport]:
    return [support for support in supports if support.option.letter not in letters]


def _distinct(candidates: Sequence[Candidate]) -> tuple[tuple[Evidence, ...], dict[tuple[str, int, int], int]]:
    """Numbered evidence of the distinct sentences, and the place of each."""
    unique = {c.span.place: c for c in candidates}
    found = number(list(unique.values()))
    return found, {key: place for place, key in enumerate(unique)}


def after_check(
    question: Question, resolved: Resolved, evidence: Sequence[Evidence], quoted: Sequence[int]
) -> tuple[Status, Resolved, str]:
    """Status of a checked draft. When its main claim fails, the sources' own words (`quoted` places) follow it."""
    supports = [claim.support for claim in resolved.claims]
    if all(support == "supported" for support in supports):
        return "answered", resolved, ""
    reason = say("partial-claims", question.lang)
    if supports[0] == "supported":
        return "partial", resolved, reason
    builder = TextBuilder(evidence)
    for claim in resolved.claims:
        builder.claim(claim.text + ".", _as_checked(claim, resolved, evidence))
        builder.plain(" ")
    builder.plain("\n\n" + say("draft-unsupported", question.lang) + "\n\n")
    _quotes(builder, question, evidence, quoted)
    return "partial", builder.done(), reason


def _quotes(builder: TextBuilder, question: Question, evidence: Sequence[Evidence], quoted: Sequence[int]) -> None:
    """Sentences as they stand, a paragraph each; a source in the other language is named once."""
    named: set[str] = set()
    for place, position in enumerate(quoted):
        own = evidence[position]
        if place:
            builder.plain("\n\n")
        _quote(builder, question, own, position, named=own.span.uri in named)
        if _is_other(question, own):
            named.add(own.span.uri)


def _is_other(question: Question, evidence: Evidence) -> bool:
    """Whether the source is in the other language, and the words too: it may hold sentences of both."""
    return evidence.span.lang != question.lang and certain_language(evidence.quote) != question.lang


def _quote(builder: TextBuilder, question: Question, evidence: Evidence, position: int, *, named: bool = False) -> None:
    """A sentence as it stands, behind what it is about where it does not say so itself.

    With a subject, or in the other language, it stands between quotation marks; a source in the other language is told
    unless just named.
    """
    verbatim = Checked("supported", 1.0, "", (position,))
    subject = " › ".join(within(evidence.span.subjects))
    other = _is_other(question, evidence)
    if not other and not subject:
        builder.claim(evidence.quote, verbatim, copied=True)
        return
    if other and not named:
        builder.plain(say("source-other", question.lang, title=evidence.span.document.source.title))
    if subject:
        builder.plain(say("subject", question.lang, subject=subject))
    before, after = say("quote", question.lang).split("{quote}")
    builder.plain(before)
    builder.claim(evidence.quote, verbatim, closing=after, copied=True)
