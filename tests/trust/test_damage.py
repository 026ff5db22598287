"""Damaged files of an index large enough for Chroma's graph: told or survived, never a dead page, mended by a build."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.embedding.embed import HashingEmbedder
from ingest.errors import IndexDamaged
from ingest.index.apart import require_sound_graph
from ingest.index.manifest import current_build
from ingest.pipeline import build_index
from ingest.settings import IngestSettings
from tests.fakes import build_here
from tests.trust.counts import times
from tests.ui.serving import ROOT

PAGES = 1_200
_GRAPH_FIRST = (
    "data_level0.bin",
    "index_metadata.pickle",
    "link_lists.bin",
    "header.bin",
    "length.bin",
    "chroma.sqlite3",
)
Damage = Callable[[Path, random.Random], None]


def emptied(path: Path, dice: random.Random) -> None:
    path.write_bytes(b"")


def halved(path: Path, dice: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def noised(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(max(1, len(data) // 200)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path.write_bytes(bytes(data))


def zeroed(path: Path, dice: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3] + bytes(len(data) - len(data) // 3))


DAMAGES: tuple[Damage, ...] = (noised, zeroed, halved, emptied)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a corpus of 1,200 short pages and its index."""
    home = tmp_path_factory.mktemp("large")
    (home / "corpus").mkdir()
    for number in range(PAGES):
        text = f"---\nlang: en\n---\n\n# Page {number}\n\nThis page speaks of subject {number} only.\n"
        (home / "corpus" / f"page{number}.md").write_text(text, encoding="utf-8")
    build_here(settings(home), HashingEmbedder(64))
    yield home
    shutil.rmtree(home, ignore_errors=True)


def settings(home: Path) -> IngestSettings:
    return IngestSettings.from_mapping(
        {"corpus": (home / "corpus",), "index": home / "index", "embedding_model": "hashing-64"}
    )


def files_of(home: Path) -> list[Path]:
    """The files of the index, those of the graph first, by their path in the index' folder."""
    found = [path.relative_to(home / "index") for path in (home / "index").rglob("*") if path.is_file()]
    kept = [path for path in found if path.name != ".lock"]
    order = {name: number for number, name in enumerate(_GRAPH_FIRST)}
    return sorted(kept, key=lambda path: (order.get(path.name, len(order)), path.as_posix()))


def opened(home: Path) -> dict[str, Any]:
    """What a process that opens the index says; it must end by itself, without a traceback."""
    command = [sys.executable, "-m", "tests.trust.opening", str(home / "index"), str(home / "corpus")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 3), (done.returncode, done.stderr[-2000:])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def copied(large: Path, home: Path) -> Path:
    shutil.copytree(large / "index", home / "index")
    (home / "corpus").symlink_to(large / "corpus")
    return home


@pytest.mark.slow
@pytest.mark.long
def test_damaged_files_are_told_or_survived(large: Path, tmp_path: Path) -> None:
    """Each file in four ways. What is found is right; where nothing can be found, an error or a notice says so."""
    sound = opened(large)
    assert sound["warning"] == ""
    assert [page[0].split()[-2] for page in sound["found"]] == ["7", "411", "1100"]
    files = files_of(large)
    assert {path.name for path in files} >= {*_GRAPH_FIRST, "vectors.npy", "documents.jsonl", "CURRENT"}
    cases = [(path, damage) for damage in DAMAGES for path in files]
    for number, (path, damage) in enumerate(cases[: times(3, len(cases))]):
        home = tmp_path / str(number)
        home.mkdir()
        copied(large, home)
        damage(home / "index" / path, random.Random(number))
        told = opened(home)
        if told.get("error") or told["warning"]:
            assert "Traceback" not in str(told)
        else:
            assert told["words"] == sound["words"], (path, damage.__name__)
            assert told["found"] == sound["found"], (path, damage.__name__)
        shutil.rmtree(home)


@pytest.mark.slow
@pytest.mark.long
def test_another_word_index_is_told_not_used_and_made_again(large: Path, tmp_path: Path) -> None:
    """Numbers that can be read as well as the right ones. One file in `make test`, each of them in full."""
    sound = opened(large)
    files = [path for path in files_of(large) if path.parent.name == "lexical" and path.suffix == ".npy"]
    assert len(files) == 3
    for number, path in enumerate(files[: times(1, 3)]):
        home = tmp_path / str(number)
        home.mkdir()
        copied(large, home)
        noised(home / "index" / path, random.Random(number))
        told = opened(home)
        assert "The word index is damaged (index-damaged" in told["warning"]
        assert "Bring the index up to date" in told["warning"]
        assert (told["words"], told["found"]) == (sound["words"], sound["found"])
        build_index(settings(home), HashingEmbedder(64))
        assert opened(home) == sound
        shutil.rmtree(home)


@pytest.mark.slow
@pytest.mark.long
def test_a_build_mends_what_is_damaged(large: Path, tmp_path: Path) -> None:
    """The page's button and `ingest build` do the same: rebuilt from the corpus, everything is found again."""
    sound, files = opened(large), files_of(large)
    for number, path in enumerate(files[: times(1, len(files))]):
        home = tmp_path / str(number)
        home.mkdir()
        copied(large, home)
        noised(home / "index" / path, random.Random(number))
        build_index(settings(home), HashingEmbedder(64))
        assert opened(home) == sound, path
        shutil.rmtree(home)


@pytest.mark.slow
def test_a_graph_is_opened_only_when_it_is_the_one_that_was_checked(large: Path, tmp_path: Path) -> None:
    looked: list[Path] = []

    def refuse(folder: Path) -> None:
        looked.append(folder)
        raise IndexDamaged("A damaged graph.")

    home = copied(large, tmp_path)
    folder = current_build(home / "index")
    require_sound_graph(folder, refuse)
    assert looked == []  # nothing has changed since the build's own check
    graph = next(folder.rglob("link_lists.bin"))
    graph.write_bytes(graph.read_bytes() + b"\0")
    with pytest.raises(IndexDamaged):
        require_sound_graph(folder, refuse)
    require_sound_graph(folder, lambda _: None)  # looked at again and found sound: noted
    require_sound_graph(folder, refuse)
    (folder / "graph.json").unlink()  # an index of an earlier version of this program
    with pytest.raises(IndexDamaged):
        require_sound_graph(folder, refuse)
    assert looked == [folder, folder]
