"""The values that ingestion passes around: sources, documents, blocks, chunks, results of checks.

Pure, frozen values; identity and storage live elsewhere (`ids` are content hashes, `store` writes them).
Offsets are half-open character positions in `Document.text`. Standard library only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

Lang = Literal["fr", "en"]
Kind = Literal["note", "aws-doc", "general", "user"]
BlockKind = Literal["heading", "text", "list", "table", "code"]
Severity = Literal["ok", "warning", "error"]

LANGS: tuple[Lang, ...] = ("fr", "en")
KINDS: tuple[Kind, ...] = ("note", "aws-doc", "general", "user")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from.

    `uri` is the path below the corpus folder with forward slashes ("notes/examen.md"), or an https
    address for a fetched page. `as_of` is YYYY, YYYY-MM, YYYY-MM-DD or "" when unknown.
    """

    uri: str
    title: str
    kind: Kind
    lang: Lang
    licence: str = "user"
    url: str = ""
    guide: str = ""
    as_of: str = ""
    domains: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A span of `Document.text` that is one heading, paragraph, list item, table or code fence.

    `subjects` are the spans elsewhere in the text without which the block is not understood, outermost first: the
    items above a list item and the sentence that leads in to the list, the term of a definition, the question of a
    toggle, the title of a slide, the header of a table whose page ended. A quote of the block is shown, embedded and
    checked with them in front; headings are in `heading_path` and not repeated here. `header_rows` is how many of a
    table's first lines are its header: 0 where it has none of its own.
    """

    kind: BlockKind
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    subjects: tuple[tuple[int, int], ...] = ()
    header_rows: int = 1


@dataclass(frozen=True, slots=True)
class Omission:
    """Something of an accepted file that is not in its document's text: what (`code`), how often, where, in words.

    `code` is stable ("page-without-text", "picture-with-text", "hidden", "front-matter-line", "no-language", ...);
    `where` names places as a person finds them ("p. 3, 7", "line 4"), "" where there is none to name.
    """

    code: str
    count: int
    where: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source as text, normalised once and never touched again; quotes are slices of `text`.

    `page_labels` are the pages' own names ("iv", "12") where they differ from counting, one per page start.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...] = ()
    page_labels: tuple[str, ...] = ()
    omissions: tuple[Omission, ...] = ()

    @property
    def id(self) -> str:
        """Hash of the uri: stable while the text changes."""
        return hash_of(self.source.uri)

    def page_at(self, offset: int) -> int | None:
        """1-based page of a position, or None where the format has no pages."""
        if not self.page_starts:
            return None
        return max(1, sum(1 for start in self.page_starts if start <= offset))

    def heading_at(self, offset: int) -> tuple[str, ...]:
        """Headings above a position, outermost first."""
        path: tuple[str, ...] = ()
        for block in self.blocks:
            if block.start > offset:
                break
            path = block.heading_path
        return path


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage that is embedded and found: `text == document.text[start:end]`, always."""

    id: str
    document_id: str
    ordinal: int
    text: str
    start: int
    end: int
    lang: Lang
    heading_path: tuple[str, ...] = ()
    page: int | None = None
    lead: str = ""

    def embedding_text(self, title: str) -> str:
        """Title, headings and table header in front of the text: for the vector only, never shown or quoted."""
        headings = [part for part in self.heading_path if part != title]
        context = " > ".join([title, *headings])
        return "\n".join(part for part in (context, self.lead, self.text) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be taken in, with the reason and what to do about it."""

    uri: str
    code: str
    reason: str
    help: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One finding of `python -m ingest check`."""

    name: str
    severity: Severity
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one build did. `seconds` by stage; `build` is "" when nothing had changed."""

    build: str
    documents: int
    chunks: int
    words: int
    read: int
    reused_documents: int
    embedded: int
    reused_vectors: int
    removed: int
    problems: tuple[Problem, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)


def hash_of(*parts: str) -> str:
    """First 16 hex digits of the SHA-256 of the parts, joined by a NUL."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def chunk_id(document_id: str, start: int, end: int, text: str) -> str:
    """Same document, place and text, same id."""
    return hash_of(document_id, str(start), str(end), text)
