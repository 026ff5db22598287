"""The page of a PDF that a quote stands on, as a picture with its words boxed, for the sources panel.

Owns what becomes of a picture that cannot be had, and the last few that were drawn. Drawing is a process of its own
with a limit on time and memory (`ingest.readers.pdf.picture`): a damaged file costs its picture only.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from assistant.schema import Citation, PagePicture
from ingest.errors import DamagedPdf, PdfTimeout
from ingest.schema import Source
from ingest.settings import IngestSettings

_KEPT = 8
_SECONDS = 15.0


class PagePictures:
    """Draws pages of the corpus's files. Safe to share between threads; one page is drawn at a time."""

    def __init__(self, settings: IngestSettings) -> None:
        self._settings = settings
        self._drawn: OrderedDict[tuple[str, int, str], PagePicture] = OrderedDict()
        self._lock = threading.Lock()

    def picture(self, source: Source, citation: Citation) -> PagePicture:
        """The page of a citation; the same one is not drawn twice in a row."""
        key = (source.sha256, citation.page or 0, citation.quote)
        with self._lock:
            if key not in self._drawn:
                picture = self._draw(source, citation)
                if picture == "gone":
                    return picture  # it may be put back
                self._drawn[key] = picture
            self._drawn.move_to_end(key)
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
            return self._drawn[key]

    def _draw(self, source: Source, citation: Citation) -> PagePicture:
        from ingest.readers.pdf.picture import page_picture
        from ingest.sourcing.original import unchanged

        data = unchanged(source, self._settings)
        if data is None:
            return "gone"
        try:
            return page_picture(data, citation.page or 0, citation.quote, seconds=_SECONDS)
        except (DamagedPdf, PdfTimeout, OSError):
            return "failed"
