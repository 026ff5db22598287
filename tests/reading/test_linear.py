"""Reading takes time in proportion to a file's size, also where nothing of what is opened is ever closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.readers.html.reader import read_html
from ingest.readers.markdown.reader import read_markdown_file
from tests.reading.growing import grows_in_proportion

pytestmark = pytest.mark.slow  # measures time
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


def linear(read: Callable[[str], object], piece: str, before: str = "") -> bool:
    small, large = ((before + piece * (size // len(piece)) + "end").encode() for size in (SIZE, 4 * SIZE))
    return grows_in_proportion(lambda data: read(data.decode()), small, large)


@pytest.mark.parametrize("piece", MARKDOWN.values(), ids=MARKDOWN.keys())
def test_markdown_is_read_in_proportion_to_its_size(piece: str) -> None:
    assert linear(lambda text: read_markdown_file(text, "a.mdx" if "<Tab" in piece else "a.md"), piece)


@pytest.mark.parametrize("piece", HTML.values(), ids=HTML.keys())
def test_html_is_read_in_proportion_to_its_size(piece: str) -> None:
    before = "<html><body><table>" if piece.startswith("<tr") else "<html><body>"
    assert linear(lambda text: read_html(text, "a.html"), piece, before)


def test_a_paragraph_of_four_megabytes_is_read() -> None:
    text = _PROSE * (4_000_000 // len(_PROSE))
    (piece,) = read_markdown_file(text, "a.md").pieces
    assert piece.text == text.strip()
