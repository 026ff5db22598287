"""What other tools make of PDF files, as JSON: `python -m evals.reading.others FILE...`, with a Python that has them.

Owns the calls to pypdf, pdfplumber, markitdown and pdftotext, each as its documentation shows first. A tool that is
missing is left out. With `--seconds` it reads lines "TOOL<tab>FILE" instead and answers each with its CPU-seconds.
Knows nothing of our readers.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable

Rows = list[list[str]]
Made = tuple[str, list[Rows]]


def main() -> None:
    """Print {tool: {file: [text, tables, seconds]}}, or the seconds of each line that comes in."""
    if sys.argv[1:] == ["--seconds"]:
        answer_seconds()
        return
    made: dict[str, dict[str, tuple[str, list[Rows], float]]] = {}
    for name, read in TOOLS.items():
        for path in sys.argv[1:]:
            start = time.perf_counter()
            try:
                text, tables = read(path)
            except (ImportError, OSError) as error:
                sys.stderr.write(f"{name}: left out ({error})\n")
                break
            made.setdefault(name, {})[path] = text, tables, time.perf_counter() - start
    sys.stdout.write(json.dumps(made))


def answer_seconds() -> None:
    """Read the files that are named, by the tool that is named with each; one line a file, the reason if it fails."""
    for line in sys.stdin:
        tool, path = line.rstrip("\n").split("\t")
        start = time.process_time()
        try:
            TOOLS[tool](path)
            answer = str(time.process_time() - start)
        except Exception as error:  # whatever a tool makes of a file is told, not ours
            answer = f"{type(error).__name__}: {error}".replace("\n", " ")
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


def pypdf(path: str) -> Made:
    """The text of each page."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages), []


def pdfplumber(path: str) -> Made:
    """The text and the tables of each page."""
    import pdfplumber as library

    texts: list[str] = []
    tables: list[Rows] = []
    with library.open(path) as file:
        for page in file.pages:
            texts.append(page.extract_text() or "")
            tables.extend(
                [[" ".join((cell or "").split()) for cell in row] for row in table] for table in page.extract_tables()
            )
    return "\n".join(texts), tables


def pdftotext(path: str) -> Made:
    """poppler's tool in its reading order."""
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace"), []


def markitdown(path: str) -> Made:
    """Markdown; its tables are those with a pipe at the start of the line."""
    from markitdown import MarkItDown

    text = MarkItDown(enable_plugins=False).convert(path).text_content
    return text, markdown_tables(text)


def markdown_tables(text: str) -> list[Rows]:
    """The tables of a Markdown text, without the line under their header."""
    tables: list[Rows] = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            tables.append([])
        inside = True
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            tables[-1].append(cells)
    return tables


TOOLS: dict[str, Callable[[str], Made]] = {
    "pypdf": pypdf,
    "pdfplumber": pdfplumber,
    "pdftotext": pdftotext,
    "markitdown": markitdown,
}

if __name__ == "__main__":
    main()
