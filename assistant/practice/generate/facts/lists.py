"""Lists and cases: sentences with the question that asks for what they name, and its wrong options, as data.

A list names several things of one kind (`data/lists.toml`), a case one thing, often in a situation
(`data/cases.toml`). Owns loading the entries and cutting a list into its members. Wrong options are checked like all
others.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.sources import Sentence

_BETWEEN = re.compile(r", (?:and |or |et |ou )?| (?:and|or|et|ou) (?:from )?")
_LEADING = re.compile(r"^(?:a|an|the|un|une|le|la|les) (?=[A-Z])")


def find_lists(sentences: Iterable[Sentence]) -> list[Fact]:
    """Every list that the sentences state in one of the entries, in the order of the entries."""
    texts: dict[str, dict[str, Sentence]] = {"en": {}, "fr": {}}
    for sentence in sentences:
        texts[sentence.lang].setdefault(sentence.text.rstrip("."), sentence)
    found: list[Fact] = []
    for number, entry in enumerate(_load("list")):
        own = texts[entry.get("lang", "en")]
        pattern = re.compile(entry["pattern"])
        hits = [(hit, own[text]) for text in own if (hit := pattern.fullmatch(text))]
        if hits:
            found.append(_fact(entry, number, *hits[0]))
    return found


def find_cases(sentences: Iterable[Sentence]) -> list[Fact]:
    """Every case whose sentence the sources hold, in the order of the entries."""
    known: dict[str, Sentence] = {}
    for sentence in sentences:
        known.setdefault(sentence.text.rstrip("."), sentence)
    found: list[Fact] = []
    for number, entry in enumerate(_load("case")):
        if entry["sentence"] in known:
            found.append(_case(entry, number, known[entry["sentence"]]))
    return found


def _case(entry: Mapping[str, Any], number: int, sentence: Sentence) -> Fact:
    return Fact(
        "case", f"case-{number:03d}", entry["claim"], {"en": entry.get("en", ""), "fr": entry.get("fr", "")},
        entry["key"], sentence, frame=entry["claim"], parts=(entry["key"],), extra=_extra(entry),
    )  # fmt: skip


def _load(name: str) -> list[Mapping[str, Any]]:
    raw = resources.files("assistant.practice.generate").joinpath(f"data/{name}s.toml").read_text(encoding="utf-8")
    entries: list[Mapping[str, Any]] = tomllib.loads(raw)[name]
    return entries


def _extra(entry: Mapping[str, Any]) -> dict[str, str]:
    """Wrong options, and the French of options, as a fact carries them."""
    names: Mapping[str, str] = entry.get("names", {})
    french = {f"fr:{name}": text for name, text in names.items()}
    minor = "yes" if entry.get("minor") else ""
    others = "\n".join(entry["others"])
    return {**french, "others": others, "more": entry.get("more", ""), "said": entry.get("said", ""), "minor": minor}


def _fact(entry: Mapping[str, Any], number: int, hit: re.Match[str], sentence: Sentence) -> Fact:
    members = tuple(entry["keys"]) if "keys" in entry else split_list(hit["items"])
    most = int(entry.get("most", len(members)))
    return Fact(
        "list", f"list-{number:03d}", entry["pattern"], {"en": entry.get("en", ""), "fr": entry.get("fr", "")},
        "; ".join(members), sentence, frame=entry["claim"], parts=members[:most],
        extra=_extra(entry),
    )  # fmt: skip


def split_list(text: str) -> tuple[str, ...]:
    """The members of "a, b and c", in order."""
    return tuple(_LEADING.sub("", part.strip()) for part in _BETWEEN.split(text) if part.strip())
