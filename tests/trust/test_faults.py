"""What a question meets when something below it fails: one clear sentence, and the next question works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.answer import Assistant
from assistant.answering.reopen import Reopening
from assistant.conversations.store import ConversationStore
from assistant.schema import Event, Failed, Final
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import EmbedderUnavailable
from ingest.index.store import open_index
from ingest.settings import IngestSettings
from tests.fakes import build_here
from tests.ingest.index.test_vectors import _free_port, _wait_for
from tests.ui.serving import ROOT

QUESTION = "Does Pipe mode stream data from Amazon S3 directly?"


def settings_of(corpus: Path, **more: object) -> IngestSettings:
    return IngestSettings.from_mapping(
        {"corpus": (corpus,), "index": corpus.parent / "index", "embedding_model": "hashing-256", **more}
    )


def asked(reopening: Reopening, text: str = QUESTION) -> Event:
    return list(reopening.ask(text))[-1]


class Failing(HashingEmbedder):
    """Cannot embed while it is `gone`."""

    gone = False

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        if self.gone:
            raise EmbedderUnavailable("The embedding model cannot be used.", help="Run `make index`.")
        return super().embed_queries(texts)


def test_an_embedding_model_that_fails_is_one_sentence_and_the_next_question_works(corpus: Path) -> None:
    settings = settings_of(corpus)
    build_here(settings, HashingEmbedder(256))
    embedder = Failing(256)
    assistant = Assistant(open_index(settings), embedder, None, AssistantSettings(refusal_threshold=0.0))
    reopening = Reopening(assistant, settings)
    embedder.gone = True
    failed = asked(reopening, "What does File mode copy before training?")
    assert isinstance(failed, Failed)
    assert "Traceback" not in failed.message
    assert failed.message.count(".") == 1
    assert failed.help
    embedder.gone = False
    assert isinstance(asked(reopening), Final)


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[Server]:
    """A Chroma server that can be ended and started again where it was."""
    server = Server(tmp_path / "chroma")
    server.start()
    yield server
    server.end()


class Server:
    """`chroma run` over one folder at one port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = str(Path(sys.executable).with_name("chroma"))
        command = [program, "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for(self.port)

    def end(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=30)
            self._process = None


@pytest.mark.slow
def test_a_chroma_server_that_restarts_while_the_page_is_open(corpus: Path, chroma: Server) -> None:
    settings = settings_of(corpus, chroma_url=chroma.address)
    build_here(settings, HashingEmbedder(256))
    reopening = Reopening(
        Assistant(open_index(settings), HashingEmbedder(256), None, AssistantSettings(refusal_threshold=0.0)), settings
    )
    before = asked(reopening)
    assert isinstance(before, Final)
    chroma.end()
    failed = asked(reopening)
    assert isinstance(failed, Failed)
    assert "Chroma" in failed.message
    assert "CHROMA_URL" in failed.help
    assert "Traceback" not in failed.message
    chroma.start()
    after = asked(reopening)
    assert isinstance(after, Final)
    assert after.answer.text == before.answer.text


_FULL = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from assistant.conversations.store import ConversationStore
from assistant.records.errors import StoreError
learner, id = ConversationStore(Path(sys.argv[1])).learner("ada"), ""
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
for number in range(1, 1_000):
    try:
        id, exchange = learner.begin(id, f"{number} " * 2_000)
    except StoreError as error:
        print("FULL", error)
        break
    print("kept", id, exchange.id, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_FSIZE is set as Linux knows it")
def test_a_disk_that_is_full_while_a_conversation_is_kept(tmp_path: Path) -> None:
    """Real writes that fail: what was kept before is there, and with room again the next question is kept."""
    path = tmp_path / "conversations.db"
    command = [sys.executable, "-c", _FULL, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ}, check=False)
    lines = done.stdout.splitlines()
    assert lines[-1].startswith("FULL The file "), (done.stdout[-500:], done.stderr[-500:])
    assert "cannot be used" in lines[-1]
    assert "Traceback" not in done.stderr
    kept = [line.split() for line in lines[:-1]]
    assert len(kept) > 2
    learner = ConversationStore(path).learner("ada")
    held = learner.open(kept[0][1])
    assert [one.id for one in held.exchanges] == [int(line[2]) for line in kept]
    id, exchange = learner.begin(kept[0][1], "with room again")
    assert learner.open(id).exchanges[-1].id == exchange.id == len(kept) + 1
