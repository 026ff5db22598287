"""The words of a question as groups of alternatives, so that coverage can be counted across languages.

"taux d'apprentissage" is one group whose alternatives are the French words and the English "learning rate"; an
evidence sentence covers the group with any alternative whose words it all holds. Knows the lexicon's shape only.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from ingest.schema import Lang
from ingest.text.analysis import Analysed, Word, analyse, is_stop_word, query_terms, words

# Words of asking, not of what is asked about: an evidence sentence need not hold them.
_ASKING = frozenset(
    """difference differences compare comparison between explain meaning mean means definition define
        example examples happen happens tell give say know need want possible exactly way ways kind kinds
        purpose main best comparer comparaison entre expliquer explique signification signifie definition
        definir exemple exemples passe dire donner savoir besoin veux possible exactement maniere facon
        sorte sert servir consiste question reponse answer peut-on faut-il combien vs versus
        get gets getting got choose choosing chosen pick choisir choisis choisit lequel laquelle use uses using used
        utiliser utilise prendre prends prefer preferer""".split()
)
# "How does SMOTE work?", "Comment fonctionne SMOTE ?" ask what SMOTE does; no document says that it works.
_HOW_IT_WORKS = re.compile(
    r"\bhow (?:do|does|did|would)\b[^.?!]*\b(work)\b(?=\W*$)|\bcomment (fonctionnent|fonctionne|marchent|marche)\b"
    r"|\bcomment\b[^.?!]*\b(fonctionnent|fonctionne|marchent|marche)(?:-t)?(?:-(?:il|elle|ils|elles|on))?(?=\W*$)",
    re.IGNORECASE,
)

# "100 000 images", "100,000 images": how much there is of something, and no thing a source need name.
_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+(?![\w,])")
_COMMON_NAMES = frozenset("aws amazon mls mls-c01 mla aip sagemaker".split())
_SIGNS = re.compile(r"[^\w.?!:»«…]+$")  # emoji, dashes, brackets between two sentences
# Written as no word of a language is: min_data_in_leaf, UpdateEndpoint, LOESS, trn1, ml.p3.2xlarge.
_IDENTIFIER = re.compile(
    r"(?<!\w)(?:[A-Za-z]+(?:_[A-Za-z0-9]+)+|[A-Za-z]*[a-z][A-Z]\w*|[A-Z]{3,}s?|[A-Za-z]+\d+\w*"
    r"|[a-z0-9]+\.[a-z0-9]+\w*(?:\.\w+)*)(?!\w)"
)

Alternative = tuple[frozenset[str], ...]
"""Words that must all be there; each word as the set of its search terms."""


@dataclass(frozen=True, slots=True)
class TermGroup:
    """One thing a question speaks of, with all ways to say it; the first alternative is as asked.

    `name`: it is a proper name (a service, an algorithm, a parameter, an identifier) and no word of the language.
    """

    alternatives: tuple[Alternative, ...]
    name: bool = False

    def covered_by(self, present: AbstractSet[str]) -> bool:
        """True when all words of some alternative are among the terms of a text."""
        for alternative in self.alternatives:  # asked for every sentence: no generators, no sets made
            for word in alternative:
                if word.isdisjoint(present):
                    break
            else:
                return True
        return False

    def weight(self, rarity: Callable[[str], float]) -> float:
        """Rarity of the thing: of its rarest word as asked, or less when another way to say it is common."""
        return min(max(min(rarity(term) for term in word) for word in alternative) for alternative in self.alternatives)


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A place of a text that names something, with all forms of it in both languages; `name`: it is a proper name."""

    start: int
    end: int
    forms: tuple[str, ...]
    name: bool


@dataclass(frozen=True, slots=True)
class OtherWords:
    """What else a text could have said: what its places are called, in order, and other words to search for."""

    synonyms: tuple[Synonyms, ...] = ()
    expansion: tuple[str, ...] = ()


