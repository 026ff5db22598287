"""Words of French and English text for lexical search: folding, identifiers, stop words, stems.

One analyser for documents and queries. An identifier (ml.p3.2xlarge, us-east-1, UpdateEndpoint, f1) is kept whole
and also in parts. A document's words are stemmed in its own language; a query's in both, since a question in one
language looks for words in the other. Knows nothing of ranking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.schema import LANGS, Lang
from ingest.text.characters import fold, normal
from ingest.text.stems import french_stem, stem
from ingest.text.tokens import identifier_matches, identifiers

__all__ = [
    "STOP_WORDS", "content_words", "document_terms", "fold", "french_stem", "is_stop_word", "query_terms", "stem",
    "words",
]  # fmt: skip

_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

STOP_WORDS: dict[Lang, frozenset[str]] = {
    "en": frozenset(
        """a about above after again against all also am an and any are as at be because been before being
        below between both but by can could did do does doing down during each either else etc few for
        from further had has have having he her here hers him his how i if in into is it its itself just
        let like may me might more most must my neither no nor not now of off on once one only or other
        our out over own per rather same shall she should since so some such than that the their theirs
        them then there these they this those through thus to too under until up upon us use used uses
        using very via was we were what when where whether which while who whom whose why will with
        within without would yet you your yours""".split()
    ),
    "fr": frozenset(
        """a afin ai ainsi alors apres au aucun aucune aussi autre autres aux avait avant avec avez avoir
        avons c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d
        dans de depuis des deux doit doivent donc dont du elle elles en encore entre es est et etait
        etant ete etre eu faire fait faut font hors ici il ils j je jusqu l la laquelle le lequel les
        lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes moi moins mon
        n ne ni non nos notre nous on ont ou par parce parmi pas pendant peu peut peuvent plus plutot
        pour pourquoi pourra puis qu quand que quel quelle quelles quels qui quoi s sa sans se selon sera
        ses seulement si soit son sont sous sur t ta te tel telle telles tels tes toi ton tous tout toute
        toutes tres tu un une unes vers via voici voila vos votre vous y""".split()
    ),
}
_ALL_STOP_WORDS = STOP_WORDS["en"] | STOP_WORDS["fr"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text at `start:end`, folded, with its search terms in both languages.

    `content`: it carries meaning (no stop word, and more than one letter). Terms are empty for one that does not.
    """

    text: str
    start: int
    end: int
    folded: str
    terms: tuple[str, ...]
    content: bool


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text read once: in its normal form and folded, its words, and its distinct search terms in order."""

    text: str
    folded: str
    words: tuple[Word, ...]
    terms: tuple[str, ...]

    @property
    def content(self) -> tuple[str, ...]:
        """The folded words that carry meaning, in order, as often as they occur."""
        return tuple(word.folded for word in self.words if word.content)


@lru_cache(maxsize=512)
def analyse(text: str) -> Analysed:
    """Everything that is asked of the words of a text, for one that is asked about more than once: read once, kept."""
    text = normal(text)
    found = tuple(map(_word, identifier_matches(text)))
    terms = dict.fromkeys(term for word in found for term in word.terms)
    return Analysed(text, fold(text), found, tuple(terms))


def document_terms(text: str, lang: Lang) -> list[str]:
    """Terms of a document, repeated as often as they occur."""
    return [term for run in normal(text).split() for term in _document_forms(run, lang)]


def query_terms(text: str) -> list[str]:
    """Distinct terms of a query, or of a text compared with one, in order, stemmed in both languages."""
    return list(dict.fromkeys(term for word in words(text) for term in _read(word)[1]))


def words(text: str) -> Iterator[str]:
    """Words as written, French elisions (l', d', qu') dropped, in order."""
    for match in identifier_matches(normal(text)):
        yield match.group()


def content_words(text: str) -> list[str]:
    """Folded words that carry meaning (no stop words of either language), in order."""
    read = map(_read, words(text))
    return [folded for folded, _, content in read if content]


def is_stop_word(folded: str) -> bool:
    """True for a folded word that carries no meaning in French or English."""
    return folded in _ALL_STOP_WORDS


def _word(match: re.Match[str]) -> Word:
    folded, terms, content = _read(match.group())
    return Word(match.group(), match.start(), match.end(), folded, terms, content)


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, tuple[str, ...], bool]:
    """A word folded, its distinct terms in both languages, and whether it carries meaning."""
    folded = fold(word)
    content = folded not in _ALL_STOP_WORDS and (len(folded) > 1 or folded.isdigit())
    return folded, tuple(dict.fromkeys(_forms(word, LANGS))), content


@lru_cache(maxsize=65536)
def _document_forms(run: str, lang: Lang) -> tuple[str, ...]:
    """The terms of a run of a document without white space; a text has the same runs again and again."""
    return tuple(term for word in identifiers(run) for term in _forms(word, (lang,)))


def _forms(word: str, langs: tuple[Lang, ...]) -> Iterator[str]:
    whole = fold(word)
    if whole in _ALL_STOP_WORDS:
        return
    spelled = _parts(word)
    parts = [fold(part) for part in spelled]
    if all(part in _ALL_STOP_WORDS for part in parts):
        return  # "faut-il", "qu'est-ce": inversion and elision, not identifiers
    if len(parts) > 1:
        yield whole
        joined = "".join(parts)
        if joined != whole:
            yield joined
    for own, part in zip(spelled, parts, strict=True) if len(parts) > 1 else [(word, whole)]:
        if part in _ALL_STOP_WORDS or (len(part) < 2 and not part.isdigit()):
            continue
        yield from dict.fromkeys(french_stem(own) if lang == "fr" else stem(part, lang) for lang in langs)


def _parts(word: str) -> list[str]:
    """Parts of an identifier as they are spelled: UpdateEndpoint, ml.p3.2xlarge, k-means; one part for a plain word."""
    pieces = re.split(r"[._\-/]", word)
    if any(c.isupper() for c in word[1:]) and any(c.islower() for c in word):
        pieces = [part for piece in pieces for part in (_CAMEL.findall(piece) if piece.isascii() else [piece])]
    return [piece for piece in pieces if piece]
