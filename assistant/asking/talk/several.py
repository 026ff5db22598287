"""Several questions in one message, told apart: sentences that ask, and halves of a sentence that ask each of another.

Pure text work in French and English; a message that sets a scene for its questions is left whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.asking.shape import compares
from assistant.asking.talk.leaning import defines
from assistant.asking.talk.said import Said
from ingest.text.analysis import analyse

_JOINED = re.compile(r"\s*[,;]?\s+(?:and|et|puis|then|ensuite|but|mais)\s+|\s*[,;]\s*", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:what|what's|how|why|which|where|when|who|comment|pourquoi|quel(?:le)?s?|combien|quoi|qui|lequel|laquelle|où)\b"
    r"|\bqu['’]est-ce\b|\bc['’ ]?est (?:quoi|koi)\b|^(?:is|are|do|does|did|can|should|will|est-ce|peut-on|faut-il)\b"
    r"|\b\w+-(?:t-)?(?:il|elle|on|ils|elles)\b|^(?:quand|a quoi|à quoi)\b",
    re.IGNORECASE,
)
# "If not, what is the route?" asks on about what was just asked, whatever the answer to that is.
_GOING_ON = re.compile(
    r"^(?:and |et )?(?:if (?:so|not|yes|no)|otherwise|si (?:oui|non)|sinon|dans (?:ce|le) cas(?: contraire)?)\b",
    re.IGNORECASE,
)
# "comment le réduire": what stands ahead of an infinitive is a pronoun, and no article.
_CLITIC = re.compile(
    r"\b(?:comment|pourquoi|quand|où)\s+(?:ne pas\s+)?(?:les?|la|en|y)\s+\w+(?:er|ir|re)\b", re.IGNORECASE
)
Read = Callable[[str], Said]
Leans = Callable[[Said, Said], bool]
_ENDED = re.compile(r"(?<=[?!])\s+(?=\w)|(?<=[.…])\s+(?=[^\W\d_a-zà-ÿ])|\n+")  # learners go on in small letters
_MOST_PARTS = 6
_MOST_BEFORE = 1  # words ahead of the one that asks: "in which", "pour qui"
_SURE = 0.8  # weight of a thing that half a sentence is about
_OWN = 0.6  # the same where the other half asks what something is
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
    parts = [part for sentence in _with_what_goes_on(asking) for part in _apart(sentence, read, leaning)]
    # "Why?" behind a question is no other one.
    told = all(part.content or part.pronoun is not None for part in parts)
    return parts[:_MOST_PARTS] if len(parts) > 1 and told else [said]


def asks_on(before: Said, said: Said) -> bool:
    """Whether it asks more of what the question before asks the meaning of: "what is overfitting, how to reduce it"."""
    leans = said.pronoun is not None or not said.own or bool(_CLITIC.search(said.text))
    return bool(before.own) and defines(before) and leans


def before_going_on(text: str) -> str:
    """A text without its last question where that depends on the answer to the one before; "" where it does not."""
    sentences = [sentence.strip() for sentence in _ENDED.split(text) if sentence.strip()]
    return " ".join(sentences[:-1]) if len(sentences) > 1 and _GOING_ON.match(sentences[-1]) else ""


def _with_what_goes_on(asking: list[str]) -> list[str]:
    """The questions, each with the one behind it that depends on its answer."""
    whole: list[str] = []
    for sentence in asking:
        if whole and _GOING_ON.match(sentence):
            whole[-1] = f"{whole[-1]} {sentence}"
        else:
            whole.append(sentence)
    return whole


def _opens_asking(half: str) -> bool:
    """Whether half a sentence begins as a question: "which", "in which", "à quoi"."""
    found = _ASKS.search(half)
    return found is not None and len(half[: found.start()].split()) <= _MOST_BEFORE


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(' »”"').endswith("?") or bool(_ASKS.match(sentence))


def _apart(sentence: str, read: Read, leaning: Leans) -> list[Said]:
    """A sentence cut at "and" where either half asks, of a thing of its own, and the second could stand alone."""
    for match in _JOINED.finditer(sentence):
        first, rest = sentence[: match.start()].strip(" ,"), sentence[match.end() :].strip()
        if (_ASKS.search(first) or compares(analyse(first))) and _opens_asking(rest):
            one, others = read(first), _apart(rest, read, leaning)
            least = _OWN if all(map(defines, others)) else _SURE
            named = [frozenset(t.terms for t in part.own if t.weight >= least) for part in (one, *others)]
            lean = [leaning(one, other) for other in others]
            apart = all(named) and len(set(named)) == len(named) and not any(lean)
            if apart or all(asks_on(one, other) for other in others):
                return [one, *others]
    return [read(sentence)]
