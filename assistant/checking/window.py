"""A window of evidence as the checker reads it: a span, with what must be known to understand it.

Owns nothing but the value. How windows are cut from documents is `assistant.review.windows`'.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.schema import Lang, Span
from ingest.subjects import over, row_cells

_YES = frozenset({"yes", "oui", "true", "vrai", "✓", "✔", "x"})
_NO = frozenset({"no", "non", "none", "false", "faux", "aucun", "aucune", "✗", "✘", "-", "–", "—"})
_DENIED: dict[Lang, str] = {"en": "no", "fr": "pas de"}


@dataclass(frozen=True, slots=True)
class Window:
    """Words that may decide a claim. `score` (0..1) is a search's; `context` (a neighbour) is never quoted."""

    span: Span
    context: str = ""
    score: float = 0.0

    @staticmethod
    def alone(text: str, lang: Lang, headings: tuple[str, ...] = (), context: str = "") -> Window:
        """Words without a document."""
        return Window(Span.alone(text, lang, headings), context)

    @property
    def text(self) -> str:
        """The words, copied."""
        return self.span.quote

    @property
    def lang(self) -> Lang:
        """Their language."""
        return self.span.lang

    @property
    def about(self) -> tuple[str, ...]:
        """What must be known to understand the words: title and headings, subjects, context; outermost first.

        The header of a row is read with its cells (`readings`), so that a column that the words do not speak of is none
        of their surroundings.
        """
        if row_cells(self.span):
            return tuple(part for part in (*self.headings, *over(self.span)) if part)
        return tuple(part for part in (*self.headings, *self.span.subjects, self.context) if part)

    @property
    def readings(self) -> tuple[str, ...]:
        """The words as statements, one of which may decide a claim: of a row each cell, then all; else the words."""
        cells = row_cells(self.span)
        if len(cells) < 2:
            return (self.text,)
        (_, name), *rest = cells
        said = [_said(name, header, cell, self.lang) for header, cell in rest]
        whole = "; ".join([said[0], *(_said("", header, cell, self.lang) for header, cell in rest[1:])])
        return (*said, whole) if len(said) > 1 else tuple(said)

    @property
    def headings(self) -> tuple[str, ...]:
        """Title and headings above the words."""
        return self.span.headings


def _said(name: str, header: str, cell: str, lang: Lang) -> str:
    """A cell with its row and column: "GPU: no Serverless" for a "no", "Standard: Zones: 3" for a value."""
    answer = cell.strip().casefold()
    what = f"{_DENIED[lang]} {header}" if header and answer in _NO else header if header and answer in _YES else ""
    return ": ".join(part for part in (name, *([what] if what else (header, cell))) if part)
