"""Text, names and addresses from anywhere, written so that Markdown and HTML read none of it as markup. Pure."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+")
_ENCODED = {"(": "%28", ")": "%29", "|": "%7C", "`": "%60"}


def plain(text: str) -> str:
    """`text` on one line, its punctuation escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def is_address(url: str) -> bool:
    """Whether `url` is a web address that can stand in a link; others are shown as text."""
    return bool(_ADDRESS.fullmatch(url))


def link(label: str, url: str) -> str:
    """A Markdown link, or the label alone where `url` is no web address."""
    if not is_address(url):
        return plain(label)
    return f"[{plain(label)}]({''.join(_ENCODED.get(character, character) for character in url)})"


def shown(url: str, otherwise: str) -> str:
    """An address in angle brackets, or `otherwise` as plain text where it is none."""
    return f"<{url}>" if is_address(url) else plain(otherwise)
