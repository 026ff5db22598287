"""Looking at a build in a process of its own, and remembering which of Chroma's graph files were found sound.

Chroma writes a graph to files once a collection has about a thousand vectors, and a damaged one can kill the process
that opens it. So it is opened only when its files are, byte for byte, those that a check has passed; else a process of
its own looks first. Owns the process and the hashes; what a sound build is stands in `verify`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from ingest import process
from ingest.errors import IndexDamaged
from ingest.index.seal import sha256_of

Verify = Callable[[Path], None]
"""Looks at the folder of a build; raises IndexDamaged (or VectorStoreUnavailable) when it is not sound."""

CHROMA = "chroma"
_SEAL = "graph.json"


def verify_apart(folder: Path) -> None:
    """`verify.verify_build` in a process of its own. Raises IndexDamaged with its last line, or with its exit code."""
    command = [sys.executable, "-m", "ingest.index.verify", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, env=process.environment(), check=False)
    if result.returncode != 0:
        lines = (result.stderr or result.stdout).strip().splitlines()
        raise IndexDamaged(lines[-1] if lines else f"The check ended with code {result.returncode}.")


def seal_graph(folder: Path) -> None:
    """Note that the graph files of a build are sound; where the folder cannot be written they are looked at again."""
    try:
        (folder / _SEAL).write_text(json.dumps(_graph(folder), indent=1), encoding="utf-8")
    except OSError:
        return


def require_sound_graph(folder: Path, verify: Verify = verify_apart) -> None:
    """Raise IndexDamaged where opening the graph files of a build could end this process.

    Files that are as they were when a check passed cost their hash (15 ms for five megabytes), others a check.
    """
    try:
        graph = _graph(folder)
        if not graph or json.loads((folder / _SEAL).read_text(encoding="utf-8")) == graph:
            return
    except (OSError, ValueError):
        pass
    verify(folder)
    seal_graph(folder)


def _graph(folder: Path) -> dict[str, str]:
    """The hashes of the files that hold a graph, by their path in the folder. Raises OSError."""
    files = sorted(path for path in (folder / CHROMA).glob("*/*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}
