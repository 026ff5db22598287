"""What a chat model would choose in an exam question, read with the sources open, beside what the sources say.

Code weighs the sources (`options`); a model's own guess is only combined with that (`weighing`). A small model favours
places in a list, so it is asked with the options in several orders. Knows nothing of retrieval.
"""

from __future__ import annotations

import dataclasses
import math
import re
import threading
import time
from collections.abc import Mapping, Sequence

from assistant.choosing.options import OptionSupport, choose_options
from assistant.choosing.weighing import chances, chosen_of
from assistant.errors import ModelTimeout, ModelUnavailable
from assistant.schema import ChatModel, Message, Option, Question
from ingest.schema import Lang

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
_STEM_NOTES = 1
_NOTE_CHARS, _NAME_CHARS = 180, 60
_FLOOR = 1e-3  # belief in an option that a model gives no chance, so that its logarithm is finite
_LEAST_SECONDS = 0.5
_ORDERS = {
    True: 4,
    False: 1,
}  # at most: with probabilities, and what was read once is kept; a reply costs as much again
_LETTERS = re.compile(r"(?<![A-Za-zÀ-ÿ'’])([A-F])(?![A-Za-zÀ-ÿ'’])")


def notes_for(stem_quotes: Sequence[str], supports: Sequence[OptionSupport]) -> tuple[str, ...]:
    """What a model is given to read: a sentence for the stem, then the best one of each option behind its words."""
    of_options: dict[str, list[str]] = {}
    for support in supports:
        if support.best is not None:
            name = support.option.text.rstrip(".")[:_NAME_CHARS]
            of_options.setdefault(_short(support.best.told), []).append(name)
    stem = [quote for quote in map(_short, stem_quotes[:_STEM_NOTES]) if quote not in of_options]
    return (*stem, *(f"{' / '.join(names)}: {quote}" for quote, names in of_options.items()))


def _short(quote: str) -> str:
    return " ".join(quote.split())[:_NOTE_CHARS]


def letter_messages(question: Question, notes: Sequence[str] = ()) -> list[Message]:
    """Messages that ask for one letter; what comes first stays the same, so that a local server can keep it."""
    head, label = _FRAME[question.lang]
    options = "\n".join(f"{option.letter}. {option.text}" for option in question.options)
    read = head + "\n" + "\n".join(f"- {note}" for note in notes) + f"\n\n{label} " if notes else ""
    return [("system", _SYSTEM[question.lang]), ("user", f"{read}{question.text}\n{options}")]


def letter_opinion(
    model: ChatModel, question: Question, notes: Sequence[str] = (), *, seconds: float | None = None
) -> Mapping[str, float]:
    """Share of belief per letter: the mean over several orders of the options, so that no place is favoured.

    From the model's own probabilities where it gives them, else from its reply. Orders are asked one after the other
    while there is time; after `seconds` (None: no limit) what was said so far counts. Raises ModelUnavailable, and
    ModelTimeout when nothing was.
    """
    said: list[Mapping[str, float]] = []
    failed: list[ModelUnavailable] = []
    late = threading.Event()
    until = None if seconds is None else time.monotonic() + seconds

    def ask() -> None:
        try:
            for order in orders(len(question.options))[: _ORDERS[hasattr(model, "letter_probabilities")]]:
                if late.is_set():
                    return
                left = None if until is None else max(_LEAST_SECONDS, until - time.monotonic())
                said.append(_opinion_in(model, question, notes, order, left))
        except ModelUnavailable as error:
            failed.append(error)

    if seconds is None:
        ask()
    else:
        asking = threading.Thread(target=ask, daemon=True, name="letters")
        asking.start()
        asking.join(seconds)
        late.set()
    heard = [one for one in said if any(one.values())]
    if not heard and (failed or not said):
        raise failed[0] if failed else ModelTimeout(f"{model.name} did not choose in time.")
    return _mean(heard, [option.letter for option in question.options]) if heard else {}


def orders(count: int) -> list[tuple[int, ...]]:
    """Orders in which options are shown, the most telling first: as they are, back to front, and both begun half way.

    Each option stands as often near the beginning as near the end.
    """
    plain = tuple(range(count))
    turned = plain[count // 2 :] + plain[: count // 2]
    return list(dict.fromkeys((plain, plain[::-1], turned, turned[::-1])))


def _opinion_in(
    model: ChatModel, question: Question, notes: Sequence[str], order: Sequence[int], seconds: float | None
) -> Mapping[str, float]:
    """The share of belief per letter of the question when its options are shown in an order."""
    letters = [option.letter for option in question.options]
    shown = tuple(Option(letter, question.options[place].text) for letter, place in zip(letters, order, strict=True))
    messages = letter_messages(dataclasses.replace(question, options=shown), notes)
    probabilities = getattr(model, "letter_probabilities", None)
    if probabilities is not None:
        found = probabilities(messages, letters, seconds=seconds)
    else:
        reply = "".join(model.stream(messages, max_tokens=16))
        named = letters_in(reply, letters)[: question.choose]
        found = {letter: 1.0 / len(named) for letter in named}
    texts = dict(zip(letters, order, strict=True))
    return {letters[texts[letter]]: share for letter, share in found.items()}


def letters_in(reply: str, letters: Sequence[str]) -> tuple[str, ...]:
    """Option letters of the first line of a reply that names any, in order, none twice.

    "A" that opens a longer line is read as the article, unless a mark follows it.
    """
    for line in reply.strip().splitlines():
        text = re.sub(r"^\s*A\s+(?=[a-z])", "", line)
        found = [letter for letter in _LETTERS.findall(text) if letter in letters]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _mean(said: Sequence[Mapping[str, float]], letters: Sequence[str]) -> dict[str, float]:
    """The geometric mean of opinions: what a place adds to a letter's logarithm in one order, it takes in another."""
    if len(said) == 1:
        return dict(said[0])
    logs = {letter: sum(math.log(one.get(letter, 0.0) + _FLOOR) for one in said) / len(said) for letter in letters}
    top = max(logs.values())
    shares = {letter: math.exp(value - top) for letter, value in logs.items()}
    return {letter: share / sum(shares.values()) for letter, share in shares.items()}


def with_opinion(
    supports: Sequence[OptionSupport], opinion: Mapping[str, float], count: int
) -> tuple[tuple[OptionSupport, ...], bool]:
    """The options to choose from both opinions, and whether the sources prove that choice and the model agrees."""
    by_sources, proven = choose_options(supports, count)
    if not any(opinion.values()):
        return by_sources, proven
    beliefs = [opinion.get(support.option.letter, 0.0) for support in supports]
    places, _ = chosen_of(chances([support.signals for support in supports], beliefs), count)
    by_model, _ = chosen_of(beliefs, count)
    chosen = tuple(supports[place] for place in places)
    return chosen, proven and chosen == by_sources == tuple(supports[place] for place in by_model)
