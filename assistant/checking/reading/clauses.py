"""Where the clauses of a sentence begin: at punctuation and at the conjunctions that open a new statement.

"and" opens one only where what follows can be seen to have its own subject and verb (`own_statement`). Text in,
positions out.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from ingest.text.plain import flat

_BREAK = re.compile(
    r"[;:.!?](?=\s|$)|,(?=\s)|\s[-(]|\)|\b(?:but|whereas|while|although|though|because|so that|unless|if|when|until|"
    r"once|mais|tandis qu[e']|alors qu[e']|car|donc|lorsqu[e']|quand|si|parce qu[e']|puisqu[e']|which|qui|dont|"
    r"puis|then|ensuite|so)\b"
)
# Where a second statement with a subject of its own stands against the first; not where a pronoun carries on.
_CONTRAST = re.compile(
    r"(?:;|\b(?:whereas|while|but|though|although|against|versus|unlike|"
    r"tandis qu[e']|alors qu[e']|mais|contrairement a)\b)"
    r"(?! ?(?:it|they|its|their|il|elle|ils|elles|this|that|these|ce|cela|only|not|also|seulement|pas|aussi)\b)"
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|must|can|cannot|may|will|has|have|does|do|should|est|sont|doit|doivent|peut|peuvent|ont|a)\b"
)
AND = re.compile(r"\b(?:and|et)\b")


def clause_starts(text: str) -> list[int]:
    """Positions where clauses surely begin, 0 first."""
    return [0, *(match.start() for match in _BREAK.finditer(flat(text)))]


def statement_starts(text: str) -> list[int]:
    """Positions where statements that stand against one another begin, 0 first."""
    return [0, *(match.start() for match in _CONTRAST.finditer(flat(text)))]


def clause_of(starts: list[int], position: int) -> int:
    """Number of the clause that holds a position."""
    return bisect_right(starts, position) - 1


def own_statement(before: str, after: str, verbs_before: bool, thing_first: bool) -> bool:
    """Whether an "and" joins two statements: a verb has been, and after it a thing comes before a verb.

    `verbs_before`: a known verb stands before the "and"; `thing_first`: a thing and then a known verb stand after it.
    """
    if not (verbs_before or FINITE.search(flat(before))):
        return False
    return thing_first or bool(re.match(r"\W*(?:\w+\W+){1,6}?" + FINITE.pattern, flat(after)))
