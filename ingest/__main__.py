"""Command line of ingestion: `python -m ingest build | check | list | corpus-check | fetch | prepare-model`.

Parses, calls, prints; decides nothing. Exit codes: 0 done, 1 a check or a strict build failed, 2 wrong use or an
error that stopped the work, 130 interrupted, 141 when the reader of the output went away.
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

from ingest.command_line import Parser, failed, tolerant_streams, unbroken
from ingest.errors import CiteprepError, CorpusNotFound

if TYPE_CHECKING:
    from ingest.schema import IngestReport
    from ingest.settings import IngestSettings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and never shows a traceback for an error of ours."""
    tolerant_streams()
    arguments = _parser().parse_args(argv)
    try:
        return unbroken(lambda: _run(arguments))
    except CiteprepError as error:
        return failed(arguments, error)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. What was published is untouched; the next run resumes.\n")
        return 130


def _run(arguments: argparse.Namespace) -> int:
    from ingest.environment import tell_mistyped
    from ingest.fetch.settings import FetchSettings
    from ingest.settings import IngestSettings, UserFolders

    tell_mistyped((IngestSettings, FetchSettings, UserFolders))
    return int(arguments.run(arguments))


def settings_of(arguments: argparse.Namespace) -> IngestSettings:
    """Settings from the environment, then from the command line."""
    from ingest.settings import IngestSettings

    if "" in arguments.corpus:  # the name of no folder; Path("") would be the one that this was started in
        raise CorpusNotFound("--corpus is empty.")
    settings = IngestSettings.from_env(
        corpus=tuple(Path(path) for path in arguments.corpus) or None,
        index=Path(arguments.index) if getattr(arguments, "index", None) else None,
    )
    return settings.with_own_files()


def _build(arguments: argparse.Namespace) -> int:
    from ingest.embedding.calibration import notice_of
    from ingest.embedding.embed import embedder_name, open_embedder
    from ingest.pipeline import build_index, is_current
    from ingest.progress import ProgressBar

    settings = settings_of(arguments)
    if arguments.no_sentences:
        settings = settings.changed(sentences=False)
    if arguments.background:
        return _build_in_background(settings, allow_removal=arguments.allow_removal)
    if arguments.if_changed and is_current(settings):
        print("No file has changed since the index was built.")
        return 0
    with ProgressBar() as progress:
        report = build_index(settings, open_embedder(settings), progress, allow_removal=arguments.allow_removal)
    if notice := notice_of(embedder_name(settings)):
        sys.stderr.write(f"note: {notice}\n")
    if arguments.json:
        print(json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=1))
    else:
        _print_report(report)
    return 1 if arguments.strict and (report.problems or report.omissions) else 0


def _build_in_background(settings: IngestSettings, *, allow_removal: bool) -> int:
    """A build that tells a program how far it is: each step, then the report or the error, as a line of JSON each."""
    from ingest.embedding.embed import open_embedder
    from ingest.pipeline import build_index
    from ingest.progress import ProgressLines

    if hasattr(os, "nice"):
        os.nice(10)  # whoever answers questions meanwhile goes first
    progress = ProgressLines()
    progress("Opening", 0, 0)
    try:
        report = build_index(settings, open_embedder(settings), progress, allow_removal=allow_removal)
    except CiteprepError as error:
        progress.tell({"error": {"code": error.code, "message": error.message, "help": error.help}})
        return 2
    progress.tell({"report": dataclasses.asdict(report)})
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from ingest.index.check import check_index, is_sound

    results = check_index(settings_of(arguments))
    if arguments.json:
        print(json.dumps([dataclasses.asdict(result) for result in results], ensure_ascii=False, indent=1))
    else:
        for result in results:
            mark = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}[result.severity]
            remedy = f"  -> {result.remedy}" if result.remedy else ""
            print(f"{mark} {result.name}: {result.message}{remedy}")
    incomplete = any(result.name == "complete" and result.severity != "ok" for result in results)
    return 1 if not is_sound(results) or (arguments.strict and incomplete) else 0


def _prepare_model(arguments: argparse.Namespace) -> int:
    from ingest.embedding.embed import open_embedder

    settings = settings_of(arguments)
    embedder = open_embedder(settings)
    if arguments.json:
        print(json.dumps({"model": embedder.name}))
    else:
        print(f"The embedding model is ready: {embedder.name}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from ingest.corpus.catalog import describe, manifest_text, summary_text, totals
    from ingest.settings import DEFAULT_CORPUS

    settings = settings_of(arguments)
    catalog = describe(settings.corpus, settings)
    if arguments.write_manifest:
        path = DEFAULT_CORPUS / "sources.toml"
        path.write_text(manifest_text(describe([DEFAULT_CORPUS], settings).rows), encoding="utf-8")
        print(f"Wrote {path}.")
    elif arguments.json:
        data = {
            "documents": [
                {**dataclasses.asdict(row), "searched_through": catalog.versions.get(row.uri, "")}
                for row in catalog.rows
            ],
            "totals": {
                by: {name: {"documents": count, "words": words} for name, (count, words) in rows.items()}
                for by, rows in totals(catalog.rows).items()
            },
            "problems": [dataclasses.asdict(problem) for problem in catalog.problems],
            "omissions": [dataclasses.asdict(left) for left in catalog.omissions],
        }
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        print(summary_text(catalog))
    return 1 if arguments.strict and (catalog.problems or catalog.omissions) else 0


def _corpus_check(arguments: argparse.Namespace) -> int:
    from ingest.corpus.check import check_corpus, report_text
    from ingest.settings import DEFAULT_CORPUS

    report = check_corpus(
        Path(arguments.corpus[0]) if arguments.corpus else DEFAULT_CORPUS,
        Path(arguments.snapshot) if arguments.snapshot else None,
        Path(arguments.article) if arguments.article else None,
        [Path(file) for file in arguments.files],
    )
    print(
        json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=1) if arguments.json else report_text(report)
    )
    return 1 if report.findings else 0


