"""How often a test repeats what may go wrong: seldom in `make test`, in full in `make test-long`.

Such a test is marked `long`, beside its other marks, and takes its count from `times`.
"""

from __future__ import annotations

import os

LONG = os.environ.get("CITEPREP_TEST_LONG") == "1"


def times(quick: int, full: int) -> int:
    """How often, in this run."""
    return full if LONG else quick
