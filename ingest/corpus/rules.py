"""The rules that one file of the corpus can break by itself: its front matter, its form, its language.

Owns what docs/corpus.md asks of a single file. Knows nothing of other files or of the pages behind a digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.corpus.catalog import DOMAINS, HTTPS_URL
from ingest.corpus.overlap import words_of
from ingest.errors import UnreadableFile
from ingest.readers import read
from ingest.readers.decode import decode
from ingest.readers.markdown.inline import has_link_in_sentence, parser
from ingest.readers.markdown.traces import is_trace
from ingest.schema import Document, Lang
from ingest.settings import IngestSettings
from ingest.sourcing.frontmatter import read_front_matter
from ingest.sourcing.sources import AS_OF, SourceFile
from ingest.text.language import detect_language
from ingest.text.sentences import split_sentences

if TYPE_CHECKING:
    from markdown_it.token import Token

KIND_OF_FOLDER = {"notes": "note", "aws": "aws-doc", "general": "general", "sheets": "sheet"}
WORDS_OF_KIND = {"aws-doc": (150, 600), "general": (150, 600), "sheet": (40, 700)}
_MOST_ROWS = 12
_DEEPEST_HEADING = 3
# Fewer words than this are too few to tell a language.
_WORDS_FOR_LANGUAGE = 25

_TEXT_KEYS = ("title", "lang", "kind", "source_url", "guide", "as_of", "licence")
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_MARKUP = {
    "strong_open": "bold",
    "em_open": "italics",
    "s_open": "struck text",
    "code_inline": "backticks",
    "image": "an image",
    "html_inline": "HTML",
    "html_block": "HTML",
    "hardbreak": "a hard line break",
    "fence": "a code fence",
    "code_block": "indented code",
    "blockquote_open": "a block quote",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a file breaks; `uri` is below the corpus folder, "" for the corpus as a whole."""

    uri: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus: as it is, its front matter, as it is read."""

    uri: str
    raw: str
    body: str
    meta: dict[str, object]
    document: Document

    @property
    def kind(self) -> str:
        """The kind that its folder stands for, else what the file says of itself."""
        return KIND_OF_FOLDER.get(self.uri.partition("/")[0], self.document.source.kind)

    @property
    def lang(self) -> Lang:
        """The language that its name stands for: notes and NAME.fr.md are French, the rest is English."""
        return "fr" if self.kind == "note" or self.uri.endswith(".fr.md") else "en"

    @property
    def snapshots(self) -> tuple[str, ...]:
        """The pages that its facts were checked in."""
        value = self.meta.get("snapshot", [])
        return tuple(str(item) for item in (value if isinstance(value, list) else [value]))


def parse_file(item: SourceFile, uri: str) -> CorpusFile:
    """Read a file of the corpus. Raises UnreadableFile."""
    data = item.read_bytes()
    raw = decode(data, uri)
    front = read_front_matter(raw)
    if not front.meta or front.omissions:
        where = "; ".join(omission.where for omission in front.omissions)
        raise UnreadableFile(
            f"The file does not begin with front matter in YAML{f' ({where})' if where else ''}.", source=uri
        )
    return CorpusFile(uri, raw, raw[front.end :], dict(front.meta), read(item, data, IngestSettings()))


def plain_text(document: Document) -> str:
    """The document's sentences, a line each: without headings, list markers and references."""
    return "\n".join(
        document.text[start:end]
        for block in document.blocks
        if block.kind != "heading"
        for start, end in split_sentences(document.text, block.start, block.end)
    )


def front_matter_findings(file: CorpusFile) -> Iterator[Finding]:
    """What is missing in the front matter, or not as it should be."""
    for fault in _front_matter_faults(file):
        yield Finding(file.uri, "front-matter", fault)


