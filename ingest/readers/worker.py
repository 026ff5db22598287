"""The process in which one file is read: the file on standard input, its `Reading` as JSON on standard output.

Owns the answer's form and the limit on memory. What hangs or kills it harms this process only; `apart` holds the clock.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
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
    sys.stdout.write(json.dumps(answer, default=str))
