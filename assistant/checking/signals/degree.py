"""Which one of a row, how many of a pair, how many times: small words that a whole statement hangs on.

Owns "the first step" against "the second", "at least one of the keys" against "both keys", "twice as high" against
"half as high", in French and English. Numbers with figures or units are `numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import COGNATE, strength_of

_ORDINALS = {
    1: "first|1st|premiere?s?|1er|1ere",
    2: "second|2nd|deuxiemes?|2e|seconde?s?",
    3: "third|3rd|troisiemes?|3e",
    4: "fourth|4th|quatriemes?|4e",
    5: "fifth|5th|cinquiemes?|5e",
    6: "sixth|6th|sixiemes?|6e",
    7: "seventh|7th|septiemes?|7e",
    8: "eighth|8th|huitiemes?|8e",
    9: "ninth|9th|neuviemes?|9e",
    10: "tenth|10th|dixiemes?|10e",
    -1: "last|final|dernier|derniere|derniers|dernieres",
}
# "the second step" has an article before it; "per second", "one second" and "a fifth of" have none or another.
_ORDINAL = re.compile(
    r"\b(?:the|its|their|this|that|la|le|les|sa|son|leur|cette|ce)(?: very)? (?P<word>"
    + "|".join(_ORDINALS.values())
    + r") "
)
_ONE_OF = re.compile(
    r"\b(?:at least one|any one|either|au moins une?|l'une? ou l'autre|n'importe l(?:equel|aquelle))\b"
    r"(?: (?:of|de|des|du))?(?: (?:the|les|these|ces|two|deux))* "
)
_EVERY_ONE = re.compile(
    r"\b(?:both|all(?: (?:two|three|four|five))?|every one|each(?: one)?|les deux|"
    r"tou(?:te)?s(?: les(?: deux| trois)?)?)\b"
    r"(?: of| de| des)?(?: (?:the|les|these|ces))? "
)
_TIMES = (
    re.compile(
        r"\b(?:twice|double) as (?P<of>\w+)|\b(?:twice|double) the (?P<what>\w+)|"
        r"\ble double d(?:e |u |')(?P<whose>\w+)"
    ),
    re.compile(r"\bhalf as (?P<of>\w+)|\bhalf (?:the|of the) (?P<what>\w+)|\bla moitie d(?:e |u |')(?P<whose>\w+)"),
)


@dataclass(frozen=True, slots=True)
class DegreeFinding:
    """Pairs (claim's words, source's words) that cannot both hold of one thing."""

    conflicts: tuple[tuple[str, str], ...] = ()


def compare(claim: Reading, evidence: Reading) -> DegreeFinding:
    """Ordinals, one against all, and multiples of the same thing that differ."""
    return DegreeFinding((*_ordinals(claim, evidence), *_one_or_all(claim, evidence), *_multiples(claim, evidence)))


def _ordinals(claim: Reading, evidence: Reading) -> Iterator[tuple[str, str]]:
    said, given = list(_ranked(claim)), list(_ranked(evidence))
    for rank, item, words in said:
        same = [(r, w) for r, other, w in given if strength_of(item, other) >= COGNATE]
        if same and all(r != rank for r, _ in same):
            yield words, same[0][1]


def _ranked(reading: Reading) -> Iterator[tuple[int, Item, str]]:
    """Each ordinal with the thing that it counts."""
    plain = reading.plain
    for match in _ORDINAL.finditer(plain):
        item = _at(reading, match.end())
        if item is not None:
            rank = next(r for r, words in _ORDINALS.items() if re.fullmatch(words, match["word"]))
            yield rank, item, reading.text[match.start("word") : item.end]


def _one_or_all(claim: Reading, evidence: Reading) -> Iterator[tuple[str, str]]:
    for ours, theirs in ((_ONE_OF, _EVERY_ONE), (_EVERY_ONE, _ONE_OF)):
        if ours.search(evidence.plain) or theirs.search(claim.plain):
            continue
        for item, words in _counted(claim, ours):
            rival = next((w for other, w in _counted(evidence, theirs) if strength_of(item, other) >= COGNATE), None)
            if rival is not None:
                yield words, rival


def _counted(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[Item, str]]:
    for match in pattern.finditer(reading.plain):
        item = _at(reading, match.end())
        if item is not None:
            yield item, reading.text[match.start() : item.end]


def _multiples(claim: Reading, evidence: Reading) -> Iterator[tuple[str, str]]:
    for ours, theirs in (_TIMES, _TIMES[::-1]):
        said, given = ours.search(claim.plain), theirs.search(evidence.plain)
        if said and given and _object(said) == _object(given):
            yield claim.text[said.start() : said.end()], evidence.text[given.start() : given.end()]


def _object(match: re.Match[str]) -> str:
    return match["of"] or match["what"] or match["whose"]


def _at(reading: Reading, position: int) -> Item | None:
    """The item that begins at a position."""
    return next((item for item in reading.items if item.start == position), None)
