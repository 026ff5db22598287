"""The bilingual table of terms as data: what is called how in French and English, aliases, renames, opposites.

Owns loading and validating `data/terms.toml` and finding its forms in text. Knows nothing of claims or evidence.
Forms are found whatever their case, accents, plural or conjugation (Snowball stems); the longest form wins.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import StringConstraints

from ingest.schema import LANGS, Lang
from ingest.text.analysis import fold, french_stem, is_stop_word, stem
from ingest.text.tokens import word_matches
from ingest.typed import Filled, Misfit, typed

Kind = Literal["service", "algorithm", "parameter", "format", "metric", "term", "verb", "unit", "relation", "generic"]
NAME_KINDS: frozenset[str] = frozenset({"service", "algorithm", "parameter", "format"})

# Nouns made of a verb or an adjective, with a sense of their own: "consumer", "normalisation".
_DERIVED = re.compile(r"(?:teurs?|mers?|cers?|i[sz]ations?)$")


_SMALL_WORDS = frozenset("a l d n s r y".split())  # one letter that begins a phrase: "à la demande", "R squared"
_ACRONYM = 4  # letters; longer words with capitals are safe to find in any case


class LexiconError(ValueError):
    """The table of terms does not have the shape it must have; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Rename:
    """A product called `old` until `date` (YYYY-MM) and `new` since."""

    concept: str
    old: str
    new: str
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with its names; `fr` and `en` hold every form in each language, canonical one first."""

    id: str
    kind: Kind
    fr: tuple[str, ...]
    en: tuple[str, ...]
    family: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text with its place, its folded form and its stem in each language."""

    text: str
    start: int
    end: int
    folded: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class ConceptSpan:
    """A place where a form of one or more concepts stands; a word with two senses carries both ids."""

    text: str
    start: int
    end: int
    ids: tuple[str, ...]
    first: int
    last: int


def tokens(text: str) -> list[Token]:
    """Words with offsets; dots and underscores inside a word stay (ml.p3.2xlarge, max_depth), hyphens split."""
    found = []
    for match in word_matches(text):
        folded = fold(match.group())
        found.append(
            Token(match.group(), match.start(), match.end(), folded, french_stem(match.group()), stem(folded, "en"))
        )
    return found


