"""From folders of notes to questions: read, find facts, ask.

What was found of a document is kept, so that a build goes on where it was stopped. The only place
that knows the order. Deterministic: documents come sorted, and nothing is drawn at random.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import PracticeError
from assistant.practice.schema import PracticeItem
from assistant.practice.syntax.facts import Fact, find_facts
from assistant.practice.syntax.items import Yield, items_of
from ingest.errors import IngestError
from ingest.progress import Progress, silent
from ingest.readers.by_format import read
from ingest.schema import Document, Problem, Span, hash_of
from ingest.settings import IngestSettings
from ingest.sourcing.sources import walk

_VERSION = "3"  # of the facts: another one finds them anew


@dataclass(slots=True)
class Built:
    """The questions, what became of the facts, and the files that could not be read."""

    items: list[PracticeItem]
    told: Yield
    documents: int
    unread: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """The report as plain data."""
        return {
            "documents": self.documents,
            "released": len(self.items),
            "facts": dict(self.told.facts),
            "by_kind": dict(self.told.released),
            "refused": dict(self.told.refused),
            "not_read": self.unread,
        }

    def lines(self) -> list[str]:
        """The report for a terminal or the page."""
        return [f"{self.documents} documents.", *self.told.lines(), *(f"  not read: {one}" for one in self.unread)]


def build_from(
    documents: Sequence[Document],
    blueprint: Blueprint,
    *,
    most: int = 1000,
    kept: Path | None = None,
    progress: Progress = silent,
) -> Built:
    """At most `most` questions on documents; `kept` is a folder in which the facts of each are remembered.

    Raises PracticeError where the parsers are not installed.
    """
    facts: list[Fact] = []
    for number, document in enumerate(documents, 1):
        facts += _facts_of(document, kept)
        progress("Finding facts", number, len(documents))
    told = Yield()
    known = set(blueprint.domain_ids)

    def domain_of(fact: Fact) -> str:
        own = [one for one in fact.said.document.source.domains if one in known]
        return own[0] if own else blueprint.domain_ids[0]

    items = items_of(facts, blueprint.id, domain_of, told)
    if len(items) > most:
        told.refused["more than asked for"] += len(items) - most
        items = items[:: -(-len(items) // most)][:most]
    return Built(items, told, len(documents))


def read_folders(roots: Sequence[Path], settings: IngestSettings) -> tuple[list[Document], list[str]]:
    """The documents of folders and files by their uri, and what could not be read and why.

    Raises PracticeError where there is none.
    """
    documents, unread = [], []
    for file in walk(roots, settings):
        if isinstance(file, Problem):
            unread.append(f"{file.uri}: {file.reason}")
            continue
        try:
            documents.append(read(file, file.read_bytes(), settings))
        except IngestError as error:
            unread.append(f"{file.uri}: {error.message}")
    if not documents:
        raise PracticeError("There is nothing to ask about.", help=" ".join(unread) or "Give a folder of notes.")
    return sorted(documents, key=lambda one: one.source.uri), unread


def _facts_of(document: Document, kept: Path | None) -> Iterable[Fact]:
    if kept is None:
        return list(find_facts(document))
    file = kept / f"{hash_of(_VERSION, document.source.lang, document.text)}.json"
    try:
        return [_read(row, document) for row in json.loads(file.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError):
        found = list(find_facts(document))
    kept.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(".new")
    aside.write_text(json.dumps(list(_written(found)), ensure_ascii=False), encoding="utf-8")
    os.replace(aside, file)
    return found


def _written(facts: Iterable[Fact]) -> Iterator[dict[str, object]]:
    for one in facts:
        yield {
            "kind": one.kind,
            "about": one.about,
            "key": one.key,
            "pool": one.pool,
            "said": (one.said.start, one.said.end),
            "head": one.head,
            "others": one.others,
        }


def _read(row: dict[str, object], document: Document) -> Fact:
    start, end = (int(place) for place in row["said"])  # type: ignore[attr-defined]
    texts = {name: str(row[name]) for name in ("kind", "about", "key", "pool", "head")}
    others = tuple(map(str, row["others"]))  # type: ignore[call-overload]
    return Fact(lang=document.source.lang, said=Span(document, start, end), others=others, **texts)
