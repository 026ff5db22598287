"""The words by which people talk with the assistant rather than about the subject: `data/talk.toml`, compiled.

Owns the form of that file and how its phrases are found in a message. A phrase is words of folded text: `*` for any
ending, `...` for up to four words between, `(a|b)` for one of several, `?` behind it where it may be missing, `^` for
the beginning, `$` for the end, FILE for the name of a file. Knows nothing of conversations, decides nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ingest.text.characters import fold
from ingest.typed import Misfit, typed

_DATA = Path(__file__).parent / "data" / "talk.toml"
Of = Literal["answer", "collection", "product"]
Takes = Literal["none", "some", "must", "kind"]

FILE = r"[\w-]+(?:\.[\w-]+)*\.(?:md|markdown|pdf|txt|html?|docx|pptx|xlsx|csv|tsv|epub|ipynb|odt|rtf|zip)"
_GAP = r"(?:[\w'’./-]+[,:]? ){0,4}?"
_PIECE = re.compile(r"\([^()]*\)\??|\S+")


@dataclass(frozen=True, slots=True)
class Request:
    """Something a message can want other than an answer from the sources, and whether it is asked of an object."""

    name: str
    of: Of
    object: Takes


@dataclass(frozen=True, slots=True)
class Cue:
    """A request that the words of a message point to; `places` are where they stand."""

    request: Request
    places: tuple[tuple[int, int], ...]


class Cues:
    """All phrases, compiled. Offsets are those of the text given, which `evenly` folded."""

    def __init__(self, data: _File) -> None:
        self.continuing = _compiled(data.continuing, start=True)
        self.too = _compiled([f"{phrase}$" for phrase in data.too])
        self.turning = _compiled(data.turning, start=True)
        self.pronoun = re.compile(
            "|".join([*data.pronoun_patterns, rf"(?<![\w'])(?:{'|'.join(map(_phrase, data.pronouns))})(?![\w'])"])
        )
        self.impersonal = re.compile("|".join(data.impersonal))
        self.ordinals = {int(place): _compiled(words) for place, words in data.ordinals.items()}
        self.kinds = {kind: _compiled(words) for kind, words in data.kinds.items()}
        self.speech = frozenset(data.speech.words)
        self.address = frozenset(data.address.words)
        self.relative = frozenset(data.relative.words)
        self._requests = [
            (Request(name, entry.of, entry.object), [_compiled([phrase]) for phrase in entry.phrases])
            for name, entry in data.request.items()
        ]

    @property
    def names(self) -> frozenset[str]:
        """The names of all requests."""
        return frozenset(request.name for request, _ in self._requests)

    def requests(self, even: str) -> list[Cue]:
        """What the words of a message point to, each request once with everything that points to it."""
        found = []
        for request, patterns in self._requests:
            places = tuple(place for pattern in patterns for place in _places(pattern, even))
            if places:
                found.append(Cue(request, places))
        return found

    def ordinal(self, even: str) -> tuple[int, tuple[int, int]] | None:
        """Which of several things a message means (1 the first, -1 the last), and where it says so."""
        for place, pattern in self.ordinals.items():
            if match := pattern.search(even):
                return place, match.span()
        return None

    def kind(self, even: str) -> tuple[str, tuple[int, int]] | None:
        """The kind of things that a message speaks of, and where: ("service", (12, 20))."""
        found = ((kind, match.span()) for kind, pattern in self.kinds.items() if (match := pattern.search(even)))
        return next(found, None)


@cache
def load_cues() -> Cues:
    """The phrases that ship with the package, read once in a process. Raises ValueError for a bad file."""
    try:
        return Cues(typed(_File, tomllib.loads(_DATA.read_text(encoding="utf-8"))))
    except Misfit as error:
        raise ValueError(f"{_DATA.name}: {error}.") from error


def evenly(text: str) -> str:
    """A text folded letter by letter: lower case, no accents, every character at its place."""
    return "".join(_letter(character) for character in text)


@cache
def _letter(character: str) -> str:
    if character.isspace():
        return " "
    folded = fold(character)
    return folded if len(folded) == 1 else character.lower()[:1]


@dataclass(frozen=True, slots=True)
class _Words:
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    of: Of
    object: Takes
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """`talk.toml` as it stands."""

    continuing: tuple[str, ...]
    too: tuple[str, ...]
    turning: tuple[str, ...]
    pronouns: tuple[str, ...]
    pronoun_patterns: tuple[str, ...]
    impersonal: tuple[str, ...]
    ordinals: dict[str, tuple[str, ...]]
    speech: _Words
    relative: _Words
    address: _Words
    kinds: dict[str, tuple[str, ...]]
    request: dict[str, _Entry]


def _compiled(phrases: Sequence[str], *, start: bool = False) -> re.Pattern[str]:
    bounds = (r"^(?:[^\w]*)", r"(?![\w'-])") if start else (r"(?<![\w'-])", r"(?![\w-])")
    return re.compile(f"{bounds[0]}(?:{'|'.join(map(_phrase, phrases))}){bounds[1]}")


def _phrase(phrase: str) -> str:
    """A phrase as a pattern; its words are groups, what stands between them is not."""
    begins, ends = phrase.startswith("^"), phrase.endswith("$")
    parts: list[str] = []
    pieces = _PIECE.findall(phrase.removeprefix("^").removesuffix("$"))
    for place, piece in enumerate(pieces):
        if piece == "...":
            parts.append(_GAP)
            continue
        last = place == len(pieces) - 1
        optional = piece.endswith(")?")
        words = piece.removesuffix("?").strip("()").split("|")
        group = f"({'|'.join(map(_word, words))})" + ("" if last else " ")
        parts.append(f"(?:{group})?" if optional else group)
    return ("^" if begins else "") + "".join(parts) + (r"(?=\W*$)" if ends else "")


def _word(word: str) -> str:
    if word == "FILE":
        return FILE
    return " ".join(re.escape(part).replace(r"\*", r"[\w'-]*") for part in word.split())


def _places(pattern: re.Pattern[str], even: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(even):
        yield from (match.span(group) for group in range(1, pattern.groups + 1) if match.start(group) >= 0)
