"""Files of practice items: JSON Lines in and out, the banks of an exam, a learner's own items on the way in.

Owns the file format (one item a line, sorted by id, same items same bytes) and messages with line numbers. Whether an
item is *true* is not known here: `validate` comes from outside.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.practice.errors import BankError
from assistant.practice.schema import PracticeItem, item_from_json, item_to_json
from ingest.settings import user_data

COMMITTED = Path(__file__).resolve().parent / "bank"
Validate = Callable[[PracticeItem], Sequence[str]]
"""Reasons why an item must not be released; empty when it may."""

_MOST_BYTES = 64_000_000
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line that holds no usable item. `line` counts from 1; `id` is "" where there is none to read."""

    line: int
    reason: str
    id: str = ""

    def __str__(self) -> str:
        return f"line {self.line}{f' ({self.id})' if self.id else ''}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A learner's file, sorted out: what is new, what replaces an earlier import, what was refused and why."""

    added: tuple[PracticeItem, ...]
    updated: tuple[PracticeItem, ...]
    rejected: tuple[LineProblem, ...]


@dataclass(frozen=True, slots=True)
class Bank:
    """The items of one exam, by id, in the order of their ids."""

    exam: str
    items: tuple[PracticeItem, ...]

    def __getitem__(self, id: str) -> PracticeItem:
        """An item by its id. Raises BankError."""
        for item in self.items:
            if item.id == id:
                return item
        raise BankError(
            f"The bank of {self.exam} has no item {id!r}.", help="It may have left with an update.", key="item-gone"
        )

    def select(
        self, *, lang: str | None = None, domain: str | None = None, exclude: Iterable[str] = ()
    ) -> tuple[PracticeItem, ...]:
        """The items of a language and a domain, without those named in `exclude`."""
        left_out = frozenset(exclude)
        return tuple(
            item
            for item in self.items
            if (lang is None or item.lang == lang)
            and (domain is None or item.domain == domain)
            and item.id not in left_out
        )


def dump_items(items: Iterable[PracticeItem]) -> str:
    """Items as JSON Lines, sorted by id: the same items give the same text."""
    rows = sorted(items, key=lambda item: item.id)
    return "".join(json.dumps(item_to_json(item), ensure_ascii=False) + "\n" for item in rows)


def write_items(path: Path, items: Iterable[PracticeItem]) -> None:
    """Write a bank file, all or nothing. Raises BankError."""
    text = dump_items(items)
    aside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8", newline="\n")
        os.replace(aside, path)
    except OSError as error:
        raise BankError(f"{path} cannot be written: {error.strerror}.") from error


def read_lines(path: Path) -> tuple[tuple[tuple[int, PracticeItem], ...], tuple[LineProblem, ...]]:
    """The items of a file with their line numbers, and the lines that hold none.

    Raises BankError when the file itself cannot be read.
    """
    items: list[tuple[int, PracticeItem]] = []
    problems: list[LineProblem] = []
    first_line: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append(LineProblem(number, f"not JSON ({error})"))
            continue
        id = str(data.get("id", ""))[:120] if isinstance(data, dict) else ""
        try:
            item = item_from_json(data)
        except BankError as error:
            problems.append(LineProblem(number, error.message, id))
            continue
        if item.id in first_line:
            problems.append(LineProblem(number, f"the id is that of line {first_line[item.id]}", id))
            continue
        first_line[item.id] = number
        items.append((number, item))
    return tuple(items), tuple(problems)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BankError(f"{path}: larger than {_MOST_BYTES // 1_000_000} MB.", help="Split the file.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BankError(f"{path}: not UTF-8 text.", help="Save the file as UTF-8.") from error
    except OSError as error:
        raise BankError(f"{path} cannot be read: {error.strerror}.") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def read_items(path: Path) -> tuple[PracticeItem, ...]:
    """All items of a file, by id. Raises BankError that lists the bad lines."""
    items, problems = read_lines(path)
    if problems:
        rest = f" and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise BankError(
            f"{path}: {'; '.join(map(str, problems[:_SHOWN]))}{rest}",
            help="Each line is one item as a JSON object; `practice export --format json` shows how they look.",
            key="bank-lines",
            path=str(path),
        )
    return tuple(sorted((item for _, item in items), key=lambda item: item.id))


def built_file(exam: str) -> Path:
    """Where `practice build` puts the items of an exam: in the data folder, so never over those written by people."""
    return user_data() / "questions" / f"{exam}.jsonl"


def bank_files(exam: str) -> tuple[Path, ...]:
    """The files of an exam, as far as they are there: the package's, written by people, and the one built here."""
    return tuple(file for file in (COMMITTED / f"{exam}.written.jsonl", built_file(exam)) if file.is_file())


def load_bank(exam: str, own: Iterable[PracticeItem] = (), *, path: Path | None = None) -> Bank:
    """The items of an exam, written and built (or those of `path`), with a learner's own. Raises BankError.

    Where two have the same id, the first of these three stays.
    """
    files = bank_files(exam) if path is None else (path,)
    items: dict[str, PracticeItem] = {}
    for item in (*(item for file in files for item in read_items(file)), *own):
        items.setdefault(item.id, item)
    return Bank(exam, tuple(items[id] for id in sorted(items) if items[id].exam == exam))


def sort_import(
    path: Path,
    *,
    exam_domains: Mapping[str, tuple[str, ...]],
    taken: Iterable[str] = (),
    own: Iterable[str] = (),
    validate: Validate | None = None,
) -> ImportReport:
    """Read a learner's file: every line becomes an item to keep or a reason.

    `exam_domains` holds the domains of each known exam, `taken` the ids of the banks (not to be replaced),
    `own` the ids imported before (replaced). Raises BankError when the file cannot be read at all.
    """
    items, problems = read_lines(path)
    refused, before = list(problems), frozenset(own)
    shipped = frozenset(taken)
    kept: list[PracticeItem] = []
    for number, item in items:
        reasons = placing_problems(item, exam_domains)
        if item.id in shipped:
            reasons.append("the id belongs to the bank: give it another")
        if not reasons and validate is not None:
            reasons = list(validate(item))
        if reasons:
            refused.append(LineProblem(number, "; ".join(reasons), item.id))
        else:
            kept.append(item)
    return ImportReport(
        added=tuple(item for item in kept if item.id not in before),
        updated=tuple(item for item in kept if item.id in before),
        rejected=tuple(sorted(refused, key=lambda problem: problem.line)),
    )


def placing_problems(item: PracticeItem, exam_domains: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Why an item belongs to no known exam or domain; empty when it does."""
    domains = exam_domains.get(item.exam)
    if domains is None:
        return [f"exam: {item.exam!r} is not one of {', '.join(exam_domains)}"]
    return [] if item.domain in domains else [f"domain: {item.domain!r} is not one of {', '.join(domains)}"]