class Lexicon:
    """Concepts by id, and an index of their forms. Immutable once built; safe to share between threads."""

    def __init__(
        self,
        concepts: Iterable[Concept],
        renames: Iterable[Rename] = (),
        opposites: Iterable[tuple[frozenset[str], frozenset[str]]] = (),
    ) -> None:
        self._concepts = {concept.id: concept for concept in concepts}
        self.renames = tuple(renames)
        self.opposites = tuple(opposites)
        self._antonyms: dict[str, set[str]] = defaultdict(set)
        self._sides: dict[str, set[int]] = defaultdict(set)
        for number, pair in enumerate(self.opposites):
            for side, (own, other) in enumerate((pair, pair[::-1])):
                for concept_id in own:
                    self._antonyms[concept_id] |= other
                    self._sides[concept_id].add(2 * number + side)
        self._index: dict[Lang, dict[tuple[str, ...], tuple[str, ...]]] = {}
        self._exact: dict[str, set[str]] = defaultdict(set)
        for concept in self._concepts.values():
            for form in (*concept.fr, *concept.en):
                self._exact[fold(form)].add(concept.id)
        for lang in LANGS:
            self._index[lang] = self._indexed(lang)
        self._plain_english = _plain_english(self._concepts.values())
        self._longest = {lang: _longest(index) for lang, index in self._index.items()}

    def __len__(self) -> int:
        return len(self._concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts.values())

    def __getitem__(self, concept_id: str) -> Concept:
        return self._concepts[concept_id]

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._concepts

    def kind(self, ids: Iterable[str]) -> Kind:
        """Kind of the first concept: names before terms, so that an ambiguous word counts as the name."""
        kinds = [self._concepts[concept_id].kind for concept_id in ids]
        return next((kind for kind in kinds if kind in NAME_KINDS), kinds[0])

    def family(self, ids: Iterable[str]) -> frozenset[str]:
        """Families of the concepts, without the empty one."""
        return frozenset(self._concepts[concept_id].family for concept_id in ids) - {""}

    def antonyms(self, ids: Iterable[str]) -> frozenset[str]:
        """Concepts that mean the opposite of one of these."""
        return frozenset().union(*(self._antonyms.get(i, ()) for i in ids))

    def same_way(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Whether two concepts stand on one side of an antonym: smallest and lowest."""
        sides = {side for i in one for side in self._sides.get(i, ())}
        return any(side in sides for i in other for side in self._sides.get(i, ()))

    def concepts(self, text: str, lang: Lang | None = None) -> list[ConceptSpan]:
        """Forms found in a text, longest first from the left, not overlapping.

        In French text the English forms are looked for too (French prose about the cloud is half English); in
        English text only English forms. Without `lang`, both.
        """
        return self.spans(text, tokens(text), lang)

    def spans(self, text: str, words: list[Token], lang: Lang | None = None) -> list[ConceptSpan]:
        """`concepts` for a text already cut into tokens."""
        found: list[ConceptSpan] = []
        position = 0
        while position < len(words):
            size, ids = self._match(text, words, position, lang)
            if not size:
                position += 1
                continue
            start, end = words[position].start, words[position + size - 1].end
            found.append(ConceptSpan(text[start:end], start, end, ids, position, position + size - 1))
            position += size
        return found

    def translated(self, text: str, words: list[Token], lang: Lang | None = None) -> list[str]:
        """Forms in the other language(s) of the concepts that a text (cut into tokens) names, without those present.

        With `lang` (that of the text) only the other language's forms come back. Names only give their canonical form.
        """
        present = f" {' '.join(token.folded for token in words)} "
        others = [other for other in LANGS if other != lang]
        found: list[str] = []
        for span in self.spans(text, words, lang):
            for concept_id in span.ids:
                concept = self._concepts[concept_id]
                if concept.kind in ("generic", "relation"):
                    continue
                for other in others:
                    forms = concept.fr if other == "fr" else concept.en
                    found.extend(forms[:1] if concept.kind in NAME_KINDS else forms[:3])
        fresh = (form for form in found if f" {' '.join(token.folded for token in tokens(form))} " not in present)
        return list(dict.fromkeys(fresh))

    def _match(self, text: str, words: list[Token], at: int, lang: Lang | None) -> tuple[int, tuple[str, ...]]:
        langs: tuple[Lang, ...] = ("en",) if lang == "en" else ("fr", "en")
        first = words[at]
        longest = max(self._longest["en"].get(first.en, 1), self._longest["fr"].get(first.fr, 1))
        for size in range(min(longest, len(words) - at), 0, -1):
            ids: list[str] = []
            window = words[at : at + size]
            for language in langs:
                key = tuple(word.fr if language == "fr" else word.en for word in window)
                if lang == "fr" and language == "en" and size == 1:
                    key = (window[0].folded,)
                if lang == "fr" and language == "en" and size == 1:
                    ids.extend(() if ids or is_stop_word(window[0].folded) else self._plain_english.get(key[0], ()))
                    continue
                ids.extend(self._index[language].get(key, ()))
            gap = text[window[0].end : window[1].start] if size > 1 else ""
            ids = [i for i in dict.fromkeys(ids) if self._case_fits(i, window, gap)]
            if size == 1 and (_DERIVED.search(window[0].folded) or is_stop_word(window[0].folded)):
                ids = self._in_full(ids, window[0].folded)
            if ids:
                return size, tuple(ids)
        return 0, ()

    def _in_full(self, ids: list[str], word: str) -> list[str]:
        """A producer is not what is produced, nor "par" a form of "parer": the concepts that hold the very word.

        All of them where none does, but for a stop word, which is no form of another word.
        """
        exact = self._exact.get(word, set()) | self._exact.get(word.removesuffix("s"), set())
        return [i for i in ids if i in exact] or ([] if is_stop_word(word) else ids)

    def _case_fits(self, concept_id: str, window: list[Token], gap: str) -> bool:
        """Acronyms (To, ETS, SGD) are not conjugated, and the short ones need their capitals: "et" is not ETS."""
        if len(window) > 1:
            # "k-means" has its hyphen, or "a higher k means" would name it
            single = len(window[0].text) == 1 and window[0].folded not in _SMALL_WORDS
            return not single or (window[0].end == window[1].start - 1 and gap != " ")
        word = window[0]
        concept = self._concepts[concept_id]
        if (concept.kind in NAME_KINDS or concept.kind == "metric") and not _is_form(word.folded, concept):
            return False
        if len(word.text) > _ACRONYM:
            return True
        for form in (*concept.fr, *concept.en):
            folded = fold(form)
            if not _is_acronym(form):
                if french_stem(form) == word.fr or stem(folded, "en") == word.en:
                    return True
            elif word.folded in (folded, folded + "s"):
                return not word.text.islower() or (len(word.text) > 2 and not is_stop_word(word.folded))
        return False

    def _indexed(self, lang: Lang) -> dict[tuple[str, ...], tuple[str, ...]]:
        index: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for concept in self._concepts.values():
            for form in _forms_and_more(concept, lang):
                key = tuple(token.fr if lang == "fr" else token.en for token in tokens(form))
                if key and concept.id not in index[key]:
                    index[key].append(concept.id)
        return {key: tuple(ids) for key, ids in index.items()}


def load_lexicon(path: Path | None = None) -> Lexicon:
    """The table that ships with the package, read once in a process (a quarter of a second), or the one at `path`.

    Raises LexiconError for an entry that is not as it should be.
    """
    return _shipped() if path is None else _parsed(path.read_text(encoding="utf-8"))


@cache
def _shipped() -> Lexicon:
    return _parsed(resources.files("assistant.checking").joinpath("data/terms.toml").read_text(encoding="utf-8"))


def _parsed(raw: str) -> Lexicon:
    try:
        data = tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"The table of terms is not TOML: {error}") from error
    try:
        return _read(data)
    except Misfit as error:
        raise LexiconError(f"The table of terms: {error}.") from error


def _forms_and_more(concept: Concept, lang: Lang) -> Iterator[str]:
    """The forms of the table; a service with its maker's name too, a French verb in -ir conjugated."""
    for form in concept.fr if lang == "fr" else concept.en:
        yield form
        if concept.kind == "service" and not form.startswith(("Amazon", "AWS", "Apache", "SageMaker")):
            yield from (f"Amazon {form}", f"AWS {form}")
        if lang == "fr" and concept.kind == "verb" and form.endswith("ir") and form.isalpha():
            yield from (form[:-1] + ending for ending in ("t", "ssent", "ssant", "s"))


def _is_form(word: str, concept: Concept) -> bool:
    """Whether a word is a name but for number and gender: "precise" is no precision, a person no Personalize."""
    return any(fold(form).rstrip("esx+") == word.rstrip("esx+") for form in (*concept.fr, *concept.en))


def _is_acronym(form: str) -> bool:
    return len(form) <= _ACRONYM and form.isalpha() and any(character.isupper() for character in form[1:] or form)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A concept as the file holds it."""

    fr: tuple[Filled, ...] = ()
    en: tuple[Filled, ...] = ()
    both: tuple[Filled, ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class _Opposite:
    """Two sides that exclude each other, as the file holds them: ids of concepts."""

    a: frozenset[str]
    b: frozenset[str]


def _read(data: dict[str, Any]) -> Lexicon:
    """The lexicon of a whole table. Raises Misfit."""
    renames = typed(tuple[Rename, ...], data.pop("rename", ()))
    opposites = typed(tuple[_Opposite, ...], data.pop("opposite", ()))
    groups = typed(dict[Kind, dict[str, _Entry]], data)
    concepts: dict[str, Concept] = {}
    for kind in get_args(Kind):
        for id, entry in groups.get(kind, {}).items():
            if id in concepts:
                raise Misfit(f"{kind}.{id}: is there twice")
            concepts[id] = _concept(id, kind, entry)
    for rename in renames:
        if rename.concept not in concepts:
            raise Misfit(f"rename: there is no concept {rename.concept!r}")
    for pair in opposites:
        if unknown := (pair.a | pair.b) - set(concepts):
            raise Misfit(f"opposite: there is no concept {', '.join(sorted(unknown))}")
        if not pair.a or not pair.b or pair.a & pair.b:
            raise Misfit(f"opposite: {sorted(pair.a)} and {sorted(pair.b)} need concepts, none of them in common")
    return Lexicon(list(concepts.values()), list(renames), [(pair.a, pair.b) for pair in opposites])


def _concept(id: str, kind: Kind, entry: _Entry) -> Concept:
    french, english = (*entry.fr, *entry.both), (*entry.en, *entry.both)
    if not french or not english:
        raise Misfit(f"{kind}.{id}: needs at least one form in each language")
    if wordless := [form for form in (*french, *english) if not tokens(form)]:
        raise Misfit(f"{kind}.{id}: {wordless[0]!r} holds no word")
    return Concept(id, kind, french, english, entry.family)


def _plain_english(concepts: Iterable[Concept]) -> Mapping[str, tuple[str, ...]]:
    """The concepts by their English words as the dictionary has them, which is how French prose holds them.

    No stems, or "augmentent" is English.
    """
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for concept in concepts:
        for form in concept.en:
            folded = fold(form)
            for word in (folded, folded + "s"):
                if concept.id not in found[word]:
                    found[word] += (concept.id,)
    return found


def _longest(index: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """By a form's first word, how many words the longest such form has: no longer window can match."""
    longest: dict[str, int] = {}
    for key in index:
        longest[key[0]] = max(len(key), longest.get(key[0], 1))
    return longest
