"""The data folder as files to download: a copy that can be brought back, and an export that other programs read.

Owns these two addresses. They are there where only this machine reaches the page: the folder is everybody's who use it.
"""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.records.folder import backup
from assistant.serving.doors import Door
from assistant.ui.data.exporting import export
from ingest.errors import CiteprepError
from ingest.schema import LANGS, Lang
from ingest.settings import user_data

BACKUP, EXPORT = "/data/backup.zip", "/data/export.zip"
DOORS = (
    Door("GET", BACKUP, "browser", "a copy of the data folder; on this machine only"),
    Door("GET", EXPORT, "browser", "what is in the data folder, for other programs; on this machine only"),
)
Make = Callable[[Path, Lang], object]


def routes(*, alone: bool) -> list[BaseRoute]:
    """What is served under the paths of `DOORS`; nothing where others reach the page, too."""
    made: dict[str, Make] = {BACKUP: _backup, EXPORT: _export}
    return [Route(path, _answer(path, make, alone=alone), methods=["GET"]) for path, make in made.items()]


def _answer(path: str, make: Make, *, alone: bool) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        if not alone:
            told = "The data folder is everybody's who signs in here: `citeprep data` copies it, on the server."
            return _error(404, "not-found", "There is nothing here.", told)
        lang: Lang = next((one for one in LANGS if one == request.query_params.get("lang")), "en")
        work = Path(tempfile.mkdtemp(prefix="citeprep-data-"))
        file = work / f"citeprep-{datetime.datetime.now().astimezone():%Y-%m-%d-%H%M%S}-{Path(path).name}"
        try:
            make(file, lang)
        except CiteprepError as error:
            shutil.rmtree(work, ignore_errors=True)
            return _error(409, error.code, error.message, error.help)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        gone = BackgroundTask(shutil.rmtree, work, ignore_errors=True)
        return FileResponse(file, media_type="application/zip", filename=file.name, background=gone)

    return answer


def _backup(file: Path, lang: Lang) -> None:
    backup(user_data(), file, datetime.datetime.now().astimezone())


def _export(file: Path, lang: Lang) -> None:
    folder = file.with_suffix("")
    for _ in export(user_data(), folder, lang):
        pass
    shutil.make_archive(str(folder), "zip", folder)


def _error(status: int, code: str, message: str, remedy: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message, "help": remedy, "type": code}}, status)
