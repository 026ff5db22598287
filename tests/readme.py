"""The parts of README and docs that are written from the code: `python -m tests.readme` writes them anew."""

from __future__ import annotations

import json
import re
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
API = README.parent / "docs" / "api.md"
_TRANSCRIPTS = re.compile(
    r"(?<=<!-- transcripts: written by `python -m tests.readme` -->\n).*?(?=<!-- /transcripts -->)", re.S
)
_EXAMPLES: tuple[tuple[str, dict[str, object]], ...] = (
    ("/api/search", {"query": "What is the score?", "limit": 1}),
    ("/api/ask", {"question": "What is the score?"}),
    ("/api/ask", {"question": "What about football?", "stream": True}),
    ("/api/check", {"text": "Pipe mode streams data."}),
    ("/api/quiz", {"exam": "mls-c01", "lang": "fr"}),
    ("/v1/chat/completions", {"model": "citeprep", "messages": [{"role": "user", "content": "What is the score?"}]}),
    ("/api/ask", {"question": "What is the score?", "langue": "fr"}),
    ("/api/ask", {"question": "please fail"}),
)
SECURITY = README.parent / "docs" / "security.md"
_DOORS = re.compile(r"(?<=<!-- doors: written by `python -m tests.readme` -->\n).*?(?=<!-- /doors -->)", re.S)
_SETTINGS = re.compile(r"(?<=<!-- settings: written by `python -m tests.readme` -->\n).*?(?=<!-- /settings -->)", re.S)


def written(text: str) -> str:
    """The README with its table of settings as the settings' fields say it."""
    from assistant.settings import ALL_SETTINGS
    from ingest.environment import table

    assert _SETTINGS.search(text), "the README has lost the marks around its table of settings"
    return _SETTINGS.sub(lambda _: table(*ALL_SETTINGS) + "\n", text)


def with_doors(text: str) -> str:
    """docs/security.md with its table of doors as the code lists them."""
    from gradio import Blocks

    from assistant.settings import PageSettings
    from assistant.ui.site.calls import Calls
    from assistant.ui.site.whole import all_doors
    from assistant.ui.web.loop import in_a_loop

    rows = ["| door | who | most | what |", "|---|---|--:|---|"]
    for door in all_doors(Calls(in_a_loop(Blocks)()), PageSettings()).all:
        most = f"{door.most_bytes:,}" if door.most_bytes else ""
        rows.append(f"| `{door.method} {door.path}` | {door.who} | {most} | {door.what} |")
    assert _DOORS.search(text), "docs/security.md has lost the marks around its table of doors"
    return _DOORS.sub(lambda _: "\n".join(rows) + "\n", text)


def with_transcripts(text: str) -> str:
    """docs/api.md with what the interface gives for its examples, over the small corpus of the tests."""
    import os
    import tempfile

    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from assistant.api.routes import add_routes
    from tests.ui.fake_checker import CheckingAssistant

    app = FastAPI()
    add_routes(app, CheckingAssistant())
    client, told = TestClient(app), []
    with tempfile.TemporaryDirectory() as folder:
        before, os.environ["CITEPREP_DATA"] = os.environ.get("CITEPREP_DATA"), folder
        try:
            for path, body in _EXAMPLES:
                sent = json.dumps(body, ensure_ascii=False)
                got = re.sub(r"chatcmpl-[0-9a-f]+", "chatcmpl-0", client.post(path, json=body).text)
                got = re.sub(r'"created":\s*\d+', '"created": 0', got)
                shown = got.strip() if got.startswith(("event:", "data:")) else _short(json.loads(got))
                told.append(f"```sh\ncurl localhost:7860{path} --json '{sent}'\n```\n```\n{shown}\n```\n")
        finally:
            os.environ.pop("CITEPREP_DATA")
            if before is not None:
                os.environ["CITEPREP_DATA"] = before
    assert _TRANSCRIPTS.search(text), "docs/api.md has lost the marks around its transcripts"
    return _TRANSCRIPTS.sub(lambda _: "\n".join(told), text)


def _short(data: object) -> str:
    """Plain data as it is shown: long texts and lists cut, and said so."""

    def cut(value: object) -> object:
        if isinstance(value, dict):
            return {key: cut(one) for key, one in value.items() if key not in ("citeprep", "trace")}
        if isinstance(value, list):
            return [cut(one) for one in value[:1]] + ([f"... {len(value) - 1} more"] if len(value) > 1 else [])
        return value[:160] + " ..." if isinstance(value, str) and len(value) > 160 and "\n" not in value else value

    return json.dumps(cut(data), ensure_ascii=False, indent=1)


if __name__ == "__main__":
    API.write_text(with_transcripts(API.read_text(encoding="utf-8")), encoding="utf-8")
    SECURITY.write_text(with_doors(SECURITY.read_text(encoding="utf-8")), encoding="utf-8")
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
