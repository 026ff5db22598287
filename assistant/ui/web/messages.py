"""What the page's scripts send, as data: JSON of a browser, which is never trusted. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Data = Mapping[str, Any]
_MOST_SENT = 2_000_000  # characters


def message(sent: str) -> Data:
    """What was sent; nothing for what is no message."""
    try:
        data = json.loads(sent) if len(sent) <= _MOST_SENT else None
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def text(data: Data, key: str) -> str:
    """A text of a message, "" where it is none."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def rows(data: Data, key: str) -> list[Data]:
    """A list of messages in a message."""
    value = data.get(key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
