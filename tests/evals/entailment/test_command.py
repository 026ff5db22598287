"""The command line over a tiny network: trained on what is outside the fold, kept, and taken up again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.entailment import __main__ as command
from evals.entailment.network import Shape
from evals.entailment.pairs import Pair
from evals.entailment.training import Recipe, Trainer, pair_tokeniser
from tests.ingest.embedding.tiny_bert import write_tiny_bert


def pairs(name: str, task: str, kind: str) -> list[Pair]:
    return [
        Pair(f"{name}{n}", task, "abc", "abcd" if n % 2 else "xy", n % 2, f"page {n}", kind, "en", "fr")  # type: ignore[arg-type]
        for n in range(24)
    ]


def test_a_curve_says_how_well_a_fold_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_tiny_bert(tmp_path)
    written = [*pairs("c", "claim", "near"), *pairs("q", "question", "answered")]
    monkeypatch.setattr(command, "written_pairs", lambda _: written)
    monkeypatch.setattr(command, "labelled_pairs", lambda _: pairs("l", "claim", "roles"))
    monkeypatch.setattr(command.e5, "prepare", lambda _: folder)
    monkeypatch.setattr(command, "Recipe", lambda: Recipe(Shape(layers=1)))
    kept = tmp_path / "kept.safetensors"
    assert command.main(["curve", "4", "99", "--keep", str(kept)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["claims"] for row in told["curve"]] == [4, 99]
    few, all_ = told["curve"]
    assert all_["pairs"] > few["pairs"]
    assert set(few) == {"claims", "pairs", "labelled claims", "written claims", "written questions"}
    assert 0 < few["labelled claims"]["all"]["n"] < 24
    assert set(few["labelled claims"]["languages"]) == {"en-fr"}
    trainer = Trainer(folder, pair_tokeniser(folder), Recipe(Shape(layers=1)))
    before = trainer.chances(written[:3])
    trainer.take_up(kept)
    assert trainer.chances(written[:3]) != before


def test_the_gate_needs_what_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["gate"])
    assert "--kept" in capsys.readouterr().err
