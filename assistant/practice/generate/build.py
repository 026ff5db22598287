"""From sources to a bank: facts, drafts, rules, selection, wording, items, report. The only place that knows the order.

Deterministic: everything is sorted before it is numbered, and every draw has a generator of its own seeded by what it
is for. Nothing here reads a clock or writes a file.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.checking.judge import Judge
from assistant.checking.reading.lexicon import Lexicon
from assistant.practice.blueprint import Blueprint
from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.families import Family, load_families
from assistant.practice.generate.facts.needs import Needs
from assistant.practice.generate.facts.roles import find_roles
from assistant.practice.generate.facts.sources import Sources
from assistant.practice.generate.facts.telling import load_telling
from assistant.practice.generate.release import release
from assistant.practice.generate.report import Report, Tally
from assistant.practice.generate.rules import AGAINST_SOURCES, BANK_RULES, CHEAP, Context
from assistant.practice.generate.rules.bank import Released
from assistant.practice.generate.rules.context import Finder, find_nothing
from assistant.practice.generate.select import Selection, select
from assistant.practice.generate.writing.compose import compose_roles
from assistant.practice.generate.writing.drafts import Draft
from assistant.practice.generate.writing.rephrase import Rephrase
from assistant.practice.generate.writing.said import Roles
from assistant.practice.generate.writing.wording import Wording
from assistant.practice.schema import PracticeItem
from assistant.practice.selection import apportion
from ingest.progress import Progress, silent
from ingest.schema import Document, Lang, hash_of

_LANGS: tuple[Lang, ...] = ("en", "fr")
_EVERY = 100


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: `n` items, half in each language, by the weights of a blueprint. `model` is recorded only."""

    blueprint: Blueprint
    n: int
    seed: int
    model: str = "extractive"

    @property
    def seats(self) -> dict[Lang, dict[str, int]]:
        """How many items of each language and domain."""
        weights = {domain.id: domain.weight for domain in self.blueprint.domains}
        halves = {"en": self.n - self.n // 2, "fr": self.n // 2}
        return {lang: apportion(weights, halves[lang]) for lang in _LANGS}


def build_bank(
    request: BuildRequest,
    documents: Iterable[Document],
    lexicon: Lexicon,
    judge: Judge,
    *,
    find: Finder = find_nothing,
    rephrase: Rephrase | None = None,
    progress: Progress = silent,
) -> tuple[tuple[PracticeItem, ...], Report]:
    """Generate, validate and choose items; the same arguments give the same items in the same order."""
    sources = Sources(documents, lexicon)
    families = load_families(lexicon)
    context = Context(sources, judge, {family.id: family for family in families}, load_telling(), find)
    facts = find_roles(sources.sentences, families)
    drafts = compose(facts, families, context, request.seed)
    tally = Tally((*CHEAP, *BANK_RULES, *AGAINST_SOURCES))
    fitting = _fitting(drafts, request.blueprint, context, tally, progress)
    chosen = _choose(fitting, request, context, tally, progress)
    taken = _reworded(chosen.taken, context, tally, rephrase, progress)
    items = [release(draft, request.blueprint.id, domain) for draft, domain in taken]
    report = Report(
        exam=request.blueprint.id,
        seed=request.seed,
        model=request.model,
        corpus=hash_of(*(f"{uri} {document.source.sha256}" for uri, document in sorted(sources.documents.items()))),
        facts=len(facts),
        drafts=len(drafts),
        tally=tally,
        items=tuple(sorted(items, key=lambda item: item.id)),
        kinds=Counter(draft.kind for draft, _ in taken),
        wanted=request.seats,
    )
    report.notices += _short(report.items, request.seats)
    return report.items, report


def compose(facts: Sequence[Fact], families: Sequence[Family], context: Context, seed: int) -> list[Draft]:
    """All drafts in both languages, in a fixed order, none twice."""
    wording, needs = Wording(), Needs()

    def rng(*parts: str) -> random.Random:
        return random.Random(":".join((str(seed), *parts)))  # noqa: S311 - a draw that must repeat, no secret

    drafts: dict[str, Draft] = {}
    for lang in _LANGS:
        roles = Roles(facts, families, lang, wording, context.telling, context.sources)
        for draft in compose_roles(roles, wording, needs, rng):
            drafts.setdefault(draft.id, draft)
    return list(drafts.values())


def _fitting(
    drafts: Sequence[Draft], blueprint: Blueprint, context: Context, tally: Tally, progress: Progress
) -> list[Draft]:
    """Drafts of the exam's domains that pass the rules which need no checker."""
    domains = set(blueprint.domain_ids)
    fitting: list[Draft] = []
    for number, draft in enumerate(drafts, start=1):
        if number % _EVERY == 0 or number == len(drafts):
            progress("Checking form", number, len(drafts))
        if domains & set(draft.domains) and tally.first_failure(draft, context, CHEAP) is None:
            fitting.append(draft)
    return fitting


def _choose(
    fitting: Sequence[Draft], request: BuildRequest, context: Context, tally: Tally, progress: Progress
) -> Selection:
    preferred = frozenset(id for id, family in context.families.items() if family.choose)
    chosen = select(
        fitting,
        request.seats,
        lambda draft: tally.first_failure(draft, context, AGAINST_SOURCES) is None,
        Released(context.sources),
        random.Random(f"{request.seed}:select"),  # noqa: S311 - a draw that must repeat, no secret
        preferred,
        lambda done: progress("Checking sources", done, request.n),
    )
    # The same fact asked another way is no failure of a draft: counted, but not kept among the rejects.
    examined = len(chosen.taken) + len(chosen.passed_over)
    for rule in BANK_RULES:
        tally.rules[rule] = [examined, sum(1 for _, name, _ in chosen.passed_over if name == rule)]
    return chosen


def _reworded(
    taken: Sequence[tuple[Draft, str]], context: Context, tally: Tally, rephrase: Rephrase | None, progress: Progress
) -> list[tuple[Draft, str]]:
    """Items with the stems that a model gave them, where those pass the same rules; else as they were."""
    if rephrase is None:
        return list(taken)
    found: list[tuple[Draft, str]] = []
    stems = {draft.stem for draft, _ in taken}
    for number, (draft, domain) in enumerate(taken, start=1):
        progress("Wording", number, len(taken))
        stem = rephrase(draft)
        other = replace(draft, stem=stem)
        tally.offered += stem != draft.stem
        if stem in stems or any(rule(other, context) for rule in CHEAP.values()):
            other = draft
        tally.reworded += other is not draft
        stems.add(other.stem)
        found.append((other, domain))
    return found


def _short(items: Sequence[PracticeItem], seats: Mapping[Lang, Mapping[str, int]]) -> list[str]:
    counts = Counter((item.lang, item.domain) for item in items)
    return [
        f"{lang}, {domain}: {counts[lang, domain]} items where {wanted} were wanted"
        for lang, domains in seats.items()
        for domain, wanted in domains.items()
        if counts[lang, domain] < wanted
    ]
