"""What one learner may see of an index in which several learners' libraries are: the only place that takes it apart.

Owns the part of the index that is a learner's, and the assistants over such parts, of which the last ones are kept
open. Whoever does not say who asks, sees no library but this machine's own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.index.store import Index
from ingest.library.owners import NOBODY, owner_of, visible

if TYPE_CHECKING:
    from assistant.answering.answer import Assistant

_KEPT = 16


class Seeing:
    """Assistants over what each learner may see. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Assistant] = OrderedDict()
        self._lock = threading.Lock()

    def assistant(self, assistant: Assistant, owner: str) -> Assistant:
        """The assistant as a learner has it; the same one where all documents may be seen."""
        index = assistant.index
        owners = {owner_of(document.source.uri) for document in index.documents.values()}
        if owners <= {owner, None}:
            return assistant
        key = (index.manifest.build, owner if owner in owners else NOBODY)  # all who have nothing see the same
        with self._lock:
            if key not in self._kept:
                self._kept[key] = assistant.over(seen(index, owner))
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


def seen(index: Index, owner: str) -> Index:
    """The part of an index that a learner may see; what is told of it (counts, files, problems) is of that part."""
    part = index.only({id for id, one in index.documents.items() if visible(one.source.uri, owner)})
    told = index.manifest
    part.manifest = replace(
        told,
        documents=len(part.documents),
        chunks=len(part.chunks),
        files=tuple(record for record in told.files if visible(record.uri, owner)),
        passed_over=tuple(uri for uri in told.passed_over if visible(uri, owner)),
        problems=tuple(problem for problem in told.problems if visible(problem.uri, owner)),
    )
    return part
