"""The months by name, as French and English write them in lower case. The only table of them."""

from __future__ import annotations

from ingest.text.characters import fold

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            *("january janvier", "february février", "march mars", "april avril", "may mai", "june juin"),
            *("july juillet", "august août", "september septembre", "october octobre", "november novembre"),
            "december décembre",
        ),
        start=1,
    )
    for name in names.split()
}
FOLDED_MONTHS: tuple[str, ...] = tuple(map(fold, MONTHS))
