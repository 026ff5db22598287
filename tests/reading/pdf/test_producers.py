"""One document printed by twelve producers comes back whole, in order, its table under its header.

The files are made by `python -m evals.reading.producers FOLDER`; docs/reading.md has the figures beside other tools'.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.reading.compare import cell_share, ours, word_share
from evals.reading.producers import PRODUCERS
from evals.reading.source import TITLE

FILES = Path(__file__).parent / "files"
FEWEST_WORDS, FEWEST_CELLS = 0.98, 0.95


@pytest.mark.parametrize("name", sorted(PRODUCERS))
def test_words_in_order_and_cells_under_their_header(name: str) -> None:
    text, tables, _ = ours(FILES / f"{name}.pdf")
    assert word_share(text) >= FEWEST_WORDS
    assert TITLE in text
    assert "« Un modèle entraîné n" in text
    # Its slides have sentences only.
    if name != "impress":
        assert cell_share(tables) >= FEWEST_CELLS
