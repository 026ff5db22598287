"""The MCP server over the tests' assistant, on standard input and output."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from assistant.mcp.server import mcp_server
from tests.ui.fake_checker import CheckingAssistant

if __name__ == "__main__":
    mcp_server(CheckingAssistant()).run()
