"""Command line of the reader: `python -m evals.entailment data | curve | gate`.

`data` holds the lines to their rules and counts them; `curve` trains on more and more of them and measures each time on
documents of one fold, which nothing was learned from; `gate` measures what a network that `curve` kept adds to the
refusal gate.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.settings import EXTRACTIVE, AssistantSettings
from evals.checker.items import load as load_labelled
from evals.checker.items import load_seed
from evals.entailment import gate, measure
from evals.entailment.items import load
from evals.entailment.pairs import CLASSES, Pair, drawn, fold_of, kept_for_testing, labelled_pairs, pairs_of
from evals.entailment.places import PAGES, Places
from evals.entailment.training import Progress, Recipe, Trainer, pair_tokeniser
from ingest.embedding import e5
from ingest.embedding.embed import open_embedder
from ingest.index.store import open_index
from ingest.settings import IngestSettings, user_cache

FOLDS = 3
_DRAW = 4  # the seed that chose the questions of the run that is reported


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


def curve(places: Places, sizes: Sequence[int], recipe: Recipe, fold: int, kept: Path | None = None) -> dict[str, Any]:
    """For each number of written claims: how well pairs of the fold's documents are told apart.

    Labelled claims of other documents are always learned from, and so is half of the questions. A number larger than
    there are claims is all of them. The last network is written to `kept`.
    """
    labelled = labelled_pairs(load_labelled(split="dev"))
    written = written_pairs(places)
    held = {
        "labelled claims": [pair for pair in labelled if fold_of(pair.group, FOLDS) == fold],
        **{f"written {t}s": [p for p in written if p.task == t and fold_of(p.group, FOLDS) == fold] for t in CLASSES},
    }
    rows = []
    for size in sizes:
        learned = learned_from(written, labelled, size, fold)
        trained = _trained(learned, recipe)
        found = {name: _report(pairs, [row[0] for row in trained.chances(pairs)]) for name, pairs in held.items()}
        rows.append({"claims": size, "pairs": len(learned), **found})
        if kept is not None:
            trained.keep(kept)
        _say(f"{len(learned)} pairs: { ({name: one['all'] for name, one in found.items()}) }")
    return {"recipe": dataclasses.asdict(recipe), "fold": fold, "curve": rows}


def at_the_gate(kept: Path, split: str) -> dict[str, Any]:
    """What the kept network adds to the refusal gate, on dev and tuning questions or on those of the test split."""
    folder = e5.prepare(user_cache())
    trainer = Trainer(folder, pair_tokeniser(folder), Recipe())
    trainer.take_up(kept)

    def read(text: str, evidence: str) -> float:
        return trainer.chances([Pair("", "question", text, evidence, 0, "", "", "en", "en")])[0][0]

    ingest = IngestSettings.from_env()
    asking = gate.Asking(open_index(ingest), open_embedder(ingest), None, AssistantSettings(chat_model=EXTRACTIVE))
    dev, held = ([asking.asked(one, source) for source, one in gate.questions(name)] for name in ("dev", split))
    signals, both = [row.features for row in dev], gate.with_chances(dev, read)
    if split == "dev":
        scores = {name: gate.cross_validated(dev, own) for name, own in (("signals", signals), ("with reader", both))}
        return gate.report(dev, scores)
    others = gate.with_chances(held, read)
    scores = {
        "signals": gate.fitted(dev, signals, [row.features for row in held]),
        "with reader": gate.fitted(dev, both, others),
    }
    return gate.report(held, scores)


def written_pairs(places: Places) -> list[Pair]:
    """The pairs of all lines and of the checker's seed, but for those about documents of test items."""
    kept = kept_for_testing()
    entries = [entry for entry in load() if entry.place.group not in kept]
    return [*pairs_of(entries, places), *(pair for pair in labelled_pairs(load_seed()) if pair.group not in kept)]


def learned_from(written: Sequence[Pair], labelled: Sequence[Pair], claims: int, fold: int) -> list[Pair]:
    """What is learned from when a fold is held out: written claims, half of the questions, labelled claims twice.

    The labelled ones are nearest to what the checker meets, and few.
    """
    outside = [pair for pair in written if fold_of(pair.group, FOLDS) != fold]
    lines = sorted({pair.id for pair in outside if pair.task == "question"})
    random.Random(_DRAW).shuffle(lines)  # noqa: S311 - an order, no secret
    asked = set(lines[: len(lines) // 2])
    drawn_claims = set(drawn([pair for pair in outside if pair.task == "claim"], claims))
    chosen = [pair for pair in outside if (pair in drawn_claims if pair.task == "claim" else pair.id in asked)]
    return [*chosen, *2 * [pair for pair in labelled if fold_of(pair.group, FOLDS) != fold]]


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
    losses = ", ".join(f"{task} {loss:.3f}" for task, loss in progress.losses.items())
    _say(f"step {progress.step} of {progress.steps}, {progress.speed:.1f} pairs a second, loss: {losses}")


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
    sizes.add_argument("--fold", type=int, default=0, choices=range(FOLDS), help="of three, the one held out")
    sizes.add_argument("--keep", type=Path, metavar="FILE", help="write the last network there (57 MB)")
    refusing = commands.add_parser("gate", help="with the refusal gate")
    refusing.add_argument("--kept", type=Path, required=True, metavar="FILE", help="what `curve --keep` wrote")
    refusing.add_argument("--split", choices=("dev", "test"), default="dev")
    options = parser.parse_args(arguments)
    recipe = dataclasses.replace(Recipe(), epochs=options.epochs, seed=options.seed)
    places = Places(options.pages if options.pages.is_dir() else None)
    ways: dict[str, Callable[[], dict[str, Any]]] = {
        "data": lambda: data(places),
        "gate": lambda: at_the_gate(options.kept, options.split),
        "curve": lambda: curve(places, options.sizes, recipe, options.fold, options.keep),
    }
    sys.stdout.write(json.dumps(ways[options.command](), indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
