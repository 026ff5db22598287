"""Questions about the documents themselves: which there are, which speak of something, what one holds, lists of things.

Served from the index alone: titles, headings, sentences that name what is asked for. Counts what it leaves out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.citations import Checked, Resolved, TextBuilder
from assistant.answering.wording import say
from assistant.asking.asked import asked_of
from assistant.asking.talk.cues import FILE, evenly, load_cues
from assistant.asking.terms import Names
from assistant.checking.reading.lexicon import Concept, Lexicon
from assistant.finding.versions import Versions
from assistant.schema import Evidence
from ingest.index.store import Index
from ingest.schema import Document, Lang, Span
from ingest.text.analysis import query_terms
from ingest.text.sentences import split_sentences

_MOST_TITLES, _MOST_ABOUT, _MOST_LISTED, _FIRST = 40, 8, 25, 3
_ACRONYM = 4  # letters; longer names are found whatever their case
_FILE = re.compile(FILE)
_KIND_ORDER = ("note", "general", "user", "sheet", "aws-doc")


@dataclass(frozen=True, slots=True)
class Collection:
    """The documents of an index, to be asked about."""

    index: Index
    lexicon: Lexicon
    names: Names
    versions: Versions

    def answer(self, request: str, wanted: str, typed: str, lang: Lang) -> Resolved:
        """What is said to a request; `wanted` is what it is asked of, `typed` the message. Raises KeyError."""
        return _SERVED[request](self, wanted, typed, lang)

    def documents(self, lang: Lang | None = None) -> list[Document]:
        """All documents, notes first, by title; with `lang` each page once, in that language where it is in both."""
        order = {kind: place for place, kind in enumerate(_KIND_ORDER)}
        own = self.index.documents.values()
        return sorted(
            own if lang is None else self.versions.once(own, lang),
            key=lambda d: (order[d.source.kind], d.source.title, d.source.uri),
        )


def _count(collection: Collection, wanted: str, typed: str, lang: Lang) -> Resolved:
    documents = collection.documents()
    by_lang = Counter(document.source.lang for document in documents)
    chunks = str(len(collection.index.chunks))
    said = say(
        "talk-count", lang, documents=str(len(documents)), fr=str(by_lang["fr"]), en=str(by_lang["en"]), chunks=chunks
    )
    return _plain(said)


def _documents(collection: Collection, wanted: str, typed: str, lang: Lang) -> Resolved:
    counted = _count(collection, wanted, typed, lang).text
    return _plain(f"{counted}\n\n{_titles(collection.documents(lang), lang)}")


def _topics(collection: Collection, wanted: str, typed: str, lang: Lang) -> Resolved:
    counted = _count(collection, wanted, typed, lang).text
    documents = collection.documents(lang)
    own = [d for d in documents if d.source.kind != "aws-doc"] or documents
    return _plain(f"{counted}\n\n{say('talk-topics', lang)}\n\n{_titles(own, lang)}")


def _titles(documents: Sequence[Document], lang: Lang) -> str:
    rows = [f"- {d.source.title} ({d.source.uri})" for d in documents[:_MOST_TITLES]]
    left = len(documents) - len(rows)
    return "\n".join([*rows, say("talk-more-documents", lang, n=str(left))] if left else rows)


def _about(collection: Collection, wanted: str, typed: str, lang: Lang) -> Resolved:
    speaking = _speaking_of(collection, wanted, lang)
    subject = wanted or typed
    if not speaking:
        return _plain(say("talk-about-none", lang, subject=subject))
    shown = speaking[:_MOST_ABOUT]
    key = "talk-about" if len(shown) == len(speaking) else "talk-about-most"
    opening = say(key, lang, subject=subject, n=str(len(speaking)), most=str(len(shown)))
    return _with_quotes(opening, [(f"{span.document.source.title}", [span]) for span in shown])


def _speaking_of(collection: Collection, wanted: str, lang: Lang) -> list[Span]:
    """The first sentence on a subject of every document that speaks of it; titles first, then by how often."""
    groups = asked_of(wanted, lang, collection.names).groups
    if not groups:
        return []
    found: list[tuple[bool, int, Span]] = []
    for document in collection.documents(lang):
        title = set(query_terms(document.source.title))
        titled = all(group.covered_by(title) for group in groups)
        said = [
            span
            for span in _sentences(document)
            if all(g.covered_by(set(query_terms(span.quote)) | title) for g in groups)
        ]
        own = [span for span in said if titled or any(g.covered_by(set(query_terms(span.quote))) for g in groups)]
        if own:
            found.append((titled, len(own), own[0]))
    return [span for _, _, span in sorted(found, key=lambda one: (not one[0], -one[1], one[2].uri))]


def _file(collection: Collection, wanted: str, typed: str, lang: Lang) -> Resolved:
    document = _document_named(collection, wanted, typed, lang)
    if document is None:
        return _plain(say("talk-file-none", lang, subject=wanted or typed))
    source = document.source
    parts = [document.text[b.start : b.end].lstrip("# ").strip() for b in document.blocks if b.kind == "heading"]
    inner = [part for part in dict.fromkeys(parts) if part != source.title]
    key = "talk-file" if inner else "talk-file-whole"
    opening = say(key, lang, title=source.title, uri=source.uri, parts=" · ".join(inner[:_MOST_LISTED]))
    first = [
        Span(document, start, end, document.heading_at(start))
        for block in document.blocks
        if block.kind != "heading"
        for start, end in split_sentences(document.text, block.start, block.end)[:1]
    ]
    return _with_quotes(opening, [(say("talk-file-begins", lang), first[:_FIRST])])


def _document_named(collection: Collection, wanted: str, typed: str, lang: Lang) -> Document | None:
    """The document whose file is named, else the one whose title and name hold what is asked, the closest first."""
    name = _FILE.search(evenly(typed))
    documents = collection.documents()
    if name is not None:
        named = [d for d in documents if d.source.uri.lower().rsplit("/", 1)[-1] == name.group()]
        if named:
            return named[0]
    terms = set(query_terms(wanted))
    fitting = []
    for document in documents:
        own = set(query_terms(f"{document.source.title} {document.source.uri.rsplit('/', 1)[-1].split('.')[0]}"))
        if terms and terms <= own:
            fitting.append((document.source.lang != lang, len(own), document.source.uri, document))
    return min(fitting, key=lambda one: one[:3])[3] if fitting else None


def _list(collection: Collection, wanted: str, typed: str, lang: Lang) -> Resolved:
    kind = load_cues().kind(evenly(typed))
    subject = " ".join(word for word in wanted.split() if kind is None or load_cues().kind(evenly(word)) is None)
    documents = [span.document for span in _speaking_of(collection, subject, lang)] if subject else []
    names = _named(collection.index, collection.lexicon, kind[0]) if kind is not None else ()
    if names and not documents:
        rows = "\n".join(f"- {name} ({count})" for name, count in names)
        return _plain(f"{say('talk-list', lang, n=str(len(names)))}\n\n{rows}")
    if kind is None or not documents:
        return _plain(say("talk-list-none", lang))
    sought = set(query_terms(typed[kind[1][0] : kind[1][1]]))
    told = [
        span
        for document in documents[:_FIRST]
        for span in _sentences(document)
        if sought & set(query_terms(span.quote))
    ]
    opening = say("talk-list-in", lang, subject=subject, n=str(len(told)))
    return _with_quotes(opening, [("", told[:_MOST_LISTED])]) if told else _plain(say("talk-list-none", lang))


def _sentences(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        if block.kind != "heading":
            for start, end in split_sentences(document.text, block.start, block.end):
                yield Span(document, start, end, document.heading_at(start))


@lru_cache(maxsize=8)
def _named(index: Index, lexicon: Lexicon, kind: str) -> tuple[tuple[str, int], ...]:
    """The concepts of a kind that the documents name, with the number of documents, the most named first."""
    texts = [document.text for document in index.documents.values()]
    folded = [text.lower() for text in texts]
    found = []
    for concept in lexicon:
        if concept.kind == kind:
            count = sum(_holds(concept, text, low) for text, low in zip(texts, folded, strict=True))
            if count:
                found.append((concept.en[0], count))
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))


def _holds(concept: Concept, text: str, low: str) -> bool:
    for form in {*concept.en, *concept.fr}:
        short = len(form) <= _ACRONYM
        if (form in text if short else form.lower() in low) and re.search(
            rf"(?<!\w){re.escape(form if short else form.lower())}(?!\w)", text if short else low
        ):
            return True
    return False


def _plain(text: str) -> Resolved:
    builder = TextBuilder(())
    builder.plain(text)
    return builder.done()


def _with_quotes(opening: str, sections: Sequence[tuple[str, Sequence[Span]]]) -> Resolved:
    """Words, then sentences under what introduces them, each copied and cited."""
    spans = [span for _, own in sections for span in own]
    evidence = [Evidence(number, span, 1.0, 1) for number, span in enumerate(spans, start=1)]
    builder = TextBuilder(evidence)
    builder.plain(opening)
    place = 0
    for words, own in sections:
        builder.plain(f"\n\n{words}" if words else "")
        for span in own:
            builder.plain("\n\n")
            builder.claim(span.quote, Checked("supported", 1.0, "", (place,)), copied=True)
            place += 1
    return builder.done()


_SERVED: dict[str, Callable[[Collection, str, str, Lang], Resolved]] = {
    "count": _count,
    "documents": _documents,
    "topics": _topics,
    "about": _about,
    "file": _file,
    "list": _list,
}
