"""Formulas of metrics made of symbols, so that they read the same in every language but for a few words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.families import Family
from assistant.practice.generate.facts.sources import Sentence
from ingest.schema import Lang

FAMILY = "metric-formula"
_FORMULA = re.compile(r" = (?P<f>[^,;]*?[/×+][^,;]*)(?:[,;]|$)")
_WORDS = {"precision": "précision", "recall": "rappel", "specificity": "spécificité", "beta": "bêta"}
_SYMBOLS = {"TP", "TN", "FP", "FN"}


def find_formulas(sentences: Iterable[Sentence], families: Sequence[Family]) -> list[Fact]:
    """Every formula that an English sentence gives for a metric of the family."""
    family = next((one for one in families if one.id == FAMILY), None)
    found: list[Fact] = []
    for sentence in sentences:
        if family is None or sentence.lang != "en" or " = " not in sentence.text:
            continue
        text = sentence.text.rstrip(".")
        hit = family.match(text, "en")
        formula = _FORMULA.match(text[hit[1] :]) if hit else None
        if hit is None or formula is None or not _symbolic(formula["f"]):
            continue
        name = hit[0]
        label: dict[Lang, str] = {"en": name.en, "fr": name.fr}
        frame = f"{text[: hit[1]]} = {{}}."
        found.append(Fact("formula", FAMILY, text[: hit[1]], label, formula["f"].strip(), sentence, frame))
    return found


def in_lang(formula: str, lang: Lang) -> str:
    """A formula as one language writes it."""
    if lang == "en":
        return formula
    return re.sub(r"[a-z]+", lambda m: _WORDS.get(m[0], m[0]), formula)


def _symbolic(formula: str) -> bool:
    words = re.findall(r"[A-Za-z]+", formula)
    return bool(words) and all(word in _SYMBOLS or word in _WORDS for word in words)
