"""What rules look at besides the item: the sources, the judge, the families.

Owns nothing but the collaborators and a memory of verdicts, so that a claim is checked against a sentence once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.checking.judge import Judge
from assistant.checking.verdict import Verdict
from assistant.checking.window import Window
from assistant.practice.generate.facts.families import Family
from assistant.practice.generate.facts.sources import Sentence, Sources
from assistant.practice.generate.facts.telling import Telling
from ingest.schema import Lang

Place = tuple[str, int, int]
"""A stretch of a document: its uri, where it starts, where it ends."""
Finder = Callable[[str, Lang], Sequence[Place]]
"""Places that a search over all pages (meaning and words) finds for a text."""


def find_nothing(text: str, lang: Lang) -> Sequence[Place]:
    """A search that finds nothing: the whole-corpus look-up of `Sources` still stands."""
    return ()


@dataclass(slots=True)
class Context:
    """The collaborators of the rules."""

    sources: Sources
    judge: Judge
    families: Mapping[str, Family]
    telling: Telling
    find: Finder = find_nothing
    _verdicts: dict[tuple[str, str, str], Verdict] = field(default_factory=dict)

    def verdict(self, claim: str, lang: Lang, sentence: Sentence) -> Verdict:
        """The checker's verdict on a claim and one sentence."""
        key = (claim, sentence.uri, sentence.text)
        known = self._verdicts.get(key)
        if known is None:
            known = self._verdicts[key] = self.judge(claim, [Window(sentence.span)], lang).verdict
        return known

    def retrieved(self, text: str, lang: Lang) -> list[Sentence]:
        """The sentences of what a search finds for a text."""
        return [
            sentence
            for uri, start, end in self.find(text, lang)
            for sentence in self.sources.page(uri)
            if start <= sentence.span.start and sentence.span.end <= end
        ]
