"""An index is never lost to a missing folder, never blind to a changed file, and an open page sees a newer one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.answering.reopen import Reopening
from assistant.schema import Answer, Final
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import IndexWouldShrink
from ingest.index.check import check_index
from ingest.index.manifest import FileRecord, builds_folder, current_build, read_manifest
from ingest.index.removal import require_no_loss
from ingest.index.store import open_index
from ingest.index.verify import verify_build
from ingest.schema import IngestReport
from ingest.settings import IngestSettings
from tests.fakes import build_here, fixed_clock


def note(folder: Path, name: str, text: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.md"
    path.write_text(f"# {name}\n\nThe subject of this note is {name}. {text}\n")
    return path


@pytest.fixture
def chosen(tmp_path: Path) -> IngestSettings:
    for name in ("kinesis", "glue", "athena", "redshift"):
        note(tmp_path / "corpus", name)
    note(tmp_path / "mine", "exam")
    return IngestSettings(
        corpus=(tmp_path / "corpus", tmp_path / "mine"), index=tmp_path / "index", embedding_model="hashing-64"
    )


def build(settings: IngestSettings, *, allow_removal: bool = False) -> IngestReport:
    return build_here(settings, HashingEmbedder(64), allow_removal=allow_removal)


def record(uri: str, sha256: str = "") -> FileRecord:
    return FileRecord(uri, sha256 or uri, 1, 1, 1)


def test_an_emptied_folder_does_not_empty_the_index(chosen: IngestSettings) -> None:
    build(chosen)
    before = current_build(chosen.index)
    (chosen.corpus[1] / "exam.md").unlink()
    with pytest.raises(IndexWouldShrink, match="1 of the 1 documents of mine") as caught:
        build(chosen)
    assert "--allow-removal" in caught.value.help
    assert current_build(chosen.index) == before
    assert len(open_index(chosen).documents) == 5


def test_what_is_meant_to_go_goes_when_that_is_said(chosen: IngestSettings) -> None:
    build(chosen)
    (chosen.corpus[1] / "exam.md").unlink()
    assert build(chosen, allow_removal=True).documents == 4


def test_a_folder_that_is_not_named_any_more_is_asked_about(chosen: IngestSettings) -> None:
    build(chosen)
    less = IngestSettings(corpus=chosen.corpus[:1], index=chosen.index, embedding_model="hashing-64")
    with pytest.raises(IndexWouldShrink):
        build(less)


def test_another_embedding_model_is_no_way_around_it(chosen: IngestSettings) -> None:
    build(chosen)
    (chosen.corpus[1] / "exam.md").unlink()
    other = IngestSettings(corpus=chosen.corpus, index=chosen.index, embedding_model="hashing-32")
    with pytest.raises(IndexWouldShrink):
        build_here(other, HashingEmbedder(32))


OLD = [record(f"a/{number}") for number in range(4)]


@pytest.mark.parametrize(
    ("now", "elsewhere", "refused"),
    [
        (OLD, (), False),
        (OLD[:2], (), False),
        (OLD[:1], (), True),
        ([], (), True),
        ([record(f"b/{number}", f"a/{number}") for number in range(4)], (), False),
        (OLD[:1], ("a/1",), False),
        ([record(f"a/new{number}") for number in range(9)], (), True),
    ],
    ids=["same", "half", "more than half", "all", "renamed folder", "replaced by a fetched page", "others came"],
)
def test_more_than_half_of_a_root_is_a_loss(now: list[FileRecord], elsewhere: tuple[str, ...], refused: bool) -> None:
    if refused:
        with pytest.raises(IndexWouldShrink):
            require_no_loss(OLD, now, elsewhere)
    else:
        require_no_loss(OLD, now, elsewhere)


def test_fetched_pages_may_come_and_go() -> None:
    require_no_loss([record("fetched/a")], [])


def test_a_first_build_has_nothing_to_lose(chosen: IngestSettings) -> None:
    assert build(chosen).documents == 5


def test_a_changed_file_of_the_same_size_and_time_is_seen(chosen: IngestSettings) -> None:
    build(chosen)
    path = chosen.corpus[0] / "glue.md"
    stat, text = path.stat(), path.read_text()
    path.write_text(text.replace("subject", "content"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    assert [r.severity for r in check_index(chosen, verify_build) if r.name == "up to date"] == ["warning"]
    assert build(chosen).read == 1
    assert any("content of this note is glue" in d.text for d in open_index(chosen).documents.values())


def test_check_does_not_ask_for_a_build_that_changes_nothing(chosen: IngestSettings) -> None:
    build(chosen)
    os.utime(chosen.corpus[0] / "glue.md", (1, 1))
    assert [r.severity for r in check_index(chosen, verify_build) if r.name == "up to date"] == ["ok"]
    report = build(chosen)
    assert (report.build, report.read) == ("", 0)


def test_the_times_of_a_file_saved_again_are_remembered(chosen: IngestSettings) -> None:
    build(chosen)
    path = chosen.corpus[0] / "glue.md"
    os.utime(path, (1, 1))
    build(chosen)
    records = {r.uri: r for r in read_manifest(current_build(chosen.index)).files}
    assert records["corpus/glue.md"].mtime_ns == path.stat().st_mtime_ns


def test_what_a_stopped_build_left_behind_goes_at_the_next_one(chosen: IngestSettings) -> None:
    build(chosen)
    builds = builds_folder(chosen.index)
    published = current_build(chosen.index).name
    (builds / "20200101T000000-aaaaaa").mkdir()  # stopped on the way: no manifest
    later = builds / "99991231T235959-bbbbbb"  # stopped before it was published
    later.mkdir()
    (later / "manifest.json").write_text("{}")
    assert build(chosen).build == ""
    assert [path.name for path in builds.iterdir()] == [published]


def test_the_build_before_stays_for_those_who_still_read_it(chosen: IngestSettings) -> None:
    build(chosen)
    first = current_build(chosen.index).name
    note(chosen.corpus[0], "emr")
    build(chosen)
    build(chosen)
    assert first in {path.name for path in builds_folder(chosen.index).iterdir()}


def test_two_builds_of_one_second_are_both_kept(chosen: IngestSettings) -> None:
    """The end of a build's name is drawn: whichever of two of one second comes last in the alphabet, both stay."""
    for number in range(6):
        note(chosen.corpus[0], f"page{number}")
        before = current_build(chosen.index).name if number else ""
        build_here(chosen, HashingEmbedder(64), clock=fixed_clock)
        build_here(chosen, HashingEmbedder(64), clock=fixed_clock)
        assert not before or before in {path.name for path in builds_folder(chosen.index).iterdir()}


