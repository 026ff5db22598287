"""Notebooks (.ipynb) to pieces: the cells in order, Markdown as Markdown, code as code; outputs counted.

Owns what is a cell in the formats 3 and 4, read from the JSON itself. Knows nothing of Markdown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.errors import DamagedFile
from ingest.readers.markdown.reader import read_markdown
from ingest.readers.reading import Reading
from ingest.schema import Omission

_SHOWN = 8


def read_notebook(text: str, uri: str) -> Reading:
    """The cells of a notebook as one text. Raises DamagedFile for what is no notebook."""
    try:
        cells = _cells(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise DamagedFile(f"The notebook is not JSON ({error}).", source=uri) from error
    if cells is None:
        raise DamagedFile("The file is JSON and no notebook: it has no cells.", source=uri)
    reading = read_markdown("\n\n".join(_markdown(cell) for cell in cells))
    return replace(reading, omissions=(*reading.omissions, *_left_out(cells)))


def _cells(notebook: object) -> list[Mapping[str, Any]] | None:
    if not isinstance(notebook, dict):
        return None
    sheets = notebook.get("worksheets")
    cells = notebook.get("cells", sheets[0].get("cells") if isinstance(sheets, list) and sheets else None)
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else None


def _markdown(cell: Mapping[str, Any]) -> str:
    source = _source(cell)
    match cell.get("cell_type"):
        case "markdown":
            return source
        case "heading":
            return f"{'#' * int(cell.get('level', 1))} {source}"
        case "code":
            longest = max((len(run) for run in re.findall(r"`{3,}", source)), default=2)
            fence = "`" * (longest + 1)
            return f"{fence}\n{source}\n{fence}" if source.strip() else ""
        case _:
            return re.sub(r"(?m)^", "    ", source) if source.strip() else ""


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _left_out(cells: Sequence[Mapping[str, Any]]) -> Iterator[Omission]:
    outputs = [number for number, cell in enumerate(cells, start=1) if cell.get("outputs")]
    if outputs:
        yield Omission("output", len(outputs), _places(outputs), "outputs of cells")
    pictures = [number for number, cell in enumerate(cells, start=1) if cell.get("attachments")]
    if pictures:
        yield Omission("picture", len(pictures), _places(pictures), "pictures, whose words are not read")


def _places(numbers: Sequence[int]) -> str:
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    return f"cell {', '.join(map(str, numbers[:_SHOWN]))}{more}"
