"""A citation's words with what they are about, as HTML. Pure.

Owns how the subject stands before the quote: marked as such, so that nobody takes it for quoted words.
"""

from __future__ import annotations

from assistant.markup import Html, element, join
from assistant.schema import Citation


def quoted(citation: Citation, tag: str, *after: str | None) -> Html:
    """The words in an element of their own, their subject before them; a row of a table cell by cell."""
    return element(tag, *about(citation), words(citation), *after, lang=citation.lang)


def about(citation: Citation) -> tuple[Html, ...]:
    """The subject, if there is one."""
    subject = " › ".join(citation.subjects)
    return (element("span", subject, class_="cp-subject"), Html(" ")) if subject else ()


def words(citation: Citation) -> Html:
    """The words as they stand; of a row each cell behind its header."""
    if not citation.cells:
        return element("span", citation.quote, class_="cp-words")
    cells = [
        element("span", element("span", name, class_="cp-subject") if name else None, " ", cell, class_="cp-cell")
        for name, cell in citation.cells
    ]
    return element("span", join(cells, " "), class_="cp-words cp-row")
