"""A second opinion from the local chat model: does the source state exactly this, yes or no?

The chance is read from the probabilities of the two answers, so nothing is written and nothing must be parsed. What
comes first in the prompt never changes, which lets the local server keep it. Knows no server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.checking.opinion.second_opinion import source_text
from assistant.checking.window import Window
from assistant.schema import Message

MOST_WINDOWS = 2
_LONGEST = 700  # characters of a source: the time of an opinion is that of reading
_LEAST = 1e-6  # probability that an answer has at least
_YES, _NO = ("Yes", "yes"), ("No", "no")
_ASKED = (
    "Does the source state exactly what the claim says? "
    "Another number, unit, name, direction, role or a negation makes it No."
)
# Source, claim, answer: one way and the other in each language and across them, on nothing that the corpus is about.
_EXAMPLES = (
    (
        "A queue keeps a message for four days unless told otherwise.",
        "By default, messages stay in the queue for 4 days.",
        "Yes",
    ),
    (
        "The oven must reach 220 °C before the bread goes in.",
        "Le four doit atteindre 200 °C avant d'y mettre le pain.",
        "No",
    ),
    (
        "Le facteur remet le courrier au gardien, qui le distribue aux habitants.",
        "Residents get their mail from the caretaker, to whom the postman hands it.",
        "Yes",
    ),
    (
        "Le facteur remet le courrier au gardien, qui le distribue aux habitants.",
        "Le gardien donne le courrier au facteur.",
        "No",
    ),
    ("A smaller step makes training slower but steadier.", "Training gets faster with a smaller step.", "No"),
    (
        "Le cache évite de relire le disque à chaque requête.",
        "Grâce au cache, on ne relit pas le disque à chaque fois.",
        "Yes",
    ),
)


class ProbableChat(Protocol):
    """A chat model that gives the probabilities of possible replies."""

    @property
    def name(self) -> str:
        """Model id."""

    def letter_probabilities(self, messages: Sequence[Message], letters: Sequence[str]) -> Mapping[str, float]:
        """Probability of each short reply. Raises ModelUnavailable."""


class ChatOpinion:
    """Asks a chat model whether evidence states a claim."""

    def __init__(self, model: ProbableChat) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The chat model's id."""
        return self._model.name

    def probability(self, claim: str, evidence: Sequence[Window]) -> float:
        """Share of yes among yes and no. Raises ModelUnavailable."""
        found = self._model.letter_probabilities(messages_for(claim, evidence), (*_YES, *_NO))
        yes = max(_LEAST, sum(found.get(word, 0.0) for word in _YES))
        no = max(_LEAST, sum(found.get(word, 0.0) for word in _NO))
        return yes / (yes + no)


def messages_for(claim: str, evidence: Sequence[Window]) -> list[Message]:
    """The examples as turns of a conversation, then the claim and at most two windows of evidence."""
    turns: list[Message] = [("system", _ASKED)]
    for source, said, answer in _EXAMPLES:
        turns += [("user", _pair(source, said)), ("assistant", answer)]
    source = "\n".join(source_text(item) for item in evidence[:MOST_WINDOWS])[:_LONGEST]
    return [*turns, ("user", _pair(source, claim))]


def _pair(source: str, claim: str) -> str:
    return f"Source: {source}\nClaim: {claim}"
