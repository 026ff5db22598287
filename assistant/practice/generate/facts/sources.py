"""Sentences of the learner's sources: where each stands, and the sentences that may decide a claim.

Owns cutting an index into sentences and finding, for a claim, those of the whole corpus that speak of it. No model:
words weighted by rarity, the same lexicon in both languages. Knows nothing of items.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.checking.reading.lexicon import Lexicon
from ingest.schema import Document, Lang, Span
from ingest.text.analysis import content_words, fold, stem
from ingest.text.sentences import split_sentences

_MIN_CHARS = 20


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the sources; `place` counts them all."""

    span: Span
    place: int

    @property
    def text(self) -> str:
        """The words, copied."""
        return self.span.quote

    @property
    def uri(self) -> str:
        """The document's uri."""
        return self.span.uri

    @property
    def lang(self) -> Lang:
        """The document's language."""
        return self.span.lang

    @property
    def title(self) -> str:
        """The document's title."""
        return self.span.document.source.title

    @property
    def domains(self) -> tuple[str, ...]:
        """The exam domains that the document is about."""
        return self.span.document.source.domains


class Sources:
    """All sentences, found by page and by the words of a claim. Built once; answers never depend on the clock."""

    def __init__(self, documents: Iterable[Document], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._whole: str | None = None
        self._known: dict[tuple[str, Lang], frozenset[str]] = {}
        self.documents = {document.source.uri: document for document in documents}
        self.sentences = tuple(_sentences(self.documents[uri] for uri in sorted(self.documents)))
        self._pages: dict[str, list[Sentence]] = defaultdict(list)
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._folded = [f" {fold(s.text)} " for s in self.sentences]
        self._titles = [f" {fold(s.title)} " for s in self.sentences]
        self._keys = [self.keys(s.text, s.lang) for s in self.sentences]
        counts: Counter[str] = Counter(key for keys in self._keys for key in keys)
        total = max(1, len(self.sentences))
        self._rarity = {key: math.log1p(total / count) for key, count in counts.items()}
        for number, (sentence, keys) in enumerate(zip(self.sentences, self._keys, strict=True)):
            self._pages[sentence.uri].append(sentence)
            for key in keys:
                self._holding[key].append(number)

    def page(self, uri: str) -> tuple[Sentence, ...]:
        """The sentences of one document, in order."""
        return tuple(self._pages.get(uri, ()))

    def keys(self, text: str, lang: Lang) -> frozenset[str]:
        """What a text is found by: the concepts of the lexicon (same key in both languages) and word stems."""
        known = self._known.get((text, lang))
        if known is None:
            found = {f"@{concept}" for span in self._lexicon.concepts(text, lang) for concept in span.ids}
            found.update(stem(word, lang) for word in content_words(text))
            known = self._known[text, lang] = frozenset(found)
        return known

    def rarity(self, key: str) -> float:
        """Weight of a key, higher when fewer sentences hold it."""
        return self._rarity.get(key, math.log1p(max(1, len(self.sentences))))

    def near(self, text: str, lang: Lang, most: int, names: Sequence[str] = ()) -> list[Sentence]:
        """Sentences of the whole corpus that share the weightiest words with a text, best first.

        With `names`, only sentences that say one of them, or whose page bears it in its title.
        """
        scores: dict[int, float] = defaultdict(float)
        for key in sorted(self.keys(text, lang)):
            weight = self.rarity(key)
            for number in self._holding.get(key, ()):
                scores[number] += weight
        wanted = [fold(name) for name in names]
        found: list[Sentence] = []
        for number in sorted(scores, key=lambda number: (-scores[number], number)):
            said = self._folded[number]
            if wanted and not any(name in said or name in self._titles[number] for name in wanted):
                continue
            found.append(self.sentences[number])
            if len(found) == most:
                break
        return found

    def says(self, name: str) -> bool:
        """Whether a name is written in any document, whatever its case."""
        if self._whole is None:
            self._whole = " ".join(fold(document.text) for document in self.documents.values())
        return fold(name) in self._whole


def _sentences(documents: Iterable[Document]) -> list[Sentence]:
    found: list[Sentence] = []
    for document in documents:
        for block in document.blocks:
            if block.kind not in ("text", "list"):
                continue
            for start, end in split_sentences(document.text, block.start, block.end):
                text = document.text[start:end]
                if len(text) < _MIN_CHARS or text.startswith(("|", "[")):
                    continue
                found.append(Sentence(Span(document, start, end, block.heading_path), len(found)))
    return found
