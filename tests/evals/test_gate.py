"""The gate passes on what it was made from and fails when retrieval is broken on purpose."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest

from assistant.settings import AssistantSettings
from evals import gate
from evals.errors import BadRun
from evals.gate import baseline_of, check, read_baseline, write_baseline
from evals.material.gold import Gold
from evals.measuring.suites import chosen
from evals.running.engine import Ablation, AssistantEngine, measured_assistant
from evals.running.runner import Bench, run
from evals.schema import CaseRecord, EvalQuestion, Run
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Hit, Index
from ingest.schema import Reference
from tests.evals.conftest import DIMENSION, PRODUCTS, uri
from tests.evals.helpers import INFO, EqualWords

FAST = "retrieval", "answers", "citations", "refusal"


def measured(index: Index, questions: list[EvalQuestion], folder: Path, ablation: Ablation | None = None) -> Run:
    # Hashed vectors have other cosines than the real model, so nothing is refused here.
    settings = AssistantSettings(chat_model="extractive", refusal_threshold=0.0, dense_weight=0.3)
    assistant = measured_assistant(index, HashingEmbedder(DIMENSION), None, settings, ablation)
    gold = Gold(index.documents.values(), index.chunks)
    return run(questions, Bench(AssistantEngine(assistant), gold, chosen(FAST), (EqualWords(),)), INFO, folder)


class ShuffledIndex(Index):
    """Gives out another chunk than the one that was found, always the same other one."""

    def __init__(self, index: Index) -> None:
        super().__init__(index.manifest, index.documents, index.chunks, index._vectors, index._lexical)
        others = list(self.chunks)
        random.Random(7).shuffle(others)
        self._other = {chunk.id: other for chunk, other in zip(self.chunks, others, strict=True)}

    def dense(self, vector, k, lang):  # type: ignore[no-untyped-def]
        return self._shuffled(super().dense(vector, k, lang))

    def lexical(self, terms, k, lang, more=(), weight=1.0):  # type: ignore[no-untyped-def]
        return self._shuffled(super().lexical(terms, k, lang, more, weight))

    def _shuffled(self, hits: list[Hit]) -> list[Hit]:
        return [Hit(self._other[hit.chunk.id], hit.score) for hit in hits]


@pytest.fixture(scope="module")
def good(product_index: Index, product_questions: list[EvalQuestion], tmp_path_factory: pytest.TempPathFactory) -> Run:
    return measured(product_index, product_questions, tmp_path_factory.mktemp("good"))


def test_the_same_code_passes(good: Run) -> None:
    report = check(good, baseline_of(good))
    assert report.passed
    assert all(verdict.difference.value == 0 for verdict in report.verdicts)
    assert {"retrieval recall@5 (same)", "retrieval recall@5 (cross)"} <= {v.name for v in report.verdicts}
    assert next(v for v in report.verdicts if v.name == "retrieval recall@10 (all)").before > 0.9


def test_without_bm25_the_gate_fails(
    good: Run, product_index: Index, product_questions: list[EvalQuestion], tmp_path: Path
) -> None:
    broken = measured(product_index, product_questions, tmp_path, Ablation(dense_weight=1.0))
    report = check(broken, baseline_of(good))
    assert not report.passed
    assert any("retrieval" in reason and "dropped" in reason for reason in report.reasons)


def test_with_shuffled_ids_the_gate_fails(
    good: Run, product_index: Index, product_questions: list[EvalQuestion], tmp_path: Path
) -> None:
    report = check(measured(ShuffledIndex(product_index), product_questions, tmp_path), baseline_of(good))
    failed = {verdict.name for verdict in report.verdicts if verdict.failed}
    assert {"retrieval recall@5 (same)", "retrieval recall@5 (cross)", "citations evidence hit (all)"} <= failed


def worse(run_: Run, ids: set[str], score: float = 0.0) -> Run:
    """The run with some questions' recall@10 set."""

    def changed(case: CaseRecord) -> CaseRecord:
        if case.id not in ids:
            return case
        scores = {**case.scores, "retrieval": {**case.scores["retrieval"], "recall@10": (score, 1.0)}}
        return dataclasses.replace(case, scores=scores)

    return dataclasses.replace(run_, cases=tuple(changed(case) for case in run_.cases))


def found_ids(run_: Run) -> list[str]:
    return [case.id for case in run_.cases if case.score("retrieval", "recall@10") == 1.0]


def test_five_questions_lost_fail_and_two_do_not(good: Run) -> None:
    ids = found_ids(good)
    assert check(worse(good, set(ids[:2])), baseline_of(good)).passed
    report = check(worse(good, set(ids[:5])), baseline_of(good))
    assert [v.name for v in report.verdicts if v.failed] == ["retrieval recall@10 (all)"]


def test_a_crash_and_a_misplaced_quote_fail_at_once(good: Run) -> None:
    first, second, *rest = good.cases
    crashed = dataclasses.replace(first, error="RuntimeError: boom")
    moved = dataclasses.replace(second, scores={**second.scores, "citations": {"placement": (1.0, 2.0)}})
    report = check(dataclasses.replace(good, cases=(crashed, moved, *rest)), baseline_of(good))
    assert f"{first.id} crashed: RuntimeError: boom" in report.reasons
    assert f"{second.id}: a quote is not verbatim" in report.reasons


def test_new_questions_are_not_gated_and_too_many_changed_ones_fail(good: Run) -> None:
    baseline = baseline_of(dataclasses.replace(good, cases=good.cases[:-5]))
    report = check(good, baseline)
    assert report.passed
    assert report.new == 5
    half = len(good.cases) // 2
    report = check(dataclasses.replace(good, cases=good.cases[:half]), baseline_of(good))
    assert any("baseline does not fit" in reason for reason in report.reasons)


def test_a_baseline_comes_back_from_its_file(good: Run, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(baseline_of(good), path)
    assert check(good, read_baseline(path)).passed
    assert read_baseline(path).questions == baseline_of(good).questions
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(BadRun, match="no baseline"):
        read_baseline(path)


def test_a_run_with_crashes_is_no_baseline(good: Run) -> None:
    crashed = dataclasses.replace(good.cases[0], error="boom")
    with pytest.raises(BadRun, match="1 cases crashed"):
        baseline_of(dataclasses.replace(good, cases=(crashed, *good.cases[1:])))


def test_exam_questions_are_not_in_the_gate(product_questions: list[EvalQuestion]) -> None:
    exam = EvalQuestion("m", "mcq", "en", "Which?", options=("a", "b"), answers=(0,), evidence=(Reference(uri(0)),))
    assert gate.gated_questions([*product_questions, exam]) == product_questions
    assert len(product_questions) == len(PRODUCTS)


def test_rounding_in_the_baseline_file_is_no_drop(good: Run, tmp_path: Path) -> None:
    def thirds(case: CaseRecord) -> CaseRecord:
        return dataclasses.replace(case, scores={**case.scores, "answers": {"facts": (2 / 3, 1.0)}})

    run_ = dataclasses.replace(good, cases=tuple(thirds(case) for case in good.cases))
    write_baseline(baseline_of(run_), tmp_path / "baseline.json")
    assert check(run_, read_baseline(tmp_path / "baseline.json")).passed
