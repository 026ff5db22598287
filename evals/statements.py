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
    for start, end in split_sentences(answer.text):
        if any(claim.start < end and start < claim.end for claim in answer.claims):
            continue
        sentence = _MARKER.sub("", answer.text[start:end]).strip()
        if any(c.isalnum() for c in sentence) and not any(frame.fullmatch(sentence) for frame in _frames()):
            found.append(sentence)
    return tuple(found)


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    """The assistant's fixed phrases as patterns; a phrase around a quote may be cut where the quote begins."""
    phrases = [phrase for by_lang in keys().values() for phrase in by_lang.values()]
    cut = [phrase.split("{quote}")[0].rstrip(" “«") for phrase in phrases if "{quote}" in phrase]
    return tuple(re.compile(_PLACE.sub(".*?", re.escape(phrase)), re.S) for phrase in (*phrases, *cut))
