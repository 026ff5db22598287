"""Run inside one checkout: `python worker.py < REQUEST`; writes what each piece of work took, as JSON.

Imports only what every build since 0.2.0 has, since it is run with the code of an earlier one too. Times are processor
seconds of this process (all threads), so that what else the machine does counts little.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from assistant.answering.answer import Assistant, open_assistant
from assistant.settings import AssistantSettings


def timed(work: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Processor seconds for each text."""
    seconds = []
    for text in texts:
        start = time.process_time()
        work(text)
        seconds.append(time.process_time() - start)
    return seconds


def measured(assistant: Assistant, request: dict[str, Sequence[str]]) -> dict[str, Any]:
    """Processor seconds of every kind of work for the request's texts, none of which was asked before."""
    return {
        "retrieval": timed(lambda text: assistant.passages(assistant.understand(text), 8), request["retrieval"]),
        "answer": timed(lambda text: list(assistant.ask(text)), request["answer"]),
        "exam": timed(lambda text: list(assistant.ask(text)), request["exam"]),
        "claim": timed(lambda text: list(assistant.check_text(text)), request["claim"]),
    }


def main() -> int:
    """Open the extractive assistant, let it answer once, measure; sizes are in 10^6 bytes."""
    request = json.load(sys.stdin)
    start = time.process_time()
    assistant = open_assistant(AssistantSettings(chat_model="extractive"))
    opened = time.process_time() - start
    for text in request["warm"]:
        list(assistant.ask(text))
        list(assistant.check_text(text))
    found = {**measured(assistant, request), "open": [opened]}
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    json.dump({**found, "memory": [megabytes]}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
