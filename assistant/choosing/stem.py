"""What a stem asks: its question sentence, whether the exception is wanted, its constraints when it tells a story.

Text and words only; knows nothing of options, sources or scores.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.asking.focus import sentences_of
from ingest.text.analysis import content_words
from ingest.text.plain import flat

Kind = Literal["plain", "story", "exception"]
"""A story sets out constraints in several sentences; an exception asks for the option that does not hold."""

_STORY = 40  # words from which a stem tells a story
_OWN_WORDS = 2  # content words that a question sentence has at least; "Which one?" is about the sentence before
_MOST_CONSTRAINTS = 8
# The option that does not hold is asked for: "EXCEPT", "which is NOT", "laquelle n'est pas", "laquelle est fausse".
_EXCEPTION = re.compile(
    r"\b(?:except|excepte|sauf|hormis)\b"
    r"|\b(?:which|what)\b[^.?]*\b(?:is|are|does|do|would|should|can|could|may|must|will)(?: ?not\b|n't\b)"
    r"|\b(?:which|what)\b[^.?]*\b(?:is|are|does|do|should|can|may|must)(?: \w+){1,3} not\b"
    r"|\b(?:can|may|must|is|are|does|do) not\b[^.?]*\?$|\b(?:cannot|can't|isn't|doesn't)\b[^.]*\?$"
    r"|\b(?:lequel|laquelle|lesquel\w*|quel\w*|qu'est-ce qu[ie']|que)\b[^.?]*\b(?:ne |n')[^.?]*\bpas\b"
    r"|\b(?:is|are) (?:false|incorrect|wrong|untrue|inaccurate)\b"
    r"|\b(?:est|sont|serait) (?:fausse?s?|faux|incorrecte?s?|inexacte?s?)\b"
    r"|\b(?:false|incorrect|wrong) (?:statement|claim|option|answer)s?\b"
    r"|\b(?:affirmation|reponse|proposition|option)s? (?:fausse|incorrecte|inexacte)s?\b"
)


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem read: its question sentence, all its sentences, and what kind of choice it asks for."""

    asking: str
    sentences: tuple[str, ...]
    kind: Kind


@lru_cache(64)
def read_stem(text: str) -> Stem:
    """The stem of an exam question."""
    sentences = sentences_of(text) or (text,)
    asking = _asking(sentences)
    story = len(text.split()) >= _STORY
    kind: Kind = "exception" if asks_for_exception(asking) else "story" if story else "plain"
    return Stem(asking, sentences[-_MOST_CONSTRAINTS:], kind)


def asks_for_exception(asking: str) -> bool:
    """Does a question sentence ask for the option that does not hold?"""
    return bool(_EXCEPTION.search(flat(asking)))


def _asking(sentences: tuple[str, ...]) -> str:
    """The last question, else the last sentence, with the one before where it says too little itself."""
    last = max((place for place, own in enumerate(sentences) if "?" in own), default=len(sentences) - 1)
    own = sentences[last]
    if last and len(set(content_words(own))) < _OWN_WORDS:
        return f"{sentences[last - 1]} {own}"
    return own
