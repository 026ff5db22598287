"""The project's own set and baseline: held to the corpus and to each other."""

from __future__ import annotations

import pytest

from evals.gate import BASELINE, FEWEST_KNOWN, gated_questions, read_baseline
from evals.material.load import load_questions
from evals.material.validate import validate
from ingest.schema import Document


@pytest.mark.model
def test_the_committed_question_set_is_sound(own_documents: tuple[Document, ...]) -> None:
    findings = validate(load_questions(), own_documents, whole_set=True)
    assert not findings, "\n".join(f"{f.id or 'set'} [{f.rule}] {f.message}" for f in findings)


@pytest.mark.model
@pytest.mark.skipif(not BASELINE.exists(), reason="no baseline is committed yet")
def test_the_committed_baseline_fits_the_question_set() -> None:
    baseline = read_baseline()
    fingerprints = {question.id: question.fingerprint for question in gated_questions(load_questions())}
    known = [id_ for id_, mark in baseline.questions.items() if fingerprints.get(id_) == mark]
    assert len(known) >= FEWEST_KNOWN * len(baseline.questions)
    assert baseline.scores
