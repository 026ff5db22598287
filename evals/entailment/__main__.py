"""Command line of the reader: `python -m evals.entailment data | curve | train`.

`data` holds the lines to their rules and counts them; `curve` trains on more and more of them and measures each time on
documents that were not learned from; `train` learns from all and writes the weights.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evals.checker.items import load as load_labelled
from evals.checker.items import load_seed
from evals.entailment import measure
from evals.entailment.items import load
from evals.entailment.pairs import CLASSES, Pair, drawn, kept_for_testing, labelled_pairs, pairs_of
from evals.entailment.places import PAGES, Places
from evals.entailment.training import Progress, Recipe, Trainer, pair_tokeniser
from ingest.embedding import e5
from ingest.settings import user_cache


def data(places: Places) -> dict[str, Any]:
    """Counts of what the lines hold, and of the places whose words are not there."""
    entries = load()
    pairs = pairs_of(entries, places)
    claims = [(entry, claim) for entry in entries for claim in entry.claims]
    questions = [(entry, one) for entry in entries for one in entry.questions]
    return {
        "lines": len(entries),
        "claims": len(claims),
        "questions": len(questions),
        "by_writer": _counted(entry.writer for entry, _ in [*claims, *questions]),
        "by_source": _counted(e.place.uri.split("/")[0] if e.place.quotes else "AWS page" for e in entries),
        "claims_by_kind": _counted(f"{claim.label}: {claim.kind}" for _, claim in claims),
        "questions_by_kind": _counted(one.kind for _, one in questions),
        "claims_by_languages": _counted(f"{claim.lang}-{entry.place.lang}" for entry, claim in claims),
        "questions_by_languages": _counted(f"{one.lang}-{entry.place.lang}" for entry, one in questions),
        "pairs": _counted(f"{pair.task}: {CLASSES[pair.task][pair.target]}" for pair in pairs),
        "missing": dict(places.missing),
    }


def curve(places: Places, sizes: Sequence[int], recipe: Recipe, *, questions: bool) -> dict[str, Any]:
    """For each number of claims: how well the labelled dev claims are told apart, by documents never learned from.

    A number larger than there are claims is all of them.
    """
    held = labelled_pairs(load_labelled(split="dev"))
    unseen = {pair.group for pair in held}
    ours = [pair for pair in learned_from(places) if pair.group not in unseen]
    asked = [pair for pair in ours if pair.task == "question"] if questions else []
    rows = []
    for size in sizes:
        claims = drawn([pair for pair in ours if pair.task == "claim"], size)
        trained = _trained([*claims, *asked], recipe)
        chances = [row[0] for row in trained.chances(held)]
        rows.append({"claims": len(claims), **_report(held, chances)})
        _say(f"{len(claims)} claims: {rows[-1]['all']}")
    return {"recipe": dataclasses.asdict(recipe), "questions": len(asked), "curve": rows}


def learned_from(places: Places) -> list[Pair]:
    """The pairs of all lines and of the checker's seed, but for those about documents of test items."""
    kept = kept_for_testing()
    entries = [entry for entry in load() if entry.place.group not in kept]
    return [*pairs_of(entries, places), *(pair for pair in labelled_pairs(load_seed()) if pair.group not in kept)]


def _trained(pairs: Sequence[Pair], recipe: Recipe) -> Trainer:
    folder = e5.prepare(user_cache())
    trainer = Trainer(folder, pair_tokeniser(folder), recipe)
    trainer.train(pairs, _tell)
    return trainer


def _report(pairs: Sequence[Pair], chances: Sequence[float]) -> dict[str, Any]:
    return {
        "all": dataclasses.asdict(measure.score(pairs, chances)),
        "languages": {k: dataclasses.asdict(v) for k, v in measure.by(pairs, chances, measure.languages).items()},
        "right_by_kind": measure.right_by_kind(pairs, chances),
    }


def _tell(progress: Progress) -> None:
    _say(f"step {progress.step} of {progress.steps}, loss {progress.loss:.3f}, {progress.speed:.1f} pairs a second")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _counted(names: Any) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; prints JSON."""
    parser = argparse.ArgumentParser(prog="python -m evals.entailment", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, default=PAGES, help="AWS guides as published (GUIDE/doc_source/PAGE.md)")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("data", help="check and count the lines")
    sizes = commands.add_parser("curve", help="train on more and more claims")
    sizes.add_argument("sizes", type=int, nargs="+", help="numbers of claims")
    sizes.add_argument("--questions", action="store_true", help="learn from the questions, too")
    options = parser.parse_args(arguments)
    recipe = dataclasses.replace(Recipe(), epochs=options.epochs, seed=options.seed)
    places = Places(options.pages if options.pages.is_dir() else None)
    ways: dict[str, Callable[[], dict[str, Any]]] = {
        "data": lambda: data(places),
        "curve": lambda: curve(places, options.sizes, recipe, questions=options.questions),
    }
    sys.stdout.write(json.dumps(ways[options.command](), indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
