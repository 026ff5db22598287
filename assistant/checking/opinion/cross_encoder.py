"""A second opinion from any sentence-transformers cross-encoder, by hub name or folder.

Models of natural language inference give the chance of "entailment", found by its name among the model's own labels;
models with one score give the sigmoid of it. Loaded at first use; torch is imported only then.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.checking.opinion.second_opinion import source_text
from assistant.checking.window import Window
from assistant.errors import OpinionUnavailable
from assistant.logistic import sigmoid

_ENTAILED = "entail"
_NOT = ("not", "non", "contra")


class CrossEncoderOpinion:
    """Chance that evidence entails a claim. Safe to share between threads."""

    def __init__(self, model: str, *, threads: int = 0) -> None:
        self._source = model
        self._threads = threads
        self._model: Any = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The name or folder it was asked for by."""
        return self._source

    def probability(self, claim: str, evidence: Sequence[Window]) -> float:
        """The chance for the piece of evidence that speaks most for the claim. Raises OpinionUnavailable."""
        model, place = self.open()
        scores = model.predict([(source_text(item), claim) for item in evidence], show_progress_bar=False)
        return max(chance(row, place) for row in scores.reshape(len(evidence), -1).tolist())

    def open(self) -> tuple[Any, int | None]:
        """The loaded model and the place of its label for "entailed", None for one score.

        Raises OpinionUnavailable.
        """
        with self._lock:
            if self._model is None:
                self._model = self._load()
        loaded: tuple[Any, int | None] = self._model
        return loaded

    def _load(self) -> tuple[Any, int | None]:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        try:
            import torch
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            raise OpinionUnavailable(
                "sentence-transformers is not installed.", help="Run `make app`, which installs it."
            ) from error
        if self._threads:
            torch.set_num_threads(self._threads)
        local = Path(self._source).is_dir()
        try:
            model = CrossEncoder(self._source, device="cpu", local_files_only=local, activation_fn=torch.nn.Identity())
        except Exception as error:  # the edge of a third-party library: hub, network, file and format errors alike
            reason = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
            raise OpinionUnavailable(
                f"The model {self._source!r} for a second opinion cannot be loaded: {reason}",
                help="Check CHECK_MODEL or --second-opinion: local, a folder, or a cross-encoder's name with a network "
                "(HF_HUB_OFFLINE=0).",
            ) from error
        return model, entailment(model.config.id2label, self._source)


def entailment(labels: Mapping[int, str], name: str) -> int | None:
    """Place of the label that means "entailed"; None for a model with one score.

    Raises OpinionUnavailable for several labels none of which says so: which one supports would be a guess.
    """
    if len(labels) == 1:
        return None
    for place, label in labels.items():
        folded = label.casefold()
        if _ENTAILED in folded and not any(word in folded for word in _NOT):
            return int(place)
    raise OpinionUnavailable(
        f"The labels of {name!r} are {', '.join(labels.values())}: none of them is entailment.",
        help="Choose a model of natural language inference, or one with a single score.",
    )


def chance(row: Sequence[float], place: int | None) -> float:
    """Chance (0..1) of the label at `place` from a row of logits (softmax), or of the one score (sigmoid)."""
    if place is None:
        return sigmoid(row[0])
    # The softmax share of one label, written so that nothing overflows.
    return 1.0 / sum(_bounded_exp(value - row[place]) for value in row)


def _bounded_exp(value: float) -> float:
    return math.exp(max(-30.0, min(30.0, value)))
