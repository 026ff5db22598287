"""A build's vectors of sentences: made once, kept while their words stay, made again when damaged or gone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.__main__ import main
from ingest.embedding.embed import HashingEmbedder
from ingest.index.check import check_index, is_sound
from ingest.index.manifest import current_build, read_manifest
from ingest.index.sentences import sentence_key
from ingest.index.store import Index, open_index
from ingest.index.verify import verify_build
from ingest.pipeline import build_index, is_current
from ingest.quotable import meaning_text, quotable
from ingest.schema import Span
from ingest.settings import IngestSettings
from tests.fakes import build_here
from tests.ingest.test_pipeline import CountingEmbedder, settings

# A build that kills itself at its thousandth text: 204 are passages, so it is among its sentences then.
_DIES = """
import os, signal, sys
from pathlib import Path
from ingest.pipeline import build_index
from tests.ingest.test_pipeline import CountingEmbedder, settings

class Dying(CountingEmbedder):
    def embed_documents(self, texts, on_done=None):
        if len(self.texts) > 1000:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_documents(texts, on_done)

build_index(settings(Path(sys.argv[1])), Dying())
"""

ROOT = Path(__file__).parents[2]


def texts_of(index: Index) -> list[str]:
    spans = (span for chunk in index.chunks for span in quotable(index.document_of(chunk), chunk))
    return list(dict.fromkeys(map(meaning_text, spans)))


def rows_of(index: Index) -> dict[str, np.ndarray]:
    assert index.sentences is not None
    texts = texts_of(index)
    found = index.sentences.find([sentence_key(text) for text in texts])
    return {text: found[sentence_key(text)] for text in texts if sentence_key(text) in found}


def spoil(chosen: IngestSettings, name: str = "vectors.npy") -> Path:
    """Turn over a sign in the middle of a file of the published build."""
    path = current_build(chosen.index) / "sentences" / name
    data = bytearray(path.read_bytes())
    data[128 + (len(data) - 128) // 2 | 1] ^= 0x80
    path.write_bytes(data)
    return path


def test_every_sentence_that_can_be_quoted_has_the_vector_of_its_words(corpus: Path) -> None:
    chosen = settings(corpus)
    report = build_here(chosen, CountingEmbedder())
    index = open_index(chosen)
    rows = rows_of(index)
    assert report.sentences == report.embedded_sentences == len(rows) == len(texts_of(index)) > 5
    for text, row in rows.items():
        assert float(row @ HashingEmbedder(64).embed_documents([text])[0]) == pytest.approx(1.0, abs=1e-3)
    found = {one.name: one for one in check_index(chosen, verify_build)}
    assert (found["sentences"].severity, f"{len(rows)} vectors" in found["sentences"].message) == ("ok", True)


def test_a_corpus_that_grew_keeps_the_rows_it_had(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    before = rows_of(open_index(chosen))
    (corpus / "more.md").write_text("# More\n\nThis is a sentence of another page. And this is the next one.\n")
    embedder = CountingEmbedder()
    report = build_here(chosen, embedder)
    after = rows_of(open_index(chosen))
    assert report.embedded_sentences == len(after) - len(before) == 2
    assert all((after[text] == row).all() for text, row in before.items())


def test_without_sentences_an_index_is_as_it_was_and_may_change_its_mind(
    corpus: Path, checked_here: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-64")
    chosen = settings(corpus)
    arguments = ["--corpus", str(corpus), "--index", str(chosen.index)]
    assert main(["build", "--no-sentences", *arguments]) == 0
    assert "each question computes" in capsys.readouterr().out
    index = open_index(chosen)
    assert (index.sentences, index.warning, read_manifest(current_build(chosen.index)).sentences) == (None, "", None)
    assert main(["check", *arguments]) == 0
    published = current_build(chosen.index)
    assert main(["build", "--no-sentences", *arguments]) == 0
    assert current_build(chosen.index) == published
    capsys.readouterr()
    assert main(["build", *arguments]) == 0
    said = capsys.readouterr().out
    assert "0 chunks embedded" in said
    assert f"{len(texts_of(index))} embedded, 0 reused" in said
    assert len(rows_of(open_index(chosen))) == len(texts_of(index))


def test_an_index_of_before_there_were_such_vectors_opens_and_is_completed(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    folder = current_build(chosen.index)
    shutil.rmtree(folder / "sentences")
    (folder / "files.json").unlink()
    manifest = folder / "manifest.json"
    manifest.write_text("\n".join(line for line in manifest.read_text().splitlines() if '"sentences"' not in line))
    assert open_index(chosen).warning == ""
    assert is_sound(check_index(chosen, verify_build))
    report = build_here(chosen, CountingEmbedder())
    assert (report.embedded, bool(report.build), report.embedded_sentences > 0) == (0, True, True)


@pytest.mark.parametrize("name", ["keys.npy", "sums.npy", "vectors.npy"])
@pytest.mark.parametrize("damage", ["sign", "cut", "gone"])
def test_damage_is_told_and_the_next_build_mends_it(corpus: Path, name: str, damage: str) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    sound = rows_of(open_index(chosen))
    path = current_build(chosen.index) / "sentences" / name
    if damage == "sign":
        spoil(chosen, name)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-7])
    else:
        path.unlink()
    index = open_index(chosen)
    assert "index-damaged" in index.warning
    if index.sentences is not None:  # what is left is right
        assert all((row == sound[text]).all() for text, row in rows_of(index).items())
    found = [one for one in check_index(chosen, verify_build) if one.severity == "error"]
    assert found
    assert all("ingest build" in one.remedy for one in found)
    embedder = CountingEmbedder()
    report = build_here(chosen, embedder)
    assert (bool(report.build), report.embedded) == (True, 0)
    assert len(embedder.texts) == report.embedded_sentences >= 1
    if damage == "sign":
        assert report.embedded_sentences <= 2  # the others are taken over
    mended = open_index(chosen)
    assert mended.warning == ""
    assert {text: row.tolist() for text, row in rows_of(mended).items()} == {
        text: row.tolist() for text, row in sound.items()
    }


def test_other_words_for_the_same_sentence_are_embedded_without_a_change_of_the_files(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer program may tell a sentence otherwise; its vectors follow though no file did."""
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())

    def louder(span: Span) -> str:
        return f"{meaning_text(span)}!"

    monkeypatch.setattr("ingest.embedded.meaning_text", louder)
    report = build_here(chosen, CountingEmbedder())
    assert (report.embedded, report.embedded_sentences) == (0, report.sentences)
    assert report.sentences > 5


