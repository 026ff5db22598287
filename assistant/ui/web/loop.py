"""Making Gradio's objects where an event loop runs.

For each lock and event that Gradio makes outside of a running loop it opens a loop, with a pair of sockets, and never
closes it: nine for a page, found unclosed when Python collects them. Inside of a running loop it makes none. Knows
nothing of the page.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def in_a_loop(make: Callable[P, T]) -> Callable[P, T]:
    """`make`, called inside of the loop that runs in the thread, or else of one that is closed afterwards."""

    @functools.wraps(make)
    def inside(*args: P.args, **kwargs: P.kwargs) -> T:
        async def made() -> T:
            return make(*args, **kwargs)

        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(made())
        return make(*args, **kwargs)

    return inside
