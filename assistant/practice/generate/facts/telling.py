"""Which statements single their subject out, so that asking for it has one answer: rules of thumb kept as data.

Owns `data/telling.toml`. What passes here is still checked against the sources.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from assistant.practice.generate.facts.families import Family
from assistant.practice.generate.facts.sources import Sentence

_NOTES = "/notes/"


@dataclass(frozen=True, slots=True)
class Telling:
    """`weak` matches statements that many members could share, `untelling` those that were read and found wanting.

    `defining` are sections that say what a thing is.
    """

    weak: re.Pattern[str]
    untelling: re.Pattern[str]
    defining: frozenset[str]

    def why_not(self, family: Family, statement: str, sentence: Sentence) -> str | None:
        """Why a statement does not single a member of its family out, or None."""
        if self.untelling.match(statement):
            return f"read and found to tell too little or too much: {statement[:40]}"
        if not family.lenient and self.weak.match(statement):
            return f"many could be said to: {statement[:40]}"
        section = sentence.span.inner[-1] if sentence.span.inner else ""
        if family.broad and _NOTES not in sentence.uri and section not in self.defining:
            return f"a detail of a broad subject (section {section!r})"
        return None


def load_telling() -> Telling:
    """The rules of thumb of the package."""
    raw = resources.files("assistant.practice.generate").joinpath("data/telling.toml").read_text(encoding="utf-8")
    data = tomllib.loads(raw)
    weak, untelling = (re.compile(f"(?:{'|'.join(data[key])})") for key in ("weak", "untelling"))
    return Telling(weak, untelling, frozenset(data["defining"]))
