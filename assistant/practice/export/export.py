"""Items out of the program: Anki, CSV, Markdown, JSON Lines, a printable exam sheet.

Owns which formats there are and the plain-text ones; `export_anki` and `export_sheet` own theirs. Options are shown
in an order fixed by the item's id and never already solved (`grade.printed_order`); the table keeps the item's own.
Files are written beside and renamed: a failed export leaves the old file.
"""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, get_args

from assistant.practice.bank import dump_items
from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import ExportError
from assistant.practice.export.anki import Practised, write_deck
from assistant.practice.export.sheet import sheet
from assistant.practice.grade import printed_order
from assistant.practice.schema import LETTERS, MOST_OPTIONS, PracticeItem
from assistant.practice.texts import text
from assistant.practice.views import letters
from ingest.schema import Lang

Format = Literal["anki", "csv", "md", "json", "sheet"]
FORMATS: tuple[Format, ...] = get_args(Format)

_COLUMNS = (
    *("id", "exam", "domain", "lang", "type", "difficulty", "stem", "prompts"),
    *LETTERS[:MOST_OPTIONS],
    *("key", "explanation", "sources"),
)
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~])")
_LINE_START = re.compile(r"(?m)^(\s*)([-+=]|\d+[.)])(?=\s|$)")
_FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.,]+\s*$)")


def export(
    format: Format,
    items: Sequence[PracticeItem],
    blueprint: Blueprint,
    out: Path,
    *,
    lang: Lang,
    made: datetime.datetime | None = None,
    practised: Practised | None = None,
) -> int:
    """Write items to a file in one of FORMATS; returns how many. `lang` is that of headings and labels.

    `made` is the time that an Anki deck carries (default: now), `practised` the schedule that it takes along; the other
    formats carry neither.

    Raises ExportError when there is nothing to write or the file cannot be written.
    """
    if not items:
        raise ExportError("There is nothing to export.", help="Choose another exam, language or domain.")
    ordered = sorted(items, key=lambda item: item.id)
    writers: dict[Format, Callable[[Path], object]] = {
        "anki": lambda path: write_deck(ordered, blueprint, path, made=made, practised=practised),
        "csv": lambda path: path.write_text(to_csv(ordered), encoding="utf-8-sig", newline=""),
        "md": lambda path: path.write_text(to_markdown(ordered, blueprint, lang), encoding="utf-8", newline="\n"),
        "json": lambda path: path.write_text(dump_items(ordered), encoding="utf-8", newline="\n"),
        "sheet": lambda path: path.write_text(sheet(items, blueprint, lang), encoding="utf-8", newline="\n"),
    }
    _beside(out, writers[format])
    return len(items)


def _beside(out: Path, write: Callable[[Path], object]) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as folder:
            aside = Path(folder) / out.name
            write(aside)
            os.replace(aside, out)
    except OSError as error:
        raise ExportError(f"{out} cannot be written: {error.strerror}.") from error


def to_csv(items: Sequence[PracticeItem]) -> str:
    """A table with a row for each item, options in the item's own order, the key as letters of those columns.

    Cells that a spreadsheet would take for a formula get an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)  # an open quote would swallow rows
    writer.writerow(_COLUMNS)
    for item in items:
        own = range(len(item.options))
        options = [*item.options, *[""] * (MOST_OPTIONS - len(item.options))]
        row = [
            *(item.id, item.exam, item.domain, item.lang, item.type, f"{item.difficulty:.2f}", item.stem),
            " | ".join(item.pairs),
            *options,
            " ".join(letters(own, item.answers)),
            item.explanation,
            "\n".join(f"{ref.uri}: {ref.quote}" for ref in item.evidence),
        ]
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return out.getvalue()


def to_markdown(items: Sequence[PracticeItem], blueprint: Blueprint, lang: Lang) -> str:
    """Questions first, the key with explanations and sources after them."""
    parts = [f"# {plain(blueprint.name)}"]
    for number, item in enumerate(items, 1):
        order = printed_order(item)
        lines = [f"{LETTERS[place]}. {plain(item.options[k])}  " for place, k in enumerate(order)]
        parts += [f"## {number}", plain(item.stem), f"*{text(item.type, lang, n=item.choose)}*"]
        parts += ["\n".join(f"{place}. {plain(prompt)}" for place, prompt in enumerate(item.pairs, 1))]
        parts += ["\n".join(lines).rstrip()]
    parts.append(f"# {text('key', lang)}")
    for number, item in enumerate(items, 1):
        order = printed_order(item)
        parts += [f"**{number}. {' '.join(letters(order, item.answers))}**", plain(item.explanation)]
        if item.option_notes:
            parts.append("\n".join(f"- {LETTERS[p]}: {plain(item.option_notes[k])}" for p, k in enumerate(order)))
        parts += [f"> {plain(ref.quote)}\n>\n> {plain(ref.uri)}" for ref in item.evidence]
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(words: str) -> str:
    """Text on one line that Markdown will not read as markup."""
    escaped = _MARKUP.sub(r"\\\1", " ".join(words.split()))
    return _LINE_START.sub(
        lambda m: m[1] + (m[2][:-1] + "\\" + m[2][-1] if m[2][0].isdigit() else "\\" + m[2]), escaped
    )
