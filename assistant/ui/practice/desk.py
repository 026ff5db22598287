"""What the Practice and Exam tabs stand on: exams, banks, the learners' file, who the learner is, sources to open.

Everything is opened when it is first needed, so a page whose practice file is broken still answers questions.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.practice.bank import Bank, bank_files, load_bank
from assistant.practice.blueprint import Catalogue, load_catalogue
from assistant.practice.days import zone_named
from assistant.practice.records.store import LOCAL, LearnerStore, PracticeStore, default_path
from assistant.practice.records.whole import adopt
from assistant.practice.schema import PracticeItem
from assistant.records.errors import StoreError
from assistant.schema import Citation
from assistant.ui.action import Action
from assistant.ui.ports import AssistantPort
from assistant.ui.sources import Cited
from ingest.schema import Document, Lang, Reference, Source, Span


class Desk:
    """Exams, banks and stores; tests give their own.

    `alone`: only this machine reaches the page, so whoever does not sign in is its one learner, in each browser and on
    the command line. On a network a browser's own random name keeps learners apart.
    """

    def __init__(
        self,
        *,
        store: PracticeStore | None = None,
        catalogue: Callable[[], Catalogue] = load_catalogue,
        items: Callable[[str], Sequence[PracticeItem]] | None = None,
        alone: bool = True,
    ) -> None:
        self._store, self._catalogue = store, catalogue
        self._items = items or _shared
        self._alone = alone
        self._lock = threading.Lock()
        self._adopted: set[str] = set()

    @property
    def catalogue(self) -> Catalogue:
        """The exams, read anew: a learner may have dropped a file."""
        return self._catalogue()

    def learner(self, id: str) -> LearnerStore:
        """What belongs to one learner. Raises StoreError."""
        with self._lock:
            if self._store is None:
                self._store = PracticeStore(default_path())
            return self._store.learner(id)

    def owner(self, learner: str) -> str:
        """Whose progress a browser's is; what was kept under its own name before goes along.

        A file that cannot be used is said where the tab is drawn, not here.
        """
        if not self._alone or not learner.startswith("browser:"):
            return learner
        with contextlib.suppress(StoreError):
            self.learner(LOCAL)  # opens the file
            with self._lock:
                if self._store is not None and learner not in self._adopted:
                    adopt(self._store, learner, LOCAL)
                    self._adopted.add(learner)
        return LOCAL

    @property
    def folder(self) -> Path:
        """Where the learners' file is, and copies of it may be put."""
        return self._store.path.parent if self._store else default_path().parent

    def seen(self, learner: str, action: Action) -> None:
        """Keep where the learner's day begins, as their browser says; a file that cannot be used is said elsewhere."""
        zone = action.text("zone", 60)
        if not zone or zone_named(zone) is None:
            return
        with contextlib.suppress(StoreError):
            store = self.learner(learner)
            if store.choice("zone") != zone:
                store.choose("zone", zone)

    def bank(self, exam: str, store: LearnerStore) -> Bank:
        """The bank of an exam with the learner's own items. Raises BankError, StoreError."""
        items = {item.id: item for item in store.own_items(exam)}
        items |= {item.id: item for item in self._items(exam)}
        return Bank(exam, tuple(items[id] for id in sorted(items)))


def _shared(exam: str) -> tuple[PracticeItem, ...]:
    return _read(exam, tuple(file.stat().st_mtime_ns for file in bank_files(exam)))


@functools.lru_cache(maxsize=16)
def _read(exam: str, changed: tuple[int, ...]) -> tuple[PracticeItem, ...]:
    return load_bank(exam).items


def item_sources(assistant: AssistantPort, view: Mapping[str, Any], name: str) -> Cited:
    """The evidence of an answered item, for the sources panel; `name` is the item's on the page."""
    lang: Lang = "fr" if view["lang"] == "fr" else "en"
    cited = tuple(_citation(assistant, n, ref, lang) for n, ref in enumerate(view["evidence"], 1))
    return Cited(name, view["stem"], cited, "evidence")


def with_titles(assistant: AssistantPort, view: Mapping[str, Any]) -> dict[str, Any]:
    """An answered item whose evidence names its documents as a reader knows them."""
    named = []
    for ref in view["evidence"]:
        document = assistant.document(ref["uri"])
        known = {"title": document.source.title, "lang": document.source.lang} if document else {}
        named.append({**ref, **known})
    return {**view, "evidence": named}


def _citation(assistant: AssistantPort, number: int, ref: Mapping[str, str], lang: Lang) -> Citation:
    """A quote of an item as a citation; the words alone where the document does not hold them."""
    document = assistant.document(ref["uri"])
    spans = Reference(ref["uri"], ref["quote"]).spans(document) if document else ()
    if spans:
        return Citation.of(spans[0], number)
    source = document.source if document else Source(ref["uri"], ref["uri"], "user", lang)
    return Citation.of(Span(Document(source, ref["quote"], ()), 0, len(ref["quote"])), number)
