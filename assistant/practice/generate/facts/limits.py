"""Limits: sentences that give one quantity for one thing, with the question that asks for it, from `data/limits.toml`.

Owns loading and applying the patterns. A sentence that an earlier pattern took is not asked about twice.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.quantities import read_quantity
from assistant.practice.generate.facts.sources import Sentence
from ingest.schema import Lang

_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|ten)\b")
_ARTICLE = re.compile(r"^(An?|The|One|Each|Every) ")


def find_limits(sentences: Iterable[Sentence]) -> list[Fact]:
    """Every limit that a sentence states in one of the patterns, in the order of the sentences."""
    patterns = _load()
    found: list[Fact] = []
    for sentence in sentences:
        if not _NUMBER.search(sentence.text):
            continue
        fact = next((fact for fact in (_limit(sentence, *entry) for entry in patterns) if fact), None)
        if fact is not None:
            found.append(fact)
    return found


def _load() -> list[tuple[re.Pattern[str], str, str, dict[str, str]]]:
    raw = resources.files("assistant.practice.generate").joinpath("data/limits.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(raw)["limit"]
    # The general patterns stand first in the file and are tried last: a question written for one sentence is better.
    own = [e for e in entries if "fr" in e] + [e for e in entries if "fr" not in e]
    return [(re.compile(e["pattern"]), e["en"], e.get("fr", ""), _extra(e)) for e in own]


def _extra(entry: Mapping[str, Any]) -> dict[str, str]:
    near = " ".join(map(str, entry.get("near", ())))
    return {"near": near, "said": entry.get("said", ""), "minor": "yes" if entry.get("minor") else ""}


def _limit(sentence: Sentence, pattern: re.Pattern[str], en: str, fr: str, extra: dict[str, str]) -> Fact | None:
    text = sentence.text.rstrip(".")
    hit = pattern.fullmatch(text)
    if hit is None:
        return None
    quantity = read_quantity(hit["q"])
    if quantity is None:
        return None
    start, end = hit.span("q")
    groups = {
        name: _ARTICLE.sub(lambda m: m[1].lower() + " ", value) for name, value in hit.groupdict().items() if value
    }
    label: dict[Lang, str] = {"en": en.format(**groups), "fr": fr}
    return Fact(
        "limit", f"limit-{quantity.kind}", text[:start].strip(), label, text[start:end], sentence,
        frame=f"{text[:start]}{{}}{text[end:]}.", unit=quantity.unit, extra=extra,
    )  # fmt: skip
