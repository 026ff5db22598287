"""Training: batches of a fixed number of tokens, AdamW that warms up and decays, and the scores afterwards.

Owns the order of the pairs, the losses of the two tasks and when a run is over; everything is drawn by one seed, so
that one command gives the same weights on the same machine. One thread. torch is imported only inside functions.
"""

from __future__ import annotations

import dataclasses
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.entailment.network import Network, Shape
from evals.entailment.pairs import CLASSES, Pair, Task
from evals.entailment.priors import priors

if TYPE_CHECKING:
    import torch

    Tensor = torch.Tensor

Tokenise = Callable[[str, str], tuple[list[int], int]]
"""The ids of a text and its evidence, and the place of the token that ends the text."""
MOST_TOKENS = 320  # of a pair: the longer text is cut at its end


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is trained. `rate` is the highest learning rate, `tokens` are those of a batch.

    Shares of all steps: `warm` until the highest rate, `bare` until what the text alone gives away is left out: left
    out from the first step, nothing was learned in 350; left out after 400 steps, reading began at once.
    """

    shape: Shape = field(default_factory=Shape)
    rate: float = 1e-4
    epochs: int = 2
    tokens: int = 640
    warm: float = 0.06
    bare: float = 0.3
    decay: float = 0.01
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told while training: steps done and in all, pairs a processor second, mean loss of the last, by task."""

    step: int
    steps: int
    speed: float
    losses: Mapping[Task, float]


@dataclass(frozen=True, slots=True)
class _Example:
    """A pair with its rows after the layers that are not trained, and the place of the token that ends its text.

    `prior` are the log chances of its classes that the text alone gives away.
    """

    pair: Pair
    rows: Tensor
    end: int
    prior: Tensor | None = None


