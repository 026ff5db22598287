"""Reading the pages of a PDF in the process of the tests: half a second less for each file, and coverage sees it.

Stands in for `subprocess.run` where a module of the PDF reader is started. What a process of its own is for (an end
that comes from outside, memory, time) is tested by tests marked slow, which start real ones.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def running_here(run: Run) -> Run:
    """`run`, but for the modules of the PDF reader, whose work is done at once and in this process."""

    def run_here(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        work = _WORK.get(command[2]) if list(command[:2]) == [sys.executable, "-m"] else None
        if work is None:
            return run(command, **options)
        try:
            return subprocess.CompletedProcess(list(command), 0, work(options["input"], *command[3:]), b"")
        except Exception as error:
            return subprocess.CompletedProcess(list(command), 1, b"", str(error).encode())

    return run_here


def _pages(data: bytes, max_pages: str, first: str) -> bytes:
    from ingest.readers.pdf.worker import extract

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return b"".join(json.dumps(line).encode() + b"\n" for line in extract(data, int(max_pages), int(first)))


def _picture(request: bytes) -> bytes:
    from ingest.readers.pdf.picture import draw

    line, _, data = request.partition(b"\n")
    asked = json.loads(line)
    return draw(data, int(asked["page"]), str(asked["quote"]))


_WORK: dict[str, Callable[..., bytes]] = {
    "ingest.readers.pdf.worker": _pages,
    "ingest.readers.pdf.picture": _picture,
}
