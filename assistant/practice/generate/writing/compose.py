"""From facts to drafts: roles asked both ways, two descriptions of one subject, matching.

Owns which draft is made of which facts; every draft has a claim behind each option. Nothing is judged here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.practice.generate.facts.families import Family
from assistant.practice.generate.facts.needs import Needs
from assistant.practice.generate.facts.sources import Sentence
from assistant.practice.generate.writing.distractors import pick_names, pick_statements
from assistant.practice.generate.writing.drafts import Choice, Draft
from assistant.practice.generate.writing.said import Roles, Said
from assistant.practice.generate.writing.wording import Wording, family_words, of_subject, sentence, to_subject
from assistant.practice.schema import ItemType
from ingest.schema import Lang

Rng = Callable[..., random.Random]
# A matching item has one description too many, so that the last pair is not found by elimination.
_PAIRS, _LEAST_PAIRS, _SPARE = 4, 3, 1
# How often a statement that can be asked as a situation is.
_SITUATIONS = 0.8
# The item type of each kind, and how much harder it is than picking a name.
_TYPES: dict[str, tuple[ItemType, float]] = {
    "which": ("single", 0.0),
    "describe": ("single", 0.05),
    "several": ("several", 0.2),
    "matching": ("matching", 0.1),
}


def compose_roles(roles: Roles, wording: Wording, needs: Needs, rng: Rng) -> Iterator[Draft]:
    """Drafts from roles in one language, family by family."""
    for family in roles.families.values():
        yield from _matching(roles, family, wording, rng(family.id, roles.lang, "matching"))
        if family.plain:
            continue
        own = [said for group in roles.members(family.id).values() for said in group]
        for said in own:
            yield from _which(roles, family, said, wording, needs, rng(said.fact.id, roles.lang, "which"))
            yield from _describe(roles, family, said, wording, rng(said.fact.id, roles.lang, "describe"))
        for group in roles.members(family.id).values():
            yield from _several(roles, family, [said for said in group if roles.telling(said)], wording, rng)


def _which(
    roles: Roles, family: Family, said: Said, wording: Wording, needs: Needs, rng: random.Random
) -> Iterator[Draft]:
    picked = pick_names(roles, said, 3, rng)
    if len(picked) < 3:
        return
    lang = roles.lang
    key = Choice(said.label, True, roles.claim(family.id, said.name, said), said.sentence, said.label)
    choices = [key]
    sentences = [said.fact.sentence]
    for name, own, _ in picked:
        note = own.sentence if own else wording.note("wrong", lang, name=name.label(lang))
        choices.append(Choice(name.label(lang), False, roles.claim(family.id, name, said), note, name.label(lang)))
        sentences += [own.fact.sentence] if own else []
    stem = _asked(family, said, wording, needs, rng)
    yield _draft("which", stem, choices, [said], sentences, rng, [score for *_, score in picked], family)


def _asked(family: Family, said: Said, wording: Wording, needs: Needs, rng: random.Random) -> str:
    """The stem of "which member ...": as a situation where a person picks one and the statement allows it."""
    lang = said.lang
    words = {**family_words(family, lang), "statement": _unrepeated(said.statement, family, lang)}
    case = needs.case(said.statement, lang) if family.choose else ""
    need = needs.need(said.statement, lang) if family.choose else ""
    if case:
        return wording.stem("role-case", lang, rng, {**words, "case": case})
    if need and rng.random() < _SITUATIONS:
        return wording.stem("role-need", lang, rng, {**words, "need": need})
    kind = "role-is" if said.is_what else "role"
    return wording.stem(kind, lang, rng, words, choose=family.choose and said.is_use)


def _unrepeated(statement: str, family: Family, lang: Lang) -> str:
    """A statement without what the family's noun has just said: "of Amazon EFS", "is the metric to favor"."""
    noun = family.en if lang == "en" else family.fr
    of = re.search(r" (?:of |in |d’|de |dans )((?:Amazon|AWS|SageMaker) [\w ]+)$", noun)
    if of:
        statement = re.sub(rf" (?:of |in |d’|de |dans ){of[1]}(?= |,|$)", "", statement, count=1)
    # Once the noun has named the service in full, its short name reads better.
    service = re.search(r"Amazon ([A-Z]\w+)$", noun)
    if service:
        statement = re.sub(rf"(?<!d’)Amazon {service[1]}\b", service[1], statement)
    if lang == "en":
        last = re.escape(noun.split(" ")[-1])
        statement = re.sub(rf"^(is an? [\w-]+) (?:[A-Z]\w+ )?{last} (?=that |built |typically )", r"\1 one ", statement)
        return re.sub(rf"^is the {last} (?=to |that )", "is the one ", statement)
    return statement


