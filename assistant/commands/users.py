"""The command line `user`: who may sign in when the page is on a network.

Parses, asks for a password without showing it, speaks through `say`; decides nothing. A token is shown once.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.serving.users import Users

Say = Callable[[str], None]
AskSecret = Callable[[str], str]


def add_commands(commands: Any, say: Say, *, ask: AskSecret | None = None) -> None:
    """Add `user` to a command line; `ask` reads a password (default: the terminal, unseen)."""
    user = commands.add_parser("user", help="Who may sign in when the page is on a network.")
    actions = user.add_subparsers(title="actions", required=True)
    secret = ask or getpass.getpass
    for name, what, run in (
        ("add", "add a user; asks for a password", lambda a: _add(a, say, secret)),
        ("password", "another password; signs the user out everywhere", lambda a: _password(a, say, secret)),
        ("remove", "remove a user, with sessions and tokens; what they learned stays", lambda a: _remove(a, say)),
        ("token", "make a token for a program (docs/api.md), shown once", lambda a: _token(a, say)),
        ("forget-tokens", "no token of this user is good any more", lambda a: _forget(a, say)),
    ):
        action = actions.add_parser(name, help=what)
        action.set_defaults(run=run)
        action.add_argument("name", help="letters a to z, digits, dots, hyphens, underscores")
        if name in ("add", "password"):
            action.add_argument("--stdin", action="store_true", help="read the password from standard input")
    listing = actions.add_parser("list", help="list the names")
    listing.set_defaults(run=lambda _: _list(say))


def _users() -> Users:
    from assistant.serving.users import Users
    from ingest.settings import user_data

    return Users(user_data() / "users.json")


def _secret(arguments: argparse.Namespace, ask: AskSecret) -> str:
    from assistant.serving.users import LEAST_PASSWORD, UserError

    if arguments.stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = ask(f"Password ({LEAST_PASSWORD} characters or more): ")
    if ask("The same again: ") != given:
        raise UserError("The two passwords are not the same.", help="Try again.")
    return given


def _add(arguments: argparse.Namespace, say: Say, ask: AskSecret) -> int:
    _users().add(arguments.name, _secret(arguments, ask))
    say(f"{arguments.name.lower()} may sign in.")
    return 0


def _password(arguments: argparse.Namespace, say: Say, ask: AskSecret) -> int:
    _users().set_password(arguments.name, _secret(arguments, ask))
    say(f"{arguments.name.lower()} has another password, and is signed out everywhere.")
    return 0


def _remove(arguments: argparse.Namespace, say: Say) -> int:
    _users().remove(arguments.name)
    say(f"{arguments.name.lower()} may not sign in any more.")
    return 0


def _token(arguments: argparse.Namespace, say: Say) -> int:
    say(_users().new_token(arguments.name))
    sys.stderr.write("Send it as `Authorization: Bearer TOKEN`. It is not shown again.\n")
    return 0


def _forget(arguments: argparse.Namespace, say: Say) -> int:
    say(f"{_users().forget_tokens(arguments.name)} tokens forgotten.")
    return 0


def _list(say: Say) -> int:
    for name in _users().names():
        say(name)
    return 0
