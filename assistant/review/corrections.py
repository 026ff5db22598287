"""What of a claim's words a quote replaces, word for word: a value by today's, an old name by the new one.

Owns the pieces that are replaced and how a number is said in the claim's own unit. Which quote corrects a claim is
known before (`schema.CheckedClaim`); files are `copying`'s.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.review.aged import Aged
from assistant.review.schema import CheckedClaim
from ingest.schema import Lang
from ingest.text.quantities import Quantity, quantities

_DIGITS = re.compile(r"\d+(?:[ \u00a0\u202f,.]\d+)*")
_VENDOR = re.compile(r"^(?:Amazon|AWS) ")


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of a claim (`start`..`end` in `CheckedClaim.text`) and what takes their place."""

    start: int
    end: int
    new: str


def edits(claim: CheckedClaim) -> tuple[Edit, ...]:
    """The replacements that correct a claim, in order of place; none where no quote has others in their place."""
    found: dict[int, Edit] = {}
    for aged in claim.aged:
        renamed = _renamed if aged.kind == "name" else _valued
        for edit in renamed(claim.text, claim.lang, aged) if aged.new and aged.number else ():
            found.setdefault(edit.start, edit)
    if not claim.aged and claim.corrects and claim.why is not None and claim.why.key == "number":
        values = dict(claim.why.values)
        aged = Aged("limit", "", values["claim"], values["source"])
        found.update((edit.start, edit) for edit in _valued(claim.text, claim.lang, aged))
    return tuple(found[start] for start in sorted(found))


def corrected(text: str, changes: tuple[Edit, ...]) -> str:
    """A claim's text with its replacements."""
    for edit in reversed(changes):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def revalued(said: Quantity, now: Quantity) -> str:
    """A quantity with another value, in the unit and the words that it has: "5 To" and 50 TB give "50 To".

    The other's own words where the value is none that its figure can say.
    """
    figure = _DIGITS.search(said.text)
    number = now.value / said.factor
    if figure is None or said.dimension != now.dimension or not math.isclose(number, round(number, 3)):
        return now.text
    shown = str(round(number)) if math.isclose(number, round(number)) else str(round(number, 3))
    if "," in figure.group() and "." in shown:
        shown = shown.replace(".", ",")
    return said.text[: figure.start()] + shown + said.text[figure.end() :]


def _valued(text: str, lang: Lang, aged: Aged) -> Iterator[Edit]:
    """Every place where the text gives the old value, in whatever unit."""
    old, new = quantities(aged.old, lang), quantities(aged.new, lang)
    if len(old) != 1 or len(new) != 1:
        return
    for said in quantities(text, lang):
        if said.dimension == old[0].dimension and math.isclose(said.value, old[0].value):
            yield Edit(said.end - len(said.text), said.end, revalued(said, new[0]))


def _renamed(text: str, lang: Lang, aged: Aged) -> Iterator[Edit]:
    """Every place where the text has the old name, with or without its maker's."""
    bare = _VENDOR.sub("", aged.old)
    name = rf"(?:(?:Amazon|AWS) )?{re.escape(bare)}(?!\w)(?! (?:[A-Z]|AI\b))"
    for match in re.finditer(rf"(?<!\w)(?:(?P<before>de|que|le|la) )?(?P<name>{name})", text):
        if bare in aged.new and match["name"] != aged.old:
            continue  # a part of the new name alone is no old one
        start = match.start("name")
        elided = lang == "fr" and match["before"] and aged.new[0] in "AEIOU" and match["name"][0] not in "AEIOU"
        if elided:  # "de Kinesis Data Firehose", "d’Amazon Data Firehose"
            yield Edit(start - 2, match.end(), f"’{aged.new}")
        else:
            yield Edit(start, match.end(), aged.new)
