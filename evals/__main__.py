"""Command line of the evaluation: `python -m evals run | compare | gate | report | bench | validate`.

Parses, calls, prints; decides nothing. Exit codes: 0 done, 1 a case crashed, the gate failed or the question set is
not sound, 2 wrong use or an error that stopped the work, 130 interrupted (the same command goes on), 141 when the
reader of the output went away.
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

from evals.errors import EvalError
from evals.measuring.suites import CONVERSATIONS, SUITES
from evals.schema import SPLITS, run_to_json
from ingest.command_line import Parser, failed, tolerant_streams, unbroken
from ingest.errors import CiteprepError

if TYPE_CHECKING:
    from evals.running.session import Request


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and never shows a traceback for an error of ours."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    tolerant_streams()
    arguments = _parser().parse_args(argv)
    try:
        return unbroken(lambda: int(arguments.run(arguments)))
    except CiteprepError as error:
        return failed(arguments, error)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. The same command goes on where it was.\n")
        return 130


def _conversations(arguments: argparse.Namespace) -> int:
    from evals.conversations.measure import measured, played_to_json
    from evals.reporting import table

    result, played = measured(_request(arguments), answers=not arguments.no_answers)
    if arguments.json:
        text = json.dumps([played_to_json(one) for one in played], ensure_ascii=False, indent=1)
        if arguments.json == "-":
            print(text)
            return 0
        Path(arguments.json).write_text(text, encoding="utf-8")
    print("\n".join(table.suite_lines(result, every_group=True)))
    return 0


def _run(arguments: argparse.Namespace) -> int:
    if CONVERSATIONS in (arguments.suite or ()):
        if arguments.suite != [CONVERSATIONS]:
            raise EvalError(f"{CONVERSATIONS} has messages of its own and runs alone.", help="Name no other suite.")
        return _conversations(arguments)
    from evals.reporting import table
    from evals.running.runner import write_run
    from evals.running.session import run_session

    run, folder = run_session(_request(arguments))
    if arguments.json == "-":
        print(json.dumps(run_to_json(run), ensure_ascii=False, indent=1))
    else:
        print("\n".join(table.run_lines(run, every_group=arguments.groups)))
        print(f"\nrecorded in {folder}")
        if arguments.json:
            write_run(run, Path(arguments.json))
    return 1 if run.errors else 0


def _compare(arguments: argparse.Namespace) -> int:
    from evals.measuring.compare import compare
    from evals.reporting import table
    from evals.running.runner import read_run

    comparison = compare(read_run(Path(arguments.before)), read_run(Path(arguments.after)))
    if arguments.json:
        print(json.dumps(dataclasses.asdict(comparison), ensure_ascii=False, indent=1))
    else:
        print("\n".join(table.comparison_lines(comparison)))
    return 0


def _gate(arguments: argparse.Namespace) -> int:
    from evals import gate
    from evals.reporting import table
    from evals.running.session import run_session

    path = Path(arguments.baseline)
    baseline = None if arguments.write else gate.read_baseline(path)
    run, _ = run_session(_gate_request(arguments))
    if baseline is None:
        gate.write_baseline(gate.baseline_of(run), path)
        print(f"Written: {path} ({len(run.cases)} questions). Commit it with the reason.")
        return 0
    report = gate.check(run, baseline)
    rows = [["measure", "baseline", "now", "difference (98 % interval)", ""]]
    for v in report.verdicts:
        change = f"{v.difference.value:+.3f} [{v.difference.low:+.3f}, {v.difference.high:+.3f}] n={v.difference.n}"
        rows.append([v.name, f"{v.before:.3f}", f"{v.after:.3f}", change, "FAILED" if v.failed else "ok"])
    print("\n".join(table.aligned(rows)))
    if report.new:
        print(f"{report.new} questions are new or changed since the baseline and are not gated.")
    for reason in report.reasons:
        print(f"FAILED: {reason}")
    print("The gate fails." if report.reasons else "The gate passes.")
    return 1 if report.reasons else 0


def _report(arguments: argparse.Namespace) -> int:
    from evals.reporting.report import page
    from evals.running.runner import read_run

    run = read_run(Path(arguments.run_file))
    target = Path(arguments.out)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(run), encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{target} cannot be written: {error.strerror}") from error
    print(f"Written: {target}")
    if arguments.summary:
        from evals.reporting.summary import write_summary

        runs = [run, *(read_run(Path(path)) for path in arguments.also)]
        judged = Path(arguments.checker) if arguments.checker else None
        write_summary(runs, Path(arguments.summary), judged, split=arguments.checker_split)
        print(f"Written: {arguments.summary}")
    return 0


def _validate(arguments: argparse.Namespace) -> int:
    from evals.conversations.items import faults, load_conversations
    from evals.material.gold import read_corpus
    from evals.material.load import load_questions
    from evals.material.validate import Finding, validate
    from ingest.settings import DEFAULT_CORPUS

    own = bool(arguments.questions)
    questions = load_questions([Path(path) for path in arguments.questions])
    documents = read_corpus([Path(path) for path in arguments.corpus] or [DEFAULT_CORPUS])
    findings = validate(questions, documents, whole_set=not own)
    conversations = [] if own else load_conversations()
    uris = [document.source.uri for document in documents]
    findings += [Finding("conversation", id_, fault) for id_, fault in faults(conversations, uris)]
    for finding in findings:
        print(f"{finding.id or 'set':<20} [{finding.rule}] {finding.message}")
    messages = sum(len(one.messages) for one in conversations)
    counted = f", {messages} messages in {len(conversations)} conversations" if conversations else ""
    print(f"{len(questions)} questions{counted}, {len(documents)} documents, {len(findings)} findings.")
    return 1 if findings else 0


def _request(arguments: argparse.Namespace) -> Request:
    from evals.running.engine import Ablation
    from evals.running.session import Request

    return Request(
        suites=tuple(arguments.suite or ["all"]),
        questions=tuple(Path(path) for path in arguments.questions),
        corpus=tuple(Path(path) for path in arguments.corpus),
        index=Path(arguments.index) if arguments.index else None,
        model=arguments.model,
        split=arguments.split,
        limit=arguments.limit,
        judge=arguments.judge,
        closed_book=arguments.closed_book,
        chunk_tokens=arguments.chunk_tokens,
        threshold=arguments.threshold,
        ablation=Ablation(
            dense_weight=arguments.dense_weight,
            rescored=arguments.rescored,
            expand=False if arguments.no_expand else None,
            checker=not arguments.no_checker,
        ),
        fresh=arguments.fresh,
    )


def _gate_request(arguments: argparse.Namespace) -> Request:
    from evals import gate
    from evals.running.session import Request

    return Request(
        suites=gate.SUITES,
        index=Path(arguments.index) if arguments.index else None,
        keep=gate.gated_questions,
        fresh=True,
        gate_scores=False,
    )


def _bench(arguments: argparse.Namespace) -> int:
    from evals.benching.bench import bench, rows_of, table

    def say(line: str) -> None:
        sys.stderr.write(f"{line}\n")

    corpus = Path(arguments.corpus) if arguments.corpus else None
    here = Path(__file__).resolve().parent.parent
    raw = bench(Path(arguments.old), here, each=arguments.each, repeats=arguments.repeats, corpus=corpus, say=say)
    print("\n".join(table(rows_of(raw))))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m evals", description="The fixed question set and its judgement.")
    commands = parser.add_subparsers(title="commands", required=True)
    _add_run(commands.add_parser("run", help="Run suites over a question set and print the figures."))
    compare = commands.add_parser("compare", help="Compare two runs, case by case.")
    compare.set_defaults(run=_compare)
    compare.add_argument("before", help="a run file (run --json FILE, or .evals/RUN/run.json)")
    compare.add_argument("after", help="another, over the same questions")
    compare.add_argument("--json", action="store_true", help="print everything as JSON")
    gate = commands.add_parser("gate", help="Run the fast suites against the baseline; exit 1 on a drop.")
    gate.set_defaults(run=_gate)
    gate.add_argument("--baseline", default=str(_baseline()), metavar="FILE", help="default: evals/baseline.json")
    gate.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    gate.add_argument("--write", action="store_true", help="write the baseline instead of comparing with it")
    report = commands.add_parser("report", help="Write a run as one HTML page.")
    report.set_defaults(run=_report)
    report.add_argument("run_file", metavar="RUN", help="a run file")
    report.add_argument("--out", default="evals-report.html", metavar="FILE", help="default: evals-report.html")
    summary = report.add_argument_group("the summary that the page shows under Quality")
    summary.add_argument("--summary", metavar="FILE", help="also write them (assistant/ui/quality/summary.json)")
    summary.add_argument("--also", action="append", default=[], metavar="RUN", help="figures of one more run in it")
    summary.add_argument("--checker", metavar="FILE", help="what `python -m evals.checker.judge --json` printed")
    summary.add_argument("--checker-split", choices=SPLITS, default="test", help="the split it was made on")
    bench = commands.add_parser("bench", help="Processor time and memory beside an earlier checkout, in turns.")
    bench.set_defaults(run=_bench)
    bench.add_argument("old", metavar="DIR", help="the earlier checkout, with an index (git worktree add DIR COMMIT)")
    bench.add_argument("--each", type=int, default=7, metavar="N", help="texts of each kind a turn; 0 for none (7)")
    bench.add_argument("--repeats", type=_count, default=5, metavar="N", help="turns (5)")
    bench.add_argument("--corpus", metavar="DIR", help="measure also how a corpus is ingested, from nothing")
    bench.add_argument("--json", metavar="OUT", help="write the raw figures to a file")
    validate = commands.add_parser("validate", help="Hold a question set to its corpus.")
    validate.set_defaults(run=_validate)
    _add_input(validate)
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    run.set_defaults(run=_run)
    _add_input(run)
    run.add_argument(
        "--suite",
        action="append",
        choices=("all", *SUITES, CONVERSATIONS),
        help="which figures (may be repeated; default: all)",
    )
    run.add_argument(
        "--model", default="extractive", metavar="NAME", help="extractive (default), local or provider:name"
    )
    run.add_argument("--split", choices=SPLITS, help="dev is for tuning, test only for reporting (default: both)")
    run.add_argument(
        "--limit", type=_count, default=0, metavar="N", help="at most N questions, the same ones every time"
    )
    run.add_argument("--json", metavar="OUT", help='write the run, with all cases, to a file; "-" prints it')
    run.add_argument("--judge", metavar="NAME", help="a chat model that judges citations too, reported separately")
    run.add_argument("--index", metavar="DIR", help="where the index lives (default: .index, or INDEX_DIR)")
    run.add_argument("--no-answers", action="store_true", help=f"{CONVERSATIONS}: read messages, answer none (seconds)")
    run.add_argument("--groups", action="store_true", help="show figures for every group of questions")
    run.add_argument("--fresh", action="store_true", help="run cases again that an earlier, identical run has done")
    ablations = run.add_argument_group("ablations")
    ablations.add_argument("--dense-weight", type=float, metavar="W", help="0 is BM25 alone, 1 is dense alone")
    ablations.add_argument("--rescored", type=int, metavar="N", help="passages ranked again by sentence; 0 is none")
    ablations.add_argument("--no-expand", action="store_true", help="no words of the other language in BM25 queries")
    ablations.add_argument("--chunk-tokens", type=int, metavar="N", help="chunk size; builds an index of its own")
    ablations.add_argument("--threshold", type=float, metavar="T", help="refuse below this gate score")
    ablations.add_argument("--no-checker", action="store_true", help="believe every sentence of the chat model")
    ablations.add_argument("--closed-book", action="store_true", help="mcq without any source (needs a chat model)")


def _add_input(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--questions",
        action="append",
        default=[],
        metavar="FILE",
        help="a question file (may be repeated; default: the project's set)",
    )
    parser.add_argument(
        "--corpus", action="append", default=[], metavar="DIR", help="documents to search instead (may be repeated)"
    )


def _baseline() -> Path:
    from evals.gate import BASELINE

    return BASELINE


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("give a number from 1")
    return value


if __name__ == "__main__":
    sys.exit(main())
