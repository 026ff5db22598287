"""Documents, citations and answers to keep."""

from __future__ import annotations

from assistant.schema import Answer, Citation, Claim, Trace
from ingest.schema import Block, Document, Source

QUOTE = "Le mode Pipe lit les données en continu."


def document(text: str = f"Un début. {QUOTE} Une fin.", uri: str = "notes/modes.md") -> Document:
    """A note of one paragraph."""
    return Document(Source(uri, "Les modes d'entrée", "note", "fr"), text, (Block("text", 0, len(text)),))


def citation(number: int = 1, quote: str = QUOTE, start: int = 10, uri: str = "notes/modes.md") -> Citation:
    """Words of the note."""
    return Citation(number, "Les modes d'entrée", uri, "", "Pipe", None, quote, start, start + len(quote), "fr")


def answer(text: str = "Le mode Pipe [1].") -> Answer:
    """An answer with one claim."""
    claim = Claim(text.partition(" [")[0], 0, 12, "supported", 0.9, (1,))
    return Answer("answered", text, "fr", (claim,), (citation(),), trace=Trace(seconds={"total": 0.3}))
