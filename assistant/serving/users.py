"""The people who may sign in when the page is on a network: names, argon2 hashes of passwords, tokens of programs.

Owns their file (one JSON file, readable by its owner only, replaced as a whole). A change takes effect in a running
server at once: the file is looked at again when it has changed. Knows nothing of requests.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST_PASSWORD, MOST_PASSWORD = 10, 200  # characters
_PREFIX = "citeprep_"  # of a token: a leaked one is recognised
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
_TOKEN_BYTES = 32
_AT_ONCE = 2  # an argon2 hash takes 64 MB: a crowd of sign-ins must not take all memory


class UserError(AssistantError):
    """A name that is taken, unknown or none; a password that is none; a file of users that cannot be read."""

    code = "user"


class Users:
    """The users of one file. Safe to share between threads."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self._path, self._now = path, now
        self._lock = threading.Lock()
        self._hashing = threading.Semaphore(_AT_ONCE)
        self._seen: tuple[int, int] | None = None
        self._users: dict[str, dict[str, Any]] = {}
        self._nobody = ""

    def names(self) -> tuple[str, ...]:
        """All names, sorted. Raises UserError."""
        return tuple(sorted(self._read()))

    def add(self, name: str, password: str) -> None:
        """A new user. Raises UserError."""
        known = _proper(name)
        if known in self._read():
            raise UserError(f"There is a user {known} already.", help=f"`citeprep user password {known}` changes it.")
        hashed = self._hash(_good(password))
        self._change(lambda users: users.update({known: {"hash": hashed, "since": int(self._now()), "tokens": []}}))

    def set_password(self, name: str, password: str) -> None:
        """Another password; who is signed in with the old one is signed out. Raises UserError."""
        known = self._known(name)
        hashed = self._hash(_good(password))
        self._change(lambda users: users[known].update(hash=hashed))

    def remove(self, name: str) -> None:
        """Forget a user, with all sessions and tokens; what they learned stays. Raises UserError."""
        known = self._known(name)
        self._change(lambda users: users.pop(known))

    def new_token(self, name: str) -> str:
        """A token for a program of this user; only its hash is kept. Raises UserError."""
        known = self._known(name)
        token = _PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
        entry = {"sha256": _digest(token), "since": int(self._now())}
        self._change(lambda users: users[known]["tokens"].append(entry))
        return token

    def forget_tokens(self, name: str) -> int:
        """No token of this user is good any more; how many there were. Raises UserError."""
        known = self._known(name)
        count = len(self._read()[known]["tokens"])
        self._change(lambda users: users[known].update(tokens=[]))
        return count

    def verified(self, name: str, password: str) -> str | None:
        """The user's proper name when the password is right. An unknown name takes as long. Raises UserError."""
        known, users = name.strip().lower(), self._read()
        hashed = users[known]["hash"] if known in users else self._dummy()
        from argon2.exceptions import InvalidHashError, VerificationError

        with self._hashing:
            try:
                _hasher().verify(hashed, password[: MOST_PASSWORD + 1])
            except (VerificationError, InvalidHashError):
                return None
        return known if known in users else None

    def stamp(self, name: str) -> str | None:
        """Changes with the password; None for a user who is not there any more. Raises UserError."""
        user = self._read().get(name)
        return None if user is None else _digest(str(user["hash"]))

    def of_token(self, token: str) -> str | None:
        """The user whose program has this token. Raises UserError."""
        digest = _digest(token)
        for name, user in self._read().items():
            if any(secrets.compare_digest(digest, str(entry["sha256"])) for entry in user["tokens"]):
                return name
        return None

    def _known(self, name: str) -> str:
        known = name.strip().lower()
        if known not in self._read():
            there = ", ".join(self.names()) or "none yet"
            raise UserError(f"There is no user {known}.", help=f"Users: {there}. `citeprep user add NAME` adds one.")
        return known

    def _hash(self, password: str) -> str:
        with self._hashing:
            return _hasher().hash(password)

    def _dummy(self) -> str:
        if not self._nobody:
            self._nobody = self._hash(secrets.token_urlsafe(_TOKEN_BYTES))
        return self._nobody

    def _read(self) -> dict[str, dict[str, Any]]:
        with self._lock:
            try:
                state = self._path.stat()
            except FileNotFoundError:
                self._seen, self._users = None, {}
                return self._users
            if (state.st_mtime_ns, state.st_ino) != self._seen:
                self._users = _loaded(self._path)
                self._seen = (state.st_mtime_ns, state.st_ino)
            return self._users

    def _change(self, change: Callable[[dict[str, dict[str, Any]]], object]) -> None:
        """Read, change, replace, while no other process does the same."""
        from filelock import FileLock

        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")):
            users = _loaded(self._path) if self._path.exists() else {}
            change(users)
            _replace(self._path, json.dumps({"version": 1, "users": users}, indent=1))


def _loaded(path: Path) -> dict[str, dict[str, Any]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        users: dict[str, dict[str, Any]] = data["users"]
        for user in users.values():
            user["hash"].startswith("$argon2")
            [entry["sha256"] for entry in user["tokens"]]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError(
            f"The file of users cannot be read: {path}.", help="Put back a copy, or remove it and add the users again."
        ) from error
    return users


def _replace(path: Path, text: str) -> None:
    """Readable by its owner only from the first byte; the old file until the new one is whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _proper(name: str) -> str:
    known = name.strip().lower()
    if not _NAME.fullmatch(known):
        raise UserError(
            f"{name!r} is no user name.", help="Give 1 to 32 letters a to z, digits, dots, hyphens or underscores."
        )
    return known


def _good(password: str) -> str:
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise UserError(
            f"The password has {len(password)} characters.", help=f"Give {LEAST_PASSWORD} to {MOST_PASSWORD}."
        )
    return password


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()
