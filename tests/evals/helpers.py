"""Doubles of the evaluation tests: questions, documents, passages and answers by hand; an engine that is scripted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.schema import Answer, Citation, Claim, Passage, Scores, Trace
from evals.material.gold import Gold
from evals.measuring.suites import chosen
from evals.running.runner import Bench
from evals.schema import EvalQuestion, Run, RunInfo
from ingest.schema import Block, Chunk, Document, Lang, Reference, Source, chunk_id

NOTE = "Le score minimal est de 750. L'examen dure 180 minutes."
PAGE = "Pipe mode streams data from Amazon S3. File mode copies the data first."
INFO = RunInfo("extractive", "build-1", "hashing-64", "p1", "v1", {"refusal_threshold": 0.5})


def document(uri: str, text: str, lang: Lang) -> Document:
    source = Source(uri=uri, title=uri.rsplit("/", 1)[-1], kind="note" if lang == "fr" else "aws-doc", lang=lang)
    return Document(source, text, (Block("text", 0, len(text)),))


def chunks_of(doc: Document, size: int) -> list[Chunk]:
    """The document cut into pieces of `size` characters."""
    pieces = []
    for number, start in enumerate(range(0, len(doc.text), size)):
        text = doc.text[start : start + size]
        end = start + len(text)
        pieces.append(Chunk(chunk_id(doc.id, start, end, text), doc.id, number, text, start, end, doc.source.lang))
    return pieces


DOCUMENTS = (document("corpus/notes/examen.md", NOTE, "fr"), document("corpus/aws/input-modes.md", PAGE, "en"))
CHUNKS = tuple(chunk for doc in DOCUMENTS for chunk in chunks_of(doc, 40))


def question(id_: str = "q-1", **values: Any) -> EvalQuestion:
    base: dict[str, Any] = {
        "kind": "open",
        "lang": "fr",
        "question": "Quel score faut-il ?",
        "facts": ("750",),
        "evidence": (Reference("corpus/notes/examen.md", "Le score minimal est de 750."),),
    }
    return EvalQuestion(id=id_, **{**base, **values})


def passage(chunk: Chunk, rank: int) -> Passage:
    doc = next(doc for doc in DOCUMENTS if doc.id == chunk.document_id)
    return Passage(chunk, doc.source, rank, Scores(0.9, 3.0, 0.8))


def citation(number: int, doc: Document, quote: str) -> Citation:
    start = doc.text.index(quote)
    return Citation(
        number, doc.source.title, doc.source.uri, "", "", None, quote, start, start + len(quote), doc.source.lang
    )


def answer(text: str = "Le score minimal est de 750 [1].", **values: Any) -> Answer:
    """An answer that quotes the note; its one claim is the text before the marker."""
    body = text.split(" [")[0]
    base: dict[str, Any] = {
        "status": "answered",
        "text": text,
        "lang": "fr",
        "claims": (Claim(body, 0, len(body), "supported", 0.9, (1,)),),
        "citations": (citation(1, DOCUMENTS[0], "Le score minimal est de 750."),),
        "trace": Trace(seconds={"retrieve": 0.1, "total": 0.3}),
    }
    return Answer(**{**base, **values})


def refusal(lang: Lang = "fr") -> Answer:
    return Answer("refused", "Les sources ne permettent pas de répondre à cette question.", lang)


class ScriptedEngine:
    """Answers by question id; an exception is raised instead. Remembers what it was asked."""

    def __init__(self, answers: Mapping[str, Answer | Exception], passages: Sequence[Passage] = ()) -> None:
        self.answers = dict(answers)
        self.passages = tuple(passages) or tuple(passage(chunk, rank) for rank, chunk in enumerate(CHUNKS, start=1))
        self.asked: list[str] = []

    def search(self, question: EvalQuestion) -> Sequence[Passage]:
        return self.passages

    def gate(self, question: EvalQuestion) -> dict[str, float]:
        return {"score": 0.7, "cosine": 0.9}

    def ask(self, question: EvalQuestion) -> Answer:
        self.asked.append(question.id)
        result = self.answers[question.id]
        if isinstance(result, Exception):
            raise result
        return result

    def document(self, uri: str) -> Document | None:
        return next((doc for doc in DOCUMENTS if doc.source.uri == uri), None)


class EqualWords:
    """A judge: a claim is supported by a quote that shares half of its words."""

    name = "checker"

    def supports(self, claim: str, citation: Citation, lang: Lang) -> bool:
        own, quoted = set(claim.lower().split()), set(citation.quote.lower().strip(".").split())
        return 2 * len(own & quoted) >= len(own)


def bench(engine: ScriptedEngine, *suites: str) -> Bench:
    return Bench(engine, Gold(DOCUMENTS, CHUNKS), chosen(suites or ("all",)), (EqualWords(),))


def fixed_clock() -> datetime.datetime:
    return datetime.datetime(2026, 11, 23, 12, 0, 0, tzinfo=datetime.UTC)


def run_of(*cases: Any) -> Run:
    return Run("r", "2026-11-23T12:00:00+00:00", INFO, (), tuple(cases))
