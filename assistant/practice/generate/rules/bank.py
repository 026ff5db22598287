"""Rules that look at the items already released: nothing is asked twice, and no item gives another away."""

from __future__ import annotations

from collections import defaultdict

from assistant.practice.generate.facts.sources import Sources
from assistant.practice.generate.writing.drafts import Draft
from ingest.schema import Lang
from ingest.text.analysis import content_words, fold

_SAME_STEM = 0.8
_SAME_STATEMENT = 0.45
_SHARED = 3
_DESCRIBED = ("describe", "several")


class Released:
    """Items taken so far, and what they ask, by language."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._facts: set[tuple[Lang, str]] = set()
        self._stems: dict[Lang, list[frozenset[str]]] = defaultdict(list)
        self._asked: dict[tuple[Lang, str], list[str]] = defaultdict(list)
        self._statements: dict[Lang, set[str]] = defaultdict(set)
        self._whole: dict[Lang, set[str]] = defaultdict(set)
        self._options: dict[Lang, list[frozenset[str]]] = defaultdict(list)

    def add(self, draft: Draft) -> None:
        """Take an item in."""
        self._facts.update((draft.lang, fact) for fact in draft.facts)
        self._stems[draft.lang].append(frozenset(content_words(draft.stem)))
        self._whole[draft.lang].add(fold(draft.stem))
        if draft.kind in _DESCRIBED:
            self._options[draft.lang].append(_texts(draft))
        for name, statement in draft.asked:
            self._asked[draft.lang, fold(name)].append(statement)
            self._statements[draft.lang].add(fold(statement))

    def duplicate(self, draft: Draft) -> str | None:
        """Whether the same fact, or nearly the same question, is asked already."""
        if any((draft.lang, fact) in self._facts for fact in draft.facts):
            return "the fact is asked already"
        if draft.kind in _DESCRIBED and fold(draft.stem) in self._whole[draft.lang]:
            return "the same stem"
        words = frozenset(content_words(draft.stem))
        if draft.kind not in ("describe", "several", "matching"):
            for other in self._stems[draft.lang]:
                if words and len(words & other) / len(words | other) > _SAME_STEM:
                    return "nearly the same stem"
        return None

    def clue(self, draft: Draft) -> str | None:
        """Whether another item says of the same name nearly what this one asks."""
        if draft.kind in _DESCRIBED:
            own = _texts(draft)
            if any(len(own & other) >= _SHARED for other in self._options[draft.lang]):
                return "another item has nearly the same options"
        for name, statement in draft.asked:
            for other in self._asked[draft.lang, fold(name)]:
                if self._likeness(statement, other, draft.lang) >= _SAME_STATEMENT:
                    return f"another item says it of {name}"
            if (
                draft.kind in ("which", "describe", "several", "matching")
                and fold(statement) in self._statements[draft.lang]
            ):
                return f"another item holds the description of {name}"
        return None

    def _likeness(self, one: str, other: str, lang: Lang) -> float:
        a, b = self._sources.keys(one, lang), self._sources.keys(other, lang)
        whole = sum(self._sources.rarity(key) for key in a | b)
        return sum(self._sources.rarity(key) for key in a & b) / whole if whole else 0.0


def _texts(draft: Draft) -> frozenset[str]:
    return frozenset(fold(choice.text) for choice in draft.choices)
