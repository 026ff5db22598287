"""The sides of a comparison: what the question calls them, which statements are one side's, a table that compares them.

Owns the reading of sides. Knows nothing of how an answer is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asking.asked import Asked
from assistant.asking.terms import TermGroup
from ingest.schema import Block, Span
from ingest.subjects import told
from ingest.text.analysis import analyse, query_terms

_MOST_ROWS = 12


def title_of(side: TermGroup, asked: Asked) -> str:
    """The words of the question for a side; "" where they stand apart."""
    wanted = side.alternatives[0]
    words = [word for word in analyse(asked.text).words if set(word.terms) in [set(one) for one in wanted]]
    if len(words) != len(wanted):
        return ""
    return asked.text[words[0].start : words[-1].end]


def sides_of(span: Span, sides: Sequence[TermGroup]) -> tuple[int, ...]:
    """The places of the sides that a statement speaks of; where it names none, those that its heading names."""
    said = set(query_terms(told(span)))
    own = tuple(place for place, side in enumerate(sides) if side.covered_by(said))
    if own:
        return own
    over = set(query_terms(" ".join(span.headings)))
    return tuple(place for place, side in enumerate(sides) if side.covered_by(over))


def table_rows(span: Span, sides: Sequence[TermGroup]) -> tuple[Span, ...]:
    """The rows of the table in the statement's section whose columns are the sides; () without one."""
    document = span.document
    for block in document.blocks:
        if block.kind != "table" or block.heading_path != span.section or not block.header_rows:
            continue
        head, *rows = _lines(span, block)
        columns = head.quote.split("|")[2:]
        if sum(any(side.covered_by(set(query_terms(cell))) for cell in columns) for side in sides) >= 2:
            return tuple(rows[block.header_rows - 1 :][:_MOST_ROWS])
    return ()


def _lines(span: Span, block: Block) -> list[Span]:
    found, at = [], block.start
    for line in span.document.text[block.start : block.end].split("\n"):
        found.append(Span(span.document, at, at + len(line), block.heading_path))
        at += len(line) + 1
    return found
