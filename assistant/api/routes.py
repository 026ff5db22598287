"""The HTTP interface for programs: its routes, its doors, how an error is told.

Owns statuses and how many are answered at once. What is offered is `offers`'; who may ask is the guard's.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.api import completions, offers
from assistant.api.asked import AskBody, ChatBody, CheckBody, QuizBody, SearchBody
from assistant.errors import AssistantError, QuestionError
from assistant.schema import Turn
from assistant.serving.doors import MEGABYTE, Door
from assistant.serving.guard import CALLER, Caller
from ingest.errors import CiteprepError

R = TypeVar("R")
_AT_ONCE = 4
_UNAVAILABLE = ("model-unavailable", "model-timeout", "model-refused", "assistant", "index", "embedder", "chroma")
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The body is no JSON."},
    401: {"description": "On a network: no token, no session."},
    413: {"description": "The body is too large."},
    415: {"description": "The body is not said to be JSON."},
    422: {"description": "A name, type, length or value is wrong; the error says which, and what to do."},
    503: {"description": "Too many at once, or model or index cannot be used now."},
}


def _any_json(_: Any) -> str:
    """Every JSON comes through: its shape is looked at behind the door."""
    return ""


def _post(path: str, what: str) -> Door:
    return Door("POST", path, "program", what, MEGABYTE, wrong=_any_json)


DOORS = (
    _post("/api/search", "sentences and passages closest to a question"),
    _post("/api/ask", "an answer with its citations, whole or as server-sent events"),
    _post("/api/check", "every claim of a text with its verdict"),
    _post("/api/quiz", "the caller's next questions, or the grade of an answer"),
    _post("/v1/chat/completions", "the same answers in the shape of OpenAI's interface"),
    Door("GET", "/v1/models", "program", "the one model of that interface"),
    Door("GET", "/api/openapi.json", "program", "this interface, described; nothing of the page"),
)


class Busy(AssistantError):
    """As many answers as there may be are being made."""

    code = "busy"
    default_help = "Ask again in some seconds."


class _Turns:
    """How many programs are answered at once."""

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    def take(self) -> None:
        """Raises Busy."""
        if not self._free.acquire(blocking=False):
            raise Busy("Too many questions at once.")

    def give(self) -> None:
        """Let another one."""
        self._free.release()

    def run(self, work: Callable[[], R]) -> R:
        """Do it in one turn."""
        self.take()
        try:
            return work()
        finally:
            self.give()

    def stream(self, pieces: Iterator[str]) -> Iterator[str]:
        """Hand on what comes, in a turn that was taken."""
        try:
            yield from pieces
        finally:
            self.give()


def add_routes(app: FastAPI, assistant: offers.SharedAssistant) -> None:
    """Put the interface on an app."""
    router, turns = APIRouter(responses=_ERRORS), _Turns(_AT_ONCE)

    @router.post("/api/search", summary="Search")
    def search(body: SearchBody, request: Request) -> dict[str, Any]:
        return turns.run(lambda: offers.search(_seen(assistant, request), body.query, lang=body.lang, limit=body.limit))

    @router.post("/api/ask", summary="Ask")
    def ask(body: AskBody, request: Request) -> Response:
        history, own = [Turn(one.role, one.text) for one in body.history], _seen(assistant, request)
        if not body.stream:
            return JSONResponse(turns.run(lambda: offers.answer(own, body.question, history, lang=body.lang)))
        turns.take()
        return _events(turns.stream(_named(offers.ask(own, body.question, history, lang=body.lang))))

    @router.post("/api/check", summary="Check")
    def check(body: CheckBody, request: Request) -> dict[str, Any]:
        return turns.run(lambda: offers.check(_seen(assistant, request), body.text, lang=body.lang))

    @router.post("/api/quiz", summary="Quiz")
    def quiz(body: QuizBody, request: Request) -> dict[str, Any]:
        learner = _learner(request)
        if body.item is not None and body.letters is not None:
            return offers.grade(learner, body.exam, body.item, body.letters)
        if body.item is not None or body.letters is not None:
            raise QuestionError("An answer needs both item and letters.", help="Send both, or neither.")
        return offers.quiz(learner, body.exam, lang=body.lang, domain=body.domain, n=body.n)

    @router.post("/v1/chat/completions", summary="Chat completions, as OpenAI's clients ask for them")
    def complete(body: ChatBody, request: Request) -> Response:
        text, history = completions.conversation(body)
        if not text:
            raise QuestionError("The last message is no question of a user.", help="End with a message of role user.")
        answer = turns.run(lambda: offers.answer(_seen(assistant, request), text, history))
        id_, now = f"chatcmpl-{uuid.uuid4().hex}", int(time.time())
        if not body.stream:
            return JSONResponse(completions.completion(id_, now, body.model, answer))
        return _events(completions.chunks(id_, now, body.model, answer, body.stream_options))

    @router.get("/v1/models", summary="Models")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [{"id": "citeprep", "object": "model", "created": 0, "owned_by": "citeprep"}]}

    app.include_router(router)
    app.add_exception_handler(CiteprepError, _told)
    app.add_exception_handler(RequestValidationError, _wrong)


def _events(pieces: Iterator[str]) -> StreamingResponse:
    return StreamingResponse(pieces, media_type="text/event-stream")


def _named(events: Iterator[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    for name, data in events:
        yield f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _seen(assistant: offers.SharedAssistant, request: Request) -> offers.Assistant:
    """The assistant as the caller may have it: with their own library where people sign in."""
    caller: Caller = request.scope.get(CALLER, Caller())
    return assistant.seen_by(caller.user) if caller.user else assistant


def _learner(request: Request) -> str:
    """Whose practice this is: the user's where people sign in, else this machine's, as on the command line."""
    caller: Caller = request.scope.get(CALLER, Caller())
    return f"login:{caller.user}" if caller.user else "local"


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, CiteprepError)
    status = 503 if error.code in (*_UNAVAILABLE, Busy.code) else 422
    return _error(status, error.code, error.message, error.help)


async def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:]) or "the body"
    return _error(422, "wrong", f"{place}: {first['msg']}.", "docs/api.md lists names and types.")


def _error(status: int, code: str, message: str, remedy: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message, "help": remedy, "type": code}}, status)
