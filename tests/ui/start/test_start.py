"""A start: the page is up before the index is open or a model imported, and whoever asks meanwhile waits."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.coming import Coming
from assistant.schema import Event, Final
from assistant.ui import serve
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import IndexMismatch, IndexMissing
from ingest.index.check import check_index, is_sound
from ingest.index.manifest import builds_folder, current_build, read_manifest
from ingest.index.verify import verify_build
from ingest.index.writer import only_writer
from ingest.settings import IngestSettings
from tests.fakes import build_here
from tests.test_architecture import HEAVY
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.serving import ROOT, free_port
from tests.ui.test_app import Serving


@pytest.fixture
def indexed(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> IngestSettings:
    settings = IngestSettings(corpus=(corpus,), index=corpus.parent / "index", embedding_model="hashing-64")
    build_here(settings, HashingEmbedder(64))
    for name, value in {"INDEX_DIR": settings.index, "CORPUS": corpus, "EMBEDDING_MODEL": "hashing-64"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("CHAT_MODEL", "extractive")
    monkeypatch.setenv("PORT", str(free_port()))
    return settings


@pytest.fixture
def coming(indexed: IngestSettings) -> Coming:
    return Coming(read_manifest(current_build(indexed.index)), "extractive")


@pytest.mark.slow
def test_nothing_heavy_is_imported_before_the_page_listens(indexed: IngestSettings) -> None:
    """The real page and the real Gradio, stopped where it would be served."""
    program = f"""
import sys
from assistant.serving import server
def start(app, listening):
    print("heavy:", *sorted({HEAVY | {"mcp"}!r} & {{name.split(".")[0] for name in sys.modules}}))
    sys.exit(0)
server.start = start
from assistant.ui.serve import main
main()
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.splitlines() == ["Loading the page ...", "heavy:"], run.stderr


@pytest.mark.slow
def test_gradio_is_whole_afterwards_and_so_is_what_was_hidden_from_it() -> None:
    program = """
from pathlib import Path
from assistant.ui.web.lean import lean_gradio
with lean_gradio():
    import gradio
import gradio.component_meta, sys
stubs = []
gradio.component_meta.Path.write_text = lambda self, text, **_: stubs.append(self)
class Own(gradio.Textbox): pass
gradio.Blocks(), gradio.Chatbot, gradio.Radio(["a"]).input
import mcp
print(stubs, sys.modules["mcp"] is mcp, len([f for f in sys.meta_path if "Stubs" in type(f).__name__]))
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout == "[] True 0\n", run.stderr


def test_a_question_waits_for_the_assistant_and_is_answered(coming: Coming) -> None:
    events: list[Event] = []
    asking = threading.Thread(target=lambda: events.extend(coming.ask("What is Pipe mode?")))
    asking.start()
    asking.join(0.2)
    assert (asking.is_alive(), events) == (True, [])
    coming.arrive(FakeAssistant())  # type: ignore[arg-type]
    asking.join(20)
    assert isinstance(events[-1], Final)


def test_before_it_is_there_the_index_is_known_and_that_it_is_coming(coming: Coming) -> None:
    assert coming.index.manifest.documents == 2
    assert coming.model_name == "extractive"
    assert "being opened" in coming.notices[0]
    there = FakeAssistant()
    coming.arrive(there)  # type: ignore[arg-type]
    assert coming.notices == there.notices
    assert coming.index is there.index
    coming.notice("The index is damaged.", there.index.manifest.build)
    assert coming.notices == (*there.notices, "The index is damaged.")
    there.index = replace(there.index, manifest=replace(there.index.manifest, build="b2"))
    assert coming.notices == there.notices  # a newer build is not the one that was looked at


def test_the_terminal_says_what_is_being_done_and_the_page_is_first(
    indexed: IngestSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    serving = Serving()
    monkeypatch.setattr(serve, "_launch", serving.launch)
    monkeypatch.setattr(serve, "_look_after", lambda *_: None)
    assert serve.main() == 0
    said = capsys.readouterr().out.splitlines()
    steps = ["Loading the page", "The page is on", "Opening the index", "Loading the embedding model", "Ready"]
    assert [line for line, step in zip(said, steps, strict=True) if not line.startswith(step)] == []
    assert serving.waited


@pytest.mark.parametrize("damage", ["gone", "other-model"])
def test_an_index_that_cannot_be_opened_ends_the_start_before_the_page(
    indexed: IngestSettings, damage: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    expected: type[Exception] = {"gone": IndexMissing, "other-model": IndexMismatch}[damage]
    if damage == "gone":
        monkeypatch.setenv("INDEX_DIR", str(indexed.index / "nowhere"))
    else:
        monkeypatch.setenv("EMBEDDING_MODEL", "hashing-32")
    launched: list[Any] = []
    monkeypatch.setattr(serve, "_launch", lambda *given: launched.append(given) or 0)
    assert serve.main() == 2
    assert launched == []
    assert expected.default_help in capsys.readouterr().err  # type: ignore[attr-defined]


def test_one_that_fails_behind_the_page_ends_it_with_the_reason(
    indexed: IngestSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    serving = Serving()
    monkeypatch.setattr(serve, "_launch", serving.launch)
    (current_build(indexed.index) / "chunks.jsonl").write_text("{")
    monkeypatch.setenv("CORPUS", str(indexed.index / "nowhere"))  # so that it cannot be made again
    assert serve.main() == 2
    assert "is not as when the build was checked" in capsys.readouterr().err
    assert (serving.waited, serving.stopped) == (False, True)


@pytest.mark.parametrize("name", ["manifest.json", "chunks.jsonl", "documents.jsonl"])
def test_an_index_that_cannot_be_opened_is_made_again_from_the_corpus(
    indexed: IngestSettings,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    checked_here: None,
) -> None:
    serving = Serving()
    monkeypatch.setattr(serve, "_launch", serving.launch)
    monkeypatch.setattr(serve, "_look_after", lambda *_: None)
    damaged = current_build(indexed.index)
    (damaged / name).write_text((damaged / name).read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert serve.main() == 0
    told = capsys.readouterr()
    assert "It is built again from the corpus (index-damaged)." in told.err
    assert "Ready" in told.out
    assert serving.waited
    assert current_build(indexed.index) != damaged
    assert is_sound(check_index(indexed, verify_build))


def test_damage_that_does_not_stop_it_is_said_once_it_is_up(
    indexed: IngestSettings, coming: Coming, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = current_build(indexed.index) / "sentences" / "vectors.npy"
    data = bytearray(rows.read_bytes())
    data[200] ^= 0x80
    rows.write_bytes(data)
    coming.arrive(FakeAssistant())  # type: ignore[arg-type]
    serve._look_after(coming, indexed)
    assert "1 of" in coming.notices[-1]
    assert "ingest build" in coming.notices[-1]
    assert "vectors of sentences are damaged" in capsys.readouterr().out


def test_what_killed_builds_left_goes_at_the_start_unless_somebody_builds(
    indexed: IngestSettings, coming: Coming
) -> None:
    coming.arrive(FakeAssistant())  # type: ignore[arg-type]
    published = current_build(indexed.index)
    left = [builds_folder(indexed.index) / f"29990101T00000{number}-abcdef" for number in range(8)]
    for folder in left:
        (folder / "chroma").mkdir(parents=True)
    with only_writer(indexed.index):
        serve._look_after(coming, indexed)
    assert all(folder.is_dir() for folder in left)
    serve._look_after(coming, indexed)
    assert [*builds_folder(indexed.index).iterdir()] == [published]
