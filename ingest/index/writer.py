"""One build writes to an index at a time, and what keeps it from writing is told.

Owns the lock of an index's folder. Knows nothing of builds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import IndexBusy, IndexUnwritable


@contextmanager
def only_writer(index: Path) -> Iterator[None]:
    """Hold the index for writing. Raises IndexBusy, IndexUnwritable."""
    from filelock import FileLock, Timeout

    lock = FileLock(index / ".lock")
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexBusy(f"Another build is writing to {index}.") from error
    except OSError as error:
        raise _unwritable(index, error) from error
    try:
        yield
    except OSError as error:
        raise _unwritable(index, error) from error
    finally:
        lock.release()


def _unwritable(index: Path, error: OSError) -> IndexUnwritable:
    return IndexUnwritable(f"The index cannot be written to {index} ({error.strerror or error}).")