def _front_matter_faults(file: CorpusFile) -> Iterator[str]:
    meta, kind = file.meta, file.kind
    # The facts of a digest were read in the snapshot, or at addresses of newer pages.
    origin = "read_in" if "read_in" in meta else "snapshot"
    allowed = {*_TEXT_KEYS, "domains", *([origin] if kind == "aws-doc" else [])}
    yield from (f"{key} is missing" for key in sorted(allowed - set(meta)))
    yield from (f"{key} does not belong here" for key in sorted(set(meta) - allowed))
    yield from (f"{key} is not text" for key in _TEXT_KEYS if key in meta and not isinstance(meta[key], str))
    text = {key: str(meta.get(key, "")) for key in _TEXT_KEYS}
    if not text["title"].strip():
        yield "title is empty"
    if text["kind"] != kind:
        yield f"kind is {text['kind']!r}, the folder stands for {kind!r}"
    if text["lang"] != file.lang:
        yield f"lang is {text['lang']!r}, the name stands for {file.lang!r}"
    if not AS_OF.fullmatch(text["as_of"]):
        yield f"as_of is {text['as_of']!r}, not YYYY, YYYY-MM or YYYY-MM-DD"
    if not _LICENCE.fullmatch(text["licence"]) or (kind != "aws-doc" and text["licence"] != "Apache-2.0"):
        yield f"licence is {text['licence']!r}"
    yield from _source_faults(text["source_url"], text["guide"], kind)
    if kind == "aws-doc" and origin == "read_in" and not _addresses(meta["read_in"]):
        yield "read_in is not one or more addresses of official pages (https)"
    domains = meta.get("domains")
    if not isinstance(domains, list) or not domains or any(domain not in DOMAINS for domain in domains):
        yield f"domains is {domains!r}, not one or more of {', '.join(DOMAINS)}"


def _source_faults(url: str, guide: str, kind: str) -> Iterator[str]:
    if kind in ("note", "sheet"):
        if url or guide:
            yield f"a {kind} has neither source_url nor guide"
        return
    if not HTTPS_URL.fullmatch(url):
        yield f"source_url is {url!r}, not an https address"
    if not guide.strip():
        yield "guide is empty"


def _addresses(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    found = [item for item in items if isinstance(item, str) and HTTPS_URL.fullmatch(item)]
    return found if len(found) == len(items) else []


def body_findings(file: CorpusFile) -> Iterator[Finding]:
    """What the text's form, language or length breaks."""
    for fault in _markup_faults(file):
        yield Finding(file.uri, "markup", fault)
    for fault in _language_faults(file):
        yield Finding(file.uri, "language", fault)
    words = len(words_of(file.document.text))
    fewest, most = WORDS_OF_KIND.get(file.kind, (0, words))
    # The same facts take some more words in French.
    most = most * 5 // 4 if file.lang == "fr" else most
    if not fewest <= words <= most:
        yield Finding(file.uri, "words", f"{words} words, not {fewest} to {most}")


def _markup_faults(file: CorpusFile) -> Iterator[str]:
    tokens = parser().parse(file.body)
    offset = file.raw.count("\n", 0, len(file.raw) - len(file.body)) + 1
    line = 0
    for token in tokens:
        line = token.map[0] + offset if token.map else line
        for inner in (token, *(token.children or ())):
            if inner.type in _MARKUP and not (file.kind == "sheet" and is_trace(inner.content)):
                yield f"line {line}: {_MARKUP[inner.type]}"
        if token.type == "inline" and any(child.type == "link_open" for child in token.children or ()):
            if file.kind != "note":
                yield f"line {line}: a link"
            elif has_link_in_sentence(token.children or ()):
                yield f"line {line}: a link before the end of the sentence"
    yield from _structure_faults(tokens)
    for sentence in plain_text(file.document).split("\n"):
        if not sentence.startswith("|") and sentence not in file.body:
            yield f"reads otherwise than it is written: {sentence[:80]!r}"


def _structure_faults(tokens: list[Token]) -> Iterator[str]:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    if levels.count(1) != 1 or levels[:1] != [1]:
        yield "there is not exactly one # heading, at the top"
    if any(level > _DEEPEST_HEADING for level in levels):
        yield "a heading is deeper than ###"
    depth = rows = 0
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            if depth == 2:
                yield "a list in a list"
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "table_open":
            rows = -1
        elif token.type == "tr_open":
            rows += 1
        elif token.type == "table_close" and rows > _MOST_ROWS:
            yield f"a table of {rows} rows"


def _language_faults(file: CorpusFile) -> Iterator[str]:
    expected = file.lang
    document = file.document
    sections: dict[tuple[str, ...], list[str]] = {}
    for block in document.blocks:
        if block.kind != "heading":
            sections.setdefault(block.heading_path, []).append(document.text[block.start : block.end])
    whole = plain_text(document)
    if detect_language(whole) != expected:
        yield f"the text is not in the language {expected!r}"
    for path, texts in sections.items():
        text = "\n".join(texts)
        if len(words_of(text)) >= _WORDS_FOR_LANGUAGE and detect_language(text) != expected:
            yield f"the section {' > '.join(path)!r} is not in the language {expected!r}"
