"""The words of a question as groups of alternatives, so that coverage can be counted across languages.

"taux d'apprentissage" is one group whose alternatives are the French words and the English "learning rate"; an
evidence sentence covers the group with any alternative whose words it all holds. Knows the lexicon's shape only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from ingest.schema import Lang
from ingest.text.analysis import content_words, fold, is_stop_word, query_terms, words

# Words of asking, not of what is asked about: an evidence sentence need not hold them.
_ASKING = frozenset(
    """difference differences compare comparison between explain meaning mean means definition define
        example examples happen happens tell give say know need want possible exactly way ways kind kinds
        purpose main best comparer comparaison entre expliquer explique signification signifie definition
        definir exemple exemples passe dire donner savoir besoin veux possible exactement maniere facon
        sorte sert servir consiste question reponse answer peut-on faut-il combien""".split()
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

    def covered_by(self, present: set[str]) -> bool:
        """True when all words of some alternative are among the terms of a text."""
        return any(all(word & present for word in alternative) for alternative in self.alternatives)

    def weight(self, rarity: Callable[[str], float]) -> float:
        """Rarity of the thing: of its rarest word as asked, or less when another way to say it is common."""
        return min(max(min(rarity(term) for term in word) for word in alternative) for alternative in self.alternatives)


class Names(Protocol):
    """What is needed of the lexicon: forms found in a text, each with every way to say the same."""

    def synonyms(self, text: str, lang: Lang) -> Sequence[tuple[int, int, Sequence[str]]]:
        """(start, end, forms in both languages) of the concepts that a text names, not overlapping."""

    def named(self, text: str, lang: Lang) -> set[tuple[int, int]]:
        """Those of them (start, end) that are proper names."""


def groups_of(text: str, lang: Lang, names: Names | None = None) -> tuple[TermGroup, ...]:
    """Groups of a text: first what the lexicon knows, then the remaining content words one by one."""
    groups: list[TermGroup] = []
    rest = text
    named = names.named(text, lang) if names is not None else set()
    for start, end, forms in names.synonyms(text, lang) if names is not None else ():
        own = _alternative(text[start:end])
        if not own:
            continue
        others = (_alternative(form) for form in forms)
        name = (start, end) in named or is_name(text[start:end], first=opens(text[:start]))
        groups.append(TermGroup(tuple(dict.fromkeys([own, *(other for other in others if other)])), name))
        rest = rest[:start] + " " * (end - start) + rest[end:]
    opening = next(words(text), "")
    for place, word in enumerate(words(rest)):
        alternative = _alternative(word)
        if alternative:
            groups.append(TermGroup((alternative,), is_name(word, first=place == 0 and word == opening)))
    return tuple(dict.fromkeys(groups))


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
        return not word.isdigit() or len(word) > 2
    inner = word[1:]
    return inner != inner.lower() or (word[:1].isupper() and not first)


def _alternative(phrase: str) -> Alternative:
    """The content words of a phrase, each as its search terms."""
    found = []
    for word in words(phrase):
        folded = fold(word)
        if is_stop_word(folded) or folded in _ASKING or not content_words(word):
            continue
        terms = frozenset(query_terms(word))
        if terms:
            found.append(terms)
    return tuple(found)
