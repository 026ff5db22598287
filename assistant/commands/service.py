"""The commands about the product itself: `app` serves the page, `mcp` the tools, `doctor` examines all.

`ingest` is handed on to ingestion. Parses and prints; decides nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import sys
from collections.abc import Callable
from typing import Any

from ingest.schema import CheckResult

Say = Callable[[str], None]
_MARKS = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}


def add_commands(commands: Any, say: Say) -> None:
    """Add `app`, `doctor` and a line of help for `ingest` to a command line; `say` prints a line on standard output."""
    app = commands.add_parser("app", help="Serve the page (HOST, PORT).")
    app.set_defaults(run=lambda _: _app(), tells_mistyped=True)
    commands.add_parser("ingest", help="Build and check the index: `ingest --help` lists its own commands.")
    mcp = commands.add_parser("mcp", help="Serve search, ask, check and quiz to other programs over MCP (docs/api.md).")
    mcp.set_defaults(run=lambda arguments: _mcp(arguments))
    mcp.add_argument("--model", metavar="NAME", help="local, extractive or provider:name (default: CHAT_MODEL)")
    mcp.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    doctor = commands.add_parser("doctor", help="Examine machine, models, settings and index.")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON, for a bug report")
    doctor.set_defaults(run=lambda arguments: _doctor(arguments, say), tells_mistyped=True)


def _app() -> int:
    from assistant.ui.serve import main

    return main()


def _mcp(arguments: argparse.Namespace) -> int:
    """Standard output is the protocol's: whatever is said while models are opened goes to standard error."""
    from assistant.answering.opening import opened
    from assistant.mcp.server import mcp_server
    from assistant.settings import AssistantSettings

    with contextlib.redirect_stdout(sys.stderr):
        assistant = opened(AssistantSettings.from_env(chat_model=arguments.model), arguments.index)
    mcp_server(assistant).run()
    return 0


def _doctor(arguments: argparse.Namespace, say: Say) -> int:
    """Exit code 0 when nothing is an error, else 1."""
    from assistant.health import examine

    results = examine()
    if arguments.json:
        say(json.dumps([dataclasses.asdict(result) for result in results], ensure_ascii=False, indent=1))
    else:
        for result in results:
            say(_line(result))
    return 1 if any(result.severity == "error" for result in results) else 0


def _line(result: CheckResult) -> str:
    remedy = f"  -> {result.remedy}" if result.remedy else ""
    return f"{_MARKS[result.severity]} {result.name}: {result.message}{remedy}"
