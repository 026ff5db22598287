"""Fit the coefficients of the checker on dev items: `python -m evals.checker.fit [--dry-run]`.

Logistic regression (scikit-learn) over `assistant.checking.features`. Beside each labelled pair stands one unrelated
sentence of the same page as a pair that is not supported, so that a claim is not taken for supported where nothing is
said of it. The labelled false claims keep closer to the words of the source than the true ones do, so that likeness
alone would count against a claim: the first clause of each quote stands for a claim that the quote supports. A
feature that would count the wrong way (SIGNS) is left out and the rest is fitted again. Held-out logits (ten folds by
document) give the calibration and the threshold. Writes assistant/checking/data/model.json.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.checking.features import SIGNS, features_of
from assistant.checking.model import Model
from assistant.checking.reading.lexicon import load_lexicon
from assistant.checking.signals.soft import load_centre
from assistant.checking.verdict import Checker
from assistant.checking.window import Window
from evals.checker.items import LabelledItem, documents, evidence_of, load, load_seed
from evals.fitting import regression
from ingest.embedding.embed import Embedder, open_embedder
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.text.sentences import split_sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

CENTRE = Path(__file__).resolve().parents[2] / "assistant" / "checking" / "data" / "centre.json"
TARGET = Path(__file__).resolve().parents[2] / "assistant" / "checking" / "data" / "model.json"
FOLDS = 10
STRENGTH = 0.5  # of the regularisation, as scikit-learn's C
MADE_WEIGHT = 0.2  # of a made pair against a labelled one
_NEARLY = 0.01  # of balanced accuracy: within what the folds differ by
_SHORTEST = 25  # characters of a sentence worth pairing
_FIRST_CLAUSE = re.compile(
    r".{30,}?(?=, (?:so|which|because|whereas|while|since|and|but|dont|ce qui|tandis)\b| (?:whereas|because) |[;:] )"
)


@dataclass(frozen=True)
class Rows:
    """Pairs as numbers: features, labels (1 supported), weights, the document of each, which are labelled."""

    features: Array
    labels: Array
    weights: Array
    groups: list[str]
    labelled: Flags


def rows_of(items: Sequence[LabelledItem], checker: Checker, corpus: dict[str, Document]) -> Rows:
    """Labelled pairs, balanced between supported and not, then the made ones."""
    import numpy as np

    names = list(SIGNS)
    features, labels, groups, labelled = [], [], [], []
    shortened: set[str] = set()
    for item in items:
        evidence = evidence_of(item, corpus)
        pairs = [(item.claim, item.lang, evidence, item.label == "supported", True)]
        if (unrelated := _unrelated(item, evidence, corpus)) is not None:
            pairs.append((item.claim, item.lang, unrelated, False, False))
        if item.quote not in shortened and (clause := first_clause(item.quote)):
            shortened.add(item.quote)
            pairs.append((clause, item.evidence_lang, evidence, True, False))
        for claim, lang, text, supported, own in pairs:
            findings = checker.findings(claim, [text], lang)[0]
            values = features_of(findings)
            features.append([values[name] for name in names])
            labels.append(float(supported))
            groups.append(item.uri)
            labelled.append(own)
    y, mine = np.array(labels), np.array(labelled)
    weights = np.full(len(y), MADE_WEIGHT)
    for label in (0.0, 1.0):
        part = mine & (y == label)
        weights[part] = 0.5 * mine.sum() / max(1.0, part.sum())
    return Rows(np.array(features), y, weights, groups, mine)


def first_clause(quote: str) -> str:
    """What a sentence says before its first "which", "whereas", "so", semicolon; "" where it has one clause only."""
    found = None if quote.startswith("|") else _FIRST_CLAUSE.match(quote)
    return f"{found.group()}." if found else ""


def fit(rows: Rows) -> Model:
    """The model before calibration: features with the wrong sign left out one by one, the worst first."""
    import numpy as np

    names = list(SIGNS)
    kept = [k for k, name in enumerate(names) if np.ptp(rows.features[:, k]) > 0]
    while True:
        found = regression.fit(
            [names[k] for k in kept], rows.features[:, kept], rows.labels, strength=STRENGTH, weights=rows.weights
        )
        wrong = [(abs(t.weight), k) for k, t in zip(kept, found.terms, strict=True) if SIGNS[t.name] * t.weight < 0]
        if not wrong:
            return Model(found)
        kept.remove(max(wrong)[1])


def held_out(rows: Rows) -> Array:
    """Logit of each labelled pair from a model that has not seen its document."""
    import numpy as np
    from sklearn.model_selection import GroupKFold

    names = list(SIGNS)
    logits = np.zeros(len(rows.labels))
    for train, test in GroupKFold(FOLDS).split(rows.features, rows.labels, rows.groups):
        model = fit(
            Rows(
                rows.features[train],
                rows.labels[train],
                rows.weights[train],
                [],
                rows.labelled[train],
            )
        )
        for k in test:
            logits[k] = model.logit(dict(zip(names, rows.features[k], strict=True)))
    result: Array = logits[rows.labelled]
    return result


def calibrated(model: Model, logits: Array, labels: Array) -> tuple[Model, float]:
    """The model with slope, offset and threshold from held-out logits, and its held-out balanced accuracy."""
    import numpy as np

    platt = regression.fit(["logit"], logits.reshape(-1, 1), labels, strength=1e6, standardise=False)
    slope, offset = platt.terms[0].weight, platt.bias
    chances = 1.0 / (1.0 + np.exp(-(slope * logits + offset)))
    scores = []
    for threshold in np.arange(0.25, 0.66, 0.01):
        said = chances >= threshold
        found, refused = said[labels == 1].mean(), 1.0 - said[labels == 0].mean()
        scores.append((float(found + refused) / 2, float(threshold)))
    smooth = np.convolve([score for score, _ in scores], np.ones(5) / 5, mode="valid")
    # The highest threshold that is nearly as good as the best: a false claim shown as supported costs most, and
    # several windows may support one.
    good = [k + 2 for k, score in enumerate(smooth) if score >= smooth.max() - _NEARLY]
    best = max(good)
    return Model(model.logistic, round(scores[best][1], 2), slope, offset), scores[best][0]


def as_json(model: Model, rows: Rows, balanced: float, embedder: str) -> dict[str, Any]:
    """What model.json holds."""
    return {
        "what": "chance that evidence supports a claim = sigmoid(slope * (bias + sum(weight * (value - mean) / scale))"
        " + offset); [weight, mean, scale]",
        "fitted": datetime.date.today().isoformat(),
        "by": "python -m evals.checker.fit",
        "embedder": embedder,
        "pairs": {
            "labelled": int(rows.labelled.sum()),
            "supported": int(rows.labels[rows.labelled].sum()),
            "unrelated": int((~rows.labelled & (rows.labels == 0)).sum()),
            "first_clauses": int((~rows.labelled & (rows.labels == 1)).sum()),
        },
        "held_out_balanced_accuracy": round(balanced, 4),
        **regression.as_data(model.logistic),
        "calibration": {"slope": round(model.slope, 4), "offset": round(model.offset, 4)},
        "threshold": model.threshold,
    }


def run(embedder: Embedder) -> dict[str, Any]:
    """Fit on the dev items and the seed; the content of model.json."""
    items = [*load(split="dev"), *load_seed()]
    CENTRE.write_text(json.dumps(centre_of(embedder, items), indent=None) + "\n", encoding="utf-8")
    load_centre.cache_clear()
    checker = Checker(load_lexicon(), embedder)
    rows = rows_of(items, checker, documents())
    model, balanced = calibrated(fit(rows), held_out(rows), rows.labels[rows.labelled])
    return as_json(model, rows, balanced, embedder.name)


def centre_of(embedder: Embedder, items: Sequence[LabelledItem]) -> dict[str, Any]:
    """What centre.json holds: the mean piece vector over the claims, empty for an embedder that gives no pieces."""
    import numpy as np

    by_piece: Any = getattr(embedder, "embed_pieces", None)
    if by_piece is None:
        return {"embedder": "", "vector": []}
    means = [found.pieces.mean(axis=0) for found in by_piece([item.claim for item in items]) if len(found.pieces)]
    return {"embedder": embedder.name, "vector": [round(float(v), 4) for v in np.mean(means, axis=0)]}


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; writes model.json unless told not to."""
    parser = argparse.ArgumentParser(prog="python -m evals.checker.fit", description=__doc__.splitlines()[0])
    parser.add_argument("--dry-run", action="store_true", help="show the coefficients without writing them")
    options = parser.parse_args(arguments)
    data = run(open_embedder(IngestSettings()))
    sys.stdout.write(regression.as_text(data) if options.dry_run else regression.write(TARGET, data))
    return 0


def _unrelated(item: LabelledItem, evidence: Window, corpus: dict[str, Document]) -> Window | None:
    """Another sentence of the same page, chosen by the item's id."""
    document = corpus.get(item.uri)
    if document is None:
        return None
    found = (document.text[a:b] for a, b in split_sentences(document.text))
    others = [s for s in found if len(s) > _SHORTEST and s not in item.quote and item.quote not in s and s[:2] != "|-"]
    if not others:
        return None
    chosen = others[sum(map(ord, item.id)) % len(others)]
    return Window.alone(chosen, item.evidence_lang, evidence.headings[:1])


if __name__ == "__main__":
    sys.exit(main())
