"""Rules on language: every word of an item is in the item's language or a name that the sources use."""

from __future__ import annotations

import re

from assistant.practice.generate.rules.context import Context
from assistant.practice.generate.writing.drafts import Draft

_ENGLISH = set(
    """the of and is are with which that from when where whose this these those can must should does not into than
    keeps gives uses only for once many has have you""".split()
)
_FRENCH = set("le la les des est une qui dans pour avec sur par aux cette quel quelle elle sont plus".split())
_PLURAL_AFTER_IS = re.compile(r"is (?:the |control plane |data plane )?[a-z]+s (?:of|over|such|that) ")
_NAME = re.compile(r"[A-Z][a-z0-9]+[A-Z]\w*|[a-z]+[A-Z]\w*|\w+_\w+|ml\.[\w.]+|[A-Z]{3,}\w*")


def right_language(draft: Draft, context: Context) -> str | None:
    """No function word of the other language outside brackets."""
    foreign = _ENGLISH if draft.lang == "fr" else _FRENCH
    for text in _texts(draft):
        bare = re.sub(r"\([^)]*\)", " ", text)
        words = re.findall(r"[^\W\d_]+", bare)
        words = [words[0].lower(), *words[1:]] if words else []
        # A name may hold such a word ("Do nothing", "bag of words"): one alone does not make a text foreign.
        found = [word for word in words if word in foreign]
        if len(found) >= 2 or (found and len(found) / max(1, len(words)) > 0.25):
            return f"words of the other language: {', '.join(found[:3])}"
    return None


def well_written(draft: Draft, context: Context) -> str | None:
    """French punctuation and apostrophes in French; in English no "is" before a plural."""
    if draft.lang == "en":
        found = next((statement for _, statement in draft.asked if _PLURAL_AFTER_IS.match(statement)), "")
        return f"is with a plural: {found[:30]}" if found else None
    for text in _texts(draft):
        if re.search(r"[\w)»] ?[?!]", text) and not re.search("[\u202f\u00a0][?!]", text):
            return "no narrow space before ? or !"
        if "'" in text:
            return "straight apostrophe"
    return None


def names_known(draft: Draft, context: Context) -> str | None:
    """Every identifier in stem and options is written somewhere in the sources (wrong options of lists aside)."""
    texts = [draft.stem, *(choice.text for choice in draft.choices if choice.right)]
    for text in texts:
        for name in _NAME.findall(text):
            if not context.sources.says(name):
                return f"{name} is in no source"
    return None


def _texts(draft: Draft) -> list[str]:
    return [draft.stem, *(choice.text for choice in draft.choices), *(prompt for prompt, _ in draft.pairs)]
