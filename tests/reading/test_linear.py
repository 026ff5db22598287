"""Reading takes time in proportion to a file's size, also where nothing of what is opened is ever closed.

Four times the text may take at most nine times the processor's time: four where the time grows with the size, sixteen
where it grows with its square.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from ingest.readers.html.reader import read_html
from ingest.readers.markdown.reader import read_markdown_file

SIZE = 6_000
_PROSE = "The model reads records from a stream and writes them to a table every hour. "

MARKDOWN = {
    "one paragraph": _PROSE,
    "paragraphs": f"{_PROSE}\n\n",
    "items": "- item of a list\n",
    "nested items": "- a\n  - b\n    - c\n",
    "brackets": "[",
    "emphasis": "*a ",
    "code": "`a ``b ",
    "dollars": "$$a $b ",
    "formulas": "\\( a ",
    "formula blocks": "\\[\n\n",
    "comments": "%%a {/* <!-- ",
    "programs": "<script> ",
    "programs, a line each": "<script>\n\n",
    "tables": "<table>\n\n",
    "toggles": "<details>\n\n",
    "callouts": ":::a\n",
    "spaces": " ",
    "highlights": "==a ",
    "properties": "a:: b\n",
    "block references": "((64a1b2c3-0000-4000-8000-000000000002)) ",
    "components": "<Tab a={ ",
    "table rows": "| x | `y` |\n",
}
HTML = {
    "paragraphs": f"<p>{_PROSE}</p>",
    "one paragraph": _PROSE,
    "headings": "<h2>a</h2><p>b</p>",
    "rows": "<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>",
    "tabs": "<ul role=tablist><li role=tab>a</li></ul><div role=tabpanel>b</div>",
    "labels": "<label for=a>x</label>",
    "accordions": "<button>q</button><div class=panel>b c</div>",
    "definitions": "<dt>a</dt><dd>b</dd>",
    "formulas": "\\( a ",
    "pictures": "<img src=a alt=b>",
    "bold": "<b>a</b>",
    "links": "<a href=#x>a</a> ",
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """The processor's time for one reading, the better of two."""
    times = []
    for _ in range(2):
        start = time.process_time()
        read(text)
        times.append(time.process_time() - start)
    return min(times)


def growth(read: Callable[[str], object], piece: str, before: str = "") -> float:
    """How many times as long four times the text takes."""
    small, large = (before + piece * (size // len(piece)) + "end" for size in (SIZE, 4 * SIZE))
    read(before + piece * 20)  # what is done only once
    return seconds(read, large) / max(seconds(read, small), 0.01)


@pytest.mark.parametrize("piece", MARKDOWN.values(), ids=MARKDOWN.keys())
def test_markdown_is_read_in_proportion_to_its_size(piece: str) -> None:
    assert growth(lambda text: read_markdown_file(text, "a.mdx" if "<Tab" in piece else "a.md"), piece) < 9


@pytest.mark.parametrize("piece", HTML.values(), ids=HTML.keys())
def test_html_is_read_in_proportion_to_its_size(piece: str) -> None:
    before = "<html><body><table>" if piece.startswith("<tr") else "<html><body>"
    assert growth(lambda text: read_html(text, "a.html"), piece, before) < 9


def test_a_paragraph_of_four_megabytes_is_read() -> None:
    text = _PROSE * (4_000_000 // len(_PROSE))
    (piece,) = read_markdown_file(text, "a.md").pieces
    assert piece.text == text.strip()
