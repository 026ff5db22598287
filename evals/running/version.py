"""Which code was measured: the commit or the package's version, and a hash of the sources that decide an answer.

The hash tells two runs of one commit with different uncommitted changes apart.
"""

from __future__ import annotations

import hashlib
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ingest.settings import PROJECT_ROOT

_SUFFIXES = frozenset({".py", ".toml", ".json"})
_LEFT_OUT = ("assistant/ui/", "evals/questions/", "evals/checker/", "evals/baseline.json")


def code_version(root: Path = PROJECT_ROOT) -> str:
    """For example "v0.2.0-3-gabc1234 (sources 1f2e3d4c)"."""
    return f"{_described(root)} (sources {sources_hash(root)})"


def sources_hash(root: Path = PROJECT_ROOT) -> str:
    """8 hex digits over the files that decide what is answered and how it is scored."""
    digest = hashlib.sha256()
    for package in ("assistant", "evals", "ingest"):
        for path in sorted((root / package).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix in _SUFFIXES and path.is_file() and not name.startswith(_LEFT_OUT):
                digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def _described(root: Path) -> str:
    try:
        command = ["git", "-C", str(root), "describe", "--always", "--tags"]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
        if result.returncode == 0 and result.stdout.strip():
            return result.stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        pass
    try:
        return version("citeprep")
    except PackageNotFoundError:
        return "unknown"
