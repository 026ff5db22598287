"""A window of evidence as the checker reads it: a span, with what must be known to understand it.

Owns nothing but the value. How windows are cut from documents is `assistant.review.windows`'.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.schema import Lang, Span


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
        """What must be known to understand the words: title and headings, subjects, context; outermost first."""
        return tuple(part for part in (*self.headings, *self.span.subjects, self.context) if part)

    @property
    def headings(self) -> tuple[str, ...]:
        """Title and headings above the words."""
        return self.span.headings
