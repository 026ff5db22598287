"""The fitting scripts on made-up cases: they find what decides, and say how often it does."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from assistant.choosing.weighing import Signals
from assistant.finding.evidence import Candidate
from assistant.finding.premise import Opposition
from assistant.finding.ranking import Likeness, Ranked
from evals.checker import fit as checker_fit
from evals.fitting import options as fit_options
from evals.fitting import premise as fit_premise
from evals.fitting import ranking as fit_ranking
from evals.schema import EvalQuestion
from ingest.schema import Document, Reference, Source, Span


def exam_cases(*, with_model: bool) -> list[fit_options.Case]:
    """Forty questions whose right option has the better best sentence; the model knows nothing."""
    chance = random.Random(5)
    cases = []
    for number in range(40):
        right = number % 4
        question = EvalQuestion(f"m-{number}", "mcq", "en", "Which?", options=tuple("abcd"), answers=(right,))
        signals = tuple(
            Signals(joint=(0.9 if place == right else 0.3) + 0.1 * chance.random(), gathered=chance.random())
            for place in range(4)
        )
        beliefs = tuple(chance.random() for _ in range(4)) if with_model else None
        cases.append(fit_options.Case(question, signals, beliefs))
    return cases


def test_options_are_weighed_by_what_decides() -> None:
    weights, table = fit_options.fit(exam_cases(with_model=True))
    sources, both = weights["sources"]["features"], weights["with_model"]["features"]
    assert sources["joint"][0] > 5 * abs(sources["gathered"][0])
    assert both["joint"][0] > 5 * abs(both["opinion"][0])
    assert table[-1].split()[:3] == ["sources", "1.00", "40"]
    assert weights["answered"] < 1.0


def test_the_lead_of_an_answered_choice_is_the_least_that_is_right_often_enough() -> None:
    sure = [(0.9 - place / 100, True) for place in range(18)]
    exact = [*sure, (0.5, False), (0.45, True), (0.4, False), (0.3, False), (0.2, False)]
    assert fit_options.lead_of(exact) == (0.3, 22, 19 / 22)
    assert fit_options.lead_of([(lead, False) for lead, _ in exact]) == (1.0, 0, 0.0)


def test_what_was_seen_is_kept_and_read_again(tmp_path: Path) -> None:
    seen: dict[str, fit_options.Seen] = {"a": ((Signals(0.5, fits=1.5),), (1.0,)), "b": ((Signals(),), None)}
    fit_options._keep(tmp_path / "seen.json", seen)
    assert fit_options._read(tmp_path / "seen.json") == seen
    assert fit_options._read(None) == {}


def test_without_a_model_its_weights_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "options.json"
    file.write_text(json.dumps({"what": "w", "sources": {}, "with_model": {"bias": 7.0}}), encoding="utf-8")
    monkeypatch.setattr(fit_options, "WEIGHTS", file)
    weights, _ = fit_options.fit(exam_cases(with_model=False))
    fit_options._write(weights, "by a test")
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["with_model"] == {"bias": 7.0}
    assert data["sources"]["features"]["joint"][0] > 0
    assert data["fitted"] == "by a test"


def sentence_cases() -> list[fit_ranking.Case]:
    """Thirty questions with six sentences; the one that offers what is wanted holds the evidence."""
    chance = random.Random(6)
    cases = []
    for number in range(30):
        text = "".join(f"Fact {place} of page {number} {'abcdef'[place] * 9}. " for place in range(6))
        document = Document(Source(f"corpus/{number}.md", "T", "aws-doc", "en"), text, ())
        right = number % 6
        ranked, start = [], 0
        for place in range(6):
            end = text.index(". ", start) + 1
            likeness = Likeness(closeness=-chance.random(), offered=float(place == right))
            ranked.append(Ranked(Candidate(Span(document, start, end), 1, 0.9, 0.5, 0.5), 0.5, (), likeness))
            start = end + 1
        question = EvalQuestion(f"q-{number}", "open", "en", "What?", facts=(f"fact {right}",))
        cases.append(fit_ranking.Case(question, tuple(ranked), tuple(place == right for place in range(6))))
    return cases


def test_sentences_are_ordered_by_what_decides() -> None:
    data, table = fit_ranking.fit(sentence_cases())
    weight, _, _ = data["features"]["offered"]
    assert weight > 0
    assert all(abs(row[0]) < weight for name, row in data["features"].items() if name != "offered")
    assert table[1].split() == ["1", "1.00", "1.00"]


def premise_cases() -> list[fit_premise.Case]:
    """Forty questions with a sentence that covers them; of the half that a source denies, that sentence denies."""
    chance = random.Random(7)
    cases = []
    for number in range(40):
        false = number % 2 == 0
        evidence = (Reference("a.md", "It does not."),)
        question = EvalQuestion(
            f"p-{number}", "unanswerable" if false else "open", "en", "Why does it?", evidence=evidence
        )
        against = Opposition(denied=float(false), turned=float(not false), coverage=chance.random(), likely=1.0)
        cases.append(fit_premise.Case(question, (against,), (false,)))
    return cases


def test_a_correction_is_known_by_what_decides() -> None:
    data, table = fit_premise.fit(premise_cases())
    assert data["features"]["denied"][0] > 0 > data["features"]["turned"][0]
    assert table[0].startswith("threshold  corrected (n=20)")
    assert table[3].split() == ["0.50", "1.00", "0.000"]


def test_the_first_clause_of_a_quote_is_a_claim_that_it_supports() -> None:
    quote = "L1 regularization drives some weights to zero, whereas L2 regularization only shrinks them."
    assert checker_fit.first_clause(quote) == "L1 regularization drives some weights to zero."
    assert checker_fit.first_clause("A short one, which ends.") == ""
    assert checker_fit.first_clause("One clause says all that there is to say about the service.") == ""
    assert checker_fit.first_clause("| Read, shared | 2 MB per second for all consumers; 5 calls |") == ""
