"""The file that a document was read from, where it is still there as it was.

Owns the way back from a source to its file. Knows nothing of what is done with the content.
"""

from __future__ import annotations

import hashlib

from ingest.errors import IngestError
from ingest.schema import Source
from ingest.settings import IngestSettings
from ingest.sourcing.sources import MEGABYTE, SourceFile, walk


def unchanged(source: Source, settings: IngestSettings) -> bytes | None:
    """The content of the source's file; None where it is gone, too large, or other than when it was read.

    It is looked for as a build looks for files, so that nothing outside of the corpus and its bounds is opened.
    """
    try:
        file = next(
            (f for f in walk(settings.roots, settings) if isinstance(f, SourceFile) and f.uri == source.uri), None
        )
        if file is None or file.size > settings.max_file_mb * MEGABYTE:
            return None
        data = file.read_bytes()
    except (IngestError, OSError):
        return None
    return data if hashlib.sha256(data).hexdigest() == source.sha256 else None
