"""The parts of README and docs that are written from the code: `python -m tests.readme` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
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

    rows = ["| door | who | most | what |", "|---|---|--:|---|"]
    for door in all_doors(Calls(Blocks()), PageSettings()).all:
        most = f"{door.most_bytes:,}" if door.most_bytes else ""
        rows.append(f"| `{door.method} {door.path}` | {door.who} | {most} | {door.what} |")
    assert _DOORS.search(text), "docs/security.md has lost the marks around its table of doors"
    return _DOORS.sub(lambda _: "\n".join(rows) + "\n", text)


if __name__ == "__main__":
    SECURITY.write_text(with_doors(SECURITY.read_text(encoding="utf-8")), encoding="utf-8")
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
