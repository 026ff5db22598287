"""What a script of the page sends: an action with values of which nothing is believed, and whose it is. Pure.

Owns the form of what comes from a browser: sizes and types are looked at here, meaning where an action is carried out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_BROWSER = re.compile(r"[0-9a-f]{32}")


def learner_id(login: str | None, browser: object) -> str | None:
    """Whose progress this is: the login's where people log in, else the browser's own random name."""
    if login:
        return f"login:{login}"[:200]
    known = isinstance(browser, str) and _BROWSER.fullmatch(browser)
    return f"browser:{browser}" if known else None


class Action:
    """What the page's script sent: a name, and values of which nothing is believed."""

    def __init__(self, sent: object) -> None:
        try:
            data = json.loads(sent) if isinstance(sent, str) and len(sent) < 20_000 else {}
        except (ValueError, RecursionError):
            data = {}
        self.data: Mapping[str, Any] = data if isinstance(data, dict) else {}
        self.act = self.text("act")

    def text(self, name: str, most: int = 2000) -> str:
        """A text; "" where there is none."""
        value = self.data.get(name)
        return value[:most] if isinstance(value, str) else ""

    def number(self, name: str) -> float | None:
        """A number, also one that was typed."""
        value = self.data.get(name)
        try:
            number = float(value.replace(",", ".")) if isinstance(value, str) else value
        except ValueError:
            return None
        usable = isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < 1e9
        return float(number) if usable and number is not None else None

    def letters(self) -> list[str]:
        """The answer by letters of the screen."""
        value = self.data.get("letters")
        return [one[:1] for one in value[:20] if isinstance(one, str)] if isinstance(value, list) else []
