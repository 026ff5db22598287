"""What a chat model would choose in an exam question, read with the sources open, beside what the sources say.

Code weighs the sources (`options`); a model's own guess is only combined with that (`weighing`). On dev questions the
two agreeing is right far more often than either alone, so agreement decides whether a choice counts as proven
(docs/evaluation.md). Knows nothing of retrieval.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.choosing.options import OptionSupport
from assistant.choosing.weighing import chances, chosen_of
from assistant.schema import ChatModel, Message, Question
from ingest.schema import Lang
from ingest.text.analysis import fold

_SYSTEM: dict[Lang, str] = {
    "en": (
        "You answer multiple choice exam questions about AWS machine learning with the help of notes. "
        "Reply with the letter of the best option only."
    ),
    "fr": (
        "Tu réponds à des questions à choix multiples d'un examen AWS de machine learning à l'aide de notes. "
        "Réponds seulement par la lettre de la meilleure option."
    ),
}
_FRAME: dict[Lang, tuple[str, str]] = {"en": ("Notes:", "Question:"), "fr": ("Notes :", "Question :")}
_STEM_NOTES = 2
_NOTE_CHARS = 240
_SAME = 0.7


def notes_for(stem_quotes: Sequence[str], supports: Sequence[OptionSupport]) -> tuple[str, ...]:
    """What a model is given to read: the first sentences for the stem, then the best one of each option, none twice."""
    best = [support.best.told for support in supports if support.best is not None]
    kept: list[str] = []
    for quote in (*stem_quotes[:_STEM_NOTES], *best):
        own = set(fold(quote).split())
        if all(_shared(own, set(fold(other).split())) < _SAME for other in kept):
            kept.append(quote)
    return tuple(" ".join(quote.split())[:_NOTE_CHARS] for quote in kept)


def letter_messages(question: Question, notes: Sequence[str] = ()) -> list[Message]:
    """Messages that ask for one letter; what comes first stays the same, so that a local server can keep it."""
    head, label = _FRAME[question.lang]
    options = "\n".join(f"{option.letter}. {option.text}" for option in question.options)
    read = head + "\n" + "\n".join(f"- {note}" for note in notes) + f"\n\n{label} " if notes else ""
    return [("system", _SYSTEM[question.lang]), ("user", f"{read}{question.text}\n{options}")]


def letter_opinion(model: ChatModel, question: Question, notes: Sequence[str] = ()) -> Mapping[str, float]:
    """Share of belief per letter. From the model's own probabilities where it gives them, else from its reply.

    Raises ModelUnavailable.
    """
    letters = [option.letter for option in question.options]
    messages = letter_messages(question, notes)
    probabilities = getattr(model, "letter_probabilities", None)
    if probabilities is not None:
        return dict(probabilities(messages, letters))
    reply = "".join(model.stream(messages, max_tokens=16))
    named = [letter for letter in re.findall(r"\b([A-F])\b", reply) if letter in letters][: question.choose]
    return {letter: 1.0 / len(named) for letter in named} if named else {}


def with_opinion(
    supports: Sequence[OptionSupport], opinion: Mapping[str, float], count: int
) -> tuple[tuple[OptionSupport, ...], bool]:
    """The options to choose from both opinions, and whether the two agree."""
    beliefs = [opinion.get(support.option.letter, 0.0) for support in supports]
    both, _ = chosen_of(chances([support.signals for support in supports], beliefs), count)
    by_sources, _ = chosen_of([support.score for support in supports], count)
    by_model, _ = chosen_of(beliefs, count)
    agree = any(beliefs) and by_sources == by_model
    return tuple(supports[place] for place in both), agree


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
