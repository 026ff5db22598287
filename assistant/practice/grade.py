"""Whether a response is right, and which of its parts are. As in the exams there is no partial credit.

Pure. Responses and keys count options in the item's own order (assistant.practice.schema); `to_item_order` and
`to_shown_order` translate from and to what a page shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.practice.errors import ResponseError
from assistant.practice.schema import BLANK, PracticeItem, Response
from ingest.schema import hash_of


@dataclass(frozen=True, slots=True)
class OptionMark:
    """One option of a single or several item: was it chosen, does the key hold it."""

    option: int
    chosen: bool
    keyed: bool

    @property
    def right(self) -> bool:
        """Chosen and keyed, or neither."""
        return self.chosen == self.keyed


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """One place of an ordering item or one prompt of a matching item; `given` is None where nothing was put."""

    place: int
    given: int | None
    expected: int

    @property
    def right(self) -> bool:
        """The expected option stands here."""
        return self.given == self.expected


@dataclass(frozen=True, slots=True)
class Grade:
    """`correct` is what counts; `options` (single, several) or `places` (ordering, matching) say which parts were."""

    correct: bool
    options: tuple[OptionMark, ...] = ()
    places: tuple[PlaceMark, ...] = ()


def check_response(item: PracticeItem, response: Sequence[int]) -> Response:
    """The response in its canonical form; an unfinished one is fine, an impossible one raises ResponseError."""
    given = tuple(int(index) for index in response)
    low = BLANK if item.type == "matching" else 0
    if any(not low <= index < len(item.options) for index in given):
        raise ResponseError("The response names an option that this question does not have.", key="response")
    if item.type == "matching":
        if len(given) > len(item.pairs):
            raise ResponseError("The response has more matches than the question has prompts.", key="response")
        padded = given + (BLANK,) * (len(item.pairs) - len(given))
        return () if all(index == BLANK for index in padded) else padded
    if len(set(given)) < len(given):
        raise ResponseError("The response names an option twice.", key="response")
    if item.type == "single" and len(given) > 1:
        raise ResponseError("This question has one answer.", key="response")
    if item.type == "several" and len(given) > item.choose:
        raise ResponseError(f"This question has {item.choose} answers.", key="response")
    return given if item.type == "ordering" else tuple(sorted(given))


def is_complete(item: PracticeItem, response: Response) -> bool:
    """Whether every answer that the question asks for was given."""
    return len(response) == item.choose and BLANK not in response


def grade(item: PracticeItem, response: Sequence[int]) -> Grade:
    """Compare a response with the key. Raises ResponseError for an impossible response; an empty one is wrong."""
    given = check_response(item, response)
    correct = given == item.answers
    if item.type in ("single", "several"):
        marks = tuple(OptionMark(k, k in given, k in item.answers) for k in range(len(item.options)))
        return Grade(correct, options=marks)
    places = tuple(
        PlaceMark(place, given[place] if place < len(given) and given[place] != BLANK else None, expected)
        for place, expected in enumerate(item.answers)
    )
    return Grade(correct, places=places)


def display_order(item: PracticeItem, seed: str) -> tuple[int, ...]:
    """In which order to show the options: fixed by seed and item id, never by the key."""
    return tuple(sorted(range(len(item.options)), key=lambda k: hash_of(seed, item.id, str(k))))


def printed_order(item: PracticeItem) -> tuple[int, ...]:
    """An order for what is printed once, its key with it: fixed by the id, and never one that is already the answer."""
    orders = (display_order(item, f"print {number}") for number in range(50))
    solved = tuple(range(item.choose))
    for order in orders:
        if item.type not in ("ordering", "matching") or to_shown_order(order, item.answers) != solved:
            return order
    return display_order(item, "print 0")


def to_item_order(order: Sequence[int], shown: Sequence[int]) -> Response:
    """A response given by places on the screen, as option numbers of the item. Raises ResponseError."""
    if any(not (0 <= place < len(order) or place == BLANK) for place in shown):
        raise ResponseError("The response names an option that this question does not have.", key="response")
    return tuple(BLANK if place == BLANK else order[place] for place in shown)


def to_shown_order(order: Sequence[int], response: Sequence[int]) -> Response:
    """A response by option numbers of the item, as places on the screen."""
    places = {option: place for place, option in enumerate(order)}
    return tuple(BLANK if option == BLANK else places[option] for option in response)
