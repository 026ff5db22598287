"""Tables in plain text (.csv, .tsv, exports of spreadsheets): one table with its real header.

Owns how the separator is found. Knows nothing of encodings.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from ingest.readers.outline import Outline
from ingest.readers.reading import Reading

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_LINES = 50
_MOST_ROWS = 100_000
_LONGEST_FIELD = 1_000_000


def read_table(text: str, uri: str) -> Reading:
    """The rows of a CSV or TSV text as one table."""
    outline = Outline()
    rows = rows_of(text, separator_of(text))
    outline.table(rows[:_MOST_ROWS])
    if len(rows) > _MOST_ROWS:
        outline.omit("limit", detail=f"rows beyond {_MOST_ROWS}", count=len(rows) - _MOST_ROWS)
    return outline.reading()


def rows_of(text: str, separator: str) -> list[list[str]]:
    """The fields of each line; a quote that is never closed is a character like others, so that no line is lost."""
    csv.field_size_limit(_LONGEST_FIELD)
    quote = '"' if text.count('"') % 2 == 0 else None
    try:
        reader = csv.reader(io.StringIO(text), delimiter=separator, quotechar=quote, quoting=0 if quote else 3)
        return [row for row in reader if any(row)]
    except csv.Error:
        return [line.split(separator) for line in text.splitlines() if line.strip()]


def separator_of(text: str) -> str:
    """The separator that cuts most lines into the same number of fields, more than one; a comma where none does."""
    sample = "\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])

    def fit(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in rows_of(sample, separator))
        width, lines = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        return (lines, width) if width > 1 else (0, 0)

    return max(_SEPARATORS, key=fit)
