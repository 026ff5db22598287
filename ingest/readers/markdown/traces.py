"""Where a statement of a study sheet comes from: a comment behind it that names a page and words that stand in it.

`- File mode copies the data first. <!-- aws/sagemaker-input-modes.md: copies the dataset before training -->`

Owns the form of a trace, and where the statements that carry one stand in the text of the sheet. A comment is no
content: nobody embeds or quotes it. Whether a trace holds is for the corpus's rules to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.schema import Origin
from ingest.text.sentences import split_sentences

_TRACE = re.compile(r"<!--\s*(?P<uri>[\w./-]+\.md):\s*(?P<words>.+?)\s*-->")
_MARK = re.compile(r"^(?:[-*]|\d+\.)\s+")
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


def origins(body: str, text: str) -> Iterator[Origin]:
    """Where the statements of a sheet come from: its Markdown, and its text as it was read.

    A statement is looked for behind the one before it. One with as many traces as sentences has a trace for each
    sentence, any other has all its traces for the whole of it; a row of a table, which is read cell by cell, has none.
    """
    at = 0
    for statement in statements(body):
        words = _MARK.sub("", statement.text)
        start = text.find(words, at)
        if statement.text.startswith("|") or start < 0:
            continue
        at = start + len(words)
        sentences = split_sentences(text, start, at)
        if len(sentences) == len(statement.traces):
            yield from (Origin(*place, t.uri, t.words) for place, t in zip(sentences, statement.traces, strict=True))
        else:
            yield from (Origin(start, at, trace.uri, trace.words) for trace in statement.traces)
