"""The command `practice build`: opens what a build needs, shows progress, writes the bank and the report.

Parses and speaks through `say`; decides nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.practice.errors import PracticeError

if TYPE_CHECKING:
    from assistant.checking.reading.lexicon import Lexicon
    from assistant.practice.generate.rules.context import Finder
    from assistant.practice.generate.writing.rephrase import Rephrase
    from ingest.index.store import Index
    from ingest.settings import IngestSettings

Say = Callable[[str], None]


def add_build(actions: Any, say: Say) -> None:
    """Add `build` to the subcommands of `practice`."""
    build = actions.add_parser("build", help="Make questions from the index, checked, beside the written ones.")
    build.set_defaults(run=lambda arguments: _build(arguments, say))
    build.add_argument(
        "--corpus",
        type=Path,
        action="append",
        metavar="DIR",
        help="ask about these notes instead (files and folders; needs the extra 'syntax', no index, no model)",
    )
    build.add_argument("--learner", default="local", help=argparse.SUPPRESS)
    build.add_argument("--exam", default="mls-c01", help="an exam of the catalogue (default: mls-c01)")
    build.add_argument("--n", type=int, default=400, help="how many questions, half in each language (default: 400)")
    build.add_argument(
        "--model",
        default="extractive",
        metavar="NAME",
        help="extractive (default), or a model that rewords stems: local, provider:name",
    )
    build.add_argument("--seed", type=int, default=7, help="same seed, same questions (default: 7)")
    build.add_argument("--out", type=Path, metavar="FILE", help="where to write (default: in the data folder)")
    build.add_argument("--report", type=Path, metavar="FILE", help="also write the report and the rejects as JSON")
    build.add_argument("--index", type=Path, metavar="DIR", help="where the index lives (default: .index)")


def _build(arguments: argparse.Namespace, say: Say) -> int:
    from assistant.checking import Checker, judge, load_lexicon
    from assistant.practice.bank import built_file, write_items
    from assistant.practice.blueprint import load_catalogue
    from assistant.practice.generate.build import BuildRequest, build_bank
    from ingest.index.store import open_index
    from ingest.progress import ProgressBar
    from ingest.settings import IngestSettings

    if arguments.n < 2:
        raise PracticeError(f"--n is {arguments.n}.", help="Ask for two questions at least.")
    if arguments.corpus:
        return _build_from_notes(arguments, say)
    blueprint = load_catalogue()[arguments.exam]
    settings = IngestSettings.from_env(index=arguments.index)
    index = open_index(settings, exact=True)
    lexicon = load_lexicon()
    find, notice = _search(index, settings, lexicon)
    request = BuildRequest(blueprint, arguments.n, arguments.seed, arguments.model)
    with ProgressBar() as progress:
        items, report = build_bank(
            request,
            index.documents.values(),
            lexicon,
            partial(judge, Checker(lexicon)),
            find=find,
            rephrase=_rewriter(arguments.model, lexicon),
            progress=progress,
        )
    report.notices += [notice] if notice else []
    out = arguments.out or built_file(blueprint.id)
    if items:
        write_items(out, items)
    if arguments.report:
        _write_report(arguments.report, report.to_json())
    for line in report.lines():
        say(line)
    if not items:
        say(f"No question was released: {out} is left as it is.")
        return 1
    say(f"{out}: {len(items)} questions")
    asked = f"Ask them with `quiz --bank {out}`." if arguments.out else "The page and `quiz` ask them too from now on."
    say(asked)
    return 0


def _build_from_notes(arguments: argparse.Namespace, say: Say) -> int:
    """Questions on anybody's notes: into a file, else among the learner's own."""
    from assistant.practice.bank import write_items
    from assistant.practice.blueprint import load_catalogue
    from assistant.practice.records.store import PracticeStore, default_path
    from assistant.practice.syntax.build import build_from, read_folders
    from ingest.progress import ProgressBar
    from ingest.settings import IngestSettings, user_cache

    blueprint = load_catalogue()[arguments.exam]
    documents, unread = read_folders(arguments.corpus, IngestSettings.from_env())
    with ProgressBar() as progress:
        built = build_from(
            documents, blueprint, most=arguments.n, kept=user_cache() / "practice-facts", progress=progress
        )
    built.unread += unread
    if arguments.out and built.items:
        write_items(arguments.out, built.items)
    elif built.items:
        PracticeStore(default_path()).learner(arguments.learner).put_items(built.items)
    if arguments.report:
        _write_report(arguments.report, built.to_json())
    for line in built.lines():
        say(line)
    where = str(arguments.out) if arguments.out else f"your own questions for {blueprint.code}"
    say(f"{where}: {len(built.items)}" if built.items else "No question was released.")
    return 0 if built.items else 1


def _search(index: Index, settings: IngestSettings, lexicon: Lexicon) -> tuple[Finder, str]:
    """The search by meaning and words; without the embedding model, none and a notice."""
    from assistant.asking.bilingual import Bilingual
    from assistant.finding.retrieve import Retriever
    from assistant.practice.generate.rules.context import find_nothing
    from assistant.practice.generate.search import PassageSearch
    from ingest.embedding.embed import open_embedder
    from ingest.errors import EmbedderUnavailable

    try:
        embedder = open_embedder(settings)
        embedder.embed_queries(["warm up"])
    except EmbedderUnavailable as error:
        return find_nothing, f"wrong options were checked without the search by meaning: {error}"
    return PassageSearch(Retriever(index, embedder), Bilingual(lexicon)), ""


def _rewriter(model: str, lexicon: Lexicon) -> Rephrase | None:
    """What rewords stems, when a model is asked for by name. Raises ModelUnavailable."""
    from assistant.models.open import open_chat_model
    from assistant.practice.generate.writing.rephrase import StemRewriter
    from assistant.settings import LOCAL, AssistantSettings
    from ingest.settings import user_cache

    chat = open_chat_model(AssistantSettings.from_env(chat_model=model), user_cache())
    return StemRewriter(chat, lexicon, scenes=model != LOCAL) if chat is not None else None


def _write_report(path: Path, data: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise PracticeError(f"{path} cannot be written: {error.strerror}.") from error
