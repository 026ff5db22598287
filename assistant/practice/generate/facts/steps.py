"""Orders: steps that a sentence puts in a row, or things whose quantities the sources state (`data/orders.toml`).

Owns loading the entries and reading the order out of the sentences. An entry whose sentences are not all there is
left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib import resources
from typing import Any

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.quantities import read_quantity
from assistant.practice.generate.facts.sources import Sentence


def find_orders(sentences: Iterable[Sentence]) -> list[Fact]:
    """Every order that the sentences state in one of the entries, in the order of the entries."""
    texts: dict[str, dict[str, Sentence]] = {"en": {}, "fr": {}}
    for sentence in sentences:
        texts[sentence.lang].setdefault(sentence.text.rstrip("."), sentence)
    raw = resources.files("assistant.practice.generate").joinpath("data/orders.toml").read_text(encoding="utf-8")
    found: list[Fact] = []
    for number, entry in enumerate(tomllib.loads(raw)["order"]):
        own = texts[entry.get("lang", "en")]
        fact = _steps(entry, number, own) if "steps" in entry else _ranks(entry, number, own)
        if fact is not None:
            found.append(fact)
    return found


def _steps(entry: Mapping[str, Any], number: int, own: Mapping[str, Sentence]) -> Fact | None:
    pattern = re.compile(entry["steps"])
    for text, sentence in own.items():
        hit = pattern.fullmatch(text)
        if hit is None:
            continue
        keys = sorted(hit.groupdict(), key=lambda key: hit.start(key))
        names = [entry["names"][key] for key in keys]
        return _fact(entry, number, names, sentence, "")
    return None


def _ranks(entry: Mapping[str, Any], number: int, own: Mapping[str, Sentence]) -> Fact | None:
    rows: list[tuple[float, int, Mapping[str, str], Sentence, str]] = []
    for place, rank in enumerate(entry["ranks"]):
        pattern = re.compile(rank["sentence"])
        hits = [(hit, sentence) for text, sentence in own.items() if (hit := pattern.fullmatch(text))]
        quantity = read_quantity(hits[0][0]["q"]) if hits else None
        if quantity is None:
            return None
        rows.append((quantity.base, place, rank, hits[0][1], hits[0][0]["q"]))
    rows.sort(key=lambda row: row[:2])
    if len({row[0] for row in rows}) < len(rows):
        return None
    others = "\n".join(f"{row[3].uri}\t{row[3].text}" for row in rows[1:])
    fact = _fact(entry, number, [row[2] for row in rows], rows[0][3], others)
    return replace(fact, extra={**fact.extra, **{f"q:{row[2]['en']}": row[4] for row in rows}})


def _fact(entry: Mapping[str, Any], number: int, names: list[Any], sentence: Sentence, others: str) -> Fact:
    extra = {f"fr:{name['en']}": name["fr"] for name in names}
    parts = tuple(name["en"] for name in names)
    return Fact(
        "steps", f"order-{number:03d}", parts[0], {"en": entry.get("en", ""), "fr": entry["fr"]}, " > ".join(parts),
        sentence, parts=parts, extra={**extra, "more": others},
    )  # fmt: skip
