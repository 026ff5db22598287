"""How long one large paragraph takes from its file to the published index: `python -m evals.reading.paragraph OTHER`.

One paragraph of 1, 2 and 4 MB, of sentences of the corpus with another number and place in each, so that no sentence is
said twice; built with the hashing embedder by this checkout, with and without the vectors of sentences, and by the one
at OTHER (a worktree of another commit), by turns, each build into an empty index in a process of its own. Prints one
Markdown table: the median of CPU-seconds with all processes that a build starts, its spread, and how many times as long
the other takes. Not part of CI.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evals.reading.speed import pieces
from ingest.text.sentences import split_sentences

_MEGABYTES = (1, 2, 4)
_RUNS = 5
_OURS, _WITHOUT, _OTHER = "this checkout", "without vectors of sentences", "the other"
_BUILDS = (_OURS, _WITHOUT, _OTHER)
_CORPUS_CHARACTERS = 400_000
_FEWEST_LETTERS = 40


def main() -> None:
    """Write the paragraphs, build them by turns, print the table."""
    here, other = Path.cwd(), Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else _RUNS
    builds: Mapping[str, tuple[Path, Sequence[str]]] = {
        _OURS: (here, ()),
        _WITHOUT: (here, ("--no-sentences",)),
        _OTHER: (other, ()),
    }
    seconds: dict[tuple[str, int], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        corpora = {size: _write(Path(folder) / str(size), size) for size in (0, *_MEGABYTES)}
        for run in range(runs):
            for size, corpus in corpora.items():
                for name, (checkout, options) in builds.items():
                    index = Path(folder) / f"{name}-{run}-{size}"
                    seconds[name, size].append(build_seconds(checkout, corpus, index, options))
    sys.stdout.write(table(seconds))


def paragraph(megabytes: int) -> str:
    """A paragraph of so many million characters in which no sentence is said twice."""
    parts: list[str] = []
    left = megabytes * 1_000_000
    sentences = list(_sentences())
    number = 0
    while left > 0:
        sentence = f"{sentences[number % len(sentences)][:-1]} ({number // len(sentences) + 1} of {number % 97})."
        left -= len(sentence) + 1
        number += 1
        parts.append(sentence)
    return " ".join(parts)


def _sentences() -> Iterator[str]:
    """Whole sentences of the corpus, on one line each."""
    for piece in pieces(_CORPUS_CHARACTERS):
        if piece.kind == "text":
            for start, end in split_sentences(piece.text):
                sentence = " ".join(piece.text[start:end].split())
                if len(sentence) > _FEWEST_LETTERS and sentence.endswith("."):
                    yield sentence


def _write(folder: Path, megabytes: int) -> Path:
    """A corpus of one page: a paragraph of so many megabytes; of one sentence for 0."""
    folder.mkdir()
    text = paragraph(megabytes) if megabytes else "A build of one sentence shows what every build costs."
    (folder / "paragraph.md").write_text(f"# Paragraph\n\n{text}\n", encoding="utf-8")
    return folder


def build_seconds(checkout: Path, corpus: Path, index: Path, options: Sequence[str] = ()) -> float:
    """CPU-seconds of one build by the code of a checkout. Raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", "ingest", "build", "--corpus", str(corpus), "--index", str(index), *options]
    environment = {**os.environ, "EMBEDDING_MODEL": "hashing-256", "PYTHONPATH": str(checkout)}
    before = _children_seconds()
    subprocess.run(command, cwd=checkout, env=environment, check=True, capture_output=True)
    return _children_seconds() - before


def _children_seconds() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def table(seconds: Mapping[tuple[str, int], Sequence[float]]) -> str:
    """The Markdown table: a row for each size, then the time of each megabyte beyond the first."""
    median = {key: statistics.median(values) for key, values in seconds.items()}
    rows = [["megabytes", _OURS, _WITHOUT, _OTHER, "times as long", "the same, without"], ["---"] * 6]
    for size in (0, *_MEGABYTES):
        own = [median[name, size] for name in _BUILDS]
        told = [_told(seconds[name, size]) for name in _BUILDS]
        rows.append([str(size) if size else "one sentence", *told, *_ratios(*own)])
    least, most = _MEGABYTES[0], _MEGABYTES[-1]
    further = [(median[name, most] - median[name, least]) / (most - least) for name in _BUILDS]
    rows.append(["each further", *(f"{value:.2f}" for value in further), *_ratios(*further)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _told(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def _ratios(ours: float, without: float, other: float) -> tuple[str, str]:
    return f"{other / ours:.1f}", f"{other / without:.1f}"


if __name__ == "__main__":
    main()
