"""How much of an answer a question asks for: one value, several things, steps, a comparison, or whatever there is.

Pure text work in French and English over a question that was read once. Which kind of thing is wanted is `focus`'s.
Knows nothing of documents, scores or retrieval.
"""

from __future__ import annotations

import re
from typing import Literal

from ingest.text.analysis import Analysed

Shape = Literal["value", "several", "steps", "comparison", "open"]

_COMPARES = re.compile(r"\b(?:differences?|differs?|vs|versus|compar\w+|distinguer|distinguish)\b")
_NUMBER = r"(?:two|three|four|five|six|seven|deux|trois|quatre|cinq|six|sept|[2-9])"
_SEVERAL = re.compile(
    rf"\b(?:quels|quelles|lesquels|lesquelles)\b|\b(?:les|des|the|all|tous les|toutes les) {_NUMBER} \w+s\b"
    r"|\b(?:which|what) (?:are|were) (?!\w+ing\b)|\b(?:which|what) (?:other |of the )?(?:kinds|types|sorts)\b"
    # "which model types does", "which frameworks", never "which class", "which status", "which analysis"
    r"|\b(?:which|what) (?:(?!is\b|are\b|does\b|do\b|was\b|has\b|can\b)[\w-]+ ){0,2}?\w{2,}(?<![siu])s\b"
    r"|^(?:list|name|enumerate|cite[rz]?|liste[rz]?|enumere[rz]?|donne[rz]?(?: moi)? (?:la liste|les))\b"
)
_STEPS = re.compile(
    r"\b(?:steps|stages|etapes|procedure|marche a suivre)\b|\bhow (?:do|can|should|would|could) (?:i|we|you|one)\b"
    r"|\bhow to\b|\bcomment (?:puis-je|peut-on|pouvons-nous|dois-je|doit-on|faire|faut-il|\w+(?:er|ir|re))\b"
)
_VALUES = frozenset(("duration", "size", "share", "money", "number"))


def compares(said: Analysed) -> bool:
    """True when a question sets things side by side: "difference between", "vs", "comparer"."""
    return bool(_COMPARES.search(said.folded))


def shape_of(said: Analysed, wants: str | None) -> Shape:
    """How much is asked for; `wants` is the kind of thing that the question as a whole wants (`focus`)."""
    if compares(said):
        return "comparison"
    if _STEPS.search(said.folded):
        return "steps"
    if _SEVERAL.search(said.folded):
        return "several"
    return "value" if wants in _VALUES else "open"
