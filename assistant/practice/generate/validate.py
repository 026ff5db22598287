"""Validation of items that were not generated here, such as a learner's own: the same rules, as far as they apply.

A generated draft carries a claim for every option; a finished item does not. So form, language, names and evidence
are judged by the same rules, and quotes in the item's language must speak of the key and not deny the explanation.
What an option claims is known only as far as its own words say it: the quotes of the key may not support a wrong
option where they support no right one. See `bank.Validate`; how sure that is: docs/practice-review.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from types import MappingProxyType

from assistant.checking.window import Window
from assistant.practice.bank import Validate
from assistant.practice.generate.accepted import Accepted, load_accepted
from assistant.practice.generate.facts.sources import Sentence
from assistant.practice.generate.rules import CHEAP, Context
from assistant.practice.generate.writing.drafts import Choice, Draft
from assistant.practice.schema import PracticeItem
from ingest.schema import LANGS, Lang, Span
from ingest.settings import IngestSettings
from ingest.text.analysis import content_words, fold

FORM = (
    "evidence-verbatim",
    "stem-content",
    "stem-form",
    "language",
    "names-known",
    "options-length",
    "options-grammar",
    "options-absolute",
)
_SHORT = 3
_SAME_STEM = 0.8
_NUMBER = re.compile(r"\d[\d.,\u202f]*")
# What a note quotes, as the items write it: English “...” and French « ... » with its no-break spaces.
_QUOTED = re.compile(r"(?:“|«\u00a0)(.+?)(?:”|\u00a0»)$")


def validator(context: Context, accepted: Accepted = MappingProxyType({})) -> Validate:
    """A function that says why an item must not be released; empty when it may.

    `accepted` names the wrong options of which a person knows better than the judge.
    """

    def validate(item: PracticeItem) -> list[str]:
        if not item.evidence:
            return ["evidence: has no quote"]
        draft = draft_of(item)
        reasons = [f"{name}: {reason}" for name in FORM if (reason := CHEAP[name](draft, context))]
        return reasons or _against_quotes(item, context) or _of_another_key(item, context, accepted)

    return validate


def open_validator(settings: IngestSettings) -> Validate:
    """A validator over the published index. Raises IngestError when there is none."""
    from assistant.checking import Checker, judge, load_lexicon
    from assistant.practice.generate.facts.families import load_families
    from assistant.practice.generate.facts.sources import Sources
    from assistant.practice.generate.facts.telling import load_telling
    from ingest.index.store import open_index

    index = open_index(settings, exact=True)
    lexicon = load_lexicon()
    families = {family.id: family for family in load_families(lexicon)}
    sources = Sources(index.documents.values(), lexicon)
    return validator(Context(sources, partial(judge, Checker(lexicon)), families, load_telling()), load_accepted())


def bank_problems(items: Iterable[PracticeItem], validate: Validate) -> Iterator[tuple[PracticeItem, str]]:
    """Each item of a written bank that must not be released, with one reason: by itself, or beside the others.

    Beside what `validate` says of one item: a question asked twice, and an option whose note quotes what is not among
    the item's evidence.
    """
    stems: dict[Lang, list[frozenset[str]]] = {lang: [] for lang in LANGS}
    for item in items:
        for reason in validate(item):
            yield item, reason
        words = frozenset(content_words(item.stem))
        if any(len(words & other) > _SAME_STEM * len(words | other) for other in stems[item.lang]):
            yield item, "stem: nearly that of another item"
        stems[item.lang].append(words)
        quotes = {reference.quote for reference in item.evidence}
        for place, note in enumerate(item.option_notes):
            said = [quote for quote in _QUOTED.findall(note) if quote not in quotes]
            if said:
                yield item, f"option_notes[{place}]: quotes what is no evidence of the item: {said[0][:60]}"


def draft_of(item: PracticeItem) -> Draft:
    """An item as the rules read it: no claims, no facts, its quotes as sentences."""
    right = set(item.answers)
    choices = tuple(Choice(text, place in right, (), "") for place, text in enumerate(item.options))
    sentences = tuple(
        Sentence(Span.alone(ref.quote, item.lang, uri=ref.uri), place) for place, ref in enumerate(item.evidence)
    )
    return Draft(
        kind="own",
        family="",
        lang=item.lang,
        type=item.type,
        stem=item.stem,
        choices=choices,
        facts=(),
        sentences=sentences,
        domains=(item.domain,),
        explanation=item.explanation,
        subject="",
        order=item.answers if item.type == "ordering" else (),
        pairs=tuple(zip(item.pairs, item.answers, strict=True)) if item.type == "matching" else (),
    )


def _against_quotes(item: PracticeItem, context: Context) -> list[str]:
    """What quotes say against an item: the contrary of its explanation, or nothing of its key.

    Only where all quotes are in the item's language: across languages a missing word proves nothing.
    """
    if not _told_in_one_language(item, context):
        return []
    quotes = [Window.alone(ref.quote, item.lang) for ref in item.evidence]
    if context.judge(item.explanation, quotes, item.lang).support == "contradicted":
        return ["explanation: the quotes say the contrary"]
    said = " ".join(quote.text for quote in quotes)
    # Words that every option holds ("SageMaker") say nothing of one of them, but of a result that was worked out:
    # there, no option's number stands in a quote, and what the quote gives is the rule for the quantity.
    shared = frozenset.intersection(*(context.sources.keys(option, item.lang) for option in item.options))
    if _worked_out(item, said) and shared & context.sources.keys(said, item.lang):
        return []
    keys = [item.options[place] for place in item.answers]
    silent = (key for key in keys if not _speaks(said, key, item.lang, context, shared))
    return [f"key: no quote speaks of {key[:60]!r}" for key in silent]


def _of_another_key(item: PracticeItem, context: Context, accepted: Accepted) -> list[str]:
    """Wrong options that the quotes of the key support while they support no right one, not even in part.

    Which quotes are the key's is known from the notes on it. Most options are names, and a name is supported by what
    contrasts it with the key; so nothing is said where the key is supported as well.
    """
    notes = [item.option_notes[place] for place in item.answers] if item.option_notes else []
    own = {quote for note in notes for quote in _QUOTED.findall(note)}
    quotes = [Window.alone(ref.quote, item.lang) for ref in item.evidence if ref.quote in own]
    if not quotes or not _told_in_one_language(item, context):
        return []
    said = [context.judge(option, quotes, item.lang).support for option in item.options]
    if any(said[place] in ("supported", "partly") for place in item.answers):
        return []
    wrong = (
        option for place, option in enumerate(item.options) if place not in item.answers and said[place] == "supported"
    )
    return [
        f"options: the quotes of the key support a wrong option, and not the key: {option[:60]!r}"
        for option in wrong
        if (item.id, option) not in accepted
    ]


def _told_in_one_language(item: PracticeItem, context: Context) -> bool:
    """Whether it is a choice whose quotes are all in its own language."""
    documents = context.sources.documents
    return item.type in ("single", "several") and all(documents[r.uri].source.lang == item.lang for r in item.evidence)


def _worked_out(item: PracticeItem, said: str) -> bool:
    """Whether the options are one phrase with different numbers, none of which a quote holds."""
    bare = {_NUMBER.sub("", option).strip() for option in item.options}
    return len(bare) == 1 and not any(_numbers(option) & _numbers(said) for option in item.options)


def _speaks(said: str, key: str, lang: Lang, context: Context, shared: frozenset[str]) -> bool:
    """Whether quotes share a word, a concept or a number with a right option (a small number may be spelled out)."""
    own = context.sources.keys(key, lang) - shared
    return (
        not own
        or len(key) < _SHORT
        or bool(own & context.sources.keys(said, lang))
        or bool(_numbers(key) & _numbers(said))
        or fold(key) in fold(said)
    )


def _numbers(text: str) -> set[str]:
    return {re.sub(r"[^0-9]", "", found) for found in _NUMBER.findall(text)}
