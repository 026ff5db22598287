"""How an exchange moves on by the events of its answer, and how far it is in words. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from assistant.markup import Html
from assistant.schema import Event, Failed, Final, Quoted, Retrieved, Searching, Token
from assistant.ui.chat.state import Exchange
from assistant.ui.locale import Labels
from assistant.ui.trouble import status


def after(exchange: Exchange, event: Event) -> Exchange:
    """An exchange after one more event."""
    match event:
        case Searching(question=question):
            return replace(exchange, question=question)
        case Retrieved(question=question, passages=passages, evidence=evidence):
            return replace(exchange, phase="retrieved", question=question, passages=len(passages), evidence=evidence)
        case Quoted(answer=answer):
            return replace(exchange, phase="quoted", answer=answer)
        case Token(text=text):
            return replace(exchange, phase="drafting", draft=exchange.draft + text)
        case Final(answer=answer):
            return replace(exchange, phase="done", answer=answer, draft="")
        case Failed():
            return replace(exchange, phase="failed", failure=event, answer=None)
        case _:
            assert_never(event)


def progress(exchange: Exchange, labels: Labels) -> Html:
    """How far an answer is, in a few words."""
    match exchange.phase:
        case "searching":
            return status(labels("chat.searching"))
        case "retrieved":
            return status(labels.count("chat.found", exchange.passages))
        case "done" if exchange.answer is not None:
            return status(f"{labels('chat.ready')} {labels(f'status.{exchange.answer.status}')}.")
        case "failed":
            return status(labels("failure.title"), alert=True)
        case "quoted" | "drafting" if exchange.answer is not None:
            return status(labels("chat.quoted"))
        case _:
            return status(labels("chat.draft"))
