"""Pages and questions to compare readers by answers: `python -m evals.reading.pages GUIDES FOLDER [COUNT]`.

Copies COUNT pages (300) of a folder of AWS guides, and writes `questions.jsonl` beside them: those of
`further/aws-guides` and `examples` whose pages are there. The pages of the answers come first, the others are drawn
with a fixed seed. An index of them is built and asked in each checkout by
`python -m evals run --corpus FOLDER/pages --questions FOLDER/questions.jsonl --json RUN.json`, and both runs are
compared by `python -m evals compare`. Not part of CI.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

_EVALS = Path(__file__).parent.parent
_FILES = (_EVALS / "further" / "aws-guides.jsonl", _EVALS / "examples" / "amazon-forecast.jsonl")
_COUNT, _SEED = 300, 7


def main() -> None:
    """Copy the pages and write the questions."""
    guides, folder = Path(sys.argv[1]), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else _COUNT
    every = sorted(path.relative_to(guides) for path in guides.rglob("doc_source/**/*.md"))
    questions = tuple(_questions(every))
    for place in chosen(every, [Path(one["uri"]) for question in questions for one in question["evidence"]], count):
        target = folder / "pages" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(guides / place, target)
    lines = (json.dumps(question, ensure_ascii=False) for question in questions)
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{count} pages and {len(questions)} questions in {folder}\n")


def chosen(every: Sequence[Path], needed: Sequence[Path], count: int) -> list[Path]:
    """The needed pages and as many others, drawn with a fixed seed, as make `count`."""
    first = list(dict.fromkeys(needed))
    others = [place for place in every if place not in set(first)]
    return first + random.Random(_SEED).sample(others, count - len(first))


def _questions(every: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """The questions, each page of theirs with its whole path; one whose page is not there is left out."""
    for path in _FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            guide = "" if path == _FILES[0] else path.stem  # the examples name pages of one guide
            wanted = [one["uri"] for one in question.get("evidence", ())]
            found = [place for uri in wanted for place in every if _is_page(place, uri, guide)]
            if len(found) == len(wanted):
                yield {**question, "evidence": [{"uri": place.as_posix()} for place in found]}


def _is_page(place: Path, uri: str, guide: str) -> bool:
    return place.as_posix() == uri or (
        bool(guide) and place.parts[0].startswith(guide) and place.name == Path(uri).name
    )


if __name__ == "__main__":
    main()
