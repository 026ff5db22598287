"""A BERT encoder for the default model's folder: token ids in, one row for each token out.

The texts of a batch are laid end to end instead of being padded to the longest, so that nothing is computed for
padding and a text's row hardly depends on its neighbours; the table of words stays in its file, of which only the rows
in use are read. torch and the folder are all it needs: importing transformers takes longer than answering a question.
Knows nothing of prompts, pooling or texts. torch is imported only inside functions.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

    Tensor = torch.Tensor

_BUDGET = 1024  # tokens of one pass: the intermediate values of more do not fit the processor's cache


class BertEncoder:
    """The layers of a folder (`config.json`, `model.safetensors`), in float32 or bfloat16. Safe to share: no state."""

    def __init__(self, folder: Path, *, bfloat16: bool = False) -> None:
        """Read the weights. Raises OSError, ValueError or KeyError for a folder that holds something else."""
        import safetensors
        import torch

        opened: Any = safetensors
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
            raise ValueError(f"{folder.name} is no BERT model with GELU.")
        self.dimension = int(config["hidden_size"])
        self._heads = int(config["num_attention_heads"])
        self._eps = float(config["layer_norm_eps"])
        self._dtype = torch.bfloat16 if bfloat16 else torch.float32
        self._file = opened.safe_open(folder / "model.safetensors", framework="pt")
        self._words: Tensor = self._file.get_tensor("embeddings.word_embeddings.weight")
        kind = self._tensor("embeddings.token_type_embeddings.weight")[0]
        self._places = self._tensor("embeddings.position_embeddings.weight") + kind
        self._first = self._norm("embeddings.LayerNorm")
        self._layers = [self._layer(f"encoder.layer.{i}.") for i in range(int(config["num_hidden_layers"]))]

    def rows(self, texts: Sequence[Sequence[int]]) -> Iterator[tuple[int, Tensor]]:
        """(place in `texts`, float32 rows of shape (its tokens, dimension)), shortest texts first."""
        import torch

        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for batch in _passes(order, [len(text) for text in texts]):
            hidden = self._run([texts[place] for place in batch]).float()
            yield from zip(batch, torch.split(hidden, [len(texts[place]) for place in batch]), strict=True)

    def _run(self, texts: Sequence[Sequence[int]]) -> Tensor:
        """All tokens of texts in order of length, end to end; shape (tokens, dimension)."""
        import torch
        from torch.nn import functional

        with torch.inference_mode():
            ids = torch.tensor(list(itertools.chain.from_iterable(texts)))
            places = torch.cat([torch.arange(len(text)) for text in texts])
            hidden = self._normed(self._words[ids].to(self._dtype) + self._places[places], self._first)
            equal = [(length, len(list(same))) for length, same in itertools.groupby(map(len, texts))]
            for qkv, out, after, up, down, last in self._layers:
                attended = self._attended(functional.linear(hidden, *qkv), equal)
                hidden = self._normed(functional.linear(attended, *out).add_(hidden), after)
                wide = functional.gelu(functional.linear(hidden, *up))
                hidden = self._normed(functional.linear(wide, *down).add_(hidden), last)
            return hidden

    def _attended(self, qkv: Tensor, equal: Sequence[tuple[int, int]]) -> Tensor:
        """Attention within each text; `equal` are (tokens, how many texts of so many) in order."""
        import torch
        from torch.nn import functional

        parts, start = [], 0
        for length, count in equal:
            own = qkv[start : start + length * count].view(count, length, 3, self._heads, -1)
            query, key, value = own.permute(2, 0, 3, 1, 4)
            found = functional.scaled_dot_product_attention(query, key, value)
            parts.append(found.transpose(1, 2).reshape(length * count, self.dimension))
            start += length * count
        return torch.cat(parts)

    def _normed(self, rows: Tensor, weights: tuple[Tensor, Tensor]) -> Tensor:
        from torch.nn import functional

        return functional.layer_norm(rows, (self.dimension,), *weights, self._eps)

    def _layer(self, name: str) -> tuple[tuple[Tensor, Tensor], ...]:
        """Weights and biases: query, key and value as one, output, norm, up, down, norm."""
        import torch

        own = [self._linear(f"{name}attention.self.{part}") for part in ("query", "key", "value")]
        return (
            (torch.cat([weight for weight, _ in own]), torch.cat([bias for _, bias in own])),
            self._linear(f"{name}attention.output.dense"),
            self._norm(f"{name}attention.output.LayerNorm"),
            self._linear(f"{name}intermediate.dense"),
            self._linear(f"{name}output.dense"),
            self._norm(f"{name}output.LayerNorm"),
        )

    def _linear(self, name: str) -> tuple[Tensor, Tensor]:
        return self._tensor(f"{name}.weight"), self._tensor(f"{name}.bias")

    _norm = _linear

    def _tensor(self, name: str) -> Any:
        return self._file.get_tensor(name).to(self._dtype)


def has_fast_bfloat16() -> bool:
    """True on processors with bfloat16 instructions, where it is twice as fast and as good (docs/architecture.md)."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _passes(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places in order, cut so that no pass has more tokens than the budget (a longer text is a pass of its own)."""
    batch: list[int] = []
    tokens = 0
    for place in order:
        if batch and tokens + lengths[place] > _BUDGET:
            yield batch
            batch, tokens = [], 0
        batch.append(place)
        tokens += lengths[place]
    if batch:
        yield batch
