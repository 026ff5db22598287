"""Where a statement of a study sheet comes from: a comment behind it that names a page and words that stand in it.

`- File mode copies the data first. <!-- aws/sagemaker-input-modes.md: copies the dataset before training -->`

Owns the form of a trace and whether it holds. A comment is no content: nobody reads, embeds or quotes it. Knows nothing
of other rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.text.analysis import fold
from ingest.text.sentences import split_sentences

FEWEST_WORDS = 3
_TRACE = re.compile(r"<!--\s*(?P<uri>[\w./-]+\.md):\s*(?P<words>.+?)\s*-->")
_SEPARATOR = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|.*)?")


@dataclass(frozen=True, slots=True)
class Trace:
    """A page of the corpus, by its path below the corpus folder, and words that stand in it."""

    uri: str
    words: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of a sheet that states something, without its traces; `line` counts from 1 in the body."""

    line: int
    text: str
    traces: tuple[Trace, ...]


def is_trace(markup: str) -> bool:
    """Whether a piece of HTML is nothing but traces."""
    return bool(markup.strip()) and not _TRACE.sub("", markup).strip()


def statements(body: str) -> list[Statement]:
    """The lines of a sheet that state something: list items, paragraphs, rows of tables but the header."""
    found = []
    lines = body.split("\n")
    for number, line in enumerate(lines, start=1):
        text = _TRACE.sub("", line).strip()
        below = lines[number].strip() if number < len(lines) else ""
        header = text.startswith("|") and bool(_SEPARATOR.fullmatch(below))
        if text and not text.startswith("#") and not header and not _SEPARATOR.fullmatch(text):
            traces = tuple(Trace(match["uri"], match["words"]) for match in _TRACE.finditer(line))
            found.append(Statement(number, text, traces))
    return found


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
