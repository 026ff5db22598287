"""What the page says, in French and in English: one TOML file per language, the same keys in both.

Knows nothing of components or answers. Labels are plain text: whoever puts them into HTML escapes them.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from ingest.schema import Lang

_GROUP_SEPARATOR = {"fr": "\u202f", "en": ","}


class Labels:
    """The labels of one language, by dotted key ("chat.send")."""

    def __init__(self, lang: Lang, texts: Mapping[str, str]) -> None:
        self.lang = lang
        self._texts = dict(texts)

    @property
    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._texts)

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its {names} filled in. Raises KeyError for an unknown key or a missing value."""
        text = self._texts[key]
        return text.format_map(values) if values else text

    def count(self, key: str, n: int, **values: object) -> str:
        """The singular or plural of a key for `n`, which is also the value of {n}.

        French counts 0 as singular, English as plural.
        """
        singular = n < 2 if self.lang == "fr" else n == 1
        return self(f"{key}.{'one' if singular else 'other'}", n=self.number(n), **values)

    def number(self, n: int) -> str:
        """A whole number with its thousands set apart as the language does."""
        return f"{n:,}".replace(",", _GROUP_SEPARATOR[self.lang])

    @property
    def colon(self) -> str:
        """A colon, set apart as the language does."""
        return "\u00a0:" if self.lang == "fr" else ":"

    def date(self, iso: str) -> str:
        """A day ("2026-11-23") in words; anything else as it is."""
        year, month, day = (*iso.split("-"), "", "", "")[:3]
        if not (year.isdecimal() and day.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
            return iso
        return self("date.text", day=int(day), month=self("date.months").split()[int(month) - 1], year=year)


@functools.cache
def load_labels(lang: Lang) -> Labels:
    """The labels of a language, read once from the package."""
    text = resources.files(__name__).joinpath(f"{lang}.toml").read_text(encoding="utf-8")
    return Labels(lang, flatten(tomllib.loads(text)))


def flatten(tables: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested tables as one level of dotted keys."""
    flat: dict[str, str] = {}
    for name, value in tables.items():
        if isinstance(value, Mapping):
            flat.update(flatten(value, f"{prefix}{name}."))
        else:
            flat[prefix + name] = str(value)
    return flat
