"""Whether the statements of a study sheet come from the pages that their traces name.

Owns that rule; the form of a trace is in `ingest.readers.markdown.traces`. Knows nothing of other rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.readers.markdown.traces import statements
from ingest.text.analysis import fold
from ingest.text.sentences import split_sentences

FEWEST_WORDS = 3


def trace_faults(body: str, text_of: Callable[[str], str | None]) -> Iterator[str]:
    """What is wrong with the traces of a sheet; `text_of` gives the text of a page, None where there is none."""
    for statement in statements(body):
        where = f"line {statement.line}: {statement.text[:60]!r}"
        wanted = 1 if statement.text.startswith("|") else max(1, len(split_sentences(statement.text)))
        if len(statement.traces) < wanted:
            yield f"{where} has {len(statement.traces)} traces for {wanted} sentences"
        for trace in statement.traces:
            text = text_of(trace.uri)
            if text is None:
                yield f"{where}: there is no page {trace.uri}"
            elif len(trace.words.split()) < FEWEST_WORDS:
                yield f"{where}: {trace.words!r} is fewer than {FEWEST_WORDS} words"
            elif fold(trace.words) not in fold(text):
                yield f"{where}: {trace.words!r} does not stand in {trace.uri}"
