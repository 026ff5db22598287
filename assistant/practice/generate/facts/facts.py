"""A fact: what one sentence of the sources says of a member of a family, with its place.

Values only. `roles` finds them.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.practice.generate.facts.families import Name
from assistant.practice.generate.facts.sources import Sentence
from ingest.schema import Lang, hash_of


@dataclass(frozen=True, slots=True)
class Fact:
    """What a sentence says of a member of a family: `subject` names it in its words, `statement` is the predicate."""

    family: str
    name: Name
    subject: str
    statement: str
    sentence: Sentence

    @property
    def id(self) -> str:
        """Same place and statement, same id."""
        return hash_of("role", self.family, self.subject, self.statement, self.sentence.uri, self.sentence.text)

    @property
    def lang(self) -> Lang:
        """Language of the source."""
        return self.sentence.lang
