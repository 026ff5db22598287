"""The page with the sample items instead of a bank, a practice file of its own, and the fake assistant.

`python tests/ui/practice/server.py PORT FILE` serves it. The sample items' evidence lies in small documents made here.
"""

from __future__ import annotations

import datetime
import functools
import sys
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from assistant.practice.blueprint import Catalogue
from assistant.practice.records.store import PracticeStore
from assistant.ui import layout
from assistant.ui.exam import tab as exam_tab
from assistant.ui.practice import tab as practice_tab
from assistant.ui.practice.desk import Desk
from ingest.readers.assemble import Piece, assemble
from ingest.schema import Document, Source
from tests.assistant.practice.items import EXAM, ITEMS
from tests.ui.fake_checker import CheckingAssistant
from tests.ui.serving import serve_page

RETIRED = replace(
    EXAM,
    status="retired",
    retired_on=datetime.date(2026, 3, 31),
    successors=("mla-c01", "aip-c01"),
    item_types=("single", "several"),
    minutes=60,
)


def documents() -> dict[str, Document]:
    """One document for each uri that the items cite, with the quotes in it."""
    found: dict[str, Document] = {}
    for item in ITEMS:
        for ref in item.evidence:
            title = ref.uri.rpartition("/")[2]
            pieces = [
                Piece("heading", title, (title,)),
                *(Piece("text", f"Background paragraph {n}. " * 8, (title,)) for n in range(8)),
                Piece("text", f"Before that. {ref.quote} After that.", (title,)),
            ]
            text, blocks = assemble(pieces)
            kind = "note" if item.lang == "fr" else "aws-doc"
            found[ref.uri] = Document(Source(ref.uri, title, kind, item.lang), text, blocks)
    return found


class PracticeAssistant(CheckingAssistant):
    """The fake assistant with the items' sources."""

    def __init__(self) -> None:
        super().__init__()
        self._documents = documents()

    def document(self, uri: str) -> Document | None:
        return self._documents.get(uri) or super().document(uri)


def desk(file: Path, *, alone: bool = False) -> Desk:
    """The sample items as the bank of one exam, which is retired; each browser is a learner unless `alone`."""
    return Desk(
        store=PracticeStore(file),
        catalogue=lambda: Catalogue({RETIRED.id: RETIRED}),
        items=lambda exam: ITEMS if exam == RETIRED.id else (),
        alone=alone,
    )


if __name__ == "__main__":
    shared = desk(Path(sys.argv[2]), alone="alone" in sys.argv)
    chat, quality = layout.TABS[0], layout.TABS[-1]
    layout.TABS = (
        chat,
        functools.partial(practice_tab.build, desk=shared),
        functools.partial(exam_tab.build, desk=shared),
        quality,
    )
    page = layout.build_page(PracticeAssistant(), max_question_chars=2000)
    serve_page(page, int(sys.argv[1]))
