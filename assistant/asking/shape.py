"""How much of an answer a question asks for: one value, several things, steps, a comparison, or whatever there is.

Also whether it takes something for granted. Pure text work in French and English over a question that was read once.
Which kind of thing is wanted is `focus`'s. Knows nothing of documents, scores or retrieval.
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
    # "which frameworks support", "which model types does"; neither "which class holds" nor "what does"
    r"|\b(?:which|what) (?!(?:is|was|does|has|its|this)\b)\w{2,}(?<![siu])s\b"
    r"|\b(?:which|what) (?:\w+ ){1,3}(?!(?:is|was|does|has|its|this)\b)\w{2,}(?<![siu])s"
    r" (?:do|does|did|can|are|may|must|should|have|and|or|for|in|of)\b"
    r"|^(?:list|name|enumerate|cite[rz]?|liste[rz]?|enumere[rz]?|donne[rz]?(?: moi)? (?:la liste|les))\b"
)
_STEPS = re.compile(
    r"\b(?:steps|stages|etapes|procedure|marche a suivre)\b|\bhow (?:do|can|should|would|could) (?:i|we|you|one)\b"
    r"|\bhow to\b|\bcomment (?:puis-je|peut-on|pouvons-nous|dois-je|doit-on|faire|faut-il|\w+(?:er|ir|re))\b"
)
_ASKING = re.compile(
    r"\b(?:what|how|why|which|where|when|who|comment|pourquoi|quel\w*|combien|que|quoi|qui|lequel|laquelle|quand)\b"
)
_WHETHER = re.compile(
    r"^(?:is|are|does|do|did|can|could|has|have|should|may|must|will|est-ce que|est-ce qu'|peut-on)\b"
)
_TAKING = re.compile(r"\b(?:why|pourquoi|comment|how (?:do|does|did|can|could|should|would|will|is|are|to))\b")
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


def asks_openly(said: Analysed) -> bool:
    """Whether a question asks how, why, which or how much, and takes for granted what it asks that about."""
    return bool(_ASKING.search(said.folded)) and not _WHETHER.search(said.folded)


def takes_for_granted(said: Analysed) -> bool:
    """Whether a question asks why or how something is so: it supposes that more surely than "which" does."""
    return bool(_TAKING.search(said.folded))
