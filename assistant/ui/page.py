"""What the tabs of the page share: the assistant, the learner's session, the language switch.

A tab is a function `build(page)` that adds a `gr.Tab`; it registers what depends on the language with `translate` and
`redraw`, and the switch changes everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import gradio as gr
from gradio.components.base import Component

from assistant.library.library import Libraries
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import AssistantPort
from assistant.ui.session import Session
from ingest.schema import Lang

FIRST_LANG: Lang = "en"
Properties = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the page: its component, and what it shows, which another index changes."""

    component: gr.HTML
    drawn: Callable[[Session], str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a browser tab comes to the page: with the conversation of its address, and after a restart of the program."""

    conversation: str = ""
    restarted: bool = False


@dataclass(slots=True)
class Page:
    """The page under construction; `run` names this run of the program, `alone`: only this machine reaches it."""

    assistant: AssistantPort
    max_question_chars: int
    session: gr.State
    language: gr.Radio
    head: Head
    library: Libraries | None = None
    alone: bool = True
    run: str = field(default_factory=lambda: uuid4().hex)
    on_exam: list[Callable[[Session, str], None]] = field(default_factory=list)
    _translated: list[tuple[gr.blocks.Block, Callable[[Labels], Properties]]] = field(default_factory=list)
    _redrawn: list[tuple[Sequence[Component], Callable[[Session], Sequence[Any]]]] = field(default_factory=list)
    _arrivals: list[Callable[[Session, Arrival], None]] = field(default_factory=list)

    @property
    def labels(self) -> Labels:
        """The labels that the page is built with; the browser's language replaces them when it opens."""
        return load_labels(FIRST_LANG)

    def translate(self, block: gr.blocks.Block, properties: Callable[[Labels], Properties]) -> None:
        """Register the properties of a component that are words."""
        self._translated.append((block, properties))

    def exam_chosen(self, session: Session, exam: str) -> None:
        """Tell those parts of the page that begin with the learner's exam."""
        for begin in self.on_exam:
            begin(session, exam)

    def redraw(self, components: Sequence[Component], updates: Callable[[Session], Sequence[Any]]) -> None:
        """Register components whose content is drawn anew in another language, from the session."""
        self._redrawn.append((components, updates))

    def on_arrival(self, handle: Callable[[Session, Arrival], None]) -> None:
        """Register what makes a session ready when a browser tab comes to the page, before everything is drawn."""
        self._arrivals.append(handle)

    def arrive(self, session: Session, arrival: Arrival) -> None:
        """Make a session ready."""
        for handle in self._arrivals:
            handle(session, arrival)

    def outputs(self) -> list[gr.blocks.Block]:
        """Everything that a change of language touches, in the order of `updates`."""
        redrawn = [component for components, _ in self._redrawn for component in components]
        return [block for block, _ in self._translated] + list(redrawn)

    def updates(self, session: Session) -> list[Any]:
        """The updates of `outputs` for the session's language."""
        labels = load_labels(session.lang)
        words: list[Any] = [gr.update(**properties(labels)) for _, properties in self._translated]
        for _, updates in self._redrawn:
            words += updates(session)
        return words
