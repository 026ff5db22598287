"""Rules on what is asked: enough to answer without the options, about one thing, true today, and telling."""

from __future__ import annotations

import re

from assistant.practice.generate.rules.context import Context
from assistant.practice.generate.writing.drafts import Draft
from ingest.text.analysis import content_words

_EMPTY = re.compile(
    r"which of the following|which statement|which one is (?:true|correct)|what is true|laquelle est (?:vraie|correcte)"
    r"|quelle affirmation|lequel des énoncés",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:NOT|EXCEPT|SAUF|PAS)\b")
_DATED = re.compile(
    r"(?<![\w/=-])20[12]\d(?![\w/-])|this edition|documentation\b|discontinued|closed to new|à la date de ces notes"
    r"|beta integration|as a beta|preview feature|was renamed|has been called",
    re.IGNORECASE,
)
# A situation written by a person has up to 120 words; a stem made from one fact has no use for them.
_LONGEST = {"own": 900}
_LEAST = {"which": 4, "describe": 1, "several": 1, "matching": 2, "own": 1}
_ROLE_KINDS = ("which", "describe", "several", "matching")


def enough_content(draft: Draft, context: Context) -> str | None:
    """The stem holds enough to be answered before the options are read."""
    words = content_words(draft.stem)
    least = _LEAST.get(draft.kind, 4)
    return f"only {len(words)} words of content" if len(words) < least else None


def asks_something(draft: Draft, context: Context) -> str | None:
    """The stem is a question or a task, not "which of the following is true", and no negation in capitals."""
    if _EMPTY.search(draft.stem):
        return "asks which statement is true"
    if _NEGATED.search(draft.stem):
        return "asks for an exception"
    text = re.sub(r" \((?:Choose|Choisissez)[^)]*\)$", "", draft.stem)
    if draft.type in ("single", "several") and draft.kind != "own" and not text.endswith("?"):
        return "is no question"
    return None if len(draft.stem) <= _LONGEST.get(draft.kind, 420) else "is too long"


def not_dated(draft: Draft, context: Context) -> str | None:
    """The sentence behind the key does not tie itself to an edition or a year."""
    for sentence in draft.sentences[: max(1, len(draft.facts))]:
        found = _DATED.search(sentence.text)
        if found:
            return f"the source speaks of {found.group()}"
    return None


def identifying(draft: Draft, context: Context) -> str | None:
    """What is said singles its subject out: it defines it, or at least is no property that many share."""
    family = context.families.get(draft.family)
    if draft.kind not in _ROLE_KINDS or family is None:
        return None
    for (_, statement), sentence in zip(draft.asked, draft.sentences, strict=False):
        reason = context.telling.why_not(family, statement, sentence)
        if reason:
            return reason
    return None


def speaks_of_one(draft: Draft, context: Context) -> str | None:
    """No statement names another member of the family, and none repeats the name it is asked for."""
    family = context.families.get(draft.family)
    if family is None or draft.kind not in _ROLE_KINDS:
        return None
    for label, statement in draft.asked:
        text = statement.casefold()
        for name in family.names:
            for form in {name.en, name.label(draft.lang)}:
                bare = re.sub(r" \([^)]*\)", "", form).casefold()
                if len(bare) > 3 and re.search(rf"(?<![\w-]){re.escape(bare)}(?![\w-])", text):
                    return f"{label}: its description says {form!r}"
    return None
