"""What has changed since a claim was true, as a value that can be said in French and in English.

Owns the sentences and how a date is said. Which change concerns a claim is `changes`'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.schema import Lang

ChangeKind = Literal["limit", "end", "name"]
_MONTHS: dict[Lang, tuple[str, ...]] = {
    "fr": tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}
_SAYS: dict[Lang, dict[str, str]] = {
    "fr": {
        "name": "{old} s’appelle {new} depuis {date}.",
        "value": "La valeur a changé\u00a0: {old} avant, {new} depuis {date}.",
        "limit": "Cela a changé ({date})\u00a0: la documentation le dit.",
        "end": "Service ou fonction fermés ({date})\u00a0: la documentation le dit.",
    },
    "en": {
        "name": "{old} has been called {new} since {date}.",
        "value": "The value has changed: {old} before, {new} since {date}.",
        "limit": "This has changed ({date}), as the documents say.",
        "end": "The service or feature has closed ({date}), as the documents say.",
    },
}


@dataclass(frozen=True, slots=True)
class Aged:
    """One thing of a claim that is no longer so since `date` (YYYY, YYYY-MM or YYYY-MM-DD).

    `old` are the claim's words and `new` what stands in their place today, "" where no words replace them. `number` is
    the citation of the claim that tells of it, 0 where only the table of names does.
    """

    kind: ChangeKind
    date: str
    old: str = ""
    new: str = ""
    number: int = 0

    def said(self, lang: Lang) -> str:
        """One sentence for a reader of `lang`."""
        key = "value" if self.kind == "limit" and self.new else self.kind
        return _SAYS[lang][key].format(old=self.old, new=self.new, date=dated(self.date, lang))


def dated(iso: str, lang: Lang) -> str:
    """A date of YYYY, YYYY-MM or YYYY-MM-DD in words: "February 2024", "3 décembre 2024"."""
    year, *rest = iso.split("-")
    if not rest:
        return year
    month = _MONTHS[lang][int(rest[0]) - 1]
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{month} {year}"
