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

from assistant.answering.answer import Assistant, open_assistant
from assistant.answering.reopen import Reopening
from assistant.conversations.store import ConversationStore
from assistant.schema import Event, Final
from assistant.settings import AssistantSettings
from ingest.embedding.embed import Embedder, HashingEmbedder
from ingest.errors import EmbedderUnavailable
from ingest.index.store import open_index
from ingest.schema import Lang
from ingest.settings import IngestSettings
from tests.fakes import ScriptedChatModel, build_here
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
    """Cannot embed while it is `gone`, and then raises what a model's library could."""

    gone = False
    raises: Exception = MemoryError()

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        if self.gone:
            raise self.raises
        return super().embed_queries(texts)


def reopening_with(corpus: Path) -> Reopening:
    """Opened as the program opens it."""
    settings = settings_of(corpus)
    build_here(settings, HashingEmbedder(256))
    opened = open_assistant(AssistantSettings(chat_model="extractive", refusal_threshold=0.0), settings)
    return Reopening(opened, settings)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """The embedding model that the program opens."""
    embedder = Failing()
    monkeypatch.setattr("assistant.answering.searching.open_embedder", lambda _: embedder)
    return embedder


def notices(event: Event) -> str:
    assert isinstance(event, Final), event
    return " ".join(event.answer.notices)


@pytest.mark.parametrize(
    "raises",
    [
        EmbedderUnavailable("The embedding model cannot be used.", help="Run `make index`."),
        MemoryError(),
        RuntimeError("[enforce fail at alloc_cpu.cpp:121] not enough memory\nmore of it"),
        OSError(5, "Input/output error"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_embedding_model_that_fails_is_one_sentence_with_the_quotes(
    corpus: Path, failing: Failing, raises: Exception, lang: Lang
) -> None:
    """Quotes by words alone stand in, and the next question is answered as before."""
    reopening, failing.raises = reopening_with(corpus), raises
    assert "words alone" not in notices(asked(reopening))
    failing.gone = True
    events = list(reopening.ask("What does File mode copy before training starts?", lang=lang))
    told = notices(events[-1])
    assert ("their words alone" if lang == "en" else "leurs mots seuls") in told
    assert "Traceback" not in told
    assert "more of it" not in told
    last = events[-1]
    assert isinstance(last, Final)
    assert last.answer.status == "answered"
    assert "File mode copies the whole dataset" in last.answer.citations[0].quote
    assert [type(event) for event in events].count(Final) == 1
    failing.gone = False
    assert "words alone" not in notices(asked(reopening))


def test_what_the_words_do_not_say_is_refused_without_a_model_too(corpus: Path, failing: Failing) -> None:
    reopening = reopening_with(corpus)
    failing.gone = True
    reopening._assistant.settings = AssistantSettings(chat_model="extractive")
    last = asked(reopening, "Who won the football world cup of 1998?")
    assert isinstance(last, Final)
    assert last.answer.status == "refused"
    assert "their words alone" in notices(last)


def test_an_exam_question_without_the_embedding_model(corpus: Path, failing: Failing) -> None:
    reopening = reopening_with(corpus)
    failing.gone = True
    text = "Which input mode streams data from Amazon S3?\nA. File mode\nB. Pipe mode\nC. Glue\nD. Athena"
    last = asked(reopening, text)
    assert isinstance(last, Final)
    assert last.answer.choice == ("B",)
    assert "their words alone" in notices(last)


def test_an_embedding_model_that_is_missing_when_the_program_starts(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program starts, answers by words, and takes the model as soon as it is there."""
    there: list[Embedder] = []

    def opening(settings: IngestSettings) -> Embedder:
        if not there:
            raise EmbedderUnavailable("The embedding model is not there.", help="Run `make index`.")
        return there[0]

    monkeypatch.setattr("ingest.embedding.careful._PAUSE", 0.0)
    monkeypatch.setattr("assistant.answering.searching.open_embedder", opening)
    reopening = reopening_with(corpus)
    reopening.warm_search()
    told = notices(asked(reopening))
    assert "The embedding model is not there. Run `make index`." in told
    there.append(HashingEmbedder(256))
    assert "words alone" not in notices(asked(reopening))


def test_a_chat_model_does_not_speak_without_the_embedding_model(corpus: Path) -> None:
    """What it says could not be checked by meaning: the quotes alone are given."""
    settings = settings_of(corpus)
    build_here(settings, HashingEmbedder(256))
    embedder, model = Failing(256), ScriptedChatModel("Never said [1].")
    embedder.raises = EmbedderUnavailable("Gone.")
    reopening = Reopening(
        Assistant(open_index(settings), embedder, model, AssistantSettings(refusal_threshold=0.0)), settings
    )
    embedder.gone = True
    last = asked(reopening)
    assert "their words alone" in notices(last)
    assert isinstance(last, Final)
    assert "Never said" not in last.answer.text
    assert model.history == []


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

    def hold(self) -> None:
        """Let it hang: it takes connections and answers none."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        self.go_on()
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=30)
            self._process = None


@pytest.mark.slow
@pytest.mark.parametrize("gone", ["ended", "hangs"])
def test_a_chroma_server_that_is_gone_while_the_page_is_open(
    corpus: Path, chroma: Server, gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same answers come from the same vectors, and one sentence says what is wrong; when it is back, nothing is."""
    monkeypatch.setattr("ingest.index.vectors._SECONDS", 1.0)
    monkeypatch.setattr("ingest.index.fallback._PAUSE", 0.0)
    settings = settings_of(corpus, chroma_url=chroma.address)
    build_here(settings, HashingEmbedder(256))
    reopening = Reopening(
        Assistant(open_index(settings), HashingEmbedder(256), None, AssistantSettings(refusal_threshold=0.0)), settings
    )
    before = asked(reopening)
    assert isinstance(before, Final)
    assert before.answer.notices == ()
    chroma.end() if gone == "ended" else chroma.hold()
    failed = asked(reopening)
    assert isinstance(failed, Final)
    assert failed.answer.text == before.answer.text
    assert "Chroma cannot be asked now, an exact search over the same vectors stands in" in notices(failed)
    assert "CHROMA_URL" in notices(failed)
    assert "Traceback" not in notices(failed)
    chroma.start() if gone == "ended" else chroma.go_on()
    after = asked(reopening)
    assert isinstance(after, Final)
    assert (after.answer.text, after.answer.notices) == (before.answer.text, ())


@pytest.mark.slow
@pytest.mark.parametrize("gone", ["ended", "hangs"])
def test_a_chroma_server_that_is_gone_when_the_program_starts(
    corpus: Path, chroma: Server, gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.index.vectors._SECONDS", 1.0)
    settings = settings_of(corpus, chroma_url=chroma.address)
    build_here(settings, HashingEmbedder(256))
    chroma.end() if gone == "ended" else chroma.hold()
    opened = open_index(settings)
    assert "The Chroma server does not answer (open)" in opened.warning
    assert "Exact search stands in." in opened.warning
    assert opened.dense(HashingEmbedder(256).embed_queries([QUESTION])[0], 1, "en")
    chroma.go_on()


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
