"""Serving the page: settings, page, then index and models behind it, until Ctrl-C.

Owns the order of a start, what the terminal says while it goes on, and how a start that is not possible ends. The page
is up before the index is open and before any model is imported; a question that comes earlier waits for them. Knows
nothing of what the page holds.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.errors import StartRefused
from ingest.errors import CiteprepError

if TYPE_CHECKING:
    from gradio import Blocks

    from assistant.answering.coming import Coming
    from assistant.api.offers import SharedAssistant
    from assistant.serving.server import Running
    from assistant.serving.users import Users
    from assistant.settings import AssistantSettings, PageSettings
    from ingest.settings import IngestSettings

# Before any heavy import: nothing is reported anywhere, nothing is fetched, idle threads do not spin.
_ENVIRONMENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_WAIT_POLICY": "PASSIVE",
}


class Opened(NamedTuple):
    """A page that is ready to be served, how it looks, what is opened behind it once it is up, and what answers.

    `behind` raises CiteprepError when that is not possible.
    """

    page: Blocks
    options: dict[str, Any]
    behind: Callable[[], None]
    assistant: SharedAssistant | None = None


def main() -> int:
    """Open the page and serve it until Ctrl-C; 2 when that is not possible, with the reason on stderr.

    HOST and PORT say where it listens (127.0.0.1 and 7860 when unset). On a network it asks for name and password, or
    does not start.
    """
    _say("Loading the page ...")
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    # Ctrl-C while the libraries load (seconds) is no error of theirs; serving has its own way to end.
    before = signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    try:
        where = _where()
        users = who_signs_in(where)
        with _listening(where) as listening:
            return serve(
                _open(shared=users is not None),
                where,
                users,
                listening,
                up=lambda: signal.signal(signal.SIGINT, before),
            )
    except CiteprepError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    finally:
        signal.signal(signal.SIGINT, before)


def serve(
    opened: Opened,
    where: PageSettings,
    users: Users | None,
    listening: socket.socket,
    up: Callable[[], object] = lambda: None,
) -> int:
    """Serve a page until Ctrl-C; `up` is called once all of it is there. The exit code.

    Raises what `opened.behind` raises.
    """
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # ends in order: what was uploaded goes
    running = _launch(opened, where, users, listening)
    try:
        for line in _said(where, users):
            _say(line)
        opened.behind()
        up()
        with contextlib.suppress(KeyboardInterrupt):
            running.wait()
    finally:
        running.stop()
        signal.signal(signal.SIGTERM, before)
    return 0


def _launch(opened: Opened, where: PageSettings, users: Users | None, listening: socket.socket) -> Running:
    from assistant.library.library import uploads_folder
    from assistant.serving import server
    from assistant.ui.site.whole import site

    os.environ.setdefault("GRADIO_TEMP_DIR", str(uploads_folder()))
    uploads_folder().mkdir(parents=True, exist_ok=True)
    uploads_folder().chmod(0o700)

    return server.start(site(opened.page, opened.options, where, users, opened.assistant), listening)


def who_signs_in(where: PageSettings) -> Users | None:
    """Those who may come in; None where everybody may, because only this machine does or because it was said so.

    Raises StartRefused where the page is on a network and nobody could sign in.
    """
    from assistant.serving.addresses import Addresses
    from assistant.serving.users import Users
    from ingest.settings import user_data

    if not Addresses(where.host, where.public_url).network or where.no_password:
        return None
    users = Users(user_data() / "users.json")
    if not users.names():
        raise StartRefused(
            f"The page would be open to everybody who reaches {where.public_url or where.host}.",
            help="Add who may come in: `citeprep user add NAME`. Or say that everybody may: NO_PASSWORD=1.",
        )
    return users


def _said(where: PageSettings, users: Users | None) -> Iterator[str]:
    """What the terminal says of a page that is up."""
    from assistant.serving.addresses import Addresses

    host = f"[{where.host}]" if ":" in where.host else where.host
    addresses = Addresses(where.host, where.public_url)
    yield f"The page is on {where.public_url or f'http://{host}:{where.port}'} (Ctrl-C stops it)."
    if not addresses.network:
        return
    if users is None:
        yield "NO_PASSWORD is set: everybody who reaches this address reads, asks and practises here."
    else:
        yield f"It asks for name and password ({len(users.names())} users; citeprep user list)."
    if not addresses.https:
        yield "Passwords and answers travel unencrypted: put a proxy with HTTPS before it, and set PUBLIC_URL."


def _listening(where: PageSettings) -> socket.socket:
    """The port, taken before anything is loaded. Raises StartRefused."""
    from assistant.serving.server import listen

    try:
        return listen(where.host, where.port)
    except OSError as error:
        raise StartRefused(_why_not(error, where.host, where.port)) from error


def _where() -> PageSettings:
    from assistant.settings import ALL_SETTINGS, PageSettings
    from ingest.environment import tell_mistyped

    tell_mistyped(ALL_SETTINGS)
    return PageSettings.from_env()


def _open(*, shared: bool = False) -> Opened:
    """The real page, from the settings of the environment. Raises CiteprepError.

    `shared`: people sign in. Only what says at once that there can be no answers is looked at before the page is up:
    settings, and whether there is an index that fits them.
    """
    from assistant.settings import AssistantSettings, PageSettings
    from ingest.settings import IngestSettings

    settings, where = AssistantSettings.from_env(), PageSettings.from_env()
    ingest = IngestSettings.from_env().with_own_files()
    from assistant.answering.coming import Coming
    from assistant.answering.opening import build_again, build_if_missing, manifest_that_fits
    from assistant.library.library import open_libraries
    from assistant.serving.addresses import Addresses
    from assistant.ui.web.lean import lean_gradio
    from ingest.errors import IndexDamaged
    from ingest.library.owners import NOBODY

    build_if_missing(ingest)
    try:
        manifest = manifest_that_fits(ingest)
    except IndexDamaged as damage:
        build_again(ingest, damage)
        manifest = manifest_that_fits(ingest)
    coming = Coming(manifest, settings.chat_model)
    with lean_gradio():
        from assistant.ui.layout import build_page, page_options

    library = open_libraries(ingest, lambda owner: coming.seen_by(owner).index, lambda: coming.wait().refresh())
    offered = coming.seen_by(NOBODY) if shared else coming
    alone = not Addresses(where.host, where.public_url).network
    page = build_page(  # on a network nobody makes this machine ask a server of their choice
        offered,
        library=library,
        max_question_chars=settings.max_question_chars,
        opened=coming.wait,
        alone=alone,
        models=alone,
        shared=shared,
    )
    return Opened(page, page_options(), lambda: _open_behind(coming, settings, ingest), offered)


def _open_behind(coming: Coming, settings: AssistantSettings, ingest: IngestSettings) -> None:
    """Open what answers, in the order in which a question needs it; look after it in a thread of its own."""
    from assistant.answering.answer import open_assistant
    from assistant.answering.opening import build_again
    from assistant.answering.reopen import Reopening
    from ingest.errors import IndexDamaged

    started = time.monotonic()
    try:
        opened = open_assistant(settings, ingest, _say)
    except IndexDamaged as damage:
        build_again(ingest, damage)
        opened = open_assistant(settings, ingest, _say)
    assistant = Reopening(opened, ingest)
    assistant.warm_search()
    coming.arrive(assistant)
    _say(f"Ready: questions are answered at once now ({time.monotonic() - started:.0f} s after the page).")
    threading.Thread(target=_look_after, args=(coming, ingest), daemon=True).start()


def _look_after(coming: Coming, ingest: IngestSettings) -> None:
    """Warm up the chat model, then look at the whole index; what is wrong is said, here and on the page.

    What builds that were killed left lying goes, unless somebody builds now.
    """
    from ingest.index.check import check_index
    from ingest.index.manifest import remove_unfinished
    from ingest.index.writer import only_writer

    with contextlib.suppress(CiteprepError), only_writer(ingest.index):
        remove_unfinished(ingest.index)
    build = coming.index.manifest.build
    coming.wait().warm_up()
    for found in check_index(ingest):
        if found.severity == "error" or (found.name == "up to date" and found.severity != "ok"):
            _say(f"{found.name}: {found.message} {found.remedy}")
            coming.notice(f"{found.message} {found.remedy}", build)


def _why_not(error: OSError, host: str, port: int) -> str:
    """Why a port cannot be listened to, and what to do."""
    if error.errno == errno.EACCES:
        return f"Port {port} needs an administrator's rights. Try PORT={max(port, 1024) + 1}."
    if error.errno != errno.EADDRINUSE:
        return f"HOST is {host!r}, which is no address of this machine. Unset it, or give 127.0.0.1 or 0.0.0.0."
    other = port + 1 if port < 65535 else port - 1
    return f"Port {port} of {host} cannot be used: another program has it. Try PORT={other}."


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
