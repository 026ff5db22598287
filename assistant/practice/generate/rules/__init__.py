"""Rules that an item must pass before release: each a small function that gives a reason to reject, or None.

`RULES` is their order: what is cheap comes first, and the first reason counts. `AGAINST_SOURCES` ask the checker and
are only put to drafts that may be released; `bank` holds the two rules that need the items already released.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.practice.generate.rules import language, options, stem, support
from assistant.practice.generate.rules.context import Context
from assistant.practice.generate.writing.drafts import Draft

Rule = Callable[[Draft, Context], str | None]

CHEAP: dict[str, Rule] = {
    "evidence-verbatim": support.evidence_verbatim,
    "stem-content": stem.enough_content,
    "stem-form": stem.asks_something,
    "dated": stem.not_dated,
    "identifying": stem.identifying,
    "other-name-in-statement": stem.speaks_of_one,
    "language": language.right_language,
    "typography": language.well_written,
    "names-known": language.names_known,
    "options-distinct": options.distinct,
    "options-length": options.length_tells_nothing,
    "options-grammar": options.form_tells_nothing,
    "options-absolute": options.no_absolutes,
    "options-alike": options.others_alike,
    "key-in-stem": options.key_not_in_stem,
}
AGAINST_SOURCES: dict[str, Rule] = {
    "key-supported": support.key_supported,
    "key-uncontested": support.key_uncontested,
    "said-of-one": support.said_of_one,
    "distractors-unsupported": support.distractors_unsupported,
    "retrieved-unsupported": support.retrieved_unsupported,
}
RULES: dict[str, Rule] = {**CHEAP, **AGAINST_SOURCES}
BANK_RULES = ("duplicate", "clue")

__all__ = ["AGAINST_SOURCES", "BANK_RULES", "CHEAP", "RULES", "Context", "Rule"]
