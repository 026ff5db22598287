"""From an open index to a bank: facts, drafts, rules, selection, items, report. The only place that knows this order.

Deterministic: everything is sorted before it is numbered, and every draw has a generator of its own seeded by what it
is for. Nothing here reads a clock or writes a file.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.checking.lexicon import Lexicon
from assistant.practice.blueprint import Blueprint
from assistant.practice.generate.compose import compose_roles
from assistant.practice.generate.compose_values import compose_values
from assistant.practice.generate.drafts import Draft
from assistant.practice.generate.facts import Fact
from assistant.practice.generate.families import Family, load_families
from assistant.practice.generate.formulas import find_formulas
from assistant.practice.generate.limits import find_limits
from assistant.practice.generate.lists import find_lists
from assistant.practice.generate.release import release
from assistant.practice.generate.report import Report, reject_row
from assistant.practice.generate.roles import find_roles
from assistant.practice.generate.rules import AGAINST_SOURCES, BANK_RULES, CHEAP, Context
from assistant.practice.generate.rules.bank import Released
from assistant.practice.generate.rules.context import ClaimChecker, Finder, find_nothing
from assistant.practice.generate.said import Roles
from assistant.practice.generate.select import select
from assistant.practice.generate.settings import find_settings
from assistant.practice.generate.sources import Sources
from assistant.practice.generate.steps import find_orders
from assistant.practice.generate.wording import Wording
from assistant.practice.schema import PracticeItem
from assistant.practice.selection import apportion
from ingest.progress import Progress, silent
from ingest.schema import Document, Lang

_LANGS: tuple[Lang, ...] = ("en", "fr")
Rephrase = Callable[[Draft], str]
"""Another wording of a draft's stem, or the same."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: `n` items, half in each language, by the weights of a blueprint."""

    blueprint: Blueprint
    n: int
    seed: int
    model: str = "extractive"
    index: str = ""


def build_bank(
    request: BuildRequest,
    documents: Iterable[Document],
    lexicon: Lexicon,
    checker: ClaimChecker,
    *,
    find: Finder = find_nothing,
    rephrase: Rephrase | None = None,
    progress: Progress = silent,
) -> tuple[tuple[PracticeItem, ...], Report]:
    """Generate, validate and choose items; the same arguments give the same items in the same order."""
    sources = Sources(documents, lexicon)
    families = load_families(lexicon)
    wording = Wording()
    facts = find_facts(sources, families)
    drafts = _rephrased(compose(facts, families, sources, wording, request.seed), rephrase, progress)
    context = Context(sources, checker, {family.id: family for family in families}, wording.defining, find)
    rules = {rule: [0, 0] for rule in (*CHEAP, *BANK_RULES, *AGAINST_SOURCES)}
    rejects: list[dict[str, object]] = []
    fitting: list[Draft] = []
    for number, draft in enumerate(drafts, start=1):
        if number % 100 == 0 or number == len(drafts):
            progress("Checking form", number, len(drafts))
        if not set(draft.domains) & set(request.blueprint.domain_ids):
            continue
        failed = _first_failure(draft, context, CHEAP, rules)
        if failed is None:
            fitting.append(draft)
        else:
            rejects.append(reject_row(draft, *failed))
    seats = _seats(request)

    def judge(draft: Draft) -> str | None:
        failed = _first_failure(draft, context, AGAINST_SOURCES, rules)
        return None if failed is None else f"{failed[0]}: {failed[1]}"

    preferred = frozenset(family.id for family in families if family.choose)
    chosen = select(
        fitting,
        seats,
        judge,
        Released(sources),
        random.Random(f"{request.seed}:select"),  # noqa: S311 - a draw that must repeat, no secret
        preferred,
        lambda done: progress("Checking sources", done, request.n),
    )
    examined = len(chosen.taken) + len(chosen.rejected)
    for rule in BANK_RULES:
        rules[rule] = [examined, sum(1 for _, name, _ in chosen.rejected if name == rule)]
    rejects += [reject_row(draft, rule, why) for draft, rule, why in chosen.rejected if rule not in BANK_RULES]
    items = sorted((release(draft, request.blueprint.id, domain) for draft, domain in chosen.taken), key=lambda i: i.id)
    report = Report(
        exam=request.blueprint.id,
        seed=request.seed,
        model=request.model,
        index=request.index,
        facts=Counter(fact.kind for fact in facts),
        drafts=len(drafts),
        rules=rules,
        items=items,
        kinds=Counter(draft.kind for draft, _ in chosen.taken),
        wanted=seats,
        rejects=rejects,
        notices=_notices(items, seats),
    )
    return tuple(items), report


def find_facts(sources: Sources, families: Sequence[Family]) -> list[Fact]:
    """All facts of all kinds, in a fixed order."""
    sentences = sources.sentences
    return [
        *find_roles(sentences, families),
        *find_settings(sentences),
        *find_limits(sentences),
        *find_lists(sentences),
        *find_formulas(sentences, families),
        *find_orders(sentences),
    ]


def compose(
    facts: Sequence[Fact], families: Sequence[Family], sources: Sources, wording: Wording, seed: int
) -> list[Draft]:
    """All drafts in both languages, in a fixed order, none twice."""

    def rng(*parts: str) -> random.Random:
        return random.Random(":".join((str(seed), *parts)))  # noqa: S311 - a draw that must repeat, no secret

    drafts: dict[str, Draft] = {}
    for lang in _LANGS:
        roles = Roles(facts, families, lang, wording, sources)
        for draft in (*compose_roles(roles, wording, rng), *compose_values(facts, lang, wording, rng)):
            drafts.setdefault(draft.id, draft)
    return list(drafts.values())


def _rephrased(drafts: list[Draft], rephrase: Rephrase | None, progress: Progress) -> list[Draft]:
    if rephrase is None:
        return drafts
    from dataclasses import replace

    found = []
    for number, draft in enumerate(drafts, start=1):
        progress("Wording", number, len(drafts))
        found.append(replace(draft, stem=rephrase(draft)))
    return found


def _first_failure(draft: Draft, context: Context, table, rules) -> tuple[str, str] | None:  # type: ignore[no-untyped-def]
    for name, rule in table.items():
        rules[name][0] += 1
        reason = rule(draft, context)
        if reason is not None:
            rules[name][1] += 1
            return name, reason
    return None


def _seats(request: BuildRequest) -> dict[Lang, dict[str, int]]:
    weights = {domain.id: domain.weight for domain in request.blueprint.domains}
    halves = {"en": request.n - request.n // 2, "fr": request.n // 2}
    return {lang: apportion(weights, halves[lang]) for lang in _LANGS}


def _notices(items: Sequence[PracticeItem], seats: dict[Lang, dict[str, int]]) -> list[str]:
    counts = Counter((item.lang, item.domain) for item in items)
    return [
        f"{lang}, {domain}: {counts[lang, domain]} items where {wanted} were wanted"
        for lang, domains in seats.items()
        for domain, wanted in domains.items()
        if counts[lang, domain] < wanted
    ]
