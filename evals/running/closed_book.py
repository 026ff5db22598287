"""Exam questions put to the chat model without any source: what it knows by itself, to compare with open book.

An engine for the mcq suite only. Owns the prompt.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from assistant.choosing.letters import letters_in
from assistant.schema import Answer, ChatModel, Passage, Trace
from evals.errors import CaseFailed
from evals.schema import EvalQuestion
from ingest.schema import Document, Lang, hash_of

_ASK: dict[Lang, str] = {
    "en": "You sit an AWS certification exam. Answer with the letter or letters of the right options only, like: B",
    "fr": "Tu passes un examen de certification AWS. Réponds uniquement par la ou les lettres justes, par exemple : B",
}


class ClosedBook:
    """Asks the chat model the bare question."""

    prompt: ClassVar[str] = hash_of(repr(_ASK))[:8]

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def search(self, question: EvalQuestion) -> Sequence[Passage]:
        """Nothing is searched."""
        return ()

    def gate(self, question: EvalQuestion) -> dict[str, float]:
        """Nothing is refused."""
        return {}

    def ask(self, question: EvalQuestion) -> Answer:
        """An answer with a choice only. Raises CaseFailed when the reply names no option."""
        started = time.perf_counter()
        reply = "".join(self._model.stream([("system", _ASK[question.lang]), ("user", question.typed)], max_tokens=24))
        chosen = tuple(sorted(letters_in(reply, "ABCDEF"[: len(question.options)])))
        if not chosen:
            raise CaseFailed(f"The model named no option: {reply.strip()[:80]!r}.")
        seconds = {"total": round(time.perf_counter() - started, 3)}
        trace = Trace(self._model.name, "", self.prompt, seconds)
        return Answer("answered", reply.strip(), question.lang, choice=chosen, trace=trace)

    def document(self, uri: str) -> Document | None:
        """There are no documents."""
        return None
