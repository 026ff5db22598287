"""Does a message lean on what was said before, or begin a topic of its own? Named features and one logistic score.

Owns the features; the weights are data, fitted on the dev conversations by `python -m evals.fitting.leaning`. What a
message leans on is `referents`'.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.asking.talk.cues import load_cues
from assistant.asking.talk.said import Said
from assistant.asking.talk.vocabulary import Thing, same_thing
from assistant.logistic import Logistic, load_logistic
from ingest.text.analysis import Word, fold, is_stop_word, query_terms

_WEIGHTS = Path(__file__).parent / "data" / "leaning.json"
_EVEN = 0.5
_FULL = 6  # content words from which a message is as long as they come
# How a question begins that can have its subject in it; after the first kind the subject needs no article.
_DEFINING = re.compile(
    r"^(?:what(?:'s| is| are| does| do)|qu'est-ce qu[e']|(?:c'est|c|cest) (?:quoi|koi))\b|\bc'est quoi\b"
)
_INTRODUCING = re.compile(
    r"\b(?:what(?:'s| is| are)|qu'est-ce qu[e']|(?:c'est|c|cest) (?:quoi|koi)) ?(?:an?|une?|des)\b"
)
_ASKING = re.compile(
    r"^(?:(?:a|de|pour|en|in|on|for|from|to) )?(?:what|which|who|when|where|why|how|quoi|qu[ei]|quel(?:le)?s?|quand|ou"
    r"|comment|combien|pourquoi|est-ce que|qu'est-ce qu[ie'])\b"
)
_ARTICLE = re.compile(r"\b(?:an?|the|les?|la|une?|des|du|aux?)\b|\b[ld]'(?=\w)")
_SIGNS = re.compile(r"^\W+")  # an emoji or a heading mark ahead of the first word


@dataclass(frozen=True, slots=True)
class Leaning:
    """What the score is made of; all in 0..1.

    `continuing`: it opens or ends as a continuation ("et", "what about", "too"), `turning`: as another topic ("next:").
    `pronoun`: it points back, the surer the less it names a thing of its own before; `ordinal`: to one of several.
    `named`: how many names it has that the conversation did not use (1 for two); `after`: those behind its pronoun,
    which are asked of what that means. `known`: it names what the conversation is about. `term`: how well its other
    words can be a subject, `content`: how many words carry meaning, `long`: how many more than six, `bare`: none that
    could be a subject, `subject`: a whole question by its form ("What is dropout?"), `asking`: it opens as a question
    or an order does, `echo`: share of its words that the last answer holds.
    """

    continuing: float = 0.0
    turning: float = 0.0
    pronoun: float = 0.0
    ordinal: float = 0.0
    named: float = 0.0
    after: float = 0.0
    known: float = 0.0
    term: float = 0.0
    content: float = 0.0
    long: float = 0.0
    bare: float = 0.0
    subject: float = 0.0
    asking: float = 0.0
    echo: float = 0.0


def leaning_of(said: Said, things: Sequence[Thing], answer: str = "") -> Leaning:
    """The features of a message after a conversation about `things`, with the last answer."""
    subjects = [thing for thing in said.own if not _is_relative(fold(thing.text))]
    fresh = [thing for thing in subjects if not any(same_thing(thing, other) for other in things)]
    names = [thing for thing in fresh if thing.name]
    first = (said.pronoun or (len(said.text),))[0]
    own = substance(said)
    text = _SIGNS.sub("", said.even)
    asking = bool(_ASKING.search(text)) or text.split(" ")[0] in load_cues().speech
    told = frozenset(query_terms(answer))
    return Leaning(
        continuing=float((said.opens > 0 or said.too) and not said.turns),
        turning=float(said.turns),
        pronoun=_open(fresh, first) if said.pronoun is not None else 0.0,
        ordinal=_open(fresh, said.ordinal[1][0]) if said.ordinal is not None else 0.0,
        named=min(1.0, sum(thing.start < first for thing in names) / 2),
        after=min(1.0, sum(thing.start >= first for thing in names) / 2),
        known=float(any(thing.name and thing not in names for thing in subjects)),
        term=max((thing.weight for thing in fresh if not thing.name), default=0.0),
        content=min(1.0, len(own) / _FULL),
        long=min(1.0, max(0.0, len(own) / _FULL - 1)),
        bare=float(not own),
        subject=float(bool(own) and bool(_DEFINING.search(text) or (asking and (fresh or _ARTICLE.search(text))))),
        asking=float(asking),
        echo=sum(bool(told.intersection(word.terms)) for word in own) / len(own) if own else 0.0,
    )


def substance(said: Said) -> list[Word]:
    """The words of a message that could be a subject: none of talking, none that is always that of something."""
    return [word for word in said.content if not _is_relative(word.folded)]


def introduces(said: Said) -> bool:
    """Whether it asks what something is, whatever was said before: "et c'est quoi un tenseur ?"."""
    return bool(_INTRODUCING.search(said.even) and substance(said) and said.pronoun is None)


def defines(said: Said) -> bool:
    """Whether it asks what a thing is that it names itself: "what is recall?", "qu'est-ce que le RAG ?"."""
    return bool(_DEFINING.search(_SIGNS.sub("", said.even)) and substance(said) and said.pronoun is None)


def asks_of_its_own(said: Said) -> bool:
    """Whether it is a whole question about what it names itself: "when would you not use XGBoost?"."""
    own = bool(said.names) and said.pronoun is None and said.ordinal is None and not said.opens and not said.too
    return own and bool(_ASKING.search(_SIGNS.sub("", said.even)))


def chance(leaning: Leaning) -> float:
    """How likely (0..1) a message with these features leans on the conversation."""
    return _model().probability(dataclasses.asdict(leaning))


def leans(leaning: Leaning) -> bool:
    """Whether a message with these features leans on the conversation."""
    return chance(leaning) >= _EVEN


def other_reading(leaning: Leaning) -> bool:
    """Whether the other reading is worth a look where the sources do not answer this one.

    One that leans may stand alone after all; one that stands alone may lean only where the last answer holds its words,
    or what is off topic would be answered with the topic before.
    """
    return leans(leaning) or (leaning.echo >= _EVEN and not leaning.named)


def _open(things: Sequence[Thing], place: int) -> float:
    """How free a pronoun at `place` is to mean something said before: 1 with nothing of its own ahead of it."""
    return 1 - max((thing.weight for thing in things if thing.start < place), default=0.0)


def _is_relative(folded: str) -> bool:
    return folded in load_cues().relative or all(map(is_stop_word, folded.split("-")))


@cache
def _model() -> Logistic:
    return load_logistic(_WEIGHTS, [field.name for field in dataclasses.fields(Leaning)])
