"""A sentence as the signals read it: its words and names as items of meaning, each with weight and polarity.

Owns cutting a text into items (concepts of the lexicon, names by their shape, plain words) and which of them a
denial covers. Knows nothing of pairs of texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checking.lexicon import NAME_KINDS, ConceptSpan, Lexicon, Token, tokens
from assistant.checking.negation import Denial, denials, denied
from ingest.analysis import fold, is_stop_word
from ingest.schema import Lang

# How much of a sentence's content an item carries; quantities are compared by `numbers`, so units weigh nothing.
WEIGHTS = {
    "service": 2.0, "algorithm": 2.0, "parameter": 2.0, "format": 1.6, "metric": 1.5, "name": 2.0,
    "term": 1.0, "word": 0.8, "verb": 0.6, "relation": 0.4, "generic": 0.2, "unit": 0.0,
}  # fmt: skip
_NAME = re.compile(r"[a-z]+[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*|\w+_\w+|\w+(?:\.\w+)+|[A-Z]{2,}\w*|[A-Za-z]+\d\w*")
_LIGHT = frozenset(
    "etre avoir be do does done doing have has had peut peuvent pouvoir can may must doit doivent devoir soi meme lui "
    "fois way facon maniere afin cas quoi ainsi alors etc autre same".split()
)


@dataclass(frozen=True, slots=True)
class Item:
    """A word, name or concept. `ids` are concept ids (empty for a plain word); `place` counts items from 0."""

    text: str
    start: int
    end: int
    kind: str
    weight: float
    ids: frozenset[str]
    stems: frozenset[str]
    place: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, cut into items."""

    text: str
    lang: Lang
    items: tuple[Item, ...]
    denials: tuple[Denial, ...]

    @property
    def names(self) -> tuple[Item, ...]:
        """Items that are names of something: services, algorithms, parameters, formats, identifiers."""
        return tuple(item for item in self.items if item.kind in NAME_KINDS or item.kind == "name")


def read(text: str, lang: Lang, lexicon: Lexicon) -> Reading:
    """Cut a text into items, in order."""
    words = tokens(text.replace("’", "'"))
    found = denials(text, lang)
    items: list[Item] = []
    spans = {span.first: span for span in lexicon.spans(text, words, lang)}
    position = 0
    while position < len(words):
        span = spans.get(position)
        if span is not None:
            items.append(_from_concept(span, words, lexicon, len(items), found))
            position = span.last + 1
            continue
        item = _from_word(words[position], len(items), found)
        if item is not None:
            items.append(item)
        position += 1
    return Reading(text, lang, tuple(items), found)


def _from_concept(span: ConceptSpan, words: list[Token], lexicon: Lexicon, place: int, found: tuple[Denial, ...]) -> Item:
    kind = lexicon.kind(span.ids)
    covered = words[span.first : span.last + 1]
    stems = frozenset(stem for word in covered for stem in (word.fr, word.en)) if len(covered) == 1 else frozenset()
    negated = denied(found, span.start, span.end)
    return Item(span.text, span.start, span.end, kind, WEIGHTS[kind], frozenset(span.ids), stems, place, negated)


def _from_word(word: Token, place: int, found: tuple[Denial, ...]) -> Item | None:
    if is_stop_word(word.folded) or word.folded in _LIGHT or word.text.isdigit() or len(word.folded) < 2:
        return None
    if re.fullmatch(r"[\d.,]+", word.text):
        return None
    kind = "name" if _NAME.fullmatch(word.text) else "word"
    stems = frozenset({fold(word.text)} if kind == "name" else {word.fr, word.en})
    negated = denied(found, word.start, word.end)
    return Item(word.text, word.start, word.end, kind, WEIGHTS[kind], frozenset(), stems, place, negated)
