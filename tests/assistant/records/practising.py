"""A process that keeps answers until it is killed: `python -m tests.assistant.records.practising FILE NAME`.

Prints each number once the answer is kept, with its card, in one transaction as `Training.answer` does it.
"""

from __future__ import annotations

import datetime
import itertools
import sys
from pathlib import Path

from assistant.practice.records.store import PracticeStore
from assistant.practice.schema import Attempt, CardState

DAY = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)


def main(path: Path, name: str) -> None:
    """Answer question after question."""
    learner = PracticeStore(path).learner(name)
    for number in itertools.count(1):
        at = DAY + datetime.timedelta(seconds=number)
        with learner.transaction() as store:
            store.put_card(CardState(f"item-{number}", at, "{}"))
            store.add_attempt(Attempt(f"item-{number}", "mls-c01", "modeling", at, (0,), True, seconds=1.0))
        print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
