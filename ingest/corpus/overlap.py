"""What two texts have in common: the longest run of words, the numbers.

Owns what counts as a word, a name and a number when a digest is compared with the page it was written from. Knows
nothing of files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.text.language import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_][\w.\-/']*")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)*")
_ANY_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_NAME_WITH_NUMBER = re.compile(r"(?<![\w.])[^\W\d_][\w./-]*\d[\w./-]*")
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
_UNITS_TEXT = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_TENS_TEXT = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPELT = (
    {word: value for value, word in enumerate(_UNITS_TEXT.split())}
    | {word: value for value, word in zip(range(20, 100, 10), _TENS_TEXT.split(), strict=True)}
    | {"single": 1, "once": 1, "twice": 2, "hundred": 100, "thousand": 1000}
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that two texts share. `length` counts the words that are no names; "" and 0 for none."""

    length: int = 0
    text: str = ""


def words_of(text: str) -> list[str]:
    """The words of a text in order, without punctuation; dotted and hyphenated names are one word."""
    found = (match.group().rstrip(".-/'_") for match in _WORD.finditer(text.replace("’", "'")))
    return [word for word in found if word]


def is_name(word: str) -> bool:
    """Whether a word looks like the name of a service, an algorithm, a parameter: a digit, a capital, "_".

    A small word with a capital begins a sentence and is no name.
    """
    if not any(character.isdigit() or character.isupper() or character == "_" for character in word):
        return False
    return word != word.capitalize() or word.lower() not in FUNCTION_WORDS


def longest_shared_run(text: Sequence[str], other: Sequence[str], names: Collection[str] = ()) -> Run:
    """The longest run of `text` (as `words_of` gives it) that stands in `other` too, whatever the case.

    Words of `text` that are names, by their look or as one of `names` (lower case), belong to a run without
    making it longer.
    """
    left, right = [word.lower() for word in text], [word.lower() for word in other]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(right):
        places.setdefault(word, []).append(place)
    best = Run()
    for start in range(len(left)):
        for place in places.get(left[start], ()):
            if start and place and left[start - 1] == right[place - 1]:
                continue  # the inside of a run that was seen from its beginning
            length = _common_length(left, start, right, place)
            if length <= best.length:
                continue
            counted = sum(1 for word in text[start : start + length] if not is_name(word) and word.lower() not in names)
            if counted > best.length:
                best = Run(counted, " ".join(text[start : start + length]))
    return best


def _common_length(left: Sequence[str], start: int, right: Sequence[str], place: int) -> int:
    length = 0
    while start + length < len(left) and place + length < len(right) and left[start + length] == right[place + length]:
        length += 1
    return length


def numbers_of(text: str) -> set[str]:
    """The numbers that a text states, without separators of thousands; digits inside names are none."""
    plain = _NAME_WITH_NUMBER.sub(" ", _THOUSANDS.sub("", text))
    return {_canonical(number) for number in _NUMBER.findall(plain)}


def traceable_numbers(text: str) -> set[str]:
    """All that could be a number in a source: with and without separators, inside names, spelt out."""
    return set(_all_numbers(text))


def _all_numbers(text: str) -> Iterator[str]:
    for form in (text, _THOUSANDS.sub("", text)):
        for number in _ANY_NUMBER.findall(form):
            yield _canonical(number)
    for word in words_of(text.lower()):
        values = [_SPELT[part] for part in word.split("-") if part in _SPELT]
        yield from (str(value) for value in values)
        if len(values) == 2 and values[1] < 10:
            yield str(sum(values))


def _canonical(number: str) -> str:
    """1.50 is 1.5 and 007 is 7; 1.10.2 is a version and stays."""
    if number.count(".") == 1:
        number = number.rstrip("0").rstrip(".")
    return number.lstrip("0") or "0" if "." not in number else number
