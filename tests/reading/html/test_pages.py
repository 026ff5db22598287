"""Saved pages of different makers give their content and nothing of the site around it.

Each page of `pages/` has its expected reading beside it, in the form that `tests.reading.shown` describes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.shown import read_file, shown

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_read_as_its_reader_sees_it(page: Path) -> None:
    assert shown(read_file(page)) == page.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_pages() -> None:
    assert len(PAGES) >= 30