def _describe(roles: Roles, family: Family, said: Said, wording: Wording, rng: random.Random) -> Iterator[Draft]:
    # The statement has its verb in the singular.
    if said.is_many:
        return
    picked = pick_statements(roles, [said], 3, rng)
    if len(picked) < 3:
        return
    lang = roles.lang
    choices = [
        Choice(sentence(said.statement), True, roles.claim(family.id, said.name, said), said.sentence, said.label)
    ]
    for other, _ in picked:
        claims = roles.claim(family.id, said.name, other)
        choices.append(Choice(sentence(other.statement), False, claims, other.sentence, other.label))
    action = family.acts and said.is_act and all(other.is_act for other, _ in picked)
    stem = wording.stem("describe-do" if action else "describe", lang, rng, _subject_words(said))
    sentences = [said.fact.sentence, *(other.fact.sentence for other, _ in picked)]
    yield _draft("describe", stem, choices, [said], sentences, rng, [score for _, score in picked], family)


def _several(roles: Roles, family: Family, group: Sequence[Said], wording: Wording, rng: Rng) -> Iterator[Draft]:
    for first, second in zip(group[::2], group[1::2], strict=False):
        if roles.likeness(first.statement, second.statement) > 0.3:
            continue
        own = rng(first.fact.id, second.fact.id, roles.lang, "several")
        picked = pick_statements(roles, [first, second], 3, own)
        if len(picked) < 3:
            continue
        choices = [
            Choice(sentence(said.statement), True, roles.claim(family.id, said.name, said), said.sentence, said.label)
            for said in (first, second)
        ]
        for other, _ in picked:
            claims = roles.claim(family.id, first.name, other)
            choices.append(Choice(sentence(other.statement), False, claims, other.sentence, other.label))
        stem = wording.stem("several", roles.lang, own, _subject_words(first))
        stem = f"{stem} {wording.choose_two(roles.lang)}"
        sentences = [first.fact.sentence, second.fact.sentence, *(other.fact.sentence for other, _ in picked)]
        yield _draft("several", stem, choices, [first, second], sentences, own, [score for _, score in picked], family)


def _matching(roles: Roles, family: Family, wording: Wording, rng: random.Random) -> Iterator[Draft]:
    """Groups of members with one role each that cannot be mistaken, and one description too many."""
    members = roles.members(family.id).values()
    groups = ([said for said in group if roles.telling(said) and not said.is_many] for group in members)
    firsts = [group[0] for group in groups if group]
    read = [said for said in firsts if said.reviewed]
    left = read if len(read) >= _LEAST_PAIRS + _SPARE else firsts
    rng.shuffle(left)
    limit = 0.5 if family.tight else 0.25
    while len(left) >= _LEAST_PAIRS + _SPARE:
        group: list[Said] = []
        for said in list(left):
            domains = set(said.fact.sentence.domains)
            alike = any(roles.likeness(said.statement, other.statement) > limit for other in group)
            kin = family.sharers(said.name) | family.givers(said.name)
            near = any(other.name.en in kin for other in group)
            if alike or near or (group and not domains & set(group[0].fact.sentence.domains)):
                continue
            group.append(said)
            left.remove(said)
            if len(group) == _PAIRS + _SPARE:
                break
        if len(group) < _LEAST_PAIRS + _SPARE:
            return
        asked = group[:-_SPARE]
        choices = [
            Choice(
                sentence(said.statement),
                said in asked,
                roles.claim(family.id, said.name, said),
                said.sentence,
                said.label,
            )
            for said in group
        ]
        stem = wording.stem("matching", roles.lang, rng, family_words(family, roles.lang))
        sentences = [said.fact.sentence for said in group]
        draft = _draft("matching", stem, choices, asked, sentences, rng, (), family)
        places = {choice.label: place for place, choice in enumerate(draft.choices)}
        yield replace(draft, pairs=tuple((said.label, places[said.label]) for said in asked))


def _subject_words(said: Said) -> dict[str, str]:
    subject = said.subject
    return {"subject": subject, "of": of_subject(subject), "to": to_subject(subject)}


def _draft(
    kind: str,
    stem: str,
    choices: list[Choice],
    asked: Sequence[Said],
    sentences: Sequence[Sentence],
    rng: random.Random,
    scores: Sequence[float],
    family: Family,
) -> Draft:
    rng.shuffle(choices)
    nearness = sum(scores) / len(scores) if scores else 0.3
    type_, extra = _TYPES[kind]
    domains = tuple(d for d in asked[0].fact.sentence.domains if all(d in s.fact.sentence.domains for s in asked))
    return Draft(
        kind=kind,
        family=family.id,
        lang=asked[0].lang,
        type=type_,
        stem=stem,
        choices=tuple(choices),
        facts=tuple(said.fact.id for said in asked),
        sentences=tuple(dict.fromkeys(sentences)),
        domains=domains,
        explanation=" ".join(said.sentence for said in asked),
        subject=asked[0].label,
        difficulty=round(min(0.95, max(0.1, 0.25 + 0.7 * nearness + extra)), 2),
        asked=tuple((said.label, said.statement) for said in asked),
        reviewed=all(said.reviewed for said in asked),
    )
