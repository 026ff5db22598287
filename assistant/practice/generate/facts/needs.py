"""Statements as situations: what a team must do ("removes null fields" -> "remove null fields"), or the case it has.

Owns `data/needs.toml`. Only where one verb stands alone: a second verb would have to change with it, and what says
"its" speaks of the member and not of the team.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import resources

from ingest.schema import Lang

_CASE: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r"(?:suits|fits|is (?:meant|suited|recommended|designed|intended) for) (?P<case>.+)"),
    "fr": re.compile(r"convient (?P<to>à|au|aux) (?P<case>.+)"),
}
_FOR = {"à": "", "au": "le ", "aux": "les "}
_OWN: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:its|itself|it|their)\b"),
    "fr": re.compile(r"\b(?:son|sa|ses|leurs?|lui|elle|il)\b"),
}
_JOIN: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r"(?:, (?:and |or |but )?| and | or | but )(?:then |also |so )?(?P<word>\w+)"),
    "fr": re.compile(r"(?:, (?:et |ou |mais )?| et | mais | puis )(?:puis |aussi )?(?P<word>\w+)"),
}
# What joins no second verb: English words that end as no third person does, French ones that begin a noun phrase.
_NO_VERB: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r".*(?:[^s]|ss|us)$"),
    "fr": re.compile(r"(?:l|d|les?|la|une?|des?|du|à|aux?|en|dans|sur|par|pour|avec|sans|selon|qui|que|y|comme|\d.*)$"),
}
_STATES = frozenset("can cannot must may".split())


class Needs:
    """Turns statements into situations; answers depend on the arguments only."""

    def __init__(self) -> None:
        raw = resources.files("assistant.practice.generate").joinpath("data/needs.toml").read_text(encoding="utf-8")
        self._verbs: Mapping[str, Mapping[str, str]] = tomllib.loads(raw)

    def need(self, statement: str, lang: Lang) -> str:
        """What somebody who needs the member must do, "" when the statement is no such thing."""
        first, _, rest = statement.partition(" ")
        verb = self._verbs[lang].get(first, "")
        return f"{verb} {rest}" if verb and self._simple(rest, lang) else ""

    def case(self, statement: str, lang: Lang) -> str:
        """The case that the member suits, to stand after "for", "" when the statement names none."""
        found = _CASE[lang].fullmatch(statement)
        # "convient à des données ... ou à des répliques": the second "à" would have to change too.
        again = lang == "fr" and re.search(r" (?:ou|et) (?:à|aux?) ", statement)
        if found is None or again or not self._simple(found["case"], lang):
            return ""
        return f"{_FOR[found['to']]}{found['case']}" if lang == "fr" else found["case"]

    def _simple(self, rest: str, lang: Lang) -> bool:
        joined = {hit["word"] for hit in _JOIN[lang].finditer(rest)}
        alone = all(_NO_VERB[lang].match(word) and word not in _STATES for word in joined)
        return alone and ", which " not in rest and not _OWN[lang].search(rest)
