"""The values that ingestion passes around: sources, documents, blocks, spans, chunks, results of checks.

Pure, frozen values; identity and storage live elsewhere (`ids` are content hashes, `store` writes them).
Offsets are half-open character positions in `Document.text`. Standard library only.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Lang = Literal["fr", "en"]
Kind = Literal["note", "aws-doc", "general", "sheet", "user"]
BlockKind = Literal["heading", "text", "list", "table", "code"]
Severity = Literal["ok", "warning", "error"]

LANGS: tuple[Lang, ...] = ("fr", "en")
KINDS: tuple[Kind, ...] = ("note", "aws-doc", "general", "sheet", "user")


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
    `where` names places as a person finds them ("p. 3, 7", "line 4"), "" where there is none to name. "page-by-ocr" is
    what is in the text and may be misread.
    """

    code: str
    count: int
    where: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An omission with the uri of the document, or the name of the folder, that it belongs to."""

    uri: str
    code: str
    count: int
    where: str = ""
    detail: str = ""

    def __str__(self) -> str:
        times = f"{self.count} \u00d7 " if self.count > 1 else ""
        place = f" ({self.where})" if self.where else ""
        return f"{self.uri} [{self.code}]: {times}{self.detail or self.code}{place}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the statement `start`..`end` (half-open) of a sheet comes from: a page, by its path, and its words."""

    start: int
    end: int
    uri: str
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """A source as text, normalised once and never touched again; quotes are slices of `text`.

    `page_labels` are the pages' own names ("iv", "12") where they differ from counting, one per page start. `origins`
    are the pages behind the statements of a study sheet, empty for any other document. `version_of` is the uri of the
    page that this is the translation of: it is not searched, and what is found there is shown in its words.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...] = ()
    page_labels: tuple[str, ...] = ()
    omissions: tuple[Omission, ...] = ()
    origins: tuple[Origin, ...] = ()
    version_of: str = ""

    def __hash__(self) -> int:
        """By the uri: equal documents have equal ones, and nothing long is read."""
        return hash(self.source.uri)

    @property
    def id(self) -> str:
        """Hash of the uri: stable while the text changes."""
        return hash_of(self.source.uri)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The omissions, with the uri of the document."""
        return tuple(LeftOut(self.source.uri, o.code, o.count, o.where, o.detail) for o in self.omissions)

    def page_at(self, offset: int) -> int | None:
        """1-based page of a position, or None where the format has no pages."""
        if not self.page_starts:
            return None
        return max(1, bisect_right(self.page_starts, offset))

    def heading_at(self, offset: int) -> tuple[str, ...]:
        """Headings above a position, outermost first."""
        path: tuple[str, ...] = ()
        for block in self.blocks:
            if block.start > offset:
                break
            path = block.heading_path
        return path


