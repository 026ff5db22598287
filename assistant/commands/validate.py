"""The command `practice validate`: are the items written by people sound, by the rules of generated ones?

Parses and speaks through `say`; decides nothing. Exit codes: 0 all hold, 1 some do not or their options give themselves
away (--blind), 2 wrong use (PracticeError).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.practice.errors import PracticeError

if TYPE_CHECKING:
    from assistant.commands.blind import Blind, Solver
    from assistant.practice.bank import LineProblem, Validate
    from assistant.practice.schema import PracticeItem

Say = Callable[[str], None]


def add_validate(actions: Any, say: Say, validate: Validate | None = None, solve: Solver | None = None) -> None:
    """Add `validate` to the subcommands of `practice`.

    `validate` and `solve` are for tests (default: over the published index).
    """
    command = actions.add_parser("validate", help="Check written questions: form, evidence, key, language, repetition.")
    command.set_defaults(run=lambda arguments: _validate(arguments, say, validate, solve))
    command.add_argument("file", type=Path, nargs="*", help="JSON Lines (default: the written banks of the package)")
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.add_argument("--index", type=Path, metavar="DIR", help="the index to check them against (default: .index)")
    command.add_argument(
        "--blind", action="store_true", help="count as well what the sources choose rightly without the stem (minutes)"
    )


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


@dataclass(frozen=True, slots=True)
class _Checked:
    """What was read and found; `accepted` wrong options are those that a person holds for wrong against the judge."""

    items: tuple[PracticeItem, ...]
    accepted: int
    problems: tuple[tuple[Path, LineProblem], ...]


def _validate(arguments: argparse.Namespace, say: Say, validate: Validate | None, solve: Solver | None = None) -> int:
    from assistant.commands.blind import blind_reports, open_solver

    files = arguments.file or _written()
    checked = _checked(files, validate or checking(arguments.index))
    blind = blind_reports(checked.items, solve or open_solver(arguments.index)) if arguments.blind else []
    if arguments.json:
        say(json.dumps(_report(checked, blind), ensure_ascii=False, indent=1))
    else:
        for file, problem in checked.problems:
            say(f"{file.name}: {problem}")
        for one in blind:
            say(str(one))
        read = f" ({checked.accepted} wrong options were read and accepted: accepted.toml)" if checked.accepted else ""
        say(f"{len(checked.items)} questions in {len(files)} files, {len(checked.problems)} problems{read}.")
    return 1 if checked.problems or any(one.tells for one in blind) else 0


def _checked(files: Sequence[Path], validate: Validate) -> _Checked:
    from assistant.practice.bank import LineProblem, read_lines
    from assistant.practice.generate.validate import bank_problems

    read: list[PracticeItem] = []
    accepted, problems = 0, list[tuple[Path, LineProblem]]()
    for file in files:
        numbered, unreadable = read_lines(file)
        problems += [(file, problem) for problem in unreadable]
        places = {id(item): number for number, item in numbered}
        items = [item for _, item in numbered]
        read += items
        known, lapsed = _accepted(items)
        accepted += known
        found = [*_misplaced(items), *bank_problems(items, validate), *lapsed]
        problems += [(file, LineProblem(places[id(item)], reason, item.id)) for item, reason in found]
    return _Checked(tuple(read), accepted, tuple(problems))


def _report(checked: _Checked, blind: Sequence[Blind]) -> dict[str, Any]:
    rows = [{"file": file.name, "line": p.line, "id": p.id, "reason": p.reason} for file, p in checked.problems]
    without = {"blind": [asdict(one) for one in blind]} if blind else {}
    return {"items": len(checked.items), "accepted": checked.accepted, "problems": rows, **without}


def _written() -> list[Path]:
    from assistant.practice.bank import COMMITTED

    return sorted(COMMITTED.glob("*.written.jsonl"))


def _accepted(items: Sequence[PracticeItem]) -> tuple[int, list[tuple[PracticeItem, str]]]:
    """How many of their wrong options a person has accepted, and items whose accepted option is no longer there."""
    from assistant.practice.generate.accepted import load_accepted

    by_id = {item.id: item for item in items}
    named = [(by_id[id], option) for id, option in load_accepted() if id in by_id]
    lapsed = [(item, option) for item, option in named if option not in item.options]
    return len(named) - len(lapsed), [
        (item, f"accepted.toml: the item has no option {option[:60]!r}") for item, option in lapsed
    ]


def _misplaced(items: Iterable[PracticeItem]) -> Iterable[tuple[PracticeItem, str]]:
    """Items of an exam or a domain that is not in the catalogue."""
    from assistant.practice.bank import placing_problems
    from assistant.practice.blueprint import load_catalogue

    domains = {id: blueprint.domain_ids for id, blueprint in load_catalogue().exams.items()}
    return ((item, reason) for item in items for reason in placing_problems(item, domains))
