"""Drafts: items before validation, with a claim behind every option.

Values and what can be computed from them alone. `compose` makes drafts from facts, `rules` judge them, `release`
turns them into practice items.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.practice.generate.facts.sources import Sentence
from assistant.practice.schema import ItemType
from ingest.schema import Lang, Reference, hash_of


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source would have to say for an option to be right. `names`: a source that decides it says one of them."""

    text: str
    lang: Lang
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with its claims (in one language or both), and why it is right or wrong, for the reader."""

    text: str
    right: bool
    claims: tuple[Claim, ...]
    note: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An item before validation.

    `choices` are in display order. `order` is the right order of an ordering item, `pairs` the prompts of a matching
    one with the index of the choice each belongs to. `facts` are ids: a fact is asked once per language. `asked` says
    of which name what is asked (its statement), to tell items that give each other away. `reviewed`: see `said.Said`.
    """

    kind: str
    family: str
    lang: Lang
    type: ItemType
    stem: str
    choices: tuple[Choice, ...]
    facts: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    domains: tuple[str, ...]
    explanation: str
    subject: str
    difficulty: float = 0.5
    order: tuple[int, ...] = ()
    pairs: tuple[tuple[str, int], ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    reviewed: bool = True

    @property
    def id(self) -> str:
        """Same question with the same options, same id."""
        texts = sorted(choice.text for choice in self.choices)
        return hash_of(self.lang, self.type, self.stem, *texts, *(prompt for prompt, _ in self.pairs))

    @property
    def keys(self) -> tuple[Choice, ...]:
        """The right options."""
        return tuple(choice for choice in self.choices if choice.right)

    @property
    def wrong(self) -> tuple[Choice, ...]:
        """The wrong options."""
        return tuple(choice for choice in self.choices if not choice.right)

    @property
    def evidence(self) -> tuple[Reference, ...]:
        """The quotes the item rests on, the key's first, none twice."""
        refs = (Reference(sentence.uri, sentence.text) for sentence in self.sentences)
        return tuple(dict.fromkeys(refs))

    @property
    def answers(self) -> tuple[int, ...]:
        """The key as practice items count it."""
        if self.type == "ordering":
            return self.order
        if self.type == "matching":
            return tuple(index for _, index in self.pairs)
        return tuple(place for place, choice in enumerate(self.choices) if choice.right)
