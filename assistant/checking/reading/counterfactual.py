"""A claim turned into its denial, word by word: to ask the embedder which of the two is nearer to the source.

Owns the rewriting of French and English. The result need not be good prose: only its vector is used, never its words.
"""

from __future__ import annotations

import re

from ingest.schema import Lang

_REMOVED: dict[Lang, tuple[tuple[re.Pattern[str], str], ...]] = {
    "en": (
        (re.compile(r"\b(can)not\b"), r"\1"),
        (re.compile(r"\b(\w+) not\b"), r"\1"),
        (re.compile(r"n['’]t\b"), ""),
        (re.compile(r"\bnever\b"), "always"),
        (re.compile(r"\bwithout\b", re.IGNORECASE), "with"),
        (re.compile(r"\bno\b", re.IGNORECASE), "any"),
    ),
    "fr": (
        (re.compile(r"\b(?:ne |n['’])(.{1,30}?) (?:pas|plus|jamais)\b"), r"\1"),
        (re.compile(r"\bsans\b", re.IGNORECASE), "avec"),
        (re.compile(r"\baucune?\b", re.IGNORECASE), "un"),
    ),
}
_ADDED: dict[Lang, tuple[tuple[re.Pattern[str], str], ...]] = {
    "en": (
        (re.compile(r"\b(is|are|can|must|may|will|has|have|should)\b"), r"\1 not"),
        (re.compile(r"\b([a-z]+s)\b(?= (?:the|a|an|its|to|in|on|with|only|from|by|for)\b)"), r"does not \1"),
    ),
    "fr": ((re.compile(r"\b(est|sont|peut|peuvent|doit|doivent|a|ont|faut)\b"), r"ne \1 pas"),),
}


def denied(claim: str, lang: Lang) -> str | None:
    """The claim without its denials or, where it has none, with one; None where neither can be done."""
    turned = claim
    for pattern, replacement in _REMOVED[lang]:
        turned = pattern.sub(replacement, turned)
    if turned != claim:
        return turned
    for pattern, replacement in _ADDED[lang]:
        turned = pattern.sub(replacement, claim, count=1)
        if turned != claim:
            return turned
    return None
