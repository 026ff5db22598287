"""What a sentence says, statement by statement: its terms, and those of them that it denies.

"A pair plot becomes unreadable, whereas a heat map stays compact" says one thing of each; "needs no code change" denies
what stands behind the "no". Text in, sets of search terms out; knows nothing of options or scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.checking.reading.clauses import statement_starts
from assistant.checking.reading.negation import denials
from ingest.schema import Lang
from ingest.text.analysis import query_terms

_KEPT = 8192

Terms = frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a sentence: its search terms, those it denies, and whether it denies at all."""

    terms: Terms
    denied: Terms
    denies: bool


@lru_cache(_KEPT)
def terms_of(text: str) -> Terms:
    """Search terms of a text in both languages."""
    return frozenset(query_terms(text))


@lru_cache(_KEPT)
def statements_of(sentence: str, lang: Lang) -> tuple[Said, ...]:
    """The statements of a sentence that stand against one another; a plain sentence is one."""
    starts = [*statement_starts(sentence), len(sentence)]
    texts = [sentence[start:end] for start, end in pairwise(starts)]
    return tuple(_said(text, lang) for text in texts if text.strip())


def _said(text: str, lang: Lang) -> Said:
    found = denials(text, lang)
    denied = frozenset(term for one in found for term in query_terms(text[one.scope_start : one.scope_end]))
    return Said(terms_of(text), denied, bool(found))
