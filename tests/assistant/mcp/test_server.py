"""The MCP server with the SDK's own client, over real pipes."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

SERVER = Path(__file__).with_name("fake_server.py")


def with_client(folder: Path, use: Callable[[Any], Awaitable[Any]]) -> Any:
    """What `use` makes of a client of a server of its own."""
    from mcp import Client, StdioServerParameters
    from mcp.client.stdio import stdio_client

    environment = {**os.environ, "CITEPREP_DATA": str(folder)}
    parameters = StdioServerParameters(command=sys.executable, args=[str(SERVER)], env=environment)

    async def run() -> Any:
        async with Client(stdio_client(parameters)) as client:
            return await use(client)

    return asyncio.run(asyncio.wait_for(run(), 120))


@pytest.mark.slow
def test_the_tools_with_a_real_client(tmp_path: Path) -> None:
    async def use(client: Any) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"search", "ask", "check", "quiz", "grade"}
        assert tools["ask"].input_schema["additionalProperties"] is False

        async def call(name: str, **arguments: Any) -> tuple[bool, str]:
            told = await client.call_tool(name, arguments)
            return bool(told.is_error), told.content[0].text

        wrong, said = await call("search", query="What is the score?", limit=1)
        assert not wrong
        assert json.loads(said)["sentences"][0]["quote"].startswith("Le score minimal")
        wrong, said = await call("ask", question="What is the score?")
        assert json.loads(said)["status"] == "answered"
        wrong, said = await call("check", text="Pipe mode streams data. It is free.")
        assert json.loads(said)["claims"]
        wrong, said = await call("quiz", exam="mls-c01", lang="fr")
        item = json.loads(said)["items"][0]
        assert "key" not in item
        letters = [option["letter"] for option in item["options"]][: item["choose"]]
        wrong, said = await call("grade", exam="mls-c01", item=item["id"], letters=letters)
        assert json.loads(said)["key"]

        for name, arguments, expected in (
            ("ask", {"question": "please fail"}, "The chat model is not there. Run make app again."),
            ("ask", {"question": "x"}, "at least 2 characters"),
            ("ask", {"question": "What is the score?", "langue": "fr"}, "langue"),
            ("quiz", {"exam": "none"}, "none"),
            ("nothing", {}, "nothing"),
        ):
            wrong, said = await call(name, **arguments)
            assert wrong, (name, said)
            assert expected in said
            assert "Traceback" not in said

    with_client(tmp_path, use)
