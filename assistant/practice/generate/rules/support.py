"""Rules on truth: the key rests on its quotes, no other page denies it, and no source supports a wrong option.

Wrong options are checked against the sentences of the whole corpus that speak of them and what a search finds, not
only the passage. A sentence that does not name the subject of a claim cannot support it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checking.verdict import Verdict
from assistant.checking.window import Window
from assistant.practice.generate.facts.sources import Sentence
from assistant.practice.generate.rules.context import Context
from assistant.practice.generate.writing.drafts import Claim, Draft
from ingest.schema import Lang
from ingest.text.analysis import fold

_MOST = 8
_CLOSE = 0.5
# How sure the checker must be that a wrong option is right: it is generous with short claims, and across languages.
_SURE, _SURE_ACROSS = 0.65, 0.85
_SAME = 0.8
_DENIALS = ("number_conflict", "denial_flip")


def evidence_verbatim(draft: Draft, context: Context) -> str | None:
    """Every quote stands, letter for letter, in a document of the index."""
    for ref in draft.evidence:
        document = context.sources.documents.get(ref.uri)
        if document is None or ref.quote not in document.text:
            return f"not in {ref.uri}: {ref.quote[:60]}"
    return None


def key_supported(draft: Draft, context: Context) -> str | None:
    """Each right option, written out as a claim, is what its sources say."""
    own = draft.sentences[: max(1, len(draft.facts))]
    for choice in draft.keys:
        for number, claim in enumerate(choice.claims):
            verdicts = [context.verdict(claim.text, claim.lang, sentence) for sentence in own]
            if any(verdict.support == "supported" for verdict in verdicts):
                continue
            if number == 0:
                return f"not supported by its quote: {claim.text[:80]}"
            # The wording in the other language: written by hand, so only a number or a denial speaks against it.
            if all(_denies(verdict) for verdict in verdicts):
                return f"contradicted by its quote: {claim.text[:80]}"
    return None


def _denies(verdict: Verdict) -> bool:
    """Whether a number or a denial speaks against the claim (a swapped name may be a matter of wording)."""
    return verdict.support == "contradicted" and any(verdict.features.get(name, 0.0) >= 0.5 for name in _DENIALS)


def key_uncontested(draft: Draft, context: Context) -> str | None:
    """No sentence of another page says the contrary of the key."""
    own = {(sentence.uri, sentence.text) for sentence in draft.sentences}
    pages = {sentence.uri for sentence in draft.sentences[: max(1, len(draft.facts))]}
    for choice in draft.keys:
        claim = choice.claims[0]
        for sentence in context.sources.near(claim.text, claim.lang, _MOST, claim.names):
            if (sentence.uri, sentence.text) in own or sentence.uri in pages:
                continue
            verdict = context.verdict(claim.text, claim.lang, sentence)
            if _denies(verdict) and _twins(claim, sentence, context):
                return f"{sentence.uri} says: {sentence.text[:80]}"
    return None


def _twins(claim: Claim, sentence: Sentence, context: Context) -> bool:
    """Whether a sentence speaks of the same thing as a claim, so that another number in it is a contradiction."""
    a = context.sources.keys(claim.text, claim.lang)
    b = context.sources.keys(sentence.text, sentence.lang)
    if sentence.lang != claim.lang:
        a, b = (frozenset(key for key in keys if key.startswith("@")) for keys in (a, b))
    whole = sum(context.sources.rarity(key) for key in a | b)
    return bool(whole) and sum(context.sources.rarity(key) for key in a & b) / whole >= _CLOSE


def said_of_one(draft: Draft, context: Context) -> str | None:
    """No other sentence says nearly the same without naming the subject: then another member might share it."""
    if draft.kind == "matching":
        return None
    for choice in draft.keys:
        claim = choice.claims[0]
        bare = _without(claim)
        own = context.sources.keys(bare, claim.lang)
        weight = sum(context.sources.rarity(key) for key in own)
        for sentence in context.sources.near(bare, claim.lang, _MOST):
            if sentence.lang != claim.lang or _names(sentence, claim.names):
                continue
            shared = own & context.sources.keys(sentence.text, sentence.lang)
            if weight and sum(context.sources.rarity(key) for key in shared) / weight >= _SAME:
                return f"{sentence.uri} says it of something else: {sentence.text[:80]}"
    return None


def _without(claim: Claim) -> str:
    text = claim.text
    for name in claim.names:
        text = text.replace(name, " ")
    return text


def distractors_unsupported(draft: Draft, context: Context) -> str | None:
    """No wrong option, written out as a claim, is supported by any sentence of the sources that speaks of it."""
    if draft.type == "matching":
        return _other_pairs(draft, context)
    for choice in draft.wrong:
        for claim in _decisive(choice.claims):
            sentence = _supporter(claim, draft, context)
            if sentence is not None:
                return f"{choice.text[:50]!r} may be right: {sentence.text[:90]}"
    return None


def _decisive(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claim in the language of the source: its wording in the other language adds only noise."""
    return claims[:1]


