"""The sign-in: a form without a script, its answers, and signing out.

Owns what these pages say, in French and English by the browser's language, and when a sign-in has to wait. Who is known
is `users`'s, who is signed in `sessions`'s.
"""

from __future__ import annotations

import html
import logging
import math
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.serving.doors import KILOBYTE, Door
from assistant.serving.guard import CALLER, Caller, cookie, session_cookie
from assistant.serving.headers import FORM
from assistant.serving.sessions import Attempts, Sessions
from assistant.serving.users import Users

_LOG = logging.getLogger(__name__)
_TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Sign in to citeprep",
        "name": "Name",
        "password": "Password",
        "go": "Sign in",
        "wrong": "Name or password is wrong.",
        "wait": "Too many wrong attempts. Try again in {minutes} minutes.",
        "out": "Sign out",
        "signed": "You are signed in as {name}.",
        "back": "Back to the page",
    },
    "fr": {
        "title": "Se connecter à citeprep",
        "name": "Nom",
        "password": "Mot de passe",
        "go": "Se connecter",
        "wrong": "Le nom ou le mot de passe est faux.",
        "wait": "Trop d’essais faux. Réessayez dans {minutes} minutes.",
        "out": "Se déconnecter",
        "signed": "Vous êtes connecté sous le nom {name}.",
        "back": "Retour à la page",
    },
}
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 22rem; margin: 12vh auto; padding: 0 1rem; }}
label, input, button {{ display: block; width: 100%; box-sizing: border-box; font: inherit; }}
input, button {{ padding: .6rem; margin: .25rem 0 1rem; }}
[role=alert] {{ font-weight: 600; }}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"""

DOORS = (
    Door("GET", "/login", "anyone", "the sign-in's form: no script, nothing of the page"),
    Door("POST", "/login", "anyone", "name and password; waits after wrong ones", 4 * KILOBYTE, 10),
    Door("GET", "/logout", "page", "who is signed in, and a button to sign out"),
    Door("POST", "/logout", "page", "ends the session", KILOBYTE, 10),
    Door("GET", "/healthz", "anyone", "whether the server runs: `ok`, nothing else"),
)


@dataclass(frozen=True)
class SignIn:
    """The pages of the sign-in; without users there is nobody to sign in, and they lead to the page."""

    users: Users | None
    sessions: Sessions | None
    attempts: Attempts
    port: int
    https: bool

    def routes(self) -> list[BaseRoute]:
        """What is served under the paths of `DOORS`."""
        return [
            Route("/login", self.form, methods=["GET"]),
            Route("/login", self.enter, methods=["POST"]),
            Route("/logout", self.account, methods=["GET"]),
            Route("/logout", self.leave, methods=["POST"]),
            Route("/healthz", _health, methods=["GET"]),
        ]

    async def form(self, request: Request) -> Response:
        """The form."""
        return self._form(request, request.query_params.get("to", "/"))

    async def enter(self, request: Request) -> Response:
        """Look at name and password: a cookie and the page, or the form again."""
        if self.users is None or self.sessions is None:
            return RedirectResponse("/", 303)
        fields = _fields(await request.body())
        name, to, address = fields.get("name", ""), fields.get("to", "/"), _caller(request).address
        wait = self.attempts.begin(name, address)
        if wait > 0:
            said = _words(request)["wait"].format(minutes=math.ceil(wait / 60))
            return self._form(request, to, said, status=429, headers={"retry-after": str(math.ceil(wait))})
        user = await run_in_threadpool(self.users.verified, name, fields.get("password", ""))
        if user is None:
            _LOG.warning("A sign-in failed: name %r from %s.", name[:64], address)
            return self._form(request, to, _words(request)["wrong"], status=401)
        self.attempts.succeeded(name, address)
        response = RedirectResponse(_own_path(to), 303)
        response.headers["set-cookie"] = cookie(session_cookie(self.port), self.sessions.begin(user), https=self.https)
        return response

    async def account(self, request: Request) -> Response:
        """Who is signed in, and the way out."""
        user, words = _caller(request).user, _words(request)
        if not user:
            return RedirectResponse("/", 303)
        signed, out = html.escape(words["signed"].format(name=user)), html.escape(words["out"])
        back = html.escape(words["back"])
        body = f'<p>{signed}</p><form method="post"><button>{out}</button></form><p><a href="/">{back}</a></p>'
        return _page(request, body)

    async def leave(self, request: Request) -> Response:
        """End the session."""
        if self.sessions is not None:
            self.sessions.end(request.cookies.get(session_cookie(self.port), ""))
        response = RedirectResponse("/login" if self.users is not None else "/", 303)
        response.headers["set-cookie"] = cookie(session_cookie(self.port), "", https=self.https, seconds=0)
        return response

    def _form(self, request: Request, to: str, said: str = "", **answer: Any) -> Response:
        if self.users is None:
            return RedirectResponse("/", 303)
        words = {key: html.escape(value) for key, value in _words(request).items()}
        alert = f'<p role="alert">{html.escape(said)}</p>' if said else ""
        body = (
            f'{alert}<form method="post" action="/login">'
            f'<input type="hidden" name="to" value="{html.escape(to[:2000])}">'
            f'<label for="name">{words["name"]}</label>'
            '<input id="name" name="name" autocomplete="username" autocapitalize="none" required maxlength="64">'
            f'<label for="password">{words["password"]}</label>'
            '<input id="password" name="password" type="password" autocomplete="current-password" required>'
            f"<button>{words['go']}</button></form>"
        )
        return _page(request, body, **answer)


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok")


def _page(request: Request, body: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    lang, words = _lang(request), _words(request)
    content = _PAGE.format(lang=lang, title=html.escape(words["title"]), body=body)
    policy = {"content-security-policy": FORM, "cache-control": "no-store"}
    return HTMLResponse(content, status, headers={**policy, **(headers or {})})


def _fields(body: bytes) -> dict[str, str]:
    try:
        given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[0] for name, values in given.items()}


def _own_path(to: str) -> str:
    """Where to go afterwards: a path of this server, never another site."""
    inside = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return quote(to, safe="/?=&%#-._~") if inside else "/"


def _caller(request: Request) -> Caller:
    caller: Caller = request.scope.get(CALLER, Caller())
    return caller


def _lang(request: Request) -> str:
    return "fr" if request.headers.get("accept-language", "").lower().startswith("fr") else "en"


def _words(request: Request) -> dict[str, str]:
    return _TEXTS[_lang(request)]
