"""Builds that are killed, run twice at once, or cannot write: the published index serves, and nothing is left lying."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.embedding.embed import HashingEmbedder
from ingest.index.manifest import builds_folder, current_build
from ingest.index.store import open_index
from ingest.pipeline import build_index
from ingest.settings import IngestSettings
from tests.fakes import build_here
from tests.trust.counts import times
from tests.ui.serving import ROOT

PAGES = 120


def settings(corpus: Path) -> IngestSettings:
    return IngestSettings.from_mapping(
        {"corpus": (corpus,), "index": corpus.parent / "index", "embedding_model": "hashing-64"}
    )


def page(corpus: Path, number: int) -> None:
    text = f"# Page {number}\n\nThis page speaks of subject {number} only.\n"
    (corpus / f"more{number}.md").write_text(text, encoding="utf-8")


def building(corpus: Path, prelude: str = "") -> subprocess.Popen[str]:
    """`ingest build` in a process of its own, after `prelude`, which may bound what the process can do."""
    arguments = ["build", "--corpus", str(corpus), "--index", str(corpus.parent / "index")]
    code = f"{prelude}\nimport sys\nfrom ingest.__main__ import main\nsys.exit(main({arguments!r}))"
    env = {**os.environ, "EMBEDDING_MODEL": "hashing-64"}
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.timeout(1800)
def test_builds_that_are_killed_leave_an_index_as_before_or_after(corpus: Path) -> None:
    """SIGKILL at a random moment of a build that adds a page."""
    chosen = settings(corpus)
    for number in range(PAGES):
        page(corpus, number)
    build_index(chosen, HashingEmbedder(64))
    started = time.monotonic()
    page(corpus, PAGES)
    first = building(corpus)
    first.communicate(timeout=120)
    assert first.returncode == 0
    one_build = time.monotonic() - started
    dice = random.Random(17)
    held, kills = PAGES + 3, times(3, 30)
    for number in range(kills):
        page(corpus, PAGES + 1 + number)
        process = building(corpus)
        time.sleep(dice.uniform(0, one_build))
        process.kill()
        process.communicate()
        index = open_index(chosen)
        assert index.warning == ""
        assert held <= len(index.documents) <= PAGES + 4 + number
        held = len(index.documents)
        found = index.lexical(["7"], 1, "en")
        assert "subject 7 only" in found[0].chunk.text
    report = build_index(chosen, HashingEmbedder(64))
    assert report.documents == PAGES + 3 + kills
    assert len(list(builds_folder(chosen.index).iterdir())) <= 2  # what the killed ones left is gone


@pytest.mark.slow
def test_two_builds_at_once_are_one_build_and_one_clear_sentence(corpus: Path) -> None:
    """The first holds the index until it is told to go on; the second one ends meanwhile."""
    wait = (
        "import ingest.pipeline as p, sys\nread = p._read_all\n"
        "def held(*a): print('HELD', flush=True); sys.stdin.readline(); return read(*a)\np._read_all = held"
    )
    arguments = ["build", "--corpus", str(corpus), "--index", str(corpus.parent / "index")]
    code = f"{wait}\nfrom ingest.__main__ import main\nsys.exit(main({arguments!r}))"
    env = {**os.environ, "EMBEDDING_MODEL": "hashing-64"}
    first = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert first.stdout is not None
    while "HELD" not in (line := first.stdout.readline()):
        assert line, "the first build ended"
    second = building(corpus)
    told = second.communicate(timeout=120)[0]
    assert second.returncode == 2
    assert "Another build is writing to" in told
    assert "Traceback" not in told
    first.communicate("go on\n", timeout=120)
    assert first.returncode == 0
    assert len(open_index(settings(corpus)).documents) == 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_FSIZE is set as Linux knows it")
def test_a_build_that_cannot_write_enough_is_told_and_leaves_nothing(corpus: Path) -> None:
    """A real write that fails: no file of the process may grow beyond 40 kB, as on a disk that is full."""
    chosen = settings(corpus)
    build_here(chosen, HashingEmbedder(64))
    before = current_build(chosen.index)
    for number in range(PAGES):
        page(corpus, number)
    bound = (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))"
    )
    process = building(corpus, bound)
    told = process.communicate(timeout=120)[0]
    assert process.returncode == 2, told
    assert "Traceback" not in told
    assert "cannot be written" in told
    assert current_build(chosen.index) == before
    assert [path.name for path in builds_folder(chosen.index).iterdir()] == [before.name]
    assert open_index(chosen).warning == ""
    assert build_index(chosen, HashingEmbedder(64)).documents == PAGES + 2  # with room again, the next one works


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders are made read-only by their mode")
def test_a_read_only_index_is_served_and_a_build_says_why_it_cannot(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, HashingEmbedder(64))
    page(corpus, 1)
    places = [chosen.index, *(path for path in chosen.index.rglob("*") if path.is_dir())]
    modes = {place: place.stat().st_mode for place in places}
    for place in places:
        place.chmod(0o555)
    try:
        process = building(corpus, _AS_NOBODY if os.geteuid() == 0 else "")
        told = process.communicate(timeout=120)[0]
        assert process.returncode == 2, told
        assert "cannot be written" in told
        assert "Traceback" not in told
        assert len(open_index(chosen).documents) == 2
    finally:
        for place, mode in modes.items():
            place.chmod(mode)


# Root may write anywhere: a write below the index fails as it does for anybody else.
_AS_NOBODY = """
import builtins, errno, os
import filelock._unix as lock
def refuse(*a, **k): raise PermissionError(errno.EACCES, "Permission denied", "index")
lock.os.open = refuse
"""
