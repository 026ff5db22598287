"""Fitting the refusal gate: what it learns from, and that a question and its twin stay together."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from assistant.finding.evidence import Candidate
from assistant.finding.refusal import Features
from evals.fitting.gate import Row, fit, without_evidence
from evals.material.gold import Gold
from evals.schema import EvalQuestion
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import open_index
from ingest.schema import Reference, Span
from ingest.settings import IngestSettings
from tests.fakes import build_here, write_corpus

WIDTH = len(dataclasses.fields(Features))


def rows() -> list[Row]:
    made = []
    for place in range(60):
        answerable = place % 2 == 0
        features = (0.8 if answerable else 0.3, *[float(place % 3)] * (WIDTH - 1))
        made.append(Row(f"q{place}", "dev" if place < 40 else "tuning", features, answerable))
        if answerable:
            made.append(Row(f"q{place}", "hidden", (0.35, *features[1:]), answerable=False, weight=0.2))
    return made


def test_the_weights_separate_what_can_be_separated() -> None:
    data, table = fit(rows())
    assert data["features"]["best"][0] > 0
    assert set(data["features"]) == {field.name for field in dataclasses.fields(Features)}
    assert "40 dev, 30 hidden, 20 tuning" in data["fitted"]
    assert [line for line in table if "area under the curve" in line] == [
        "dev (n=40, 20 unanswerable): area under the curve 1.000",
        "tuning (n=20, 10 unanswerable): area under the curve 1.000",
    ]


def test_fitting_is_repeatable() -> None:
    assert fit(rows()) == fit(rows())


def test_hiding_the_evidence_leaves_the_rest(tmp_path: Path) -> None:
    settings = IngestSettings(corpus=(write_corpus(tmp_path),), index=tmp_path / "i", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder())
    index = open_index(settings, exact=True)
    quote = "Pipe mode needs no local disk for the whole dataset."
    document = next(d for d in index.documents.values() if quote in d.text)
    uri = document.source.uri

    def candidate(sentence: str) -> Candidate:
        start = document.text.index(sentence)
        return Candidate(Span(document, start, start + len(sentence)), 1, 0.9, 0.5, 0.5)

    gold_one, stating = candidate(quote), candidate("Pipe mode streams data from Amazon S3")
    other = candidate("File mode copies the whole dataset")
    gold = Gold(index.documents.values(), index.chunks)
    question = EvalQuestion(
        id="q", kind="open", lang="en", question="?", facts=("streams",), evidence=(Reference(uri, quote),)
    )
    assert without_evidence(question, [gold_one, stating, other], gold) == [other]
    lost = dataclasses.replace(question, evidence=(Reference(uri, "words of another time"),))
    assert without_evidence(lost, [gold_one, other], gold) == []