class Trainer:
    """One network over one set of pairs, trained, then asked."""

    def __init__(self, folder: Path, tokenise: Tokenise, recipe: Recipe) -> None:
        self._recipe = recipe
        self._tokenise = tokenise
        self.network = Network(folder, recipe.shape, recipe.seed)

    def train(self, pairs: Sequence[Pair], tell: Callable[[Progress], None] = lambda _: None, every: int = 50) -> None:
        """Train on pairs; `tell` hears every so many steps."""
        import torch

        torch.manual_seed(self._recipe.seed)
        order = random.Random(self._recipe.seed)  # noqa: S311 - an order, no secret
        lowered = zip(self._lower(pairs), priors(pairs), strict=True)
        examples = [dataclasses.replace(one, prior=torch.tensor(prior)) for one, prior in lowered]
        lengths = [len(one.rows) for one in examples]
        plan = [batch for _ in range(self._recipe.epochs) for batch in batches(lengths, self._recipe.tokens, order)]
        optimiser = self._optimiser()
        start, losses, seen = time.process_time(), list[tuple[Task, float]](), 0
        for step, batch in enumerate(plan):
            for group in optimiser.param_groups:
                group["lr"] = self._recipe.rate * pace(step, len(plan), self._recipe.warm)
            bare = step < self._recipe.bare * len(plan)
            each: Any = self._losses([examples[place] for place in batch], bare=bare)
            optimiser.zero_grad()
            each.mean().backward()
            torch.nn.utils.clip_grad_norm_(list(self.network.learned.values()), 1.0)
            optimiser.step()
            losses += zip([pairs[place].task for place in batch], each.tolist(), strict=True)
            seen += len(batch)
            if (step + 1) % every == 0:
                speed = seen / max(1e-9, time.process_time() - start)
                tell(Progress(step + 1, len(plan), speed, _means(losses)))
                losses = []

    def chances(self, pairs: Sequence[Pair]) -> list[list[float]]:
        """The chance (0..1) of each class of each pair."""
        import torch

        found: dict[int, list[float]] = {}
        examples = self._lower(pairs)
        order = random.Random(0)  # noqa: S311 - an order, no secret
        with torch.no_grad():
            for batch in batches([len(one.rows) for one in examples], self._recipe.tokens, order):
                logits = self._logits([examples[place] for place in batch], training=False)
                found |= {place: one.softmax(0).tolist() for place, one in zip(batch, logits, strict=True)}
        return [found[place] for place in range(len(pairs))]

    def keep(self, path: Path) -> None:
        """Write what was learned (safetensors, float32)."""
        from safetensors.torch import save_file

        save_file({name: tensor.detach().contiguous() for name, tensor in self.network.learned.items()}, path)

    def take_up(self, path: Path) -> None:
        """Take over what `keep` wrote."""
        from safetensors.torch import load_file

        self.network.restore(load_file(path))

    def _lower(self, pairs: Sequence[Pair]) -> list[_Example]:
        read = [self._tokenise(pair.text, pair.evidence) for pair in pairs]
        found: dict[int, Tensor] = {}
        for batch in batches([len(ids) for ids, _ in read], self._recipe.tokens, random.Random(0)):  # noqa: S311
            found |= dict(zip(batch, self.network.lower([read[place][0] for place in batch]), strict=True))
        return [_Example(pair, found[place], read[place][1]) for place, pair in enumerate(pairs)]

    def _logits(self, examples: Sequence[_Example], *, training: bool) -> list[Tensor]:
        rows, ends = [one.rows for one in examples], [one.end for one in examples]
        return self.network.logits(rows, ends, [one.pair.task for one in examples], training=training)

    def _losses(self, examples: Sequence[_Example], *, bare: bool) -> Tensor:
        import torch
        from torch.nn import functional

        losses = []
        for one, own in zip(examples, self._logits(examples, training=True), strict=True):
            known = own if bare or one.prior is None else own + one.prior
            losses.append(functional.cross_entropy(known, torch.tensor(one.pair.target)))
        return torch.stack(losses)

    def _optimiser(self) -> Any:
        import torch

        matrices = [tensor for tensor in self.network.learned.values() if tensor.dim() > 1]
        rest = [tensor for tensor in self.network.learned.values() if tensor.dim() == 1]
        groups = [
            {"params": matrices, "weight_decay": self._recipe.decay},
            {"params": rest, "weight_decay": 0.0},
        ]
        return torch.optim.AdamW(groups, lr=self._recipe.rate)


def batches(lengths: Sequence[int], tokens: int, order: random.Random) -> list[list[int]]:
    """Places of texts of like lengths, in order of length, at most so many tokens together; the batches mixed."""
    places = sorted(range(len(lengths)), key=lambda place: (lengths[place], order.random()))
    found = list(_cut(places, lengths, tokens))
    order.shuffle(found)
    return found


def pace(step: int, steps: int, warm: float) -> float:
    """The share (0..1) of the highest learning rate at a step from 0: up in a line, then down in a line."""
    rising = max(1.0, warm * steps)
    return min((step + 1) / rising, (steps - step) / max(1.0, steps - rising))


def pair_tokeniser(folder: Path) -> Tokenise:
    """The folder's tokeniser: "<s> text </s></s> evidence </s>"."""
    from tokenizers import Tokenizer

    tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MOST_TOKENS)
    ending = tokenizer.token_to_id("</s>")

    def tokenise(text: str, evidence: str) -> tuple[list[int], int]:
        ids = list(tokenizer.encode(text, evidence).ids)
        return ids, ids.index(ending)

    return tokenise


def _means(losses: Sequence[tuple[Task, float]]) -> dict[Task, float]:
    by_task = {task: [loss for own, loss in losses if own == task] for task in CLASSES}
    return {task: sum(own) / len(own) for task, own in by_task.items() if own}


def _cut(places: Sequence[int], lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    batch: list[int] = []
    held = 0
    for place in places:
        if batch and held + lengths[place] > tokens:
            yield batch
            batch, held = [], 0
        batch.append(place)
        held += lengths[place]
    if batch:
        yield batch
