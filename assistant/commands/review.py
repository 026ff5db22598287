"""The command lines `check` and `audit`: parse, call, print or write; decide nothing.

Exit codes: 0 done (whatever the verdicts), 2 wrong use or an error (raised as AssistantError or IngestError).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.review.errors import AuditError, TextError

if TYPE_CHECKING:
    from assistant.answering.answer import Assistant
    from assistant.review.audit import Audit
    from assistant.review.schema import CheckedText
    from ingest.progress import Progress
    from ingest.schema import Document

Say = Callable[[str], None]
# What argparse's add_subparsers returns has no public name.
Subparsers = Any
_FILE_NAME = re.compile(r"\S+\.(?:md|markdown|txt|html?|pdf|rst|docx?|org|tex)|\S*/\S+", re.IGNORECASE)
_LONG = 12  # claims from which progress is shown


def add_commands(commands: Subparsers, say: Say) -> None:
    """Add `check` and `audit` to a command line; `say` prints a line on standard output."""
    check = commands.add_parser("check", help="Check every claim of a text against the sources.")
    check.set_defaults(run=lambda arguments: _check(arguments, say))
    check.add_argument("text", help='the text, or a file that holds it; "-" reads standard input')
    check.add_argument("--lang", choices=("fr", "en"), help="language of the text (default: found claim by claim)")
    check.add_argument("--json", action="store_true", help="print claims and coverage as JSON")
    check.add_argument("--markdown", type=Path, metavar="OUT", help="write the checked text as Markdown")
    check.add_argument("--html", type=Path, metavar="OUT", help="write the checked text as a page of its own")
    check.add_argument(
        "--second-opinion",
        metavar="NAME",
        help='"local" (the chat model) or the name of a cross-encoder; slower (default: CHECK_MODEL, else none)',
    )
    check.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    audit = commands.add_parser("audit", help="Check every claim of your notes against the AWS documents.")
    audit.set_defaults(run=lambda arguments: _audit(arguments, say))
    audit.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="notes: files or folders")
    audit.add_argument("--json", action="store_true", help="print the audit as JSON instead of Markdown")
    audit.add_argument(
        "--out", type=Path, action="append", default=[], metavar="FILE", help="write it (.md or .json); may be repeated"
    )
    audit.add_argument("--changed", action="store_true", help="only what has changed since the notes, numbered")
    audit.add_argument(
        "--apply", metavar="N,N", help="write copies of the notes with these changes (numbers, or all); needs --copies"
    )
    audit.add_argument("--copies", type=Path, metavar="DIR", help="where the copies go; nothing there is overwritten")
    audit.add_argument("--hand", type=Path, metavar="FILE", help="verdicts checked by hand (TOML)")
    audit.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")


def _check(arguments: argparse.Namespace, say: Say) -> int:
    text = _text(arguments.text)
    assistant = _open(arguments.index, arguments.second_opinion)
    checked = _checked(assistant, text, arguments.lang)
    if arguments.markdown or arguments.html:
        from assistant.ui.check.export import checked_html, checked_markdown
        from assistant.ui.locale import load_labels

        labels = load_labels(arguments.lang or (checked.claims[0].lang if checked.claims else "en"))
        for path, made in ((arguments.markdown, checked_markdown), (arguments.html, checked_html)):
            if path is not None:
                _write(path, made(checked, labels))
    if arguments.json:
        from assistant.review.schema import checked_to_json

        say(json.dumps(checked_to_json(checked), ensure_ascii=False, indent=1))
    else:
        _say_checked(checked, say)
    return 0


def _checked(assistant: Assistant, text: str, lang: Any) -> CheckedText:
    """Follow the events; progress of a long text goes to standard error."""
    from assistant.review.schema import Done, Judged
    from assistant.schema import Failed
    from ingest.progress import ProgressBar, silent

    with ProgressBar() as bar:
        for event in assistant.check_text(text, lang=lang):
            match event:
                case Judged(number=number, total=total):
                    progress: Progress = bar if total >= _LONG else silent
                    progress("Checking", number, total)
                case Done(result=result):
                    return result
                case Failed(code="text"):
                    raise TextError(event.message, help=event.help)
                case Failed():
                    raise AssistantError(event.message, help=event.help)
    raise AssistantError("The check ended without a result.")


def _say_checked(checked: CheckedText, say: Say) -> None:
    for claim in checked.claims:
        say(f"[{claim.verdict} {claim.confidence:.2f}] {claim.text}")
        say(f"    {claim.reason}")
        for citation in claim.citations:
            say(f"    {citation.line} ({citation.title}, {citation.as_of or '?'}, {citation.uri})")
    say(f"coverage: {checked.coverage:.0%} of {len(checked.claims)}")


def _audit(arguments: argparse.Namespace, say: Say) -> int:
    from assistant.commands.copies import write_copies
    from assistant.review.audit import audit_to_json
    from assistant.review.audit_report import audit_markdown, changed_markdown

    for path in arguments.out:
        if path.suffix not in (".md", ".json"):
            raise AuditError(f"{path} is neither Markdown nor JSON.", help="Give a name that ends in .md or .json.")
    if bool(arguments.apply) != bool(arguments.copies):
        raise AuditError("--apply and --copies go together.", help="Say which changes, and where the copies go.")
    audit, notes = _audited(arguments)
    command = "python -m assistant audit " + " ".join(path.as_posix() for path in arguments.paths)
    plain = json.dumps(audit_to_json(audit), ensure_ascii=False, indent=1) + "\n"
    changed = arguments.changed or arguments.apply
    report = changed_markdown(audit, f"{command} --changed") if changed else audit_markdown(audit, command)
    for path in arguments.out:
        _write(path, plain if path.suffix == ".json" else report)
    if arguments.json:
        say(plain.rstrip())
    elif not arguments.out:
        say(report.rstrip())
    if arguments.apply:
        write_copies(audit, notes, arguments, say)
    return 0


def _audited(arguments: argparse.Namespace) -> tuple[Audit, list[Document]]:
    from assistant.review.audit import Audit, AuditedNote, Auditor, read_notes
    from assistant.review.hand import load_hand
    from ingest.progress import ProgressBar
    from ingest.settings import IngestSettings

    hand = load_hand(arguments.hand)
    assistant = _open(arguments.index)
    notes = read_notes(arguments.paths, IngestSettings.from_env(), assistant.index)
    auditor = Auditor(assistant.statements, assistant.index)
    total = sum(len(auditor.statements(note)) for note in notes)
    audited: list[AuditedNote] = []
    done = 0
    with ProgressBar() as progress:
        for note in notes:
            claims = []
            for claim in auditor.audit(note, hand):
                claims.append(claim)
                done += 1
                progress("Auditing", done, total)
            audited.append(AuditedNote.of(note, claims))
    manifest = assistant.index.manifest
    return Audit(manifest.build, manifest.created, tuple(audited)), notes


def _open(index: str | None, second_opinion: str | None = None) -> Assistant:
    """The assistant without a chat model to answer: checking needs none."""
    from assistant.answering.opening import opened
    from assistant.settings import EXTRACTIVE, AssistantSettings

    return opened(AssistantSettings.from_env(chat_model=EXTRACTIVE, check_model=second_opinion), index)


def _text(given: str) -> str:
    """The text itself, or what the file of that name holds. Raises TextError."""
    if given == "-":
        return sys.stdin.read()
    try:
        path = Path(given)
        if len(given) < 4096 and path.is_file():
            return path.read_text(encoding="utf-8-sig")
        _refuse_name(given, is_folder=len(given) < 4096 and path.is_dir())
        return given
    except UnicodeDecodeError as error:
        raise TextError(f"{given} is not UTF-8 text.", help="Save it as UTF-8.") from error
    except (OSError, ValueError):  # a text is no file name: too long, or with a NUL in it
        return given


def _refuse_name(given: str, *, is_folder: bool) -> None:
    """Raise TextError for what was meant as a file and is none: one word that names a folder or ends as files do."""
    if is_folder and len(given.split()) == 1:
        raise TextError(f"{given} is a folder.", help="Give a file, or use `python -m assistant audit` for notes.")
    if _FILE_NAME.fullmatch(given):
        raise TextError(f"There is no file {given}.", help="Give an existing file, or the text itself in quotes.")


def _write(path: Path, content: str) -> None:
    """Raises AuditError when the file cannot be written."""
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise AuditError(f"{path} cannot be written ({error.strerror}).", help="Give another name.") from error
