"""Two checkouts side by side: what is asked of them, what their figures come to, what cannot be measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.benching.bench import UNITS, bench, request_of, rows_of, table
from evals.errors import EvalError


def test_no_text_is_asked_twice_and_none_is_of_the_test_split() -> None:
    request = request_of(5)
    texts = [text for name in ("retrieval", "answer", "exam", "claim") for text in request[name]]
    assert len(texts) == len(set(texts)) == 20
    assert all("\nA) " in text for text in request["exam"])


def test_a_figure_is_the_median_with_its_spread_and_its_ratio() -> None:
    raw = {"old": {"answer": [4.0, 1.0, 2.0], "open": [9.0]}, "new": {"answer": [0.5, 0.5, 3.0], "memory": [1.0]}}
    [row] = rows_of(raw)
    assert (row.old, row.new, row.ratio, row.count) == (2.0, 0.5, 0.25, 3)
    assert (row.old_spread, row.new_spread) == ((1.0, 4.0), (0.5, 3.0))
    assert list(table([row]))[2] == "| answer, CPU s | 2.000 (1.000 to 4.000) | 0.500 (0.500 to 3.000) | 0.250 | 3 |"
    assert set(raw["new"]) <= set(UNITS)


def test_a_folder_that_is_no_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalError) as caught:
        bench(tmp_path, tmp_path, each=1, repeats=1, corpus=None, say=lambda _: None)
    assert "worktree add" in caught.value.help
