"""Families of names that can be mistaken for one another, as data: who their members are and what to call them.

Owns loading `data/families.toml`, adding the lexicon's families, and recognising a member at the start of a sentence.
Knows nothing of facts or items.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import Literal

from assistant.checking.reading.lexicon import Lexicon
from assistant.practice.errors import PracticeError
from ingest.schema import Lang
from ingest.typed import Filled, Misfit, typed

Gender = Literal["m", "f"]
_GLOSS = r"(?: \([^)]{1,60}\))?"
_FRENCH_ARTICLE = re.compile(r"^(?:les? |la |l’|une? )", re.IGNORECASE)


class FamilyError(PracticeError):
    """The table of families is not as it must be."""

    code = "families"


@dataclass(frozen=True, slots=True)
class Name:
    """A member of a family: its label in English, and in French with its article where it has one.

    `literal` is a name that is written in one way only, such as a parameter.
    """

    en: str
    fr: str
    literal: bool = False

    def label(self, lang: Lang) -> str:
        """As an answer option: without article, with a capital where it is an ordinary word."""
        text = self.en if lang == "en" else _FRENCH_ARTICLE.sub("", self.fr)
        return text if self.literal else capital(text)


@dataclass(frozen=True, slots=True)
class Family:
    """Names of one kind. `matchers` find a member at the start of a sentence, by language."""

    id: str
    en: str
    fr: str
    gender: Gender
    choose: bool
    broad: bool
    tight: bool
    names: tuple[Name, ...]
    subject_en: str
    subject_fr: str
    matchers: Mapping[Lang, re.Pattern[str]]
    by_form: Mapping[str, Name]
    lenient: bool = False
    plain: bool = False
    acts: bool = True
    scope: Mapping[Lang, str] = field(default_factory=dict)
    pages: re.Pattern[str] | None = None
    groups: tuple[frozenset[str], ...] = ()
    special: Mapping[str, frozenset[str]] = field(default_factory=dict)
    alike: tuple[frozenset[str], ...] = ()

    def match(self, text: str, lang: Lang) -> tuple[Name, int] | None:
        """The member that the text begins with and where its name ends."""
        pattern = self.matchers.get(lang)
        found = pattern.match(text) if pattern else None
        if found is None:
            return None
        said = next(group for group in found.groups() if group is not None)
        name = self.by_form.get(_form_key(said)) or Name(said, said, literal=True)
        return name, found.end()

    def sharers(self, name: Name) -> frozenset[str]:
        """English names of members that may share what is said of this one: no wrong answer to it."""
        return self._kin(name) | self.special.get(name.en, frozenset())

    def givers(self, name: Name) -> frozenset[str]:
        """English names of members of which what is said may hold of this one too: no wrong description of it."""
        return self._kin(name) | frozenset(other for other, kinds in self.special.items() if name.en in kinds)

    def _kin(self, name: Name) -> frozenset[str]:
        return frozenset(other for group in self.groups if name.en in group for other in group)

    def peers(self, name: str) -> frozenset[str]:
        """English names of members that serve the same purpose as the member of this English name."""
        return frozenset(other for group in self.alike if name in group for other in group if other != name)

    def english(self, label: str, lang: Lang) -> str:
        """The English name of the member that has this label as an option, "" where none of the table has it."""
        if not self.names:
            return label
        return next((name.en for name in self.names if name.label(lang) == label), "")

    def placed(self, subject: str, lang: Lang) -> str:
        """A member's full name with what it belongs to, unless the name says so itself."""
        scope = self.scope.get(lang, "")
        proper = re.findall(r"[A-Z]\w+", scope)
        said = any(word in subject.split() for word in proper) or re.search(r" (?:in|of|for) [A-Z]", subject)
        if not scope or said or subject.startswith(("AWS ", "Amazon ")):
            return subject
        return f"{subject} {scope}"

    def subject(self, name: Name, lang: Lang) -> str:
        """A member named in full, to stand inside a sentence."""
        if lang == "en":
            named = self.subject_en.format(name=name.en) if self.subject_en else name.en
            return named.replace("Rule rule", "Rule")
        return self.subject_fr.format(name=name.fr) if self.subject_fr else name.fr


def capital(text: str) -> str:
    """First letter in capitals, unless the first word is written in its own way (k-means, kms:Decrypt, num_round)."""
    first = text.split(" ")[0]
    if len(text) < 2 or not first or not first[0].islower() or re.search(r"[A-Z_:/\d+]|^[a-z]-", first):
        return text
    return text[0].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class _Said:
    """A text in either language, or in one."""

    en: str = ""
    fr: str = ""


