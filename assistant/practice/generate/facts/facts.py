"""A fact: one thing that one sentence of the sources says, typed, with its place.

Values only. The modules `roles`, `settings`, `limits`, `lists`, `formulas` and `steps` find them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.practice.generate.facts.sources import Sentence
from ingest.schema import Lang, hash_of

FactKind = Literal["role", "default", "required", "objective", "range", "limit", "list", "case", "formula", "steps"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a sentence says of a subject.

    `subject` is the name in the words of the sentence, `label` what a reader sees of it by language, `statement` what
    is said of it (a predicate for a role, a value for a setting, a limit or a formula); `parts` holds the members of
    a list or the steps of an order. `frame` is the sentence with `{}` where the statement stands, so that a claim with
    another statement can be written.
    """

    kind: FactKind
    family: str
    subject: str
    label: dict[Lang, str]
    statement: str
    sentence: Sentence
    frame: str = ""
    parts: tuple[str, ...] = ()
    unit: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Same place and statement, same id."""
        return hash_of(self.kind, self.family, self.subject, self.statement, self.sentence.uri, self.sentence.text)

    @property
    def lang(self) -> Lang:
        """Language of the source."""
        return self.sentence.lang

    def claim(self, statement: str = "") -> str:
        """The fact as one sentence, or with another statement in its place."""
        said = statement or self.statement
        if self.frame:
            return self.frame.replace("{}", said)
        return f"{self.subject} {said}."
