"""The labelled claims that the checker is judged by: loading, validation, and the surroundings of their evidence.

One JSON object a line in `labelled/*.jsonl`. The surroundings (title, headings, table header) are looked up in the
corpus so that the checker is given what it is given in an answer. Knows nothing of verdicts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.checking.window import Window
from assistant.schema import Support
from ingest.readers import read
from ingest.schema import Document, Lang, Reference
from ingest.settings import DEFAULT_CORPUS, IngestSettings
from ingest.sourcing.sources import SourceFile, walk

Split = Literal["dev", "test"]
Edit = Literal[
    "paraphrase", "translation", "number", "unit", "negation", "service", "roles", "direction",
    "overgeneralisation", "not_in_evidence", "free", "denial", "contrast", "list_item", "table_cell",
]  # fmt: skip
LABELLED = Path(__file__).parent / "labelled"
# Written with the checker in view, on pages without test items: for fitting, never for judging.
SEED = Path(__file__).parent / "seed.jsonl"


class LabelledError(ValueError):
    """A line of the labelled set is not as it should be; the message names file and line."""


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """A claim, the words of the corpus it is to be checked against, and what a person says of it."""

    id: str
    claim: str
    lang: Lang
    uri: str
    quote: str
    evidence_lang: Lang
    label: Support
    edit: Edit
    split: Split

    @property
    def cross(self) -> bool:
        """Whether claim and evidence are in different languages."""
        return self.lang != self.evidence_lang


def load(folder: Path = LABELLED, split: Split | None = None) -> list[LabelledItem]:
    """Items in order of file and line. Raises LabelledError."""
    items = [item for path in sorted(folder.glob("*.jsonl")) for item in _lines(path)]
    ids = [item.id for item in items]
    if len(set(ids)) != len(ids):
        raise LabelledError(f"Two items share an id: {next(i for i in ids if ids.count(i) > 1)}")
    return [item for item in items if split is None or item.split == split]


def load_seed(path: Path = SEED) -> list[LabelledItem]:
    """The items that were written while the checker was, in order. Raises LabelledError."""
    return list(_lines(path))


def documents(corpus: Path = DEFAULT_CORPUS) -> dict[str, Document]:
    """Documents of the corpus by the uri that the labelled items use ("corpus/aws/x.md")."""
    settings = IngestSettings(corpus=(corpus,))
    found = {}
    for file in walk(settings.corpus, settings):
        if isinstance(file, SourceFile) and file.name.endswith(".md"):
            found[file.uri] = read(file, file.read_bytes(), settings)
    return found


def evidence_of(item: LabelledItem, corpus: dict[str, Document]) -> Window:
    """The evidence with its title, headings and, for a table row, the header of its table."""
    document = corpus.get(item.uri)
    spans = Reference(item.uri, item.quote).spans(document) if document is not None else ()
    if not spans:
        return Window.alone(item.quote, item.evidence_lang)
    return Window(spans[0], table_header(spans[0].document, spans[0].start))


def table_header(document: Document, start: int) -> str:
    """First line of the table that holds a position, "" outside tables and for the header itself."""
    for block in document.blocks:
        if block.kind == "table" and block.start <= start < block.end:
            header = document.text[block.start : block.end].splitlines()[0]
            return header if block.start + len(header) <= start else ""
    return ""


def _lines(path: Path) -> Iterator[LabelledItem]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                yield _item(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                raise LabelledError(f"{path.name}, line {number}: {error}") from error


def _item(row: dict[str, Any]) -> LabelledItem:
    item = LabelledItem(
        id=row["id"],
        claim=row["claim"],
        lang=row["lang"],
        uri=row["evidence"]["uri"],
        quote=row["evidence"]["quote"],
        evidence_lang=row["evidence_lang"],
        label=row["label"],
        edit=row["edit"],
        split=row["split"],
    )
    for value, allowed in ((item.label, Support), (item.edit, Edit), (item.split, Split), (item.lang, Lang)):
        if value not in get_args(allowed):
            raise ValueError(f"{value!r} is not one of {get_args(allowed)}")
    return item
