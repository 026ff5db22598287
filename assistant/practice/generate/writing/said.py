"""Roles as one language says them, and how near they are to each other.

Owns which facts can be said in a language (its own sources, or a French wording of an English statement) and the
likeness by which options are chosen. Knows nothing of templates or rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.families import Family, Name, capital
from assistant.practice.generate.facts.sources import Sources
from assistant.practice.generate.facts.telling import Telling
from assistant.practice.generate.writing.drafts import Claim
from assistant.practice.generate.writing.wording import Wording, sentence
from ingest.schema import Lang

_GLOSS = re.compile(r"^(?P<name>.*?) \((?P<gloss>[^)]*)\)$")
_STATES = frozenset(
    """is est désigne has a concerns concerne suits convient fits can peut serves sert must may needs correspond porte
    vaut means""".split()
)
# A plural in -s: not loss, analysis, k-means or Bayes.
_MANY = re.compile(r"(?<![sui])s$(?<!means)(?<!Bayes)")
_ARTICLE = re.compile(r"^(?:les? |la |l’|une? |the |an? )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A role in one language: the member's option text, its full name inside a sentence, and what is said of it.

    `reviewed`: a person has read the statement and found it telling (it has a French wording, or is a learner's note).
    """

    fact: Fact
    lang: Lang
    name: Name
    label: str
    subject: str
    statement: str
    reviewed: bool

    @property
    def sentence(self) -> str:
        """The role as a sentence of its own; after a plural name, whose verb is another, in other words."""
        if self.is_many and self.fact.lang == self.lang:
            return self.fact.sentence.text
        if self.is_many:
            return f"Ce qui {self.statement}, ce sont {self.subject}."
        return sentence(f"{self.subject} {self.statement}.")

    @property
    def is_what(self) -> bool:
        """Whether it says what the member is, rather than what it does."""
        return self.statement.split(" ")[0] in ("is", "est", "désigne")

    @property
    def is_act(self) -> bool:
        """Whether it answers "what does it do"."""
        return self.statement.split(" ")[0] not in _STATES

    @property
    def is_many(self) -> bool:
        """Whether the name is a plural, after which "does" is wrong."""
        if self.lang == "fr":
            return self.subject.startswith("les ")
        first = self.fact.subject.split(" of ")[0].rstrip(")")
        return bool(_MANY.search(first)) and first.split(" ")[-1][:1].islower()

    @property
    def is_use(self) -> bool:
        """Whether someone may need a member for it: what it does, or what it is fit for."""
        return self.is_act or self.statement.split(" ")[0] in ("fits", "suits", "convient")


class Roles:
    """The roles of all families that one language can say, by family and by member."""

    def __init__(
        self,
        facts: Iterable[Fact],
        families: Sequence[Family],
        lang: Lang,
        wording: Wording,
        telling: Telling,
        sources: Sources,
    ) -> None:
        self.lang = lang
        self._telling = telling
        self.families = {family.id: family for family in families}
        self._sources = sources
        self._found: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
        self._subjects: dict[tuple[str, str], str] = {}
        for fact in facts:
            family, name = self.families[fact.family], fact.name
            if fact.lang == "en":
                self._subjects.setdefault((family.id, name.en), fact.subject)
            statement = fact.statement if fact.lang == lang else wording.french(family.id, fact.statement)
            if not statement or (lang == "en" and fact.lang == "fr"):
                continue
            reviewed = fact.lang == "fr" or bool(wording.french(family.id, fact.statement))
            one = Said(fact, lang, name, name.label(lang), self._subject(family, name, fact), statement, reviewed)
            known = self._found[family.id][name.en]
            if all(one.statement != other.statement for other in known):
                known.append(one)
        for group in self._found.values():
            for known in group.values():
                known.sort(key=lambda said: not said.reviewed)

    def members(self, family: str) -> Mapping[str, Sequence[Said]]:
        """Roles of a family by the English name of the member."""
        return self._found.get(family, {})

    def all(self) -> list[Said]:
        """Every role, by family and member, in the order of the sources."""
        return [said for id in self.families for roles in self.members(id).values() for said in roles]

    def names(self, family: str) -> list[Name]:
        """Members of a family: those with a role first, then those that the family only names."""
        family_ = self.families[family]
        known = {said.name.en: said.name for roles in self.members(family).values() for said in roles}
        return [*known.values(), *(name for name in family_.names if name.en not in known)]

    def telling(self, said: Said) -> bool:
        """Whether a role may stand as an option: it singles its member out."""
        return not self._telling.why_not(self.families[said.fact.family], said.statement, said.fact.sentence)

    def claim(self, family: str, name: Name, said: Said) -> tuple[Claim, ...]:
        """What the sources would have to say for `name` to have the role `said`, in the language(s) it is said in."""
        forms = name_forms(name)
        english = self._subjects.get((family, name.en)) or sentence(
            self.families[family].subject(name, "en") or name.en
        )
        claims: list[Claim] = []
        if said.fact.lang == "en":
            own = said.fact.subject if said.name.en == name.en else english
            claims.append(Claim(f"{sentence(own)} {said.fact.statement}.", "en", forms))
        if self.lang == "fr":
            french = self.families[family].subject(name, "fr")
            claims.append(Claim(sentence(f"{french} {said.statement}."), "fr", forms))
        return tuple(claims)

    def likeness(self, one: str, other: str) -> float:
        """Share of the weight of the words of two statements that they have in common, 0..1."""
        a, b = self._sources.keys(one, self.lang), self._sources.keys(other, self.lang)
        whole = sum(self._sources.rarity(key) for key in a | b)
        return sum(self._sources.rarity(key) for key in a & b) / whole if whole else 0.0

    def _subject(self, family: Family, name: Name, fact: Fact) -> str:
        return family.placed(self._named(family, name, fact), self.lang)

    def _named(self, family: Family, name: Name, fact: Fact) -> str:
        if self.lang == "fr":
            return family.subject(name, "fr")
        if family.subject_en:
            return family.subject(name, "en")
        text = _ARTICLE.sub(lambda m: m[0].lower(), fact.subject)
        lower = name.en[:1].islower() and capital(name.en) != name.en
        return text[0].lower() + text[1:] if lower else text


def name_forms(name: Name) -> tuple[str, ...]:
    """Ways in which a sentence may say a name: without its article, its gloss alone, without its gloss."""
    found: list[str] = []
    for text in (name.en, _ARTICLE.sub("", name.fr)):
        hit = _GLOSS.match(text)
        found += [hit["name"], hit["gloss"]] if hit else [text]
    found += [re.sub(r"^(?:Amazon|AWS|SageMaker|Amazon SageMaker) (?=[A-Z])", "", form) for form in found]
    return tuple(dict.fromkeys(form for form in found if len(form) > 1))