# What may stand behind the mark that ends a sentence.
_CLOSING = " \u00a0\u202f»”’\"')]"
_SENTENCE_ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Span:
    """These words of this document: `quote == document.text[start:end]`. `section` are the headings above them.

    What is quoted, shown to a model, checked and cited is a span; everything else about the words follows from it.
    """

    document: Document
    start: int
    end: int
    section: tuple[str, ...] = ()

    @staticmethod
    def alone(text: str, lang: Lang, headings: tuple[str, ...] = (), uri: str = "") -> Span:
        """A text without a document of its own: the whole of a document that holds nothing else."""
        source = Source(uri=uri, title=headings[0] if headings else "", kind="user", lang=lang)
        return Span(Document(source, text, ()), 0, len(text), headings[1:])

    @property
    def quote(self) -> str:
        """The words, copied."""
        return self.document.text[self.start : self.end]

    @property
    def uri(self) -> str:
        """The document's uri."""
        return self.document.source.uri

    @property
    def lang(self) -> Lang:
        """The document's language."""
        return self.document.source.lang

    @property
    def page(self) -> int | None:
        """1-based page, None where the format has none."""
        return self.document.page_at(self.start)

    @property
    def place(self) -> tuple[str, int, int]:
        """Uri, start and end: equal for the same words of the same document."""
        return (self.uri, self.start, self.end)

    @property
    def headings(self) -> tuple[str, ...]:
        """The document's title and the headings above the words, outermost first, the title once."""
        title = self.document.source.title
        return tuple(part for part in (title, *self.inner) if part)

    @property
    def inner(self) -> tuple[str, ...]:
        """The headings above the words without the document's title."""
        return tuple(part for part in self.section if part != self.document.source.title)

    @property
    def block(self) -> Block | None:
        """The block that the words begin in, None between blocks."""
        blocks = self.document.blocks
        place = bisect_right(blocks, self.start, key=lambda block: block.start) - 1
        return blocks[place] if place >= 0 and self.start < blocks[place].end else None

    @property
    def subject_spans(self) -> tuple[tuple[int, int], ...]:
        """Where it stands what the words say something of without repeating it, outermost first.

        The block's own subjects, over a row the header of its table; over a fragment that has neither, its heading.
        """
        block = self.block
        if block is None or block.kind == "heading":
            return ()
        header = self.header_span if block.kind == "table" else None
        over = (*block.subjects, header) if header else block.subjects
        if over or self.quote.rstrip(_CLOSING).endswith(_SENTENCE_ENDS):
            return over
        heading = self._heading_over(block)
        return (heading,) if heading else ()

    @property
    def header_span(self) -> tuple[int, int] | None:
        """Where the header of the table is that the words are a row of; None for other words and the header itself."""
        block = self.block
        if block is None or block.kind != "table" or not block.header_rows:
            return None
        lines = self.document.text[block.start : block.end].split("\n")[: block.header_rows]
        end = block.start + len("\n".join(lines))
        return (block.start, end) if self.start >= end else None

    @property
    def subjects(self) -> tuple[str, ...]:
        """The words of the subjects, each on one line."""
        return tuple(one_line(self.document.text[start:end]) for start, end in self.subject_spans)

    def _heading_over(self, block: Block) -> tuple[int, int] | None:
        blocks = self.document.blocks
        for before in reversed(blocks[: blocks.index(block)] if block.heading_path else ()):
            if before.kind == "heading" and before.heading_path == block.heading_path:
                return (before.start, before.end)
        return None


@dataclass(frozen=True, slots=True)
class Reference:
    """A place named by its words, as files hold it: a document and a quote; without a quote, the whole document."""

    uri: str
    quote: str = ""

    def spans(self, document: Document) -> tuple[Span, ...]:
        """Everywhere in a document that the words stand, in order."""
        text = document.text
        if not self.quote:
            return (Span(document, 0, len(text)),)
        found = []
        start = text.find(self.quote)
        while start >= 0:
            found.append(Span(document, start, start + len(self.quote), document.heading_at(start)))
            start = text.find(self.quote, start + 1)
        return tuple(found)


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
        """Title, headings and subjects in front of the text: for vector and words only, never shown or quoted."""
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
    """What one build did. `seconds` by stage; `build` is "" when nothing had changed.

    `sentences` counts those with a vector, `embedded_sentences` those among them whose vector had to be computed.
    `problems` are files that are not in the index, `omissions` what is missing of those that are, and the files of the
    folders that were passed over.
    """

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
    omissions: tuple[LeftOut, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    sentences: int = 0
    embedded_sentences: int = 0


def one_line(text: str) -> str:
    """The text of a subject: no line breaks, no colon that leads on, no bars around the cells of a header."""
    lines = (" ".join(line.split()).removeprefix("| ").removesuffix(" |") for line in text.split("\n"))
    return " ".join(lines).rstrip(" :")


def hash_of(*parts: str) -> str:
    """First 16 hex digits of the SHA-256 of the parts, joined by a NUL."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def chunk_id(document_id: str, start: int, end: int, text: str) -> str:
    """Same document, place and text, same id."""
    return hash_of(document_id, str(start), str(end), text)
