"""A question, an option or a claim read once: everything that later steps ask of its words.

Folding, cutting into words, stems, other words for the same, what is asked for: computed here and passed on, so that
no later step reads the words again. Knows nothing of documents, scores or retrieval.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from assistant.asking.focus import Focus, Kind, focuses
from assistant.asking.shape import Shape, asks_openly, shape_of
from assistant.asking.terms import Names, OtherWords, TermGroup, groups_of, identifiers_in, names_in
from assistant.schema import Question
from ingest.schema import Lang
from ingest.text.analysis import Word, analyse, query_terms


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that a question is made of: as typed, the kind of answer it wants, what it speaks of.

    `standalone` is the text with the names of the whole, where the part names nothing itself ("and the default?").
    """

    text: str
    standalone: str
    wants: Kind | None
    groups: tuple[TermGroup, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, in language `lang`, with its words.

    `folded` is lower case without accents; `content` are its words that carry meaning. `terms` are its search
    terms in both languages, `more` those of other words for the same. `groups` are the things it speaks of, `names` the
    words written as names, `identifiers` those that no language writes so. `parts` are the questions it is made of and
    the kind of answer each wants, itself alone when it asks one thing; `whole` is all of it. `shape`: how much is asked
    for; `openly`: it takes for granted what it asks about ("why", "how"), and does not ask whether it is so.
    """

    text: str
    lang: Lang
    folded: str
    content: frozenset[str]
    terms: tuple[str, ...]
    more: tuple[str, ...]
    groups: tuple[TermGroup, ...]
    names: tuple[Word, ...]
    identifiers: tuple[Word, ...]
    whole: Focus
    parts: tuple[Part, ...]
    shape: Shape
    openly: bool

    @property
    def compares(self) -> bool:
        """Whether it sets things side by side."""
        return self.shape == "comparison"


def asked_of(text: str, lang: Lang, names: Names | None = None) -> Asked:
    """A text read as a question; with `names`, also under the other names of what it speaks of."""
    said = analyse(text)
    other = names.other_words(said.text, lang) if names is not None else OtherWords()
    whole, parts = focuses(said)
    groups, named = groups_of(said, other), names_in(said)
    return Asked(
        text=said.text,
        lang=lang,
        folded=said.folded,
        content=frozenset(said.content),
        terms=said.terms,
        more=_without([term for form in other.expansion for term in query_terms(form)], said.terms),
        groups=groups,
        names=named,
        identifiers=identifiers_in(said.text),
        whole=whole,
        parts=_parts(parts, groups, named, lang, names),
        shape=shape_of(said, whole.wants),
        openly=asks_openly(said),
    )


def read_question(question: Question, names: Names | None = None) -> Asked:
    """A question read. When it follows up on something answered before, its parts are those of what was typed."""
    asked = asked_of(question.text, question.lang, names)
    if not question.follow_up:
        return asked
    said = analyse(question.asked)
    typed, parts = focuses(said)
    return dataclasses.replace(
        asked,
        parts=_parts(parts, asked.groups, asked.names, question.lang, names),
        whole=typed if len(parts) == 1 else asked.whole,
        shape=shape_of(said, typed.wants),
        openly=asks_openly(said),
    )


def with_option(asked: Asked, option: Asked) -> Asked:
    """A question together with one of its options, to search for both."""
    terms = tuple(dict.fromkeys((*asked.terms, *option.terms)))
    return dataclasses.replace(
        asked,
        text=f"{asked.text} {option.text}",
        folded=f"{asked.folded} {option.folded}",
        content=asked.content | option.content,
        terms=terms,
        more=_without([*asked.more, *option.more], terms),
        groups=(*asked.groups, *option.groups),
        names=(*asked.names, *option.names),
        identifiers=(*asked.identifiers, *option.identifiers),
    )


def _parts(
    parts: tuple[Focus, ...], groups: tuple[TermGroup, ...], named: tuple[Word, ...], lang: Lang, names: Names | None
) -> tuple[Part, ...]:
    """What each part speaks of; one that names nothing is about what the whole question names."""
    if len(parts) < 2:
        return tuple(Part(part.text, part.text, part.wants, groups) for part in parts)
    subject = tuple(group for group in groups if group.name)
    words = ", ".join(dict.fromkeys(word.text for word in named))
    found = []
    for part in parts:
        said = analyse(part.text)
        own = groups_of(said, names.other_words(said.text, lang) if names else OtherWords())
        if any(group.name for group in own) or not subject:
            found.append(Part(part.text, part.text, part.wants, own))
        else:
            found.append(Part(part.text, f"{part.text} ({words})" if words else part.text, part.wants, subject + own))
    return tuple(found)


def _without(more: list[str], terms: tuple[str, ...]) -> tuple[str, ...]:
    known = frozenset(terms)
    return tuple(term for term in dict.fromkeys(more) if term not in known)