def _other_pairs(draft: Draft, context: Context) -> str | None:
    """In a matching item, no description fits another prompt."""
    for prompt, index in draft.pairs:
        subject = next(claim for claim in draft.choices[index].claims)
        for place, other in enumerate(draft.choices):
            if place == index:
                continue
            text = _said_of(other.claims[0], subject)
            if text is None:
                continue
            sentence = _supporter(Claim(text, other.claims[0].lang, subject.names), draft, context)
            if sentence is not None:
                return f"{prompt}: {other.text[:50]!r} may fit too: {sentence.text[:80]}"
    return None


def _said_of(claim: Claim, subject: Claim) -> str | None:
    """A claim with the first name of another claim in the place of its own."""
    for name in claim.names:
        if name in claim.text and subject.names:
            return claim.text.replace(name, subject.names[0], 1)
    return None


def _supporter(claim: Claim, draft: Draft, context: Context) -> Sentence | None:
    # A sentence of the item itself speaks of the right option: what it says of a wrong one is said there by contrast.
    asked = {sentence.text for sentence in draft.sentences[: max(1, len(draft.facts))]}
    candidates = context.sources.near(claim.text, claim.lang, _MOST, claim.names)
    return _first_supporting(claim, candidates, asked, context)


def retrieved_unsupported(draft: Draft, context: Context) -> str | None:
    """What a search over all pages (meaning and words) finds for a wrong option does not support it either."""
    asked = {sentence.text for sentence in draft.sentences[: max(1, len(draft.facts))]}
    for choice in draft.wrong if draft.type in ("single", "several") else ():
        for claim in _decisive(choice.claims):
            found = _first_supporting(claim, context.retrieved(claim.text, claim.lang), asked, context)
            if found is not None:
                return f"{choice.text[:50]!r} may be right: {found.text[:90]}"
    return None


def _first_supporting(
    claim: Claim, candidates: Sequence[Sentence], asked: set[str], context: Context
) -> Sentence | None:
    seen = set(asked)
    by_lang: dict[Lang, list[Sentence]] = {}
    for sentence in candidates:
        if sentence.text not in seen and (not claim.names or _names(sentence, claim.names)):
            seen.add(sentence.text)
            by_lang.setdefault(sentence.lang, []).append(sentence)
    for lang, sentences in by_lang.items():
        verdict = context.judge(claim.text, [Window(sentence.span) for sentence in sentences], claim.lang).verdict
        if verdict.support == "supported" and verdict.confidence >= (_SURE if lang == claim.lang else _SURE_ACROSS):
            return sentences[verdict.best]
    return None


def _names(sentence: Sentence, names: tuple[str, ...]) -> bool:
    text = fold(sentence.text)
    return any(re.search(rf"(?<![\w-]){re.escape(fold(name))}s?(?![\w-])", text) for name in names)
