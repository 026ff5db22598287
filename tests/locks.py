"""Hashes of what the lock names: `python -m tests.locks REPORT...` adds those of reports of pip to requirements.hashes.

A report (`pip install --dry-run --report`, see `make hashes`) holds the SHA-256 of the files that pip would install on
the machine that made it. Files for several systems stand under one version: each system's hashes are added where they
are made, and those of other versions go. torch is left out: its files differ from index to index.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK, HASHES = ROOT / "requirements.lock", ROOT / "requirements.hashes"
WITHOUT = frozenset({"torch"})
HEAD = """\
# SHA-256 of the files that `make app HASHES=1` installs (pip install --require-hashes). `make hashes` adds those of the
# system it runs on; so far: Linux on x86-64 with Python 3.11. torch is not here: its files differ from index to index.
"""
_LINE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")

Hashes = dict[str, set[str]]
"""By "name==version"."""


def locked(text: str) -> list[str]:
    """The "name==version" of a lock, with names in their canonical form, without torch."""
    found = (match for line in text.splitlines() if (match := _LINE.match(line)))
    named = ((canonicalize_name(match[1]), match[2]) for match in found)
    return sorted(f"{name}=={version}" for name, version in named if name not in WITHOUT)


def known(text: str) -> Hashes:
    """The hashes that a file of them holds."""
    found: Hashes = {}
    for block in text.replace("\\\n", " ").splitlines():
        if match := _LINE.match(block):
            name = f"{canonicalize_name(match[1])}=={match[2]}"
            found[name] = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
    return found


def reported(report: Mapping[str, Any]) -> Hashes:
    """The hashes of a report of pip."""
    found: Hashes = {}
    for one in report["install"]:
        name = f"{canonicalize_name(one['metadata']['name'])}=={one['metadata']['version']}"
        found.setdefault(name, set()).add(one["download_info"]["archive_info"]["hashes"]["sha256"])
    return found


def written(lock: Iterable[str], *sources: Hashes) -> str:
    """The file: of each locked package all hashes that a source has. Raises LookupError for one without any."""
    lines = [HEAD]
    for name in lock:
        hashes = sorted(set().union(*(source.get(name, set()) for source in sources)))
        if not hashes:
            raise LookupError(f"No hash of {name} is known.")
        lines.append(" \\\n    ".join([name, *(f"--hash=sha256:{one}" for one in hashes)]) + "\n")
    return "".join(lines)


def main(reports: list[str]) -> None:
    """Write requirements.hashes anew."""
    before = known(HASHES.read_text(encoding="utf-8")) if HASHES.exists() else {}
    given = [reported(json.loads(Path(path).read_text(encoding="utf-8"))) for path in reports]
    text = written(locked(LOCK.read_text(encoding="utf-8")), before, *given)
    HASHES.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
