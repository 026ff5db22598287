"""A process that keeps questions until it is killed: `python -m tests.assistant.records.writing FILE NAME`.

Prints each number once it is kept: what was printed must be in the file whatever happens next.
"""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace
from pathlib import Path

from assistant.conversations.store import ConversationStore
from tests.assistant.conversations.examples import answer


def main(path: Path, name: str) -> None:
    """Keep question after question in one conversation."""
    learner, id = ConversationStore(path).learner(name), ""
    for number in itertools.count(1):
        id, exchange = learner.begin(id, f"{name} {number}")
        learner.put(id, replace(exchange, phase="done", answer=answer(f"{number} " * 200)))
        print(id, exchange.id, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
