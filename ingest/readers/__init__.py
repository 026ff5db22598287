"""From the bytes of a file to a `Document`: `read`. Each format has its reader; `by_format` chooses it.

Imported when it is first used, so that the process that reads one format does not load the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.readers.by_format import read

__all__ = ["read"]


def __getattr__(name: str) -> object:
    if name == "read":
        from ingest.readers.by_format import read

        return read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
