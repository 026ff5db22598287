"""What happens when something is chosen. No exception leaves a handler.

A message of the page in, what changes out. What is chosen is kept in `CHOSEN`; nothing here draws.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from assistant.errors import ModelUnavailable
from assistant.practice.blueprint import Blueprint
from assistant.schema import LENGTHS, ModelChoice
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import AssistantPort
from assistant.ui.running import guarded
from assistant.ui.session import Session
from assistant.ui.settings.render import PROVIDERS
from assistant.ui.settings.state import CHOSEN, Chosen, Remembered
from assistant.ui.web.messages import Data, message, text
from ingest.errors import CiteprepError

_LOG = logging.getLogger(__name__)
Step = Callable[[Chosen, Data, Labels], Chosen]


class SettingsHandlers:
    """The handlers of the head and of the settings. `models`: whether another model may be chosen from the page.

    `more` are further actions, by name.
    """

    def __init__(
        self,
        assistant: AssistantPort,
        exams: Mapping[str, Blueprint],
        *,
        models: bool,
        more: Mapping[str, Step] = MappingProxyType({}),
    ) -> None:
        self._assistant, self._exams, self._models = assistant, exams, models
        self._remembered = Remembered()
        self._steps: Mapping[str, Step] = {
            "exam": self._exam,
            "scope": self._scope,
            "length": self._length,
            "model": self._model,
            "restore": lambda own, data, labels: self._length(self._exam(own, data, labels), data, labels),
            **more,
        }

    @guarded
    def act(self, session: Session, sent: str) -> bool:
        """One message of the page; whether it changed anything."""
        data = message(sent)
        step = self._steps.get(text(data, "act"))
        if step is None:
            return False
        before, labels = CHOSEN.of(session), load_labels(session.lang)
        after = step(replace(before, said="", alert=False), data, labels)
        CHOSEN.put(session, after)
        self._remembered.note(session)
        return after != before

    def arrive(self, session: Session) -> None:
        """A window begins with what its learner chose in another one, or before a reload."""
        self._remembered.take_up(session)

    def trouble(self, session: Session, *, ended: bool) -> bool:
        """After a bug everything stays as it was chosen, and that is said."""
        _LOG.exception("A setting could not be changed.")
        said = load_labels(session.lang)("settings.unexpected")
        CHOSEN.change(session, lambda own: replace(own, said=said, alert=True))
        return True

    def _exam(self, own: Chosen, data: Data, labels: Labels) -> Chosen:
        exam = text(data, "exam")
        return replace(own, exam=exam) if exam in self._exams else own

    def _scope(self, own: Chosen, data: Data, labels: Labels) -> Chosen:
        return replace(own, wishes=replace(own.wishes, collection=text(data, "scope")[:200]))

    def _length(self, own: Chosen, data: Data, labels: Labels) -> Chosen:
        wished = next((one for one in LENGTHS if one == text(data, "length")), own.wishes.length)
        return replace(own, wishes=replace(own.wishes, length=wished))

    def _model(self, own: Chosen, data: Data, labels: Labels) -> Chosen:
        """Try a model, and answer with it from now on where it speaks."""
        if not self._models:
            return own
        provider = text(data, "provider")
        if provider == "started":
            said = labels("settings.model.back")
            return replace(own, wishes=replace(own.wishes, model=None), model_name="", said=said)
        try:
            choice = _choice(provider, text(data, "name"), text(data, "address"), text(data, "key"))
            name = self._assistant.try_model(choice)
        except CiteprepError as error:
            return replace(own, said=why_not(error, labels), alert=True)
        said = labels("settings.model.works", name=name)
        return replace(own, wishes=replace(own.wishes, model=choice), model_name=name, said=said)


def why_not(error: CiteprepError, labels: Labels) -> str:
    """What is wrong with a model, its key or its server, and what to do."""
    reason = error.reason if isinstance(error, ModelUnavailable) else error.code
    key = f"settings.why.{reason}"
    if key in labels:
        return labels(key)
    return str(error) if labels.lang == "en" else f"{labels('settings.why.unknown')} ({error})"


def _choice(provider: str, name: str, address: str, key: str) -> ModelChoice:
    """The model that a form names. Raises ModelUnavailable where it names none."""
    name, address, key = name.strip(), address.strip(), key.strip()
    if provider in ("extractive", "local"):
        return ModelChoice(provider)
    if provider not in PROVIDERS:
        raise ModelUnavailable("There is no such provider.", help="Choose one of the list.", reason="no-provider")
    if not name:
        raise ModelUnavailable("The model has no name.", help="Type its name.", reason="no-name")
    if address and not address.startswith(("http://", "https://")):
        raise ModelUnavailable(
            "The address is none.", help="Give one such as http://127.0.0.1:8080/v1.", reason="no-address"
        )
    return ModelChoice(f"{provider}:{name}", address, key)
