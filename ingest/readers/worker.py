"""The process in which one file is read: the file on standard input, its `Reading` as JSON on standard output.

Owns the answer's form and the limit on memory. What hangs or kills it harms this process only; `apart` holds the clock.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ingest import process
from ingest.errors import UnreadableFile
from ingest.readers.by_format import reading_of


def main(argv: Sequence[str]) -> None:
    """Read the file; `argv` is its suffix, its uri and the limit on its size in bytes."""
    process.limit_memory()
    suffix, uri, limit = argv
    try:
        answer: dict[str, Any] = dataclasses.asdict(reading_of(suffix, sys.stdin.buffer.read(), uri, int(limit)))
    except UnreadableFile as error:
        answer = {"error": {"kind": type(error).__name__, "message": error.message, "help": error.help}}
    sys.stdout.write(json.dumps(_plain(answer)))


def _plain(value: object) -> object:
    """A value in what JSON has: dates as they are read elsewhere, keys as text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
