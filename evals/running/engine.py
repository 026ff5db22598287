"""What is measured: the assistant as people use it, with some parts switched off for ablations.

`Engine` is all a run needs to know of it. Owns opening index, embedder and chat model with the settings of a run; a
chat model that cannot be opened is an error here, because an evaluation of quotes under a model's name would be false.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.answering.answer import Assistant
from assistant.answering.citations import Checked
from assistant.answering.phrasing.prompts import prompt_id
from assistant.answering.searching import search_of
from assistant.answering.support import SentenceChecker
from assistant.answering.wording import keys
from assistant.errors import ModelUnavailable
from assistant.finding.retrieve import SearchSettings
from assistant.models.open import open_chat_model
from assistant.schema import Answer, ChatModel, Evidence, Failed, Final, Passage
from assistant.settings import AssistantSettings
from evals.errors import CaseFailed, EvalError
from evals.schema import EvalQuestion, RunInfo
from ingest.embedding.embed import Embedder, open_embedder
from ingest.index.store import Index, open_index
from ingest.schema import Document, Lang
from ingest.settings import IngestSettings, user_cache

RANKED = 10
"""Passages that are ranked for the retrieval figures; answers use as many as the settings say."""


class Engine(Protocol):
    """What a run asks of the assistant. Any method may raise; the case is then an error."""

    def search(self, question: EvalQuestion) -> Sequence[Passage]:
        """Ranked passages, best first, at most RANKED."""

    def gate(self, question: EvalQuestion) -> dict[str, float]:
        """Score of the evidence under "score", and the features it is made of."""

    def ask(self, question: EvalQuestion) -> Answer:
        """The final answer."""

    def document(self, uri: str) -> Document | None:
        """A document by uri, to place quotes in."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """Parts of the pipeline that a run changes; None leaves a setting as it is."""

    dense_weight: float | None = None
    expand: bool | None = None
    rescored: int | None = None
    checker: bool = True

    def apply(self, search: SearchSettings) -> SearchSettings:
        """The search settings with the changes."""
        changes = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "checker"}
        return dataclasses.replace(search, **{name: value for name, value in changes.items() if value is not None})


def measured_assistant(
    index: Index,
    embedder: Embedder,
    model: ChatModel | None,
    settings: AssistantSettings,
    ablation: Ablation | None = None,
) -> Assistant:
    """The assistant as people use it, with the parts of an ablation switched off."""
    changes = ablation or Ablation()
    sentences = SentenceChecker if changes.checker else _Believer
    return Assistant(index, embedder, model, settings, search=changes.apply(search_of(settings)), sentences=sentences)


class AssistantEngine:
    """An engine over an assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def search(self, question: EvalQuestion) -> Sequence[Passage]:
        """As the assistant ranks them for what a person would type, options included."""
        return self.assistant.passages(self.assistant.understand(question.typed, question.history), RANKED)

    def gate(self, question: EvalQuestion) -> dict[str, float]:
        """The assistant's own gate; every feature stands under its name."""
        found = self.assistant.gate(question.typed, question.history)
        return {"score": found.score, **dataclasses.asdict(found.features)}

    def ask(self, question: EvalQuestion) -> Answer:
        """The final answer. Raises CaseFailed, also when the chat model failed and quotes stood in for it."""
        for event in self.assistant.ask(question.typed, question.history):
            if isinstance(event, Failed):
                raise CaseFailed(f"[{event.code}] {event.message}", help=event.help)
            if isinstance(event, Final):
                broken = next((notice for notice in event.answer.notices if _says_model_failed(notice)), "")
                if broken:
                    raise CaseFailed(broken)
                return event.answer
        raise CaseFailed("The assistant ended without an answer.")

    def document(self, uri: str) -> Document | None:
        """From the published index; None where it has no such document."""
        return self.assistant.document(uri)


def open_engine(
    settings: AssistantSettings, ingest: IngestSettings, ablation: Ablation, *, chat: bool
) -> AssistantEngine:
    """Open index, embedder and, when answers are asked for, the chat model; warm, as the page opens them.

    Raises IngestError without a fitting index, EvalError when the chat model cannot be opened.
    """
    index = open_index(ingest)
    embedder = open_embedder(ingest)
    embedder.embed_queries(["warm up"])
    try:
        model = open_chat_model(settings, user_cache()) if chat else None
    except ModelUnavailable as error:
        raise EvalError(error.message, help=error.help) from error
    assistant = measured_assistant(index, embedder, model, settings, ablation)
    assistant.warm_up()
    return AssistantEngine(assistant)


def describe(engine: AssistantEngine, code: str, more: dict[str, Any]) -> RunInfo:
    """What a run over this engine records of it."""
    assistant = engine.assistant
    manifest = assistant.index.manifest
    answering = {"evidence", "refusal_threshold", "max_tokens"}
    return RunInfo(
        model=assistant.model_name,
        index=manifest.build,
        embedding_model=manifest.embedding_model,
        prompt=prompt_id(),
        code=code,
        settings={
            **dataclasses.asdict(assistant.search_settings),
            **{name: getattr(assistant.settings, name) for name in sorted(answering)},
            "index_fingerprint": manifest.fingerprint,
            "documents": manifest.documents,
            "chunks": manifest.chunks,
            **more,
        },
    )


class _Believer(SentenceChecker):
    """The ablation without a checker: every sentence counts as supported by what it names."""

    def check(self, sentence: str, named: tuple[int, ...], evidence: Sequence[Evidence], lang: Lang) -> Checked:
        return Checked("supported", 1.0, "", named)


def _says_model_failed(notice: str) -> bool:
    return any(notice.startswith(phrase.split("{reason}")[0]) for phrase in keys()["model-failed"].values())
