"""A run as the command line asks for it: which index, which engine, which questions, which folder.

Owns where evaluation data lives (`.evals`): a folder per run, an index per corpus that was named. Prints nothing but
progress, on standard error.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.checking.verdict import checker
from assistant.settings import EXTRACTIVE, AssistantSettings
from evals.errors import EvalError
from evals.material.gold import Gold
from evals.material.load import load_questions
from evals.measuring.suites import Suite, chosen
from evals.running.closed_book import ClosedBook
from evals.running.engine import Ablation, AssistantEngine, Engine, describe, open_engine
from evals.running.judge import CheckerJudge, Judge, open_judge
from evals.running.runner import Bench, run, run_id, sample
from evals.running.version import code_version
from evals.schema import EvalQuestion, Run, RunInfo, Split
from ingest.progress import Progress, ProgressBar
from ingest.schema import hash_of
from ingest.settings import DEFAULT_CORPUS, PROJECT_ROOT, IngestSettings

WORK = PROJECT_ROOT / ".evals"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be run; None and empty leave a choice to the settings.

    `keep` picks among the questions; `gate_scores` False leaves the scores behind refusals out, which takes a fifth of
    the time.
    """

    suites: tuple[str, ...] = ("all",)
    questions: tuple[Path, ...] = ()
    corpus: tuple[Path, ...] = ()
    index: Path | None = None
    model: str = EXTRACTIVE
    split: Split | None = None
    limit: int = 0
    judge: str | None = None
    closed_book: bool = False
    chunk_tokens: int | None = None
    threshold: float | None = None
    ablation: Ablation = field(default_factory=Ablation)
    fresh: bool = False
    gate_scores: bool = True
    keep: Callable[[Sequence[EvalQuestion]], list[EvalQuestion]] = list


def run_session(request: Request, work: Path = WORK) -> tuple[Run, Path]:
    """Open what is needed, run, and say where the records are.

    Raises EvalError, AssistantError and IngestError for anything that stops a run before its first case.
    """
    suites = chosen(["mcq", "latency"] if request.closed_book else request.suites)
    if not request.gate_scores:
        suites = tuple(replace(suite, gates=False) for suite in suites)
    questions = wanted_questions(request, suites)
    with ProgressBar() as progress:
        ingest = index_settings(request, work, progress)
        settings = AssistantSettings.from_env(chat_model=request.model, refusal_threshold=request.threshold)
        opened = open_engine(settings, ingest, request.ablation, chat=any(suite.asks for suite in suites))
        engine, info = _engine_and_info(request, opened)
        bench = Bench(engine, gold_of(opened), suites, _judges(request, opened, suites))
        folder = work / run_id(info, suites, [judge.name for judge in bench.judges])
        if request.fresh and folder.exists():
            shutil.rmtree(folder)
        elif folder.exists():
            sys.stderr.write(f"note: records of an identical run are used again ({folder}); --fresh runs all.\n")
        return run(questions, bench, info, folder, progress), folder


def wanted_questions(request: Request, suites: Sequence[Suite]) -> list[EvalQuestion]:
    """The questions of a request that some suite can judge. Raises BadQuestions, or EvalError for none."""
    questions = request.keep(load_questions(request.questions))
    fitting = [
        question
        for question in questions
        if request.split in (None, question.split) and any(suite.eligible(question) for suite in suites)
    ]
    if request.closed_book:
        fitting = [question for question in fitting if question.kind == "mcq"]
    if not fitting:
        raise EvalError("No question fits these suites and this split.", help="Try --suite all without --split.")
    return sample(fitting, request.limit)


def index_settings(request: Request, work: Path, progress: Progress) -> IngestSettings:
    """Settings of the index to search; a corpus or chunk size that was named gets an index of its own, kept up to date.

    Raises CorpusNotFound and what a build raises.
    """
    if not request.corpus and request.chunk_tokens is None:
        return IngestSettings.from_env(index=request.index)
    from ingest.embedding.embed import open_embedder
    from ingest.pipeline import build_index

    corpus = request.corpus or (DEFAULT_CORPUS,)
    plain = IngestSettings.from_env(corpus=corpus, chunk_tokens=request.chunk_tokens, chroma_url="")
    name = hash_of(json.dumps([str(path.resolve()) for path in corpus]), plain.fingerprint())
    settings = IngestSettings.from_env(
        corpus=corpus, chunk_tokens=request.chunk_tokens, chroma_url="", index=work / f"index-{name[:10]}"
    )
    report = build_index(settings, open_embedder(settings), progress)
    for problem in report.problems:
        sys.stderr.write(f"note: left out {problem.uri} [{problem.code}]: {problem.reason}\n")
    return settings


def gold_of(engine: AssistantEngine) -> Gold:
    """Where evidence stands in the index of an engine."""
    index = engine.assistant.index
    return Gold(index.documents.values(), index.chunks)


def _engine_and_info(request: Request, opened: AssistantEngine) -> tuple[Engine, RunInfo]:
    more = {
        "closed_book": request.closed_book,
        "checker": request.ablation.checker,
        "judge": request.judge or "",
        "corpus": [path.name for path in request.corpus],
    }
    info = describe(opened, code_version(), {name: value for name, value in more.items() if value not in ("", [])})
    if not request.closed_book:
        return opened, info
    model = opened.assistant.chat_model
    if model is None:
        raise EvalError("Closed book needs a chat model.", help="Add --model local or --model provider:name.")
    return ClosedBook(model), RunInfo(
        info.model, info.index, info.embedding_model, ClosedBook.prompt, info.code, info.settings
    )


def _judges(request: Request, opened: AssistantEngine, suites: Sequence[Suite]) -> tuple[Judge, ...]:
    if not any(suite.judges for suite in suites):
        return ()
    own = CheckerJudge(checker(opened.assistant.embedder))
    return (own, open_judge(request.judge)) if request.judge else (own,)
