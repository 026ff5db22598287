"""Notes in the dialects of Markdown give their text and none of the dialect's markup.

Each note of `notes/` has its expected reading beside it, in the form that `tests.reading.shown` describes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.shown import read_file, shown

NOTES = sorted(path for path in (Path(__file__).parent / "notes").iterdir() if path.suffix in (".md", ".mdx"))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.name)
def test_a_note_is_read_without_its_markup(note: Path) -> None:
    assert shown(read_file(note)) == note.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_notes() -> None:
    assert len(NOTES) >= 40
