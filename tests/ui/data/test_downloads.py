"""The data folder over real sockets: two files for this machine, nothing for a network or another site's page."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from assistant.conversations.store import ConversationStore
from assistant.records.folder import MANIFEST
from assistant.serving.users import Users
from tests.ui.serving import served
from tests.ui.site.test_site import PASSWORD, Client, configuration, sign_in

pytestmark = pytest.mark.slow
PATHS = ("/data/backup.zip", "/data/export.zip")


def filled(folder: Path) -> Path:
    (folder / "library" / "documents").mkdir(parents=True)
    (folder / "library" / "documents" / "notes.md").write_text("Quokkas graze.", encoding="utf-8")
    ConversationStore(folder / "conversations.db").learner("ada").begin("", "What is a quokka?")
    return folder


def names(told: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(told)) as packed:
        assert packed.testzip() is None
        return set(packed.namelist())


def test_this_machine_gets_both_files(tmp_path: Path) -> None:
    data = filled(tmp_path / "data")
    with served("tests/ui/fake_assistant.py", environment={"CITEPREP_DATA": str(data)}) as url:
        client = Client(url)
        assert [client.ask("GET", path)[0] for path in PATHS] == [403, 403]  # no page has been opened
        configuration(client)
        status, headers, told = client.ask("GET", PATHS[0])
        assert (status, headers["content-type"], headers["cache-control"]) == (200, "application/zip", "no-store")
        assert headers["content-disposition"].startswith('attachment; filename="citeprep-')
        assert names(told) >= {MANIFEST, "conversations.db", "library/documents/notes.md"}
        status, _, told = client.ask("GET", f"{PATHS[1]}?lang=fr")
        assert status == 200
        assert {"conversations.json", "library/documents/notes.md"} <= names(told)
        assert client.ask("GET", PATHS[0], **{"Origin": "http://evil.example"})[0] == 403
        assert client.ask("POST", PATHS[0], {})[0] == 405


def test_nothing_to_copy_is_told(tmp_path: Path) -> None:
    with served("tests/ui/fake_assistant.py", environment={"CITEPREP_DATA": str(tmp_path / "none")}) as url:
        client = Client(url)
        configuration(client)
        status, _, told = client.ask("GET", PATHS[1])
        if status != 200:  # a page that was opened may have made files of its own
            assert json.loads(told)["error"]["code"] == "data-folder"


def test_on_a_network_nobody_gets_everybodys_folder(tmp_path: Path) -> None:
    data = filled(tmp_path / "data")
    Users(data / "users.json").add("anna", PASSWORD)
    with served("tests/ui/fake_assistant.py", environment={"HOST": "0.0.0.0", "CITEPREP_DATA": str(data)}) as url:
        client = Client(url)
        assert [client.ask("GET", path)[0] for path in PATHS] == [401, 401]
        assert sign_in(client, "anna")[0] == 303
        page = client.ask("GET", "/")[2].decode()
        assert "/data/backup.zip" not in page
        for path in PATHS:
            status, _, told = client.ask("GET", path)
            assert status == 404
            assert b"PK" not in told
