"""How deep the elements of a page's source lie in one another, told before a parser runs.

Owns the estimate. Knows nothing of how deep is too deep, nor of what becomes of the page.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]{0,40})\b[^<>]{0,2000}?(/?)>", re.IGNORECASE)
# Elements that have no end, or whose end may be left out.
_NOT_NESTING = frozenset(
    """area base br col embed hr img input link meta source track wbr p li dt dd tr td th thead tbody tfoot option
    optgroup colgroup rt rp html head body""".split()
)


def nesting(text: str) -> int:
    """How deep elements lie in one another, at most and roughly: tags are counted, nothing is parsed."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if not match[3] and match[2].lower() not in _NOT_NESTING:
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest
