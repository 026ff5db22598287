"""The manifest of a build, the pointer to the published one, and what a build may take out; no Chroma."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexWouldShrink
from ingest.index.manifest import (
    SCHEMA_VERSION,
    FileRecord,
    Manifest,
    builds_folder,
    current_build,
    publish,
    read_manifest,
    remove_unfinished,
    require_fit,
)
from ingest.index.removal import published_files, require_no_loss
from ingest.settings import IngestSettings

ASKED = IngestSettings(embedding_model="hashing-64")


def record(uri: str, sha: str = "") -> FileRecord:
    return FileRecord(uri, sha or f"sha of {uri}", 10, 20, 3)


def manifest(**values: Any) -> Manifest:
    base: dict[str, Any] = {
        "build": "20261129T120000-a",
        "created": "2026-11-29T12:00:00+00:00",
        "fingerprint": ASKED.fingerprint(),
        "embedding_model": "hashing-64",
        "dimension": 64,
        "documents": 2,
        "chunks": 6,
        "words": 80,
        "collection": "c",
        "chroma_url": "",
        "files": (record("corpus/é.md"), record("corpus/b.md")),
        "passed_over": ("corpus/broken.pdf",),
    }
    return Manifest(**{**base, **values})


def build(index: Path, name: str, *, finished: bool = True) -> Path:
    folder = builds_folder(index) / name
    folder.mkdir(parents=True)
    if finished:
        manifest(build=name).write(folder)
    return folder


def test_what_is_written_is_read(tmp_path: Path) -> None:
    manifest().write(tmp_path)
    assert read_manifest(tmp_path) == manifest()
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_a_file_that_was_touched_has_another_stat() -> None:
    known = FileRecord("u", "s", 1, 2, 3, 4, 5)
    assert known.stat == (1, 2, 4, 5)
    for field in ("size", "mtime_ns", "ctime_ns", "inode"):
        assert dataclasses.replace(known, **{field: 99}).stat != known.stat
    assert dataclasses.replace(known, chunks=99, sha256="other").stat == known.stat


@pytest.mark.parametrize("version", [None, 0, SCHEMA_VERSION - 1, SCHEMA_VERSION + 1, str(SCHEMA_VERSION)])
def test_another_format_is_named(tmp_path: Path, version: object) -> None:
    manifest().write(tmp_path)
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "schema_version": version}))
    with pytest.raises(IndexMismatch) as caught:
        read_manifest(tmp_path)
    assert str(version) in caught.value.message
    assert caught.value.help


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        f'{{"schema_version": {SCHEMA_VERSION}}}',
        f'{{"schema_version": {SCHEMA_VERSION}, "files": 3}}',
        f'{{"schema_version": {SCHEMA_VERSION}, "files": [1]}}',
        f'{{"schema_version": {SCHEMA_VERSION}, "files": [{{"strange": 1}}]}}',
        f'{{"schema_version": {SCHEMA_VERSION}, "files": []}}',
        f'{{"schema_version": {SCHEMA_VERSION}, "files": [], "passed_over": 4}}',
    ],
)
def test_a_damaged_manifest_is_our_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(IndexDamaged) as caught:
        read_manifest(tmp_path)
    assert caught.value.source == str(tmp_path)
    assert caught.value.help


def test_a_manifest_of_bytes_that_are_no_text_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(IndexDamaged):
        read_manifest(tmp_path)


def test_a_missing_manifest_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        read_manifest(tmp_path)


def test_the_published_build_is_the_one_that_is_opened(tmp_path: Path) -> None:
    for name in ("20261101-a", "20261102-b"):
        folder = build(tmp_path, name)
        publish(tmp_path, name)
        assert current_build(tmp_path) == folder.resolve()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "builds"]


def test_without_a_pointer_there_is_no_index(tmp_path: Path) -> None:
    build(tmp_path, "20261101-a")
    with pytest.raises(IndexMissing) as caught:
        current_build(tmp_path)
    assert caught.value.help
    assert published_files(tmp_path) == ()


@pytest.mark.parametrize("pointer", ["", "\n", "gone", "..", ".", "../builds/a", "/etc", "a/b", "a\0b"])
def test_a_pointer_that_leads_nowhere_or_elsewhere_is_damage(tmp_path: Path, pointer: str) -> None:
    build(tmp_path, "a")
    (tmp_path / "CURRENT").write_text(pointer)
    with pytest.raises(IndexDamaged):
        current_build(tmp_path)
    assert published_files(tmp_path) == ()


def test_a_pointer_of_bytes_that_are_no_text_is_damage(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_bytes(b"\xff\xff")
    with pytest.raises(IndexDamaged):
        current_build(tmp_path)


def test_builds_that_were_not_finished_are_removed_and_the_earlier_ones_kept(tmp_path: Path) -> None:
    build(tmp_path, "20261101-old")
    build(tmp_path, "20261102-now")
    build(tmp_path, "20261103-later")  # finished, never published
    build(tmp_path, "20261100-torn", finished=False)
    publish(tmp_path, "20261102-now")
    remove_unfinished(tmp_path)
    assert sorted(path.name for path in builds_folder(tmp_path).iterdir()) == ["20261101-old", "20261102-now"]
    remove_unfinished(tmp_path)
    assert current_build(tmp_path).name == "20261102-now"


def test_there_may_be_nothing_to_remove(tmp_path: Path) -> None:
    remove_unfinished(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_index_of_another_model_does_not_fit() -> None:
    require_fit(manifest(), ASKED)
    with pytest.raises(IndexMismatch, match="hashing-32"):
        require_fit(manifest(embedding_model="hashing-32"), ASKED)
    with pytest.raises(IndexMismatch, match="chunking settings"):
        require_fit(manifest(fingerprint="other"), ASKED)


@pytest.mark.parametrize(
    ("had", "lost", "refused"),
    [
        (1, 1, True),
        (2, 1, False),
        (2, 2, True),
        (3, 1, False),
        (3, 2, True),
        (4, 2, False),
        (4, 3, True),
        (0, 0, False),
    ],
)
def test_more_than_half_of_a_root_may_not_go(had: int, lost: int, refused: bool) -> None:
    before = [record(f"notes/{number}.md") for number in range(had)]
    if refused:
        with pytest.raises(IndexWouldShrink, match=f"{lost} of the {had} documents of notes") as caught:
            require_no_loss(before, before[lost:])
        assert caught.value.help
    else:
        require_no_loss(before, before[lost:])


def test_roots_are_counted_apart_and_all_that_shrank_are_named() -> None:
    before = [record(f"{root}/{number}.md") for root in ("a", "b", "c") for number in range(2)]
    with pytest.raises(IndexWouldShrink) as caught:
        require_no_loss(before, [r for r in before if r.uri.startswith("b/")])
    assert "of a" in caught.value.message
    assert "of c" in caught.value.message
    assert "of b" not in caught.value.message


def test_what_was_moved_replaced_or_fetched_is_not_lost() -> None:
    before = [record("a/1.md", "one"), record("a/2.md", "two"), record("fetched/page.md")]
    require_no_loss(before, [record("b/renamed.md", "one"), record("a/2.md", "changed")])
    require_no_loss(before, [], elsewhere=["a/1.md"])
    require_no_loss([record("fetched/page.md")], [])


@given(st.lists(st.integers(min_value=0, max_value=30), unique=True, max_size=12), st.data())
@settings(deadline=None, max_examples=40)
def test_the_rule_is_that_of_the_half(numbers: list[int], data: st.DataObject) -> None:
    before = [record(f"notes/{number}.md") for number in numbers]
    kept = data.draw(st.lists(st.sampled_from(before), unique=True)) if before else []
    lost = len(before) - len(kept)
    try:
        require_no_loss(before, kept)
    except IndexWouldShrink:
        assert lost > len(before) / 2
    else:
        assert lost <= len(before) / 2
