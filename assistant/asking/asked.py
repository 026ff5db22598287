"""A question, an option or a claim read once: everything that later steps ask of its words.

Folding, cutting into words, stems, other words for the same, what is asked for: computed here and passed on, so that
no later step reads the words again. Knows nothing of documents, scores or retrieval.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from assistant.asking.focus import Focus, compares, focuses
from assistant.asking.terms import Names, OtherWords, TermGroup, groups_of, identifiers_in, names_in
from assistant.schema import Question
from ingest.schema import Lang
from ingest.text.analysis import Word, analyse, query_terms


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, in language `lang`, with its words.

    `folded` is lower case without accents; `content` are its words that carry meaning. `terms` are its search
    terms in both languages, `more` those of other words for the same. `groups` are the things it speaks of, `names` the
    words written as names, `identifiers` those that no language writes so. `parts` are the questions it is made of and
    the kind of answer each wants, `whole` the same of all of it; `compares`: it sets things side by side.
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
    parts: tuple[Focus, ...]
    compares: bool


def asked_of(text: str, lang: Lang, names: Names | None = None) -> Asked:
    """A text read as a question; with `names`, also under the other names of what it speaks of."""
    said = analyse(text)
    other = names.other_words(said.text, lang) if names is not None else OtherWords()
    whole, parts = focuses(said)
    return Asked(
        text=said.text,
        lang=lang,
        folded=said.folded,
        content=frozenset(said.content),
        terms=said.terms,
        more=_without([term for form in other.expansion for term in query_terms(form)], said.terms),
        groups=groups_of(said, other),
        names=names_in(said),
        identifiers=identifiers_in(said.text),
        whole=whole,
        parts=parts,
        compares=compares(said),
    )


def read_question(question: Question, names: Names | None = None) -> Asked:
    """A question read. When it follows up on something answered before, its parts are those of what was typed."""
    asked = asked_of(question.text, question.lang, names)
    if not question.follow_up:
        return asked
    typed, parts = focuses(analyse(question.asked))
    return dataclasses.replace(asked, parts=parts, whole=typed if len(parts) == 1 else asked.whole)


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


def _without(more: list[str], terms: tuple[str, ...]) -> tuple[str, ...]:
    known = frozenset(terms)
    return tuple(term for term in dict.fromkeys(more) if term not in known)
