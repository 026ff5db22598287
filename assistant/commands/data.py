"""The commands over everything a learner has: `data backup | restore | export | delete`.

Parses and prints; decides nothing. Exit codes: 0 done, 1 not confirmed, 2 wrong use or an error.
"""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.records.folder import Contents

Say = Callable[[str], None]
Ask = Callable[[str], str]
_MEGABYTE = 1_000_000


def add_commands(commands: Any, say: Say, *, ask: Ask | None = None) -> None:
    """Add `data` with its actions; `ask` reads a line from the learner (default: the terminal)."""
    data = commands.add_parser("data", help="All that you have here: copy, restore, export, delete.")
    actions = data.add_subparsers(title="actions", required=True)

    copy = actions.add_parser("backup", help="Copy the whole data folder into one ZIP, also while the page is open.")
    copy.add_argument("file", type=Path, nargs="?", help="the ZIP to make (default: citeprep-DATE.zip here)")
    copy.set_defaults(run=lambda arguments: _backup(arguments, say))

    back = actions.add_parser("restore", help="Bring such a copy back. Close the page first.")
    back.add_argument("file", type=Path)
    back.add_argument("--replace", action="store_true", help="put aside what the data folder holds now")
    back.set_defaults(run=lambda arguments: _restore(arguments, say))

    out = actions.add_parser("export", help="Write everything as Markdown, HTML and JSON.")
    out.add_argument("folder", type=Path, help="a new folder to write")
    out.add_argument("--lang", choices=("fr", "en"), default="en", help="language of the headings (default: en)")
    out.set_defaults(run=lambda arguments: _export(arguments, say))

    gone = actions.add_parser("delete", help="Delete the whole data folder but an index in it. There is no way back.")
    gone.add_argument("--yes", action="store_true", help="do not ask")
    gone.set_defaults(run=lambda arguments: _delete(arguments, say, ask or input))


def _backup(arguments: argparse.Namespace, say: Say) -> int:
    from assistant.records.folder import backup
    from ingest.settings import user_data

    now = _now()
    target = arguments.file or Path(f"citeprep-{now:%Y-%m-%d-%H%M%S}.zip")
    contents = backup(user_data(), target, now)
    say(f"{target}: {_counted(contents)}")
    for line in contents.left_out:
        say(f"  left out: {line}")
    return 0


def _restore(arguments: argparse.Namespace, say: Say) -> int:
    from assistant.records.folder import restore
    from ingest.settings import user_data

    contents, aside = restore(arguments.file, user_data(), _now(), replace=arguments.replace)
    say(f"{user_data()}: {_counted(contents)}")
    if aside is not None:
        say(f"What was there before: {aside}")
    return 0


def _export(arguments: argparse.Namespace, say: Say) -> int:
    from assistant.ui.data.exporting import export
    from ingest.settings import user_data

    for line in export(user_data(), arguments.folder, "fr" if arguments.lang == "fr" else "en"):
        say(line)
    return 0


def _delete(arguments: argparse.Namespace, say: Say, ask: Ask) -> int:
    from assistant.records.folder import delete
    from ingest.settings import user_data

    folder = user_data()
    if (
        not arguments.yes
        and ask(f'Everything in {folder} will be deleted. Type "delete" to go on: ').strip() != "delete"
    ):
        say("Nothing was deleted.")
        return 1
    say(f"Deleted: {_counted(delete(folder))}")
    say("An index still holds documents of the library, until `python -m ingest build --allow-removal` makes it again.")
    return 0


def _counted(contents: Contents) -> str:
    files = "1 file" if len(contents.files) == 1 else f"{len(contents.files)} files"
    return f"{files}, {contents.bytes / _MEGABYTE:.1f} MB"


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()
