"""PDFs of ten producers read by this project and by other tools: `python -m evals.reading.compare FOLDER [PYTHON]`.

FOLDER holds what `evals.reading.producers` printed; PYTHON has the other tools (default: this one). Prints one Markdown
table: the share of the source's words that come back in reading order, and of the table's cells that stand under the
right header in the right row.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

from evals.reading.others import Rows
from evals.reading.source import plain_words, rows
from ingest.readers.pdf.reader import read_pdf

OURS = "citeprep"


def main() -> None:
    """Print the table, the seconds per page last."""
    paths = sorted(Path(sys.argv[1]).glob("*.pdf"))
    python = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    command = [python, "-m", "evals.reading.others", *map(str, paths)]
    made = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    made[OURS] = {str(path): ours(path) for path in paths}
    tools = [OURS, *(tool for tool in made if tool != OURS)]
    sys.stdout.write(f"| producer | {' | '.join(tools)} |\n")
    sys.stdout.write(f"|---|{'---|' * len(tools)}\n")
    for path in paths:
        scores = [score(made[tool][str(path)], has_table=path.stem != "impress") for tool in tools]
        sys.stdout.write(f"| {path.stem} | {' | '.join(scores)} |\n")
    seconds = [f"{sum(one[2] for one in made[tool].values()):.2f} s" for tool in tools]
    sys.stdout.write(f"| all files | {' | '.join(seconds)} |\n")


def ours(path: Path) -> tuple[str, list[Rows], float]:
    """Our reader: text, tables, seconds (its process started anew for each file)."""
    start = time.perf_counter()
    content = read_pdf(path.read_bytes(), path.name, seconds=120, max_pages=1000)
    seconds = time.perf_counter() - start
    tables = [
        [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in _lines(content.text[b.start : b.end])]
        for b in content.blocks
        if b.kind == "table"
    ]
    return content.text, tables, seconds


def _lines(text: str) -> list[str]:
    return text.split("\n")


def score(made: tuple[str, list[Rows], float], *, has_table: bool) -> str:
    """Both shares as text: "0.998 / 1.00", the second left out where the file has no table."""
    words = f"{word_share(made[0]):.3f}"
    return f"{words} / {cell_share(made[1]):.2f}" if has_table else words


def tokens(text: str) -> list[str]:
    """Words and numbers, composed, without punctuation."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).replace("’", "'"))


def word_share(text: str) -> float:
    """Share (0..1) of the source's words that the text has in the same order."""
    expected = tokens(" ".join(plain_words()))
    blocks = SequenceMatcher(None, expected, tokens(text), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(expected)


def cell_share(tables: Sequence[Rows]) -> float:
    """Share (0..1) of the table's cells that stand in their row and under their header."""
    head, *body = rows()
    right = sum(
        any(_has(table, head[column], row[0], row[column]) for table in tables)
        for row in body
        for column in range(1, len(head))
    )
    return right / (len(body) * (len(head) - 1))


def _has(table: Rows, header: str, key: str, value: str) -> bool:
    if not table or header not in table[0]:
        return False
    column = table[0].index(header)
    return any(len(row) > column and row[0] == key and row[column] == value for row in table[1:])


if __name__ == "__main__":
    main()
