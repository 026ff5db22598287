"""A ZIP in a ZIP, as exports of whole workspaces come, is read under the bounds of one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.readers import read
from ingest.schema import Problem
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, walk

NOTE = b"# Glue\n\nA crawler fills the catalog.\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def walked(tmp_path: Path, files: Mapping[str, bytes], **settings: object) -> list[SourceFile | Problem]:
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(files))
    return list(walk([path], IngestSettings.from_mapping(settings)))


def test_the_members_of_an_inner_zip_are_read(tmp_path: Path) -> None:
    inner = zipped({"Notes/Glue.md": NOTE, "Notes/pic.png": b"x", "__MACOSX/a.md": b"x"})
    found = walked(tmp_path, {"Part-1.zip": inner, "Top.md": b"Text of the top."})
    assert [item.uri for item in found] == ["export/Part-1.zip/Notes/Glue.md", "export/Top.md"]
    glue = found[0]
    assert isinstance(glue, SourceFile)
    assert glue.name == "Glue.md"
    document = read(glue, glue.read_bytes(), IngestSettings())
    assert document.source.title == "Glue"


def test_two_inner_zips_do_not_mix(tmp_path: Path) -> None:
    found = walked(tmp_path, {f"P{part}.zip": zipped({"a.md": b"Part %d." % part}) for part in range(3)})
    files = [item for item in found if isinstance(item, SourceFile)]
    assert [file.read_bytes() for file in (*files, *files)] == [b"Part 0.", b"Part 1.", b"Part 2."] * 2


@pytest.mark.parametrize(
    ("files", "settings", "code"),
    [
        ({"a.zip": zipped({"b.zip": zipped({"c.md": NOTE})})}, {}, "zip-damaged"),
        ({"a.zip": b"PK no archive at all"}, {}, "zip-damaged"),
        ({"a.zip": zipped({"../../c.md": NOTE})}, {}, "unsafe-path"),
        ({"a.zip": zipped({"c.md": b"x" * 3_000_000})}, {"max_file_mb": 1.0}, "too-large"),
        ({"a.zip": zipped({f"{n}.md": NOTE for n in range(30)})}, {"max_files": 20}, "too-large"),
        ({f"{p}.zip": zipped({"a.md": b"x" * 900_000}) for p in range(25)}, {"max_file_mb": 1.0}, "too-large"),
    ],
    ids=["two-deep", "no-zip", "outside", "large-member", "many-members", "all-together"],
)
def test_what_is_refused_in_an_inner_zip(
    tmp_path: Path, files: Mapping[str, bytes], settings: dict[str, object], code: str
) -> None:
    problems = [item for item in walked(tmp_path, files, **settings) if isinstance(item, Problem)]
    assert [problem.code for problem in problems] == [code]
