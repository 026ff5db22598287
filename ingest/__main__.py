"""Command line of ingestion: `python -m ingest build | check | list | corpus-check | fetch | prepare-model`.

Parses, calls, prints; decides nothing. Exit codes: 0 done, 1 a check or a strict build failed, 2 wrong use or an
error that stopped the work, 130 interrupted.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import IngestError
from ingest.settings import IngestSettings, user_cache

if TYPE_CHECKING:
    from ingest.schema import IngestReport


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and never shows a traceback for an error of ours."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except IngestError as error:
        return _fail(arguments, error)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. What was published is untouched; the next run resumes.\n")
        return 130


def settings_of(arguments: argparse.Namespace) -> IngestSettings:
    """Settings from the environment, then from the command line."""
    fetched = user_cache() / "pages"
    corpus = tuple(Path(path) for path in arguments.corpus) if arguments.corpus else _corpus_from_env()
    return IngestSettings.from_env(
        corpus=corpus,
        index=Path(arguments.index) if getattr(arguments, "index", None) else None,
        fetched=fetched if corpus is None and fetched.is_dir() else None,
    )


def _corpus_from_env() -> tuple[Path, ...] | None:
    paths = [path for path in os.environ.get("CORPUS", "").split(os.pathsep) if path]
    return tuple(Path(path) for path in paths) or None


def _build(arguments: argparse.Namespace) -> int:
    from ingest.embed import open_embedder
    from ingest.pipeline import build_index
    from ingest.progress import ProgressBar

    settings = settings_of(arguments)
    with ProgressBar() as progress:
        report = build_index(settings, open_embedder(settings), progress)
    if arguments.json:
        print(json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=1))
    else:
        _print_report(report)
    return 1 if arguments.strict and report.problems else 0


def _check(arguments: argparse.Namespace) -> int:
    from ingest.check import check_index, is_sound

    results = check_index(settings_of(arguments))
    if arguments.json:
        print(json.dumps([dataclasses.asdict(result) for result in results], ensure_ascii=False, indent=1))
    else:
        for result in results:
            mark = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}[result.severity]
            remedy = f"  -> {result.remedy}" if result.remedy else ""
            print(f"{mark} {result.name}: {result.message}{remedy}")
    return 0 if is_sound(results) else 1


def _prepare_model(arguments: argparse.Namespace) -> int:
    from ingest.embed import open_embedder

    settings = settings_of(arguments)
    embedder = open_embedder(settings)
    if arguments.json:
        print(json.dumps({"model": embedder.name}))
    else:
        print(f"The embedding model is ready: {embedder.name}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from ingest import catalog

    return catalog.run(arguments, settings_of(arguments))


def _fetch(arguments: argparse.Namespace) -> int:
    from ingest import fetch_command

    return fetch_command.run(arguments, settings_of(arguments), user_cache() / "pages")


def _print_report(report: IngestReport) -> None:
    if report.build:
        total = sum(report.seconds.values())
        print(
            f"Published {report.build}: {report.documents} documents, {report.chunks} chunks, {report.words} words "
            f"({report.read} files read, {report.embedded} chunks embedded, {report.reused_vectors} reused, "
            f"{report.removed} files gone) in {total:.1f} s."
        )
    else:
        print(f"Nothing changed: {report.documents} documents, {report.chunks} chunks. Nothing was embedded.")
    for problem in report.problems:
        print(f"left out  {problem.uri} [{problem.code}]: {problem.reason} {problem.help}")


def _fail(arguments: argparse.Namespace, error: IngestError) -> int:
    if getattr(arguments, "json", False):
        print(json.dumps({"error": {"code": error.code, "message": error.message, "help": error.help}}, ensure_ascii=False))
    sys.stderr.write(f"error [{error.code}]: {error}\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description="From files to a published index.")
    commands = parser.add_subparsers(title="commands", required=True)

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.set_defaults(run=run)
        sub.add_argument(
            "--corpus", action="append", default=[], metavar="PATH",
            help="folder, file or ZIP to read; may be given several times (default: the project's corpus)",
        )
        sub.add_argument("--json", action="store_true", help="print the result as JSON")
        return sub

    build = command("build", _build, "Read, chunk and embed what changed, and publish the index.")
    build.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    build.add_argument("--strict", action="store_true", help="exit with 1 when a file had to be left out")
    check = command("check", _check, "Say whether the index is sound and fits the settings.")
    check.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    fetch = command("fetch", _fetch, "Bring the pages that the corpus and the learner's notes point to.")
    fetch.add_argument("--dry-run", action="store_true", help="only list what would be brought; asks nobody")
    fetch.add_argument("--host", action="append", default=[], metavar="NAME", help="another host (also: FETCH_HOSTS)")
    fetch.add_argument("--again", action="store_true", help="ask also for pages brought or confirmed today")
    command("prepare-model", _prepare_model, "Prepare the default embedding model (ten seconds, once).")
    return parser


if __name__ == "__main__":
    sys.exit(main())
