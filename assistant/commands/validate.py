"""The command `practice validate`: are the items written by people sound, by the rules of generated ones?

Parses and speaks through `say`; decides nothing. Exit codes: 0 all hold, 1 some do not, 2 wrong use (PracticeError).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.practice.errors import PracticeError

if TYPE_CHECKING:
    from assistant.practice.bank import Validate
    from assistant.practice.schema import PracticeItem

Say = Callable[[str], None]


def add_validate(actions: Any, say: Say, validate: Validate | None = None) -> None:
    """Add `validate` to the subcommands of `practice`; `validate` is for tests (default: over the published index)."""
    command = actions.add_parser("validate", help="Check written questions: form, evidence, key, language, repetition.")
    command.set_defaults(run=lambda arguments: _validate(arguments, say, validate))
    command.add_argument("file", type=Path, nargs="*", help="JSON Lines (default: the written banks of the package)")
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.add_argument("--index", type=Path, metavar="DIR", help="the index to check them against (default: .index)")


def checking(folder: Path | None) -> Validate:
    """The rules of generated items; the index is opened when the first item is to be checked."""
    from functools import cache

    from assistant.practice.generate.validate import open_validator
    from ingest.errors import IngestError
    from ingest.settings import IngestSettings

    @cache
    def opened() -> Validate:
        try:
            return open_validator(IngestSettings.from_env(index=folder))
        except IngestError as error:
            raise PracticeError(
                f"Questions are checked against the sources, and the index cannot be opened: {error.message}",
                help="Build it (python -m ingest build), or take them as they are with --unchecked.",
            ) from error

    return lambda item: opened()(item)


def _validate(arguments: argparse.Namespace, say: Say, validate: Validate | None) -> int:
    from assistant.practice.bank import LineProblem, read_lines
    from assistant.practice.generate.validate import bank_problems

    files = arguments.file or _written()
    validate = validate or checking(arguments.index)
    count, problems = 0, list[tuple[Path, LineProblem]]()
    for file in files:
        numbered, unreadable = read_lines(file)
        problems += [(file, problem) for problem in unreadable]
        places = {id(item): number for number, item in numbered}
        items = [item for _, item in numbered]
        count += len(items)
        found = [*_misplaced(items), *bank_problems(items, validate)]
        problems += [(file, LineProblem(places[id(item)], reason, item.id)) for item, reason in found]
    if arguments.json:
        rows = [{"file": file.name, "line": p.line, "id": p.id, "reason": p.reason} for file, p in problems]
        say(json.dumps({"items": count, "problems": rows}, ensure_ascii=False, indent=1))
    else:
        for file, problem in problems:
            say(f"{file.name}: {problem}")
        say(f"{count} questions in {len(files)} files, {len(problems)} problems.")
    return 1 if problems else 0


def _written() -> list[Path]:
    from assistant.practice.bank import COMMITTED

    return sorted(COMMITTED.glob("*.written.jsonl"))


def _misplaced(items: Iterable[PracticeItem]) -> Iterable[tuple[PracticeItem, str]]:
    """Items of an exam or a domain that is not in the catalogue."""
    from assistant.practice.bank import placing_problems
    from assistant.practice.blueprint import load_catalogue

    domains = {id: blueprint.domain_ids for id, blueprint in load_catalogue().exams.items()}
    return ((item, reason) for item in items for reason in placing_problems(item, domains))
