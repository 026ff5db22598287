"""Files that a browser sent, until they are taken in: one folder, emptied again.

Owns which paths are uploads and that none is left lying. Knows nothing of what is in them.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from ingest.errors import LibraryError

_HOUR = 3600.0


class Uploads:
    """The folder that the page's server writes uploads to, each in a folder of its own."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._clock = clock

    def path(self, sent: str) -> Path:
        """The uploaded file that a browser names. Raises LibraryError for what is none: a path is never trusted."""
        try:
            path = Path(sent)
            real = path.resolve(strict=True)
            inside = real.is_relative_to(self.folder.resolve()) and real.is_file() and not path.is_symlink()
        except (OSError, ValueError, RuntimeError):
            inside = False
        if not inside:
            raise LibraryError("The file did not arrive.", help="Add it again.")
        return real

    def discard(self, path: Path) -> None:
        """Delete an uploaded file, and its folder when nothing else is in it."""
        path.unlink(missing_ok=True)
        parent = path.parent
        if parent != self.folder.resolve() and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()

    def sweep(self, older_than: float = _HOUR) -> int:
        """Delete what has been lying for longer than that many seconds; how many things were deleted."""
        count = 0
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            try:
                if self._clock() - path.lstat().st_mtime <= older_than:
                    continue
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
                count += 1
            except OSError:
                continue  # another program's, or gone meanwhile
        return count
