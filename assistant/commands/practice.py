"""The command lines of practice: `quiz` and `practice export | import | validate | stats`.

Parses and speaks through `say`; decides nothing. Exit codes: 0 done, 1 an import with refused lines, 2 wrong use
(raised as PracticeError).
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.commands.generate import add_build
from assistant.commands.validate import add_validate, checking
from assistant.practice.errors import PracticeError

if TYPE_CHECKING:
    from assistant.practice.bank import Bank, Validate
    from assistant.practice.blueprint import Blueprint
    from assistant.practice.records.store import LearnerStore
    from ingest.schema import Lang

Say = Callable[[str], None]
Ask = Callable[[str], str]
_ANKI = (
    "Importing it again updates its notes: your own edits of their fields are overwritten, notes that you deleted come"
    " back, your own tags stay. Tick “Import any learning progress” to take your schedule along."
)
# What argparse's add_subparsers returns has no public name.
Subparsers = Any


def add_commands(
    commands: Subparsers, say: Say, *, ask: Ask | None = None, validate: Validate | None = None
) -> Subparsers:
    """Add `quiz` and `practice` to a command line; returns `practice`'s own subcommands, for others to add to.

    `ask` reads a line from the learner (default: the terminal); `validate` gives reasons to refuse an imported item
    (default: the rules of generated ones, over the published index).
    """
    quiz = commands.add_parser("quiz", help="Practise: one question at a time, or the questions as JSON.")
    quiz.set_defaults(run=lambda arguments: _quiz(arguments, say, ask or input))
    _common(quiz)
    quiz.add_argument("--domain", metavar="ID", help="only this domain of the exam")
    quiz.add_argument("--n", type=int, default=10, help="how many questions (default: 10)")
    quiz.add_argument("--json", action="store_true", help="print the questions instead of asking them")
    quiz.add_argument("--with-answers", action="store_true", help="with --json: print the answers too")

    practice = commands.add_parser("practice", help="Practice questions: export, import, progress.")
    actions = practice.add_subparsers(title="actions", required=True)
    export = actions.add_parser("export", help="Write questions as an Anki deck, a table, text or a printable exam.")
    export.set_defaults(run=lambda arguments: _export(arguments, say))
    _common(export)
    export.add_argument("--format", choices=("anki", "csv", "md", "json", "sheet"), required=True)
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--domain", metavar="ID", help="only this domain of the exam")
    export.add_argument("--n", type=int, help="so many questions, by domain weight (default: all)")
    export.add_argument("--seed", default="", help="another draw of --n questions")

    bring = actions.add_parser(
        "import", help="Add your own questions (JSON Lines) or cards (CSV, Anki .apkg or text, notes with Q:: A)."
    )
    bring.set_defaults(run=lambda arguments: _import(arguments, say, validate))
    bring.add_argument("file", type=Path)
    bring.add_argument("--exam", default="mls-c01", help="the exam that cards are for (default: mls-c01)")
    bring.add_argument("--domain", metavar="ID", help="the domain that cards count for (default: the exam's first)")
    bring.add_argument("--learner", default="local", help=argparse.SUPPRESS)
    bring.add_argument("--json", action="store_true", help="print the report as JSON")
    bring.add_argument("--index", type=Path, metavar="DIR", help="the index to check them against (default: .index)")
    bring.add_argument("--unchecked", action="store_true", help="take them without checking them against the sources")

    stats = actions.add_parser("stats", help="Show mastery, streak, due reviews and past exams.")
    stats.set_defaults(run=lambda arguments: _stats(arguments, say))
    _common(stats)
    stats.add_argument("--json", action="store_true", help="print the numbers as JSON")
    add_build(actions, say)
    add_validate(actions, say, validate)
    return actions


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--exam", default="mls-c01", help="mls-c01 (default), mla-c01, aip-c01 or one of your own")
    parser.add_argument("--lang", choices=("fr", "en"), help="language of the questions (default: yours)")
    parser.add_argument("--bank", type=Path, metavar="FILE", help="another file of questions (JSON Lines)")
    parser.add_argument("--learner", default="local", help=argparse.SUPPRESS)


def _open(arguments: argparse.Namespace) -> tuple[LearnerStore, Bank, Blueprint]:
    from assistant.practice.bank import load_bank
    from assistant.practice.blueprint import load_catalogue
    from assistant.practice.records.store import PracticeStore, default_path

    store = PracticeStore(default_path()).learner(arguments.learner)
    blueprint = load_catalogue()[arguments.exam]
    bank = load_bank(blueprint.id, store.own_items(blueprint.id), path=arguments.bank)
    return store, bank, blueprint


def _lang(arguments: argparse.Namespace) -> Lang:
    if arguments.lang:
        return "fr" if arguments.lang == "fr" else "en"
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "fr" if spoken.lower().startswith("fr") else "en"


def _quiz(arguments: argparse.Namespace, say: Say, ask: Ask) -> int:
    from assistant.practice.training.quiz import run_quiz
    from assistant.practice.training.training import Training
    from assistant.practice.views import answered_item, public_item

    if arguments.with_answers and not arguments.json:
        raise PracticeError("--with-answers goes with --json.", help="Without --json each answer follows its question.")
    lang = _lang(arguments)
    store, bank, blueprint = _open(arguments)
    training = Training(store, bank, blueprint)
    picks = training.next(arguments.n, domain=arguments.domain, lang=lang)
    if not picks:
        raise PracticeError(
            f"The bank has no question for {blueprint.code} here.",
            help="Try the other --lang or another --domain, or import questions (practice import FILE).",
        )
    if not arguments.json:
        return run_quiz(training, picks, lang, say, ask)
    rows = []
    for pick in picks:
        order = training.order(pick.item)
        view = answered_item(pick.item, order, ()) if arguments.with_answers else public_item(pick.item, order)
        for key in ("correct", "response", "places"):  # nobody has answered yet
            view.pop(key, None)
        for option in view["options"]:
            option.pop("chosen", None)
        rows.append({"id": pick.item.id, "domain": pick.item.domain, "why": pick.why} | view)
    say(_json({"exam": blueprint.id, "lang": lang, "items": rows}))
    return 0


def _export(arguments: argparse.Namespace, say: Say) -> int:
    from assistant.practice.export.anki import Practised
    from assistant.practice.export.export import export
    from assistant.practice.schema import ITEM_TYPES
    from assistant.practice.selection import plan_exam

    store, bank, blueprint = _open(arguments)
    if arguments.domain is not None:
        blueprint.domain(arguments.domain)
    lang = _lang(arguments)
    # A sheet is one exam, so it is in one language; the other formats hold both unless one is asked for.
    wanted = lang if arguments.format == "sheet" or arguments.n is not None else arguments.lang
    items = bank.select(lang=wanted, domain=arguments.domain)
    if arguments.n is not None:
        plan = plan_exam(blueprint, items, lang=lang, seed=arguments.seed, n=arguments.n, types=ITEM_TYPES)
        items = tuple(one.item for one in plan.items)
        for notice in plan.notices:
            say(notice)
    practised = Practised(store.cards(), store.zone)
    count = export(arguments.format, items, blueprint, arguments.out, lang=lang, practised=practised)
    say(f"{arguments.out}: {count}")
    if arguments.format == "anki":
        say(_ANKI)
    return 0


def _import(arguments: argparse.Namespace, say: Say, validate: Validate | None) -> int:
    from assistant.practice.bank import load_bank, sort_import
    from assistant.practice.blueprint import load_catalogue
    from assistant.practice.cards import SUFFIXES
    from assistant.practice.records.store import PracticeStore, default_path

    if arguments.file.suffix.lower() in SUFFIXES:
        return _import_cards(arguments, say)
    if arguments.unchecked:
        validate = None
    elif validate is None:
        validate = checking(arguments.index)
    exams = load_catalogue().exams
    store = PracticeStore(default_path()).learner(arguments.learner)
    report = sort_import(
        arguments.file,
        exam_domains={id: blueprint.domain_ids for id, blueprint in exams.items()},
        taken=[item.id for id in exams for item in load_bank(id).items],
        own=[item.id for item in store.own_items()],
        validate=validate,
    )
    store.put_items([*report.added, *report.updated])
    if arguments.json:
        say(
            _json(
                {
                    "added": [item.id for item in report.added],
                    "updated": [item.id for item in report.updated],
                    "rejected": [asdict(problem) for problem in report.rejected],
                }
            )
        )
    else:
        say(f"{len(report.added)} added, {len(report.updated)} updated, {len(report.rejected)} refused.")
        for problem in report.rejected:
            say(f"  {problem}")
    return 1 if report.rejected else 0


def _import_cards(arguments: argparse.Namespace, say: Say) -> int:
    """Question and answer pairs: taken as they are, since they are the learner's own words."""
    from assistant.practice.blueprint import load_catalogue
    from assistant.practice.cards import items_of, read_cards
    from assistant.practice.records.store import PracticeStore, default_path

    blueprint = load_catalogue()[arguments.exam]
    domain = blueprint.domain(arguments.domain).id if arguments.domain else blueprint.domain_ids[0]
    items = items_of(read_cards(arguments.file), blueprint.id, domain)
    store = PracticeStore(default_path()).learner(arguments.learner)
    before = {item.id for item in store.own_items()}
    store.put_items(items)
    added = [item.id for item in items if item.id not in before]
    updated = [item.id for item in items if item.id in before]
    if arguments.json:
        say(_json({"added": added, "updated": updated, "rejected": []}))
    else:
        say(f"{len(added)} cards added, {len(updated)} updated, for {blueprint.code}, domain {domain}.")
        say("Each asks for its answer among those of your other cards. They are your words, not checked.")
    return 0


def _stats(arguments: argparse.Namespace, say: Say) -> int:
    from assistant.practice.training.quiz import stats_lines
    from assistant.practice.training.stats import stats

    store, bank, blueprint = _open(arguments)
    numbers = stats(store, bank, blueprint)
    if arguments.json:
        say(_json(numbers))
    else:
        for line in stats_lines(numbers, blueprint, _lang(arguments)):
            say(line)
    return 0


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
