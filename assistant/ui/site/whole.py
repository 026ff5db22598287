"""The whole site as one ASGI app: sign-in, page and the interface for programs behind the guard.

Owns what is mounted where, and Gradio's own switches: no telemetry, no run history, no files served.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.api.offers import SharedAssistant
from assistant.api.routes import DOORS as API_DOORS
from assistant.api.routes import add_routes
from assistant.serving.addresses import Addresses
from assistant.serving.doors import Doors
from assistant.serving.guard import CALLER, Guard
from assistant.serving.headers import App, PagePolicy
from assistant.serving.sessions import Attempts, Sessions
from assistant.serving.sign_in import DOORS as SIGN_IN_DOORS
from assistant.serving.sign_in import SignIn
from assistant.serving.users import Users
from assistant.ui.data.downloads import routes as downloads
from assistant.ui.site.calls import Calls
from assistant.ui.site.doors import page_doors

if TYPE_CHECKING:
    from fastapi import Request
    from gradio import Blocks

    from assistant.settings import PageSettings


def site(
    page: Blocks,
    options: dict[str, Any],
    where: PageSettings,
    users: Users | None = None,
    assistant: SharedAssistant | None = None,
) -> App:
    """The app that is served. `options` are the page's looks (`layout.page_options`); `users` sign in, None: nobody.

    With an `assistant` there is the interface for programs beside the page.
    """
    import gradio as gr
    from fastapi import FastAPI
    from starlette.middleware import Middleware

    addresses = Addresses(where.host, where.public_url)
    sessions = None if users is None else Sessions(users.stamp, hours=where.session_hours)
    sign_in = SignIn(users, sessions, Attempts(), where.port, addresses.https)
    app = FastAPI(
        title="citeprep",
        description="Answers with their citations, for programs (docs/api.md).",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        routes=[*sign_in.routes(), *downloads(alone=not addresses.network)],
    )
    if assistant is not None:
        add_routes(app, assistant)
    gr.mount_gradio_app(
        app,
        page,
        "/",
        server_name=where.host,
        server_port=where.port,
        root_path=where.public_url or None,
        auth_dependency=None if users is None else _user,
        app_kwargs={"middleware": [Middleware(PagePolicy)]},
        max_file_size=f"{where.upload_mb}mb",
        **_QUIET | options,
    )
    return Guard(app, all_doors(Calls(page), where), addresses, port=where.port, users=users, sessions=sessions)


def all_doors(calls: Calls, where: PageSettings) -> Doors:
    """Everything that is served."""
    return Doors(API_DOORS, page_doors(calls, upload_megabytes=where.upload_mb), SIGN_IN_DOORS)


_QUIET: dict[str, Any] = {
    "run_history": False,
    "footer_links": [],
    "show_error": False,
    "enable_monitoring": False,
    "ssr_mode": False,
    "mcp_server": False,
    "pwa": False,
}


def _user(request: Request) -> str | None:
    """Who signed in, as the guard found it: Gradio hands it to the handlers."""
    caller = request.scope.get(CALLER)
    return caller.user or None if caller is not None else None
