"""From a question to a cited, checked answer. Builds on a published index; knows nothing of evaluation.

What a program needs is here: `open_assistant`, `Assistant`, `Answer`. They are imported when they are first used, so
that a command line that only prints its help does not load them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answering.answer import Assistant, open_assistant
    from assistant.schema import Answer

__all__ = ["Answer", "Assistant", "open_assistant"]


def __getattr__(name: str) -> object:
    if name in ("Assistant", "open_assistant"):
        from assistant.answering import answer

        return getattr(answer, name)
    if name == "Answer":
        from assistant.schema import Answer

        return Answer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
