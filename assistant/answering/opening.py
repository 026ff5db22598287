"""Opening the assistant: the index is built first where there is none, and again where it is damaged.

Owns when that is done unasked and what is said about it. Knows no command.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.settings import DEFAULT_INDEX, IngestSettings

if TYPE_CHECKING:
    from assistant.answering.answer import Assistant
    from assistant.settings import AssistantSettings
    from ingest.errors import IndexDamaged
    from ingest.index.manifest import Manifest


def opened(settings: AssistantSettings, index: str | Path | None = None) -> Assistant:
    """The assistant over the index in `index`, or over the default one, which is built when it is missing.

    Raises AssistantError, IngestError.
    """
    from assistant.answering.answer import open_assistant
    from assistant.answering.learner.seen import Seeing

    ingest = IngestSettings.from_env(index=Path(index) if index else None).with_own_files()
    build_if_missing(ingest)
    assistant = open_assistant(settings, ingest)
    assistant = Seeing().assistant(assistant, "")  # what others have in their libraries is none of a command's business
    for notice in assistant.notices:
        sys.stderr.write(f"note: {notice}\n")
    return assistant


def manifest_that_fits(ingest: IngestSettings) -> Manifest:
    """What the published index is, when it can be opened with these settings. Raises IngestError when it cannot."""
    from ingest.index.manifest import current_build, read_manifest, require_fit

    manifest = read_manifest(current_build(ingest.index))
    require_fit(manifest, ingest)
    return manifest


def build_again(ingest: IngestSettings, damage: IndexDamaged) -> None:
    """Make a damaged index again from the corpus, saying why: nothing can be answered from it. Raises IngestError."""
    from ingest.pipeline import build_index
    from ingest.progress import ProgressBar

    sys.stderr.write(f"{damage.message} It is built again from the corpus ({damage.code}).\n")
    with ProgressBar() as progress:
        build_index(ingest, progress=progress)


def build_if_missing(ingest: IngestSettings) -> None:
    """Build the default index when there is nothing in its place. An index that was named must exist.

    Raises IngestError.
    """
    if ingest.index != DEFAULT_INDEX or ingest.index.exists():
        return
    from ingest.pipeline import build_index
    from ingest.progress import ProgressBar

    sys.stderr.write("There is no index yet: building it from the corpus (a minute or two, once).\n")
    with ProgressBar() as progress:
        build_index(ingest, progress=progress)
