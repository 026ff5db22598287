"""What a learner wishes of answers: from which collection, how long, by which model; and the assistant that does so.

Owns what is shared between wishes and what is made anew for one. Knows nothing of how an answer is made; a key stays in
this process's memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.models.open import open_chat_model
from assistant.schema import ChatModel, Length, ModelChoice, Wishes
from assistant.settings import EXTRACTIVE, AssistantSettings
from ingest.index.store import Index
from ingest.library.owners import root_for

if TYPE_CHECKING:
    from assistant.answering.answer import Assistant

_EVIDENCE = {"short": 2, "long": 12}
_TOKENS = {"short": 160, "long": 640}
_KEPT = 4
_TRY_SECONDS, _TRY_TOKENS = 15.0, 16


Opener = Callable[[AssistantSettings, Path, str | None], ChatModel | None]


class Wishing:
    """Assistants for wishes, over the one that is open. The last few collections and models are kept open."""

    def __init__(self, cache: Path, open_model: Opener = open_chat_model) -> None:
        self._cache = cache
        self._open_model = open_model
        self._scoped: OrderedDict[tuple[str, str, str], Assistant] = OrderedDict()
        self._models: OrderedDict[ModelChoice, ChatModel | None] = OrderedDict()
        self._lock = threading.Lock()

    def assistant(self, assistant: Assistant, wishes: Wishes, owner: str = "") -> Assistant:
        """One that answers as wished, with everything shared that the wishes do not touch. Raises ModelUnavailable.

        `assistant` is over what the `owner` of the collection may see.
        """
        if wishes.collection:
            assistant = self._within(assistant, wishes.collection, owner)
        settings = _sized(assistant.settings, wishes.length)
        if wishes.model is None:
            return assistant if settings is assistant.settings else assistant.like(settings, assistant.chat_model)
        return assistant.like(settings, self.model(settings, wishes.model))

    def model(self, settings: AssistantSettings, choice: ModelChoice) -> ChatModel | None:
        """The chosen model, opened once; None for quotes. Raises ModelUnavailable, SettingsError."""
        with self._lock:
            if choice not in self._models:
                named = settings.changed(chat_model=choice.name, chat_base_url=choice.address)
                self._models[choice] = self._open_model(named, self._cache, choice.key)
                _forget(self._models)
            return self._models[choice]

    def try_model(self, settings: AssistantSettings, choice: ModelChoice) -> str:
        """Let a chosen model say a word, within seconds; its name. Raises ModelUnavailable, SettingsError."""
        named = settings.changed(chat_model=choice.name, chat_base_url=choice.address, chat_timeout=_TRY_SECONDS)
        model = self._open_model(named, self._cache, choice.key)
        if model is None:
            return EXTRACTIVE
        words = model.stream([("user", "Say: ready")], max_tokens=_TRY_TOKENS)
        next(words, "")
        close = getattr(words, "close", None)
        if close is not None:
            close()
        return model.name

    def _within(self, assistant: Assistant, collection: str, owner: str) -> Assistant:
        key = (assistant.index.manifest.build, owner, collection)
        with self._lock:
            if key not in self._scoped:
                self._scoped[key] = assistant.over(within(assistant.index, collection, owner))
                _forget(self._scoped)
            return self._scoped[key]


def within(index: Index, collection: str, owner: str = "") -> Index:
    """The part of an index that is a collection of a learner's library."""
    start = f"{root_for(owner)}/{collection}/"
    return index.only({id for id, document in index.documents.items() if document.source.uri.startswith(start)})


def _sized(settings: AssistantSettings, length: Length) -> AssistantSettings:
    if length == "usual":
        return settings
    return settings.changed(evidence=_EVIDENCE[length], max_tokens=_TOKENS[length])


def _forget(kept: OrderedDict[Any, Any]) -> None:
    while len(kept) > _KEPT:
        kept.popitem(last=False)
