"""The paths of Gradio that the page needs, and no other.

Gradio serves some sixty: its configuration, an OpenAPI document, callable copies of every function, files, proxies, a
run history, code editing by chat. The page uses these. What each may hold is `calls`' to say.
"""

from __future__ import annotations

from assistant.serving.doors import KILOBYTE, MEGABYTE, Door
from assistant.ui.data.downloads import DOORS as DOWNLOADS
from assistant.ui.site.calls import Calls

_API = "/gradio_api"
_CALL = 2 * MEGABYTE  # a text to check, and a draft with its sources that goes back with a click
_UPLOAD_SECONDS = 600.0
_UPLOADED_LATELY = 2_100 * MEGABYTE  # by one caller: a library holds 2,000


def page_doors(calls: Calls, *, upload_megabytes: int) -> tuple[Door, ...]:
    """The doors of the page."""
    ours = "a function of the page, in the caller's own session; values of the function's own types and sizes"
    return (
        Door("GET", "/", "page", "the page, with its own configuration in it"),
        Door("GET", "/assets/*", "anyone", "Gradio's scripts, styles and fonts"),
        Door("GET", "/static/*", "anyone", "Gradio's pictures and one script"),
        Door("GET", "/svelte/*", "anyone", "Gradio's shared scripts"),
        Door("GET", "/theme.css", "anyone", "the page's colours"),
        Door("GET", f"{_API}/theme.css", "anyone", "the page's colours"),
        Door("GET", "/favicon.ico", "anyone", "the page's picture"),
        Door("GET", "/manifest.json", "anyone", "the page's name for the browser"),
        Door("GET", "/robots.txt", "anyone", "nothing is to be indexed"),
        Door(
            "GET", f"{_API}/app_id", "browser", "a page that lost its server asks whether it is back; a random number"
        ),
        Door("GET", f"{_API}/heartbeat/*", "browser", "the page is open", page_session="path"),
        Door("POST", f"{_API}/queue/join", "browser", ours, _CALL, wrong=calls.wrong, page_session="body"),
        Door("GET", f"{_API}/queue/data", "browser", "what the session's functions answer", page_session="query"),
        Door("POST", f"{_API}/run/*", "browser", ours, _CALL, wrong=calls.wrong, page_session="body"),
        Door(
            "POST",
            f"{_API}/cancel",
            "browser",
            "ends a function of the caller's own session",
            KILOBYTE,
            wrong=calls.wrong_cancel,
            page_session="body",
        ),
        Door(
            "POST",
            f"{_API}/upload",
            "browser",
            "files for the library; removed again after a quarter of an hour",
            (upload_megabytes + 1) * MEGABYTE,  # with the form around the files
            _UPLOAD_SECONDS,
            most_lately=_UPLOADED_LATELY,
        ),
        *DOWNLOADS,
        Door("GET", f"{_API}/upload_progress", "browser", "how far an upload of a known name is"),
    )
