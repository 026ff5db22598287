"""How fast each format is read: `python -m evals.reading.speed PYTHON [RUNS]`, beside pypdf (PDF) and markitdown.

Texts of the project's own corpus, written in nine formats (`formats`), are read by our readers in this process and by
the other tools in one process of PYTHON, which stays open; tools alternate file by file, after one run that is not
counted. Prints one Markdown table: the median of CPU-seconds, of our readers with the processes that they start, its
spread, and how many times as long the other tool takes. Not part of CI.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evals.reading.formats import write_all
from ingest.readers.assemble import Piece
from ingest.readers.by_format import read
from ingest.readers.markdown.reader import read_markdown_file
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile

OURS = "citeprep"
OTHERS = ("markitdown", "pypdf")
_CORPUS = Path("corpus")
_MOST_CHARACTERS = 100_000
_RUNS = 5


def main() -> None:
    """Write the files, read them by turns, print the table."""
    python = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else _RUNS
    with tempfile.TemporaryDirectory() as folder:
        paths = write_all(tuple(pieces(_MOST_CHARACTERS)), Path(folder))
        with Others(python) as others:
            seconds, documents = measure(paths, others, runs)
        sys.stdout.write(table(paths, seconds, documents))


def pieces(most: int) -> Iterator[Piece]:
    """The corpus's texts, study notes first, at most so many characters; of three items two are made paragraphs."""
    left = most
    for path in sorted(_CORPUS.glob("*/**/*.md"), reverse=True):
        for number, piece in enumerate(read_markdown_file(path.read_text(encoding="utf-8"), path.name).pieces):
            left -= len(piece.text)
            if left < 0:
                return
            # The corpus is made of items; files of learners are not.
            as_text = piece.kind == "list" and number % 3 > 0
            yield replace(piece, kind="text", text=piece.text.removeprefix("- ")) if as_text else piece


class Others:
    """The other tools in a process of their own, which imports each once. Use in a `with`."""

    def __init__(self, python: str) -> None:
        command = [python, "-m", "evals.reading.others", "--seconds"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Others:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def seconds(self, tool: str, path: Path) -> float:
        """CPU-seconds of one reading. Raises RuntimeError where the tool does not read the file."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{tool}\t{path}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        try:
            return float(answer)
        except ValueError as error:
            raise RuntimeError(f"{tool} does not read {path.name}: {answer or 'its process ended'}") from error


def measure(
    paths: Sequence[Path], others: Others, runs: int
) -> tuple[Mapping[tuple[str, str], list[float]], Mapping[str, Document]]:
    """CPU-seconds by tool and suffix, one per run, and what our readers made of each file."""
    seconds: dict[tuple[str, str], list[float]] = defaultdict(list)
    documents: dict[str, Document] = {}
    for run in range(runs + 1):
        for path in paths:
            spent, documents[path.suffix] = ours(path)
            found = {OURS: spent}
            for tool in OTHERS if path.suffix == ".pdf" else OTHERS[:1]:
                found[tool] = others.seconds(tool, path)
            if run:  # the first one imports
                for tool, value in found.items():
                    seconds[tool, path.suffix].append(value)
    return seconds, documents


def ours(path: Path) -> tuple[float, Document]:
    """CPU-seconds of our reader, from the bytes to text and blocks, and what it made of the file."""
    file = SourceFile(path.name, path, None, path.stat().st_size, 0)
    data = path.read_bytes()
    start = _cpu_seconds()
    document = read(file, data, IngestSettings(), apart=False)
    return _cpu_seconds() - start, document


def _cpu_seconds() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def table(
    paths: Sequence[Path], seconds: Mapping[tuple[str, str], list[float]], documents: Mapping[str, Document]
) -> str:
    """The Markdown table; MB are of the text that was read (UTF-8), pages those of the file."""
    lines = ["| format | MB/s | pages/s | citeprep, CPU-s (spread) | markitdown | times as long | pypdf |"]
    lines.append("|---" * 7 + "|")
    for path in paths:
        document = documents[path.suffix]
        own, other = seconds[OURS, path.suffix], seconds["markitdown", path.suffix]
        median = statistics.median(own)
        pages = f"{len(document.page_starts) / median:.0f}" if len(document.page_starts) > 1 else ""
        cells = (
            path.suffix[1:].upper(),
            f"{len(document.text.encode()) / 1e6 / median:.2f}",
            pages,
            _told(own),
            _told(other),
            f"{statistics.median(other) / median:.1f}",
            _told(seconds[("pypdf", path.suffix)]) if ("pypdf", path.suffix) in seconds else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _told(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


if __name__ == "__main__":
    main()
