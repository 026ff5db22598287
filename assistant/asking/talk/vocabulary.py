"""What the sources have names for: which words of a message name something that can be asked about.

From the lexicon's names and the words of titles. A view over what an index holds; the
index itself is not known here, nor what is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.asking.terms import Names, OtherWords, Synonyms, is_name, opens
from ingest.schema import Lang
from ingest.text.analysis import Analysed, analyse, content_words, fold, query_terms


@dataclass(frozen=True, slots=True)
class Thing:
    """A word, or words, of a text that mean something: `name` where written or known as a proper name.

    `weight` in 0..1 is how well it can stand for a subject alone: 1 for a name, less for a term of several words, for a
    word that few titles have, for any other word.
    """

    text: str
    start: int
    end: int
    name: bool
    weight: float
    terms: frozenset[str]


_TERM, _TITLED, _COMMON = 0.8, 0.6, 0.3
_MOST_TITLES = 0.03  # of the titles: what more of them hold ("model", "data") says nothing of what is meant


class Vocabulary:
    """The things of texts, as the sources know them: `titles` are those of their documents. Immutable once built."""

    def __init__(self, names: Names | None = None, titles: Sequence[str] = ()) -> None:
        self._names = names
        count = Counter(_plain(word) for title in titles for word in content_words(title))
        most = max(1.0, _MOST_TITLES * len(titles))
        self._titled = {word for word, often in count.items() if often <= most}

    def things(self, said: Analysed, lang: Lang) -> tuple[Thing, ...]:
        """What a text speaks of, in its order: what the lexicon knows, then the remaining words that carry meaning."""
        other = self._names.other_words(said.text, lang) if self._names is not None else OtherWords()
        found = [thing for place in other.synonyms if (thing := self._known(said, place)) is not None]
        for word in said.words:
            if word.content and all(word.end <= thing.start or word.start >= thing.end for thing in found):
                name = is_name(word.text, first=opens(said.text[: word.start])) and not word.text.isdigit()
                weight = 1.0 if name else self._weight([word.text])
                found.append(Thing(word.text, word.start, word.end, name, weight, frozenset(word.terms)))
        return tuple(sorted(found, key=lambda thing: thing.start))

    def _known(self, said: Analysed, place: Synonyms) -> Thing | None:
        text = said.text[place.start : place.end]
        terms = query_terms(text)
        if not terms:
            return None
        if place.name:
            return Thing(text, place.start, place.end, True, 1.0, frozenset(terms))
        weight = _TERM if len(text.split()) > 1 and len(terms) > 1 else self._weight([text, *place.forms])
        return Thing(text, place.start, place.end, False, weight, frozenset(terms))

    def _weight(self, forms: Iterable[str]) -> float:
        """The weight of one word under any of its names; as it is written, since "activer" is no "activation"."""
        return _TITLED if any(_plain(form) in self._titled for form in forms) else _COMMON


def same_thing(one: Thing, other: Thing) -> bool:
    """Whether two texts name the same: all words of the one are words of the other."""
    return bool(one.terms and other.terms) and (one.terms <= other.terms or other.terms <= one.terms)


def things_of(text: str, lang: Lang, vocabulary: Vocabulary) -> tuple[Thing, ...]:
    """The things of a text that was not read yet."""
    return vocabulary.things(analyse(text), lang)


def _plain(word: str) -> str:
    return fold(word).rstrip("sx")
