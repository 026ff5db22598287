"""From files to a published index: read, chunk, embed, store. Knows nothing of the assistant.

What a program needs is here: `build_index`, `IngestSettings`. They are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.pipeline import build_index
    from ingest.settings import IngestSettings

__all__ = ["IngestSettings", "build_index"]


def __getattr__(name: str) -> object:
    if name == "build_index":
        from ingest.pipeline import build_index

        return build_index
    if name == "IngestSettings":
        from ingest.settings import IngestSettings

        return IngestSettings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
