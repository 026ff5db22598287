"""What a chat model would choose in an exam question, as a second opinion beside the sources.

Code weighs the sources (`options`); a model's own guess is only combined with that. On dev questions the two agreeing
is right far more often than either alone, so agreement decides whether a choice counts as proven
(docs/evaluation.md). Knows nothing of retrieval.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from assistant.models import ChatModel, Message
from assistant.options import OptionSupport
from assistant.schema import Question
from ingest.schema import Lang

_SYSTEM: dict[Lang, str] = {
    "en": (
        "You answer multiple choice exam questions about AWS machine learning. "
        "Reply with the letter of the best option only."
    ),
    "fr": (
        "Tu réponds à des questions à choix multiples d'un examen AWS de machine learning. "
        "Réponds seulement par la lettre de la meilleure option."
    ),
}
_FLOOR = 1e-3
_SUPPORT_WEIGHT = 1.0


def letter_messages(question: Question) -> list[Message]:
    """Messages that ask for one letter."""
    options = "\n".join(f"{option.letter}. {option.text}" for option in question.options)
    return [("system", _SYSTEM[question.lang]), ("user", f"{question.text}\n{options}")]


def letter_opinion(model: ChatModel, question: Question) -> Mapping[str, float]:
    """Share of belief per letter. From the model's own probabilities where it gives them, else from its reply.

    Raises ModelUnavailable.
    """
    letters = [option.letter for option in question.options]
    probabilities = getattr(model, "letter_probabilities", None)
    if probabilities is not None:
        return dict(probabilities(letter_messages(question), letters))
    reply = "".join(model.stream(letter_messages(question), max_tokens=16))
    named = [letter for letter in re.findall(r"\b([A-F])\b", reply) if letter in letters][: question.choose]
    return {letter: 1.0 / len(named) for letter in named} if named else {}


def with_opinion(
    supports: Sequence[OptionSupport], opinion: Mapping[str, float], count: int
) -> tuple[tuple[OptionSupport, ...], bool]:
    """The options to choose from both opinions, and whether the two agree."""
    mean = sum(s.score for s in supports) / len(supports)
    spread = math.sqrt(sum((s.score - mean) ** 2 for s in supports) / len(supports)) or 1.0

    def total(support: OptionSupport) -> float:
        belief = math.log(opinion.get(support.option.letter, 0.0) + _FLOOR)
        return belief + _SUPPORT_WEIGHT * (support.score - mean) / spread

    by_sources = sorted(supports, key=lambda s: (-s.score, s.option.letter))[:count]
    by_model = sorted(supports, key=lambda s: (-opinion.get(s.option.letter, 0.0), s.option.letter))[:count]
    both = sorted(supports, key=lambda s: (-total(s), s.option.letter))[:count]
    agree = {s.option.letter for s in by_sources} == {s.option.letter for s in by_model}
    return tuple(sorted(both, key=lambda s: s.option.letter)), agree
