"""Reading a file in a process of its own, which is ended when it takes too long.

Owns the clock, the end of the process (`worker`, which it starts by name) and what its answer means. For files that
libraries open, whose time nobody can promise, and for large ones; a small text is read where it is, since our own
readers are linear in its size. Knows nothing of formats.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from ingest import process
from ingest.errors import DamagedFile, ReadTimeout, UnreadableFile
from ingest.readers.assemble import Piece
from ingest.readers.reading import Reading
from ingest.schema import Omission

_COMMAND = (sys.executable, "-c", "import sys; from ingest.readers.worker import main; main(sys.argv[1:])")


def read_apart(suffix: str, data: bytes, uri: str, *, limit: int, seconds: float) -> Reading:
    """What `by_format.reading_of` gives, within `seconds`. `limit` is on the file's size, in bytes.

    Raises ReadTimeout, DamagedFile where the process ended without an answer, and what the reader raised.
    """
    try:
        done = subprocess.run(
            [*_COMMAND, suffix, uri, str(limit)],
            input=data,
            capture_output=True,
            timeout=seconds,
            env={**process.environment(), "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReadTimeout(f"Reading took longer than {seconds:g} s.", source=uri) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise DamagedFile(f"The file stopped its reader (exit status {done.returncode}).", source=uri) from error
    if "error" in answer:
        raise _error(answer["error"], uri)
    return _reading(answer)


def _error(told: Mapping[str, str], uri: str) -> UnreadableFile:
    """The error that the reader raised, of its own kind."""
    kinds = {kind.__name__: kind for kind in UnreadableFile.__subclasses__()}
    return kinds.get(told["kind"], UnreadableFile)(told["message"], help=told["help"], source=uri)


def _reading(answer: Mapping[str, Any]) -> Reading:
    return Reading(
        tuple(
            Piece(**{**piece, "heading_path": tuple(piece["heading_path"]), "about": tuple(piece["about"])})
            for piece in answer["pieces"]
        ),
        answer["meta"],
        answer["title"],
        tuple(Omission(**omission) for omission in answer["omissions"]),
        tuple(answer["page_pieces"]),
    )
