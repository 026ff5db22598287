"""What cosines mean, by embedding model: measured for the default one, neutral and told for any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.embedding.calibration import E5_SMALL, NEUTRAL, calibration_of, notice_of
from ingest.embedding.embed import embedder_name
from ingest.index.check import check_index
from ingest.index.verify import verify_build
from ingest.settings import IngestSettings

OTHER = "hashing-64"


def test_the_default_model_has_the_measured_calibration_and_no_notice() -> None:
    name = embedder_name(IngestSettings())
    assert calibration_of(name) is E5_SMALL
    assert notice_of(name) == ""


def test_any_other_model_has_the_neutral_one_and_is_named_in_a_notice() -> None:
    for name in (OTHER, "intfloat/multilingual-e5-large", "multilingual-e5-small@another-revision", ""):
        assert calibration_of(name) is NEUTRAL
        assert name in notice_of(name)
    assert "not calibrated" in notice_of(OTHER)


def test_a_translation_counts_more_only_where_that_was_measured() -> None:
    assert E5_SMALL.even(0.85, other=True) == pytest.approx(0.875)
    assert E5_SMALL.even(0.85, other=False) == NEUTRAL.even(0.85, other=True) == 0.85


def test_likeness_runs_from_unrelated_to_alike() -> None:
    for usual in (E5_SMALL, NEUTRAL):
        assert [usual.likeness(usual.unrelated - 0.1), usual.likeness(usual.unrelated)] == [0.0, 0.0]
        assert [usual.likeness(usual.alike), usual.likeness(1.0)] == [1.0, 1.0]
        assert usual.likeness((usual.unrelated + usual.alike) / 2) == pytest.approx(0.5)


def test_the_height_of_an_unmeasured_cosine_says_nothing() -> None:
    assert NEUTRAL.height(0.1) == NEUTRAL.height(0.9)
    assert E5_SMALL.height(0.9) == 0.9
    assert (NEUTRAL.meaning(0.9, cross=False), NEUTRAL.judges_claims) == (None, False)
    assert E5_SMALL.meaning(0.915, cross=False) == pytest.approx(-1.0)
    assert E5_SMALL.meaning(0.92, cross=True) == 0.0


def test_a_denied_claim_is_measured_by_the_usual_loss() -> None:
    assert E5_SMALL.denial(denied=0.90, claimed=0.91) == pytest.approx(0.0)
    assert E5_SMALL.denial(denied=0.92, claimed=0.91) == pytest.approx(2.0)


def test_a_build_and_a_check_tell_of_another_model(
    corpus: Path, checked_here: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", OTHER)
    index = corpus.parent / "index"
    assert main(["build", "--corpus", str(corpus), "--index", str(index)]) == 0
    assert notice_of(OTHER) in capsys.readouterr().err
    found = check_index(IngestSettings(corpus=(corpus,), index=index, embedding_model=OTHER), verify_build)[0]
    assert (found.severity, found.message) == ("warning", notice_of(OTHER))