@pytest.mark.slow
def test_a_build_killed_among_its_sentences_leaves_the_published_one_and_goes_on(corpus: Path) -> None:
    chosen = settings(corpus)
    build_index(chosen, HashingEmbedder(64))
    before, rows = current_build(chosen.index), rows_of(open_index(chosen))
    for number in range(200):
        lines = " ".join(f"This page says thing {n} of subject {number}." for n in range(18))
        (corpus / f"more{number}.md").write_text(f"# Page {number}\n\n{lines}\n")
    ended = subprocess.run([sys.executable, "-c", _DIES, str(corpus)], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert current_build(chosen.index) == before
    kept = rows_of(open_index(chosen))
    assert all((kept[text] == row).all() for text, row in rows.items())
    embedder = CountingEmbedder()
    report = build_index(chosen, embedder)
    assert report.embedded == 0
    assert 0 < report.embedded_sentences == len(embedder.texts) < report.sentences - len(rows)
    assert len(rows_of(open_index(chosen))) == report.sentences > 200 * 18


def test_an_index_is_current_until_a_file_or_a_setting_is_another(corpus: Path) -> None:
    chosen = settings(corpus)
    assert not is_current(chosen)
    build_here(chosen, CountingEmbedder())
    assert is_current(chosen)
    assert not is_current(chosen.changed(sentences=False))
    assert not is_current(chosen.changed(chunk_tokens=100))
    assert not is_current(chosen.changed(embedding_model="hashing-32"))
    note = corpus / "notes" / "examen.md"
    os.utime(note, (1, 1))
    assert is_current(chosen)  # saved again, and the same
    (corpus / "new.md").write_text("# New\n\nA page that was not there.\n")
    assert not is_current(chosen)
    (corpus / "new.md").unlink()
    assert is_current(chosen)
    note.write_text(note.read_text().replace("750", "760"))
    assert not is_current(chosen)


def test_if_nothing_changed_nothing_is_opened(
    corpus: Path, checked_here: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-64")
    arguments = ["build", "--if-changed", "--corpus", str(corpus), "--index", str(corpus.parent / "index")]
    assert main(arguments) == 0
    assert "Published" in capsys.readouterr().out
    monkeypatch.setattr("ingest.pipeline.build_index", None)  # not called
    assert main(arguments) == 0
    assert capsys.readouterr().out == "No file has changed since the index was built.\n"
