"""Sentences of an answer that state something, whether or not the assistant declared them as claims.

An answer could dodge its check by saying things outside its claims; counting sentences from the text itself finds
those. The assistant's own phrases (`wording`: "Answer: B.", "According to “...”") state nothing; they stand alone on
a line or before the first claim of one.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.answering.wording import keys
from assistant.schema import Answer
from ingest.text.sentences import split_sentences

_MARKER = re.compile(r"\[\d{1,3}\]")
_PLACE = re.compile(r"\\\{\w+\\\}")
_OPENING = ' \u00a0\u202f«“"'


def outside_claims(answer: Answer) -> tuple[str, ...]:
    """Sentences of the text that overlap no claim and are no phrase of the assistant's own."""
    text = _without_phrases(answer)
    found = []
    for start, end in split_sentences(text):
        if any(claim.start < end and start < claim.end for claim in answer.claims):
            continue
        sentence = _MARKER.sub("", text[start:end]).strip()
        if any(c.isalnum() for c in sentence):
            found.append(sentence)
    return tuple(found)


def _without_phrases(answer: Answer) -> str:
    """The text with the phrases as blanks, so that positions stay."""
    text = answer.text
    for match in re.finditer(r"[^\n]+", answer.text):
        start, end = match.span()
        end = min([end, *(claim.start for claim in answer.claims if start <= claim.start < end)])
        if _is_phrase(answer.text[start:end].strip(_OPENING)):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_phrase(segment: str) -> bool:
    """True for one phrase, or an option followed by another phrase (the source of its quote)."""
    return any(phrase.fullmatch(segment) for phrase in _phrases())


@cache
def _phrases() -> tuple[re.Pattern[str], ...]:
    """The assistant's fixed phrases as patterns, alone and behind an option; one around a quote only up to it."""
    phrases = [_pattern(phrase) for by_lang in keys().values() for phrase in by_lang.values()]
    options = [_pattern(phrase) for phrase in keys().get("option", {}).values()]
    behind = [rf"{option}\s+{phrase}" for option in options for phrase in phrases]
    return tuple(re.compile(pattern) for pattern in (*phrases, *behind) if pattern)


def _pattern(phrase: str) -> str:
    return _PLACE.sub(".*?", re.escape(phrase.split("{quote}")[0].strip(_OPENING)))
