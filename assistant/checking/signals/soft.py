"""Words that no table knows: how near each word of a claim comes to some word of a sentence, by vectors in context.

Owns the comparison of piece vectors, item by item, across languages. The vectors are centred first (`Centre`), as raw
ones all point much the same way. Without vectors there is no finding. Knows nothing of how vectors are made.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import Alignment
from assistant.checking.signals.semantic import Nearness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.embedding.embed import TextVectors

    Rows = NDArray[np.float32]

_TELLING = 0.4  # weight of an item that must have its counterpart


@dataclass(frozen=True, slots=True)
class Centre:
    """The mean piece vector of an embedder over texts of the trade; `embedder` is the name of the one it is of."""

    embedder: str
    vector: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SoftFinding:
    """Cosines in -1..1. `precision`/`recall`: mean best match of the claim's pieces / the sentence's pieces.

    `items` and `reverse` are weighted means over items; `least` and `least_two` the worst matched ones of the claim;
    `gap` the weight that has no match in the lexicon times its distance; `worst_gap` the worst match among these.
    """

    precision: float
    recall: float
    items: float
    reverse: float
    least: float
    least_two: float
    gap: float
    worst_gap: float


def compare(
    claim: Reading, evidence: Reading, alignment: Alignment, near: Nearness, centre: Centre
) -> SoftFinding | None:
    """Best matches both ways, None without vectors or where one text has no pieces."""
    import numpy as np

    said, given = near.said, near.given
    if said is None or given is None or not len(said.pieces) or not len(given.pieces) or not centre.vector:
        return None
    middle = np.asarray(centre.vector, dtype=np.float32)
    if middle.shape[0] != said.pieces.shape[1]:
        return None
    pieces = _unit(said.pieces - middle) @ _unit(given.pieces - middle).T
    precision, recall = float(pieces.max(axis=1).mean()), float(pieces.max(axis=0).mean())
    ours, theirs = _item_rows(said, claim.items, middle), _item_rows(given, evidence.items, middle)
    if not len(ours) or not len(theirs):
        return SoftFinding(precision, recall, 0.5, 0.5, 0.5, 0.5, 0.0, 1.0)
    table = ours @ theirs.T
    best, back = table.max(axis=1), table.max(axis=0)
    weights = np.asarray([item.weight for item in claim.items], dtype=np.float32)
    others = np.asarray([item.weight for item in evidence.items], dtype=np.float32)
    telling = np.sort(best[weights >= _TELLING])
    telling = telling if len(telling) else np.asarray([0.5], dtype=np.float32)
    missing = [item for item in alignment.missing if item.weight >= _TELLING]
    total = max(0.1, float(weights.sum()))
    return SoftFinding(
        precision,
        recall,
        float((best * weights).sum()) / total,
        float((back * others).sum()) / max(0.1, float(others.sum())),
        float(telling[0]),
        float(telling[:2].mean()),
        sum((1.0 - float(best[item.place])) * item.weight for item in missing) / total,
        min((float(best[item.place]) for item in missing), default=1.0),
    )


@lru_cache(maxsize=1)
def load_centre() -> Centre:
    """The centre that ships with the coefficients; an empty one where there is none."""
    file = resources.files("assistant.checking").joinpath("data/centre.json")
    if not file.is_file():
        return Centre("", ())
    data = json.loads(file.read_text(encoding="utf-8"))
    return Centre(str(data["embedder"]), tuple(float(value) for value in data["vector"]))


def _item_rows(vectors: TextVectors, items: Sequence[Item], middle: Rows) -> Rows:
    """One unit vector for each item: the mean of its pieces."""
    import numpy as np

    rows = np.zeros((len(items), vectors.pieces.shape[1]), dtype=np.float32)
    for place, item in enumerate(items):
        inside = [k for k, (start, end) in enumerate(vectors.spans) if start < item.end and end > item.start]
        if inside:
            rows[place] = vectors.pieces[inside].mean(axis=0) - middle
    return _unit(rows)


def _unit(rows: Rows) -> Rows:
    import numpy as np

    found: Rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return found
