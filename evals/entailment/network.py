"""The network that is trained: the layers of the default embedding model over a pair, and one head for each task.

The table of words and the lower layers stay as they are; the upper layers are trained. What a head sees of a pair are
the row of its first token, the mean of all rows, and difference and product of the means of its two texts. torch is
imported only inside functions.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.entailment.pairs import CLASSES, Task

if TYPE_CHECKING:
    import torch

    Tensor = torch.Tensor


@dataclass(frozen=True, slots=True)
class Shape:
    """What is trained: so many upper layers; `dropout` of the rows that layers add."""

    layers: int = 8
    dropout: float = 0.1


PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm",
)  # fmt: skip
POOLED = 4  # rows that a head sees of a pair
_HEAD_SPREAD = 0.02


class Network:
    """The weights of a folder; `learned` (name to tensor) are the upper layers and the heads ("head.claim.weight")."""

    def __init__(self, folder: Path, shape: Shape, seed: int) -> None:
        """Read a folder as `ingest.embedding.e5` prepares it; heads are drawn by `seed`."""
        import json

        import safetensors
        import torch

        opened: Any = safetensors
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.shape = shape
        self.dimension, self._heads = int(config["hidden_size"]), int(config["num_attention_heads"])
        self._eps = float(config["layer_norm_eps"])
        self._file = opened.safe_open(folder / "model.safetensors", framework="pt")
        self._words: Tensor = self._file.get_tensor("embeddings.word_embeddings.weight")
        self._base: dict[str, Tensor] = {}
        self._names = [f"encoder.layer.{number}." for number in range(int(config["num_hidden_layers"]))]
        self._frozen = len(self._names) - shape.layers
        draw = torch.Generator().manual_seed(seed)
        self.learned: dict[str, Tensor] = {
            f"{layer}{part}.{kind}": self._read(f"{layer}{part}.{kind}").clone()  # not the file's own memory
            for layer in self._names[self._frozen :]
            for part in PARTS
            for kind in ("weight", "bias")
        }
        for task, classes in CLASSES.items():
            weight = torch.randn(len(classes), POOLED * self.dimension, generator=draw) * _HEAD_SPREAD
            self.learned |= {f"head.{task}.weight": weight, f"head.{task}.bias": torch.zeros(len(classes))}
        for tensor in self.learned.values():
            tensor.requires_grad_()

    def lower(self, texts: Sequence[Sequence[int]]) -> list[Tensor]:
        """The rows of each text, in order of length, after the layers that are not trained: computed once for all."""
        import torch
        from torch.nn import functional

        with torch.no_grad():
            ids = torch.tensor(list(itertools.chain.from_iterable(texts)))
            places = torch.cat([torch.arange(len(text)) for text in texts])
            kind = self._weight("embeddings.token_type_embeddings.weight")[0]
            rows = self._words[ids].float() + self._weight("embeddings.position_embeddings.weight")[places] + kind
            norm = self._linear("embeddings.LayerNorm")
            hidden = functional.layer_norm(rows, (self.dimension,), *norm, self._eps)
            lengths = [len(text) for text in texts]
            for layer in self._names[: self._frozen]:
                hidden = self._through(hidden, layer, lengths, dropout=0.0)
            return list(torch.split(hidden, lengths))

    def logits(
        self, rows: Sequence[Tensor], ends: Sequence[int], tasks: Sequence[Task], *, training: bool
    ) -> list[Tensor]:
        """Scores of each pair's classes, for pairs in order of length, from what `lower` gave for them.

        `ends` are the places of the token that ends the first text of each.
        """
        import torch
        from torch.nn import functional

        lengths = [len(row) for row in rows]
        hidden = torch.cat(list(rows))
        for layer in self._names[self._frozen :]:
            hidden = self._through(hidden, layer, lengths, dropout=self.shape.dropout if training else 0.0)
        pooled = [pool(own, end) for own, end in zip(torch.split(hidden, lengths), ends, strict=True)]
        heads = {task: (self.learned[f"head.{task}.weight"], self.learned[f"head.{task}.bias"]) for task in CLASSES}
        return [functional.linear(own, *heads[task]) for own, task in zip(pooled, tasks, strict=True)]

    def base(self, name: str) -> Tensor:
        """A weight as it was before training."""
        return self._read(name)

    def restore(self, learned: Mapping[str, Tensor]) -> None:
        """Take over what was learned before."""
        import torch

        with torch.no_grad():
            for name, tensor in self.learned.items():
                tensor.copy_(learned[name])

    def _through(self, hidden: Tensor, layer: str, lengths: Sequence[int], *, dropout: float) -> Tensor:
        import torch
        from torch.nn import functional

        def dropped(rows: Tensor) -> Tensor:
            return functional.dropout(rows, dropout) if dropout else rows

        def normed(rows: Tensor, name: str) -> Tensor:
            return functional.layer_norm(rows, (self.dimension,), *self._linear(f"{layer}{name}"), self._eps)

        query, key, value = (self._apply(hidden, f"{layer}attention.self.{part}") for part in ("query", "key", "value"))
        parts, start = [], 0
        for length, same in itertools.groupby(lengths):
            count = len(list(same))
            asked, known, said = (
                rows[start : start + length * count].view(count, length, self._heads, -1).transpose(1, 2)
                for rows in (query, key, value)
            )
            found = functional.scaled_dot_product_attention(asked, known, said)
            parts.append(found.transpose(1, 2).reshape(length * count, self.dimension))
            start += length * count
        attended = self._apply(torch.cat(parts), f"{layer}attention.output.dense")
        hidden = normed(hidden + dropped(attended), "attention.output.LayerNorm")
        wide = functional.gelu(self._apply(hidden, f"{layer}intermediate.dense"))
        return normed(hidden + dropped(self._apply(wide, f"{layer}output.dense")), "output.LayerNorm")

    def _apply(self, rows: Tensor, name: str) -> Tensor:
        from torch.nn import functional

        return functional.linear(rows, *self._linear(name))

    def _linear(self, name: str) -> tuple[Tensor, Tensor]:
        return self._weight(f"{name}.weight"), self._weight(f"{name}.bias")

    def _weight(self, name: str) -> Tensor:
        if name in self.learned:
            return self.learned[name]
        if name not in self._base:
            self._base[name] = self._read(name)
        return self._base[name]

    def _read(self, name: str) -> Tensor:
        tensor: Tensor = self._file.get_tensor(name).float()
        return tensor


def pool(rows: Tensor, end: int) -> Tensor:
    """What a head sees of "<s> text </s></s> evidence </s>", shape (POOLED * dimension,); `end` is the first </s>."""
    import torch

    text, evidence = rows[1:end].mean(dim=0), rows[end + 2 : -1].mean(dim=0)
    return torch.cat([rows[0], rows.mean(dim=0), text - evidence, text * evidence])
