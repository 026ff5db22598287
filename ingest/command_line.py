"""What the command lines share: wrong use told as JSON under --json, and an end without noise when the reader is gone.

Knows no command. Errors go to standard error as text; under `--json` standard output holds one JSON value whatever
happens.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, Protocol

_READER_GONE = 141  # what a shell reports for a program whose pipe was closed (128 + SIGPIPE)


class Parser(argparse.ArgumentParser):
    """An argument parser that tells wrong use as JSON, too, when JSON was asked for."""

    _as_json = False

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """See ArgumentParser; subcommands are parsed through this as well."""
        self._as_json = "--json" in (sys.argv[1:] if args is None else args)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Exit with 2, saying what is wrong."""
        if self._as_json:
            sys.stdout.write(failure("usage", message, f"See {self.prog} --help.") + "\n")
        super().error(message)


def failure(code: str, message: str, help: str) -> str:
    """An error as the JSON that stands in for the result."""
    return json.dumps(
        {"status": "failed", "error": {"code": code, "message": message, "help": help}}, ensure_ascii=False
    )


class Told(Protocol):
    """What ends a command: an error that was raised, or an event that says the same."""

    @property
    def code(self) -> str:
        """Stable name of what went wrong."""

    @property
    def message(self) -> str:
        """What happened."""

    @property
    def help(self) -> str:
        """What to do."""


def failed(arguments: argparse.Namespace, error: Told) -> int:
    """Say what went wrong on standard error, and as JSON where JSON was asked for on standard output; returns 2."""
    if getattr(arguments, "json", None) in (True, "-"):  # another name is a file, and the output is for people
        sys.stdout.write(failure(error.code, error.message, error.help) + "\n")
    sys.stderr.write(f"error [{error.code}]: {error.message} {error.help}".rstrip() + "\n")
    return 2


def tolerant_streams() -> None:
    """Read and print what the terminal's encoding cannot hold as "?", in place of a traceback."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def unbroken(run: Callable[[], int]) -> int:
    """Run a command to its exit code; a reader that stops reading (`| head`) ends it without a word."""
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered would fail again when Python closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _READER_GONE
    return code
