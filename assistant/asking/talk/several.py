"""Several questions in one message, told apart: sentences that ask, and halves of a sentence that ask each of another.

Pure text work in French and English; a message that sets a scene for its questions is left whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.asking.talk.said import Said
from ingest.text.analysis import analyse

_JOINED = re.compile(r"\s*[,;]?\s+(?:and|et|puis|then|ensuite|but|mais)\s+|\s*;\s*", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:what|what's|how|why|which|where|when|who|comment|pourquoi|quel(?:le)?s?|combien|quoi|qui|lequel|laquelle|où)\b"
    r"|^(?:is|are|do|does|did|can|should|will|est-ce|peut-on|faut-il)\b|\b\w+-(?:t-)?(?:il|elle|on|ils|elles)\b"
    r"|^(?:quand|a quoi|à quoi)\b",
    re.IGNORECASE,
)
Read = Callable[[str], Said]
Leans = Callable[[Said, Said], bool]
_ENDED = re.compile(r"(?<=[?!])\s+(?=\w)|(?<=[.…])\s+(?=[^\W\d_a-zà-ÿ])|\n+")  # learners go on in small letters
_MOST_PARTS = 6
_SURE = 0.8  # weight of a thing that half a sentence is about
_SCENE = 6  # content words of a sentence that asks nothing, from which it sets a scene for what follows


def questions_in(said: Said, read: Read, leaning: Leans) -> list[Said]:
    """The questions of a message, in its order; the message alone where it asks one thing.

    `read` reads a part, `leaning` says whether a part leans on the one before it.
    """
    sentences = [sentence.strip() for sentence in _ENDED.split(said.text) if sentence.strip()]
    asking = [sentence for sentence in sentences if _is_question(sentence)]
    scene = any(len(analyse(one).content) >= _SCENE for one in sentences if one not in asking)
    if scene or not asking:
        return [said]
    parts = [part for sentence in asking for part in _apart(sentence, read, leaning)]
    told = all(part.content for part in parts)  # "Why?" behind a question is no other one
    return parts[:_MOST_PARTS] if len(parts) > 1 and told else [said]


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(' »”"').endswith("?") or bool(_ASKS.match(sentence))


def _apart(sentence: str, read: Read, leaning: Leans) -> list[Said]:
    """A sentence cut at "and" where either half asks, of a thing of its own, and the second could stand alone."""
    for match in _JOINED.finditer(sentence):
        first, rest = sentence[: match.start()].strip(" ,"), sentence[match.end() :].strip()
        if _ASKS.search(first) and _ASKS.search(rest):
            one, others = read(first), _apart(rest, read, leaning)
            named = [frozenset(t.terms for t in part.own if t.weight >= _SURE) for part in (one, *others)]
            if all(named) and len(set(named)) == len(named) and not any(leaning(one, other) for other in others):
                return [one, *others]
    return [read(sentence)]