def _fetch(arguments: argparse.Namespace) -> int:
    from ingest.corpus.outdated import read_beside
    from ingest.fetch import command as fetch_command
    from ingest.fetch.fetched import pages
    from ingest.settings import user_cache

    settings, folder = settings_of(arguments), user_cache() / "pages"
    return fetch_command.run(arguments, settings, folder, lambda: read_beside(settings, pages(folder)))


def _print_report(report: IngestReport) -> None:
    if report.build:
        total = sum(report.seconds.values())
        print(
            f"Published {report.build}: {report.documents} documents, {report.chunks} chunks, {report.words} words "
            f"({report.read} files read, {report.embedded} chunks embedded, {report.reused_vectors} reused, "
            f"{report.removed} files gone) in {total:.1f} s."
        )
        print(_sentences_told(report))
    else:
        print(f"Nothing changed: {report.documents} documents, {report.chunks} chunks. Nothing was embedded.")
    if not report.documents:
        print("There was nothing to read: every question will be refused. Give a folder with documents by --corpus.")
    for problem in report.problems:
        print(f"left out  {problem.uri} [{problem.code}]: {problem.reason} {problem.help}")
    for left in report.omissions:
        print(f"incomplete  {left}")


def _sentences_told(report: IngestReport) -> str:
    if not report.sentences:
        return "No vectors of sentences: each question computes those it needs."
    reused = report.sentences - report.embedded_sentences
    return f"{report.sentences} sentences have vectors ({report.embedded_sentences} embedded, {reused} reused)."


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m ingest", description="From files to a published index.")
    commands = parser.add_subparsers(title="commands", required=True)

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.set_defaults(run=run)
        sub.add_argument(
            "--corpus",
            action="append",
            default=[],
            metavar="PATH",
            help="folder, file or ZIP to read; may be given several times (default: the project's corpus)",
        )
        sub.add_argument("--json", action="store_true", help="print the result as JSON")
        return sub

    build = command("build", _build, "Read, chunk and embed what changed, and publish the index.")
    build.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    strict = "exit with 1 when a file, or a part of one, had to be left out"
    build.add_argument("--strict", action="store_true", help=strict)
    build.add_argument(
        "--allow-removal", action="store_true", help="publish although most documents of a folder are gone"
    )
    build.add_argument(
        "--if-changed",
        action="store_true",
        help="when no file has changed, do nothing: not even check the index",
    )
    build.add_argument(
        "--no-sentences", action="store_true", help="no vectors of sentences: a quicker build, slower questions"
    )
    build.add_argument(
        "--background",
        action="store_true",
        help="for programs: give way to others, tell each step and the report as lines of JSON",
    )
    check = command("check", _check, "Say whether the index is sound and fits the settings.")
    check.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    check.add_argument("--strict", action="store_true", help="exit with 1 also when something of a file was left out")
    fetch = command("fetch", _fetch, "Bring the pages that the corpus and the learner's notes point to.")
    fetch.add_argument("--dry-run", action="store_true", help="only list what would be brought; asks nobody")
    fetch.add_argument("--host", action="append", default=[], metavar="NAME", help="another host (also: FETCH_HOSTS)")
    fetch.add_argument("--again", action="store_true", help="ask also for pages brought or confirmed today")
    listing = command("list", _list, "List the documents of the corpus by kind, language and domain.")
    listing.add_argument("--strict", action="store_true", help=strict)
    listing.add_argument(
        "--write-manifest", action="store_true", help="write corpus/sources.toml from the front matter"
    )
    rules = command("corpus-check", _corpus_check, "Hold the project's corpus to its rules (docs/corpus.md).")
    rules.add_argument("files", nargs="*", metavar="FILE", help="only these files (default: all)")
    rules.add_argument("--snapshot", metavar="DIR", help="folder of the AWS pages that front matter points into")
    rules.add_argument("--article", metavar="FILE", help="text whose facts the notes carry")
    command("prepare-model", _prepare_model, "Prepare the default embedding model (ten seconds, once).")
    return parser


if __name__ == "__main__":
    sys.exit(main())
