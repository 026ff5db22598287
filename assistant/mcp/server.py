"""The MCP server: search, ask, check and quiz as tools, on standard input and output.

Owns how a tool's arguments are checked and how its errors reach the client: with the remedy. Standard output belongs to
the protocol, so that nothing here prints. What the tools give is `api.offers`'.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from assistant.api import offers
from ingest.errors import CiteprepError

if TYPE_CHECKING:
    from mcp.server import MCPServer

Lang = Literal["fr", "en"]
_LEARNER = "local"  # as on the command line
_GUIDE = (
    "Answers about AWS machine-learning certifications from study notes (French) and documentation (English). Quotes "
    "are verbatim, with their source; 'refused' means that the sources do not say. Cite what you use."
)


def mcp_server(assistant: offers.Assistant) -> MCPServer:
    """The server over an assistant; run it with `run()`."""
    from mcp.server import MCPServer

    server = MCPServer("citeprep", instructions=_GUIDE)
    tools = _Tools(assistant)
    for tool in (tools.search, tools.ask, tools.check, tools.quiz, tools.grade):
        server.tool(structured_output=False)(_telling(tool))
    _refuse_unknown(server)
    return server


class _Tools:
    """The tools. The SDK runs them in threads; one answer at a time is made."""

    def __init__(self, assistant: offers.Assistant) -> None:
        self._assistant, self._lock = assistant, threading.Lock()

    def search(
        self,
        query: Annotated[str, Field(min_length=2, max_length=6000)],
        lang: Lang | None = None,
        limit: Annotated[int, Field(ge=1, le=offers.MOST_FOUND)] = 5,
    ) -> dict[str, Any]:
        """The sentences of the sources closest to a question, and the passages they stand in."""
        with self._lock:
            return offers.search(self._assistant, query, lang=lang, limit=limit)

    def ask(
        self, question: Annotated[str, Field(min_length=2, max_length=6000)], lang: Lang | None = None
    ) -> dict[str, Any]:
        """Answer a question, or an exam question with its options, from the sources: checked claims with citations."""
        with self._lock:
            return offers.answer(self._assistant, question, lang=lang)

    def check(
        self, text: Annotated[str, Field(min_length=2, max_length=offers.MOST_TEXT)], lang: Lang | None = None
    ) -> dict[str, Any]:
        """Check every claim of a text: supported, contradicted or not found, with quotes."""
        with self._lock:
            return offers.check(self._assistant, text, lang=lang)

    def quiz(
        self,
        exam: str = "mls-c01",
        lang: Lang = "en",
        domain: str | None = None,
        n: Annotated[int, Field(ge=1, le=20)] = 1,
    ) -> dict[str, Any]:
        """The next practice questions, without their keys. Ask them one by one; `grade` takes the letters."""
        return offers.quiz(_LEARNER, exam, lang=lang, domain=domain, n=n)

    def grade(self, exam: str, item: str, letters: Annotated[list[str], Field(max_length=12)]) -> dict[str, Any]:
        """Grade an answer to a question of `quiz` by its letters: key, explanation and sources of every option."""
        return offers.grade(_LEARNER, exam, item, letters)


def _telling(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """A tool whose own errors reach the client; the SDK hides those of other types."""

    @functools.wraps(tool)
    def call(**given: Any) -> dict[str, Any]:
        from mcp.server.mcpserver.exceptions import ToolError

        try:
            return tool(**given)
        except CiteprepError as error:
            raise ToolError(f"{error.message} {error.help}".strip()) from error

    return call


def _refuse_unknown(server: MCPServer) -> None:
    """Arguments that a tool does not have are told; the SDK ignores them silently."""
    for tool in server._tool_manager.list_tools():
        model = tool.fn_metadata.arg_model
        model.model_config["extra"] = "forbid"
        model.model_rebuild(force=True)
        tool.parameters["additionalProperties"] = False
