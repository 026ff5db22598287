"""What a statement of a source is to an answer: it defines, says when, says how, or warns.

Read from how the statement opens (what it denies there counts as a warning) and from the heading above it. Owns that
reading; the patterns are data. Knows nothing of questions.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.schema import GroupRole
from ingest.schema import Span
from ingest.text.plain import flat
from ingest.typed import Filled, typed

_DATA = Path(__file__).parent / "data" / "roles.toml"
ROLES: tuple[GroupRole, ...] = ("definition", "when", "how", "pitfalls")
"""In the order in which an answer gives them."""


def role_of(span: Span) -> GroupRole:
    """The role of a statement, "more" where nothing shows one."""
    openings, headings = _patterns()
    said = flat(span.quote)
    for role, opening in openings.items():
        if opening.search(said):
            return role
    over = flat(span.inner[-1]) if span.inner else ""
    return next((role for role, heading in headings.items() if heading.search(over)), "more")


@cache
def _patterns() -> tuple[Mapping[GroupRole, re.Pattern[str]], Mapping[GroupRole, re.Pattern[str]]]:
    rows = typed(dict[str, dict[GroupRole, Filled]], tomllib.loads(_DATA.read_text(encoding="utf-8")))
    read = [{role: re.compile(pattern) for role, pattern in rows[name].items()} for name in ("openings", "headings")]
    return read[0], read[1]
