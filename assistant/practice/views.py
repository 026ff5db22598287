"""Items as plain data for a page or a command line: before an answer without anything of the key, after it with all.

The one place that decides what may be seen when. Options carry letters by their place on the screen. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.practice.errors import ResponseError
from assistant.practice.grade import Grade, grade, to_shown_order
from assistant.practice.schema import BLANK, LETTERS, PracticeItem, Response


def public_item(item: PracticeItem, order: Sequence[int]) -> dict[str, Any]:
    """What a learner sees before answering: nothing here depends on key, explanation, notes or evidence.

    `choose` is how many answers are asked for (the stem of a real exam says it too).
    """
    return {
        "type": item.type,
        "stem": item.stem,
        "options": [{"letter": LETTERS[place], "text": item.options[k]} for place, k in enumerate(order)],
        "prompts": list(item.pairs),
        "choose": item.choose,
    }


def letters(order: Sequence[int], response: Sequence[int]) -> list[str]:
    """A response by letters of the screen; "" for a prompt without an option."""
    return ["" if place == BLANK else LETTERS[place] for place in to_shown_order(order, response)]


def places(item: PracticeItem, given: Sequence[str]) -> tuple[int, ...]:
    """Letters of the screen as places on it ("" or "-": a prompt without an option). Raises ResponseError."""
    found: list[int] = []
    for letter in given:
        name = letter.strip().upper()
        if name in ("", "-"):
            found.append(BLANK)
        elif len(name) == 1 and name in LETTERS[: len(item.options)]:
            found.append(LETTERS.index(name))
        else:
            raise ResponseError(
                f"{letter.strip()[:20]!r} is no option of this question.",
                help=f"Its options are {LETTERS[0]} to {LETTERS[len(item.options) - 1]}.",
                key="response",
            )
    return tuple(found)


def answered_item(
    item: PracticeItem, order: Sequence[int], response: Response, marks: Grade | None = None
) -> dict[str, Any]:
    """All of an item, once it was answered or its exam handed in: key, marks, notes, explanation, evidence."""
    marks = grade(item, response) if marks is None else marks
    data = public_item(item, order)
    place_of = {option: place for place, option in enumerate(order)}
    chosen = {mark.option: mark.chosen for mark in marks.options}
    for shown, k in zip(data["options"], order, strict=True):
        shown["note"] = item.option_notes[k] if item.option_notes else ""
        if marks.options:
            shown["chosen"], shown["keyed"] = chosen[k], k in item.answers
    data |= {
        "id": item.id,
        "exam": item.exam,
        "domain": item.domain,
        "lang": item.lang,
        "difficulty": item.difficulty,
        "correct": marks.correct,
        "response": letters(order, response),
        "key": letters(order, item.answers),
        "places": [
            {
                "given": "" if mark.given is None else LETTERS[place_of[mark.given]],
                "expected": LETTERS[place_of[mark.expected]],
                "right": mark.right,
            }
            for mark in marks.places
        ],
        "explanation": item.explanation,
        "evidence": [{"uri": ref.uri, "quote": ref.quote} for ref in item.evidence],
    }
    return data
