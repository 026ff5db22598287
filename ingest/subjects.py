"""Words of a document told with their subject, on one line: for vectors, for counting words, for a model to read.

Owns how subject and words are put together. What is quoted stays `Span.quote`; knows nothing of questions.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.schema import Span, one_line
from ingest.text.rows import paired

_MOST_CHARS = 300


def told(span: Span) -> str:
    """The words behind their subjects: "Amazon S3 > Standard: no retrieval fee", "Instance: ml.p3; Memory: 64 GB"."""
    cells = row_cells(span)
    before = " > ".join(_over(span, cells))
    said = "; ".join(f"{name}: {cell}" if name else cell for name, cell in cells) or span.quote
    return f"{before}: {said}" if before else said


def over(span: Span) -> tuple[str, ...]:
    """The subjects that stand in front of the words; the header of a row is told with its cells instead."""
    return _over(span, row_cells(span))


def _over(span: Span, cells: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    subjects = span.subjects
    return within(subjects[:-1] if cells else subjects)


def row_cells(span: Span) -> tuple[tuple[str, str], ...]:
    """(header, cell) of a row of a table; () for other words, without a header, with another number of cells."""
    header = span.header_span
    return paired(span.document.text[slice(*header)], span.quote) if header else ()


def lead_of(span: Span) -> str:
    """What is put in front of a passage that begins with these words: its subjects, then the header of its table."""
    block, header = span.block, span.header_span
    subjects = [one_line(span.document.text[slice(*place)]) for place in block.subjects] if block else []
    before = " > ".join(within(subjects))
    return "\n".join(part for part in (before, span.document.text[slice(*header)] if header else "") if part)


def within(subjects: Sequence[str]) -> tuple[str, ...]:
    """The innermost subjects that are not too long together; the last one in any case."""
    kept = tuple(subjects)
    while len(kept) > 1 and sum(map(len, kept)) > _MOST_CHARS:
        kept = kept[1:]
    return kept
