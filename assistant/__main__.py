"""The command line, `citeprep` or `python -m assistant`: ask, check, audit, quiz, practice, app, user, ingest, doctor.

Parses, and turns what a command returns or raises into an exit code; the commands are in `assistant.commands`. Exit
codes: 0 done (a refusal is an answer), 2 wrong use or an error that stopped the work, 130 interrupted, 141 when the
reader of the output went away.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.commands import ask, data, practice, review, service, users
from ingest.command_line import Parser, failed, tolerant_streams, unbroken
from ingest.errors import CiteprepError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and never shows a traceback for an error of ours."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    tolerant_streams()
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["ingest"]:
        from ingest.__main__ import main as ingest

        return ingest(words[1:])
    arguments = _parser().parse_args(words)
    try:
        return unbroken(lambda: _run(arguments))
    except CiteprepError as error:
        return failed(arguments, error)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 130


def _run(arguments: argparse.Namespace) -> int:
    from assistant.settings import ALL_SETTINGS
    from ingest.environment import tell_mistyped

    if not getattr(arguments, "tells_mistyped", False):
        tell_mistyped(ALL_SETTINGS)
    return int(arguments.run(arguments))


def _parser() -> argparse.ArgumentParser:
    name = Path(sys.argv[0]).stem
    prog = name if name == "citeprep" else "python -m assistant"
    parser = Parser(prog=prog, description="From a question to a cited answer.")
    commands = parser.add_subparsers(title="commands", required=True)
    for command in (ask, practice, review, data, service, users):
        command.add_commands(commands, print)
    return parser


if __name__ == "__main__":
    sys.exit(main())
