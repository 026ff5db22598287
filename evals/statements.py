"""Sentences of an answer that state something, whether or not the assistant declared them as claims.

An answer could dodge its check by saying things outside its claims; counting sentences from the text itself finds
those. The assistant's own frames ("Answer: B.") state nothing.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.schema import Answer
from assistant.wording import keys
from ingest.sentences import split_sentences

_MARKER = re.compile(r"\[\d{1,3}\]")
_PLACE = re.compile(r"\\\{\w+\\\}")


def outside_claims(answer: Answer) -> tuple[str, ...]:
    """Sentences of the text that overlap no claim and are no frame."""
    found = []
    text = answer.text
    for frame in _before_quotes():
        text = frame.sub(lambda match: " " * len(match.group()), text)
    for start, end in split_sentences(text):
        if any(claim.start < end and start < claim.end for claim in answer.claims):
            continue
        sentence = _MARKER.sub("", text[start:end]).strip()
        if any(c.isalnum() for c in sentence) and not any(frame.fullmatch(sentence) for frame in _frames()):
            found.append(sentence)
    return tuple(found)


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    """The assistant's fixed phrases as patterns."""
    return tuple(_pattern(phrase) for by_lang in keys().values() for phrase in by_lang.values())


@cache
def _before_quotes() -> tuple[re.Pattern[str], ...]:
    """What stands in front of a quote ("According to “...” (source in French): “")."""
    phrases = [phrase for by_lang in keys().values() for phrase in by_lang.values() if "{quote}" in phrase]
    return tuple(_pattern(phrase.split("{quote}")[0]) for phrase in phrases)


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"[^\\n]*?", re.escape(phrase)))
