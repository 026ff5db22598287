"""The parts of the README that are written from the code: `python -m tests.readme` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
_SETTINGS = re.compile(r"(?<=<!-- settings: written by `python -m tests.readme` -->\n).*?(?=<!-- /settings -->)", re.S)


def written(text: str) -> str:
    """The README with its table of settings as the settings' fields say it."""
    from assistant.settings import ALL_SETTINGS
    from ingest.environment import table

    assert _SETTINGS.search(text), "the README has lost the marks around its table of settings"
    return _SETTINGS.sub(lambda _: table(*ALL_SETTINGS) + "\n", text)


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