class Names(Protocol):
    """What is needed of the lexicon."""

    def other_words(self, text: str, lang: Lang) -> OtherWords:
        """Every way to say what a text names; places do not overlap."""


def groups_of(said: Analysed, other: OtherWords) -> tuple[TermGroup, ...]:
    """Groups of a text: first what the lexicon knows, then the remaining content words one by one."""
    text = rest = said.text
    asking = _asked_to_work(text)
    known: list[tuple[Synonyms, list[Alternative]]] = []
    for place in other.synonyms:
        if place.start in asking:
            continue
        own, *others = [_alternative(analyse(form).words) for form in (text[place.start : place.end], *place.forms)]
        if own:
            known.append((place, [own, *filter(None, others)]))
            rest = rest[: place.start] + " " * (place.end - place.start) + rest[place.end :]
    rest = _THOUSANDS.sub(lambda found: " " * len(found.group()), rest)
    left = [word for word in (said if rest == text else analyse(rest)).words if word.start not in asking]
    groups = [
        TermGroup(tuple(dict.fromkeys(ways)), place.name or _named(text, place.start, place.end))
        for place, ways in known
    ]
    groups += [TermGroup((way,), _named(text, word.start, word.end)) for word in left if (way := _alternative([word]))]
    return tuple(dict.fromkeys(groups))


def _asked_to_work(text: str) -> frozenset[int]:
    """Where "work" stands in "how does it work": a word of asking there, and of the answer elsewhere."""
    return frozenset(m.start(m.lastindex) for m in _HOW_IT_WORKS.finditer(text) if m.lastindex)


def _named(text: str, start: int, end: int) -> bool:
    return is_name(text[start:end], first=opens(text[:start]))


def names_in(said: Analysed) -> tuple[Word, ...]:
    """Words written as names (capitals inside the sentence, digits, identifiers), the most common ones left out."""
    found = []
    for word in said.words:
        before = said.text[: word.start]
        chunk = len(before) - len(before.split()[-1]) if before and not before[-1].isspace() else word.start
        known = word.folded in _COMMON_NAMES or is_stop_word(word.folded) or word.text.isdigit()
        if not known and is_name(word.text, first=_begins(said.text[:chunk])):
            found.append(word)
    return tuple(found)


def identifiers_in(text: str) -> tuple[Word, ...]:
    """Identifiers of a text: min_data_in_leaf, UpdateEndpoint, LOESS, ml.p3.2xlarge."""
    return tuple(
        dataclasses.replace(word, start=match.start(), end=match.end())
        for match in _IDENTIFIER.finditer(text)
        for word in analyse(match.group()).words[:1]
    )


def _begins(before: str) -> bool:
    """True when a sentence begins after this text; emoji and Markdown marks ahead of a sentence are no part of it."""
    line = before.rsplit("\n", 1)[-1]
    if opens(line) and (line.strip() or opens(before)):  # a line that opens with a mark, or the text itself
        return True
    return _SIGNS.sub("", before).endswith((".", "?", "!", ":", "»", "«", "…"))


def opening_terms(text: str, most: int) -> set[str]:
    """Search terms of the first words of a text, at most `most` of them: what it is about."""
    return set(query_terms(" ".join(islice(words(text), most))))


def opens(before: str) -> bool:
    """True when what stands before a word holds no word: it is the first one, also after an emoji or a heading mark."""
    return not any(map(str.isalnum, before))


def is_name(word: str, *, first: bool) -> bool:
    """True for a word written as a name: capitals (a first one says nothing at the beginning), digits, max_depth."""
    if "_" in word:
        return True
    if any(c.isdigit() for c in word):
        return not word.isdigit()
    inner = word[1:]
    return inner != inner.lower() or (word[:1].isupper() and not first)


def _alternative(said: Iterable[Word]) -> Alternative:
    """The content words of a phrase, each as its search terms."""
    own = (word for word in said if word.content and word.folded not in _ASKING)
    return tuple(frozenset(word.terms) for word in own if word.terms)
