"""How the time of a reading grows with the size of what is read: by the processor's clock, which other programs' load
on the machine changes little, without Python's own collections, and again where it was once too long.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

_TRIES = 4


def grows_in_proportion(read: Callable[[bytes], object], small: bytes, large: bytes) -> bool:
    """Whether four times the size takes less than nine times the time: sixteen times where it grows with the square.

    A bad moment of the machine lengthens one measurement, a reader that is not linear all of them.
    """
    read(small)  # what is done only once
    fastest_small = fastest_large = float("inf")
    for _ in range(_TRIES):
        fastest_small = min(fastest_small, _seconds(read, small))
        fastest_large = min(fastest_large, _seconds(read, large))
        if fastest_large < 9 * max(0.01, fastest_small):
            return True
    return False


def _seconds(read: Callable[[bytes], object], data: bytes) -> float:
    collecting = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        read(data)
        return time.process_time() - began
    finally:
        if collecting:
            gc.enable()
