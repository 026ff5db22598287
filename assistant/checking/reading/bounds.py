"""Quantities of a claim or of evidence, with the bounds that a denial turns over: "cannot exceed 5" is at most 5.

The reader of quantities (`ingest.text.quantities`) knows no denials; the rules of denial (`negation`) no numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.checking.reading.negation import denials, denied
from ingest.schema import Lang
from ingest.text.plain import flat
from ingest.text.quantities import Bound, Meanings, Quantity, quantities

_NONE = re.compile(
    r"\b(?:no(?! (?:more|less|fewer|later|longer|earlier)\b)|none|neither) [^.;:,]{1,45}$|"
    r"\b(?:aucune?|nul(?:le)?) [^.;:,]{1,40}\b(?:ne |n')[^.;:,]{1,25}$"
)
_NEAR = 22  # characters between a denial and the number whose bound it turns over
_TURNED: dict[Bound, Bound] = {"upper": "lower", "lower": "upper"}


def bounded(text: str, lang: Lang, meanings: Meanings | None = None) -> tuple[Quantity, ...]:
    """Quantities in order of place. A denial turns a bound over, or leaves it open ("never keeps less than 5")."""
    cues = denials(text, lang)
    plain = flat(text)
    result = []
    for q in quantities(text, lang, meanings):
        if q.bound in _TURNED and _of_none(plain, q.start):
            q = replace(q, bound=_TURNED[q.bound])
        elif q.bound in _TURNED and denied(cues, q.start, q.end):
            near = any(0 <= q.start - cue.end <= _NEAR for cue in cues)
            q = replace(q, bound=_TURNED[q.bound] if near else "exact")
        result.append(q)
    return tuple(result)


def _of_none(plain: str, start: int) -> bool:
    """Whether a number is said of nothing: "no classifier is above 0.5", "aucun ne dépasse 0,5"."""
    return bool(_NONE.search(plain[max(0, start - 60) : start]))
