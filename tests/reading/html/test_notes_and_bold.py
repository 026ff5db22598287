"""Footnotes that are referred to more than once; bold within bold."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from ingest.readers.html.tables import is_bold
from tests.reading.conftest import ReadBytes


def test_a_note_that_is_referred_to_twice_stands_once_and_leaves_no_mark(read_as: ReadBytes) -> None:
    def mark(number: int) -> str:
        return f'<a href="#fn1" id="ref{number}" class="footnote-ref" role="doc-noteref"><sup>1</sup></a>'

    back = "".join(f'<a href="#ref{number}">[back]</a>' for number in (1, 2))
    body = f'<p>Short.{mark(1)}</p><p>This is long.{mark(2)}</p><ol><li id="fn1"><p>A note. {back}</p></li></ol>'
    text = read_as("a.html", f"<html lang=en><body><main>{body}</main></body></html>").text
    assert "long.1" not in text
    assert "[back]" not in text
    assert text.count("A note.") == 1


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<b>x</b>", True), ("<b><strong>x</strong></b>", True), ("<strong><b>x</b></strong> <b>y</b>", True),
        ("<b>x</b> y", False), ("<b><strong>x</strong></b> x", False), ("", False),
    ],
)  # fmt: skip
def test_bold_within_bold_is_bold(cell: str, expected: bool) -> None:
    node = LexborHTMLParser(f"<div id=it>{cell}</div>").css_first("#it")
    assert node is not None
    assert is_bold(node) is expected
