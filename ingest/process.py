"""Running a module of this package in a process of its own, where what kills the process must not end the work."""

from __future__ import annotations

import os
from pathlib import Path

_MEMORY_BYTES = 3 * 1024**3


def environment() -> dict[str, str]:
    """The environment in which `python -m ingest...` finds this very package, wherever it was started."""
    root = str(Path(__file__).resolve().parent.parent)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))}


def limit_memory() -> None:
    """Hold this process to 3 GiB, where the system can: a file that asks for more ends its own reader only."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))