@dataclass(frozen=True, slots=True)
class _Member:
    """A name as the file holds it; `forms` are further ways in which a sentence may begin."""

    en: Filled
    fr: Filled
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A family as the file holds it (what each key means stands at its top)."""

    en: Filled
    fr: Filled
    gender: Gender
    do: Literal["choose", "know"] = "know"
    patterns: tuple[str, ...] = ()
    names: tuple[str | _Member, ...] = ()
    owners: tuple[str, ...] = ()
    subject: _Said = field(default_factory=_Said)
    scope: dict[Lang, str] = field(default_factory=dict)
    broad: bool = False
    tight: bool = False
    lenient: bool = False
    plain: bool = False
    acts: bool = True
    pages: str = ""
    kin: tuple[frozenset[str], ...] = ()
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    alike: tuple[frozenset[str], ...] = ()


def load_families(lexicon: Lexicon, raw: str | None = None) -> tuple[Family, ...]:
    """The families of a table (that of the package unless given) and of the lexicon, in its order.

    Raises FamilyError.
    """
    if raw is None:
        raw = resources.files("assistant.practice.generate").joinpath("data/families.toml").read_text(encoding="utf-8")
    data = tomllib.loads(raw)
    of_lexicon = data.pop("lexicon", {})
    try:
        own = typed(dict[str, _Entry], data)
        borrowed = typed(dict[str, _Entry], of_lexicon)
    except Misfit as error:
        raise FamilyError(f"families.toml: {error}.") from error
    found = [_family(id, entry) for id, entry in own.items()]
    found += [_family(f"lexicon-{id}", replace(entry, names=_members(id, lexicon))) for id, entry in borrowed.items()]
    return tuple(found)


def _family(id: str, entry: _Entry) -> Family:
    names: list[Name] = []
    forms: dict[Lang, list[str]] = {"en": [], "fr": []}
    by_form: dict[str, Name] = {}
    owners = "|".join(re.escape(owner) for owner in sorted(entry.owners, key=len, reverse=True))
    for value in entry.names:
        name = Name(value, value, literal=True) if isinstance(value, str) else Name(value.en, value.fr)
        more = () if isinstance(value, str) else value.forms
        names.append(name)
        labels: tuple[tuple[Lang, str], ...] = (("en", name.en), ("fr", name.fr))
        for lang, label in labels:
            for form in (label, *more):
                bare = re.sub(r" \([^)]*\)$", "", form)
                forms[lang].append(bare)
                by_form.setdefault(_form_key(bare), name)
    grouped = {name for group in (*entry.kin, *entry.alike) for name in group} | set(entry.kinds)
    if unknown := grouped - {name.en for name in names} if not entry.patterns else set():
        raise FamilyError(f"{id}: no member is called {', '.join(sorted(unknown))}.")
    return Family(
        id=id,
        en=entry.en,
        fr=entry.fr,
        gender=entry.gender,
        choose=entry.do == "choose",
        broad=entry.broad,
        tight=entry.tight,
        lenient=entry.lenient,
        plain=entry.plain,
        acts=entry.acts,
        scope=entry.scope,
        names=tuple(names),
        subject_en=entry.subject.en,
        subject_fr=entry.subject.fr,
        matchers=dict(_matchers(forms, entry.patterns, owners)),
        by_form=by_form,
        pages=re.compile(entry.pages) if entry.pages else None,
        groups=entry.kin,
        special=entry.kinds,
        alike=entry.alike,
    )


def _members(family: str, lexicon: Lexicon) -> tuple[_Member, ...]:
    """The lexicon's concepts of a family."""
    return tuple(
        _Member(concept.en[0], concept.fr[0], tuple(f for f in concept.en if f[:1].isupper() and len(f) > 3))
        for concept in lexicon
        if concept.family == family
    )


def _matchers(
    forms: Mapping[Lang, list[str]], patterns: tuple[str, ...], owners: str
) -> Iterator[tuple[Lang, re.Pattern[str]]]:
    after = rf"{_GLOSS}(?: (?:{owners}))?" if owners else _GLOSS
    for lang, own in forms.items():
        alternatives: list[str] = []
        if lang == "en":
            alternatives += [f"(?:{re.sub('[?]P<name>', '', pattern)})" for pattern in patterns]
        if own:
            ordered = sorted(set(own), key=lambda form: (-len(form), form))
            names = "|".join(_either_case(form) for form in ordered)
            article = "(?:An? |The )?" if lang == "en" else ""
            alternatives.append(rf"(?:{article}({names}){after})")
        if alternatives:
            yield lang, re.compile(rf"(?:{'|'.join(alternatives)})(?=,? )")


def _either_case(form: str) -> str:
    head = form[0]
    if head.isalpha() and head.lower() != head.upper():
        return f"[{head.lower()}{head.upper()}]{re.escape(form[1:])}"
    return re.escape(form)


def _form_key(form: str) -> str:
    return form[:1].lower() + form[1:]