def asked(page: Reopening, text: str) -> Answer:
    events = list(page.ask(text, lang="en"))
    assert isinstance(events[-1], Final)
    return events[-1].answer


@pytest.fixture
def page(chosen: IngestSettings) -> Reopening:
    build(chosen)
    assistant = Assistant(open_index(chosen), HashingEmbedder(64), None, AssistantSettings(refusal_threshold=0.0))
    return Reopening(assistant, chosen)


def test_an_open_page_answers_from_a_newer_build_and_says_so_once(page: Reopening, chosen: IngestSettings) -> None:
    assert asked(page, "What is the subject of glue?").notices == ()
    note(chosen.corpus[1], "lambda", "A function runs for at most fifteen minutes.")
    build(chosen)
    answer = asked(page, "How long does a lambda function run at most?")
    assert "fifteen minutes" in answer.text
    assert [notice for notice in answer.notices if "built again" in notice and "6 documents" in notice]
    assert answer.trace is not None
    assert answer.trace.index == current_build(chosen.index).name
    assert asked(page, "What is the subject of glue?").notices == ()
    assert page.document("mine/lambda.md") is not None


def test_a_question_under_way_keeps_the_build_it_began_with(page: Reopening, chosen: IngestSettings) -> None:
    events = page.ask("What is the subject of glue?", lang="en")
    next(events)
    before = page.index.manifest.build
    note(chosen.corpus[1], "lambda")
    build(chosen)
    final = list(events)[-1]
    assert isinstance(final, Final)
    assert final.answer.trace is not None
    assert final.answer.trace.index == before


def test_a_newer_build_that_does_not_fit_leaves_the_old_one_in_use(page: Reopening, chosen: IngestSettings) -> None:
    other = IngestSettings(corpus=chosen.corpus, index=chosen.index, embedding_model="hashing-32")
    build_here(other, HashingEmbedder(32))
    answer = asked(page, "What is the subject of glue?")
    assert any("does not open" in notice for notice in answer.notices)
    assert answer.citations
    assert asked(page, "What is the subject of glue?").notices == ()


def test_an_index_that_is_gone_does_not_stop_an_open_page(page: Reopening, chosen: IngestSettings) -> None:
    (chosen.index / "CURRENT").unlink()
    assert asked(page, "What is the subject of glue?").citations


def test_the_check_tab_sees_the_newer_build_too(page: Reopening, chosen: IngestSettings) -> None:
    note(chosen.corpus[1], "lambda")
    build(chosen)
    list(page.check_text("The subject of this note is lambda."))
    assert page.index.manifest.documents == 6
