"""Judge the checker on the labelled items: `python -m evals.checker.judge [--split test] [--lexical] [--json]`.

Runs every item through the judge with its evidence sentence, then makes the table that issue 5 asks for. Only
numbers come out: the text of test items is never shown. `--second-opinion NAME` adds the table of the same items with
that opinion; it is slow, so `--limit` takes fewer items and `--cache` keeps the opinions.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.checking.judge import judge as judge_claim
from assistant.checking.model import load_model
from assistant.checking.opinion.second_opinion import SecondLook
from assistant.checking.reading.lexicon import load_lexicon
from assistant.checking.verdict import Checker
from evals.checker.items import LabelledItem, Split, documents, evidence_of, load
from evals.checker.measure import (
    Judged,
    Rate,
    balanced_accuracy,
    calibration_error,
    contradicted,
    corrections,
    detection,
    false_alarms,
    found,
    rate,
)
from evals.checker.opinions import KeptOpinion, drawn, open_kept
from ingest.embedding.embed import Embedder, open_embedder
from ingest.settings import IngestSettings

FALSE_EDITS = (
    "number", "unit", "negation", "service", "roles", "direction", "overgeneralisation", "not_in_evidence", "free",
    "denial", "contrast", "list_item", "table_cell",
)  # fmt: skip
TRUE_KINDS = ("roles", "direction", "denial", "contrast", "list_item", "table_cell")


def judge(split: Split, embedder: Embedder | None) -> list[Judged]:
    """Every item of the split with its verdict; evidence vectors are computed first, as they are for a page."""
    return judged(load(split=split), Checker(load_lexicon(), embedder, load_model()))


def judged(items: Sequence[LabelledItem], checker: Checker, opinion: KeptOpinion | None = None) -> list[Judged]:
    """Items with their verdicts, with a second opinion where one is given; its seconds count, also when it was kept."""
    corpus = documents()
    pairs = [(item, evidence_of(item, corpus)) for item in items]
    checker.prepare([evidence for _, evidence in pairs])
    look = SecondLook(checker, opinion) if opinion is not None else None
    rows = []
    for item, evidence in pairs:
        start, cpu = _clock(opinion)
        verdict = judge_claim(checker, item.claim, [evidence], item.lang).verdict
        if look is not None:
            verdict = look.review(item.claim, evidence, item.lang, verdict)
        end, cpu_end = _clock(opinion)
        rows.append(Judged(item, verdict.support, verdict.confidence, end - start, cpu_end - cpu, verdict.replaces))
    return rows


def _clock(opinion: KeptOpinion | None) -> tuple[float, float]:
    """Seconds of clock and processor, as if every kept opinion had been asked for again."""
    saved, cpu_saved = opinion.saved if opinion is not None else (0.0, 0.0)
    return time.perf_counter() + saved, time.process_time() + cpu_saved


def summary(rows: Sequence[Judged]) -> dict[str, Any]:
    """All measures as plain data; rates as [value, n]."""
    precision, recall = contradicted(rows)
    languages = {
        "fr-fr": [r for r in rows if not r.item.cross and r.item.lang == "fr"],
        "en-en": [r for r in rows if not r.item.cross and r.item.lang == "en"],
        "fr-en": [r for r in rows if r.item.cross and r.item.lang == "fr"],
        "en-fr": [r for r in rows if r.item.cross and r.item.lang == "en"],
    }
    return {
        "n": len(rows),
        "balanced_accuracy": round(balanced_accuracy(rows), 4),
        "supported_found": _pair(rate(rows, lambda r: r.said, lambda r: r.truly)),
        "others_refused": _pair(rate(rows, lambda r: not r.said, lambda r: not r.truly)),
        "number_and_unit_caught": _pair(detection(rows, "number", "unit")),
        "negation_and_name_caught": _pair(detection(rows, "negation", "service")),
        "caught_by_edit": {edit: _pair(detection(rows, edit)) for edit in FALSE_EDITS},
        "found_by_kind": {kind: _pair(found(rows, kind)) for kind in TRUE_KINDS},
        "false_alarms_same_language": _pair(false_alarms(rows, cross=False)),
        "false_alarms_cross_lingual": _pair(false_alarms(rows, cross=True)),
        "false_alarms_free": _pair(rate(rows, lambda r: not r.said, lambda r: r.truly and r.item.edit == "free")),
        "contradicted_precision": _pair(precision),
        "contradicted_recall": _pair(recall),
        "corrections_precision": _pair(corrections(rows)[0]),
        "corrections_recall": _pair(corrections(rows)[1]),
        "calibration_error": round(calibration_error(rows), 4),
        "balanced_accuracy_by_language": {
            name: [round(balanced_accuracy(part), 4), len(part)] for name, part in languages.items() if part
        },
        "milliseconds": _milliseconds([row.seconds for row in rows]),
        "cpu_milliseconds": _milliseconds([row.cpu_seconds for row in rows]),
    }


def table(result: dict[str, Any], split: str, opinion: str = "") -> str:
    """The measures as Markdown, with the bar of issue 5 beside those that have one; `opinion` names the second one."""
    bars = {
        "balanced_accuracy": ">= 0.85",
        "number_and_unit_caught": ">= 0.98",
        "negation_and_name_caught": ">= 0.90",
        "false_alarms_same_language": "<= 0.08",
        "false_alarms_cross_lingual": "<= 0.12",
    }
    second = f" with a second opinion from {opinion}" if opinion else ""
    lines = [
        f"Checker on `{split}`{second}, n = {result['n']}",
        "",
        "| measure | value | n | bar |",
        "|---|---|---|---|",
    ]
    for name, value in result.items():
        if name == "n":
            continue
        if isinstance(value, dict):
            bar = "<= 50" if name == "milliseconds" else ""
            lines += [f"| {name}: {key} | {pair[0]:.3f} | {pair[1]} | {bar} |" for key, pair in value.items()]
        elif isinstance(value, list):
            lines.append(f"| {name} | {value[0]:.3f} | {value[1]} | {bars.get(name, '')} |")
        else:
            lines.append(f"| {name} | {value} | {result['n']} | {bars.get(name, '')} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; writes the table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m evals.checker.judge", description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--lexical", action="store_true", help="without the embedding model")
    parser.add_argument("--second-opinion", default="", metavar="NAME", help='"local" or a cross-encoder: both tables')
    parser.add_argument("--limit", type=int, metavar="N", help="only N items, drawn at random, always the same")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="where opinions are kept, to resume")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    embedder = None if options.lexical else open_embedder(IngestSettings())
    if embedder is not None:
        embedder.embed_queries(["warm"])
    checker = Checker(load_lexicon(), embedder, load_model())
    items = drawn(load(split=options.split), options.limit) if options.limit else load(split=options.split)
    results = {"": summary(judged(items, checker))}
    if options.second_opinion:
        opinion = open_kept(options.second_opinion, options.cache)
        results[opinion.name] = summary(judged(items, checker, opinion))
    if options.json:
        made: Any = results[""] if len(results) == 1 else {name or "checker": value for name, value in results.items()}
        sys.stdout.write(json.dumps(made, indent=2) + "\n")
    else:
        sys.stdout.write("\n\n".join(table(value, options.split, name) for name, value in results.items()) + "\n")
    return 0


def _milliseconds(seconds: Sequence[float]) -> dict[str, list[float]]:
    ordered = sorted(seconds) or [0.0]
    places = {"median": len(ordered) // 2, "p95": int(len(ordered) * 0.95)}
    return {name: [round(1000 * ordered[place], 2), len(seconds)] for name, place in places.items()}


def _pair(value: Rate) -> list[float]:
    return [round(value.value, 4), value.n]


__all__ = ["judge", "judged", "main", "summary", "table"]

if __name__ == "__main__":
    sys.exit(main())
