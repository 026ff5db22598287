"""A digest beside the page of today: statement by statement, by numbers and names; and the command that tells it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from ingest import __main__ as command_line
from ingest.corpus.outdated import aged
from ingest.fetch.fetched import RECORDS, PageRecord
from ingest.readers import read
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, walk

URL = "https://docs.aws.amazon.com/s/latest/dg/limits.html"
DIGEST = f"""---
title: Limits
lang: en
kind: aws-doc
domains: [modeling]
source_url: {URL}
guide: Guide
as_of: "2021"
licence: CC-BY-SA-4.0
---

# Limits

- An object of S3 holds up to 5 TB as of 2021.
- PutRecords takes 500 records.
- The parameter max_depth bounds a tree, and InvokeEndpoint asks it.
- Streams are quick.
"""
TODAY = "# Limits\n\nAn object of S3 may have 50 TB. PutRecords takes 500 records. Set max_depth.\n"


def document(folder: Path, name: str, text: str, **source: Any) -> Document:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    file = next(item for item in walk([folder / name], IngestSettings()) if isinstance(item, SourceFile))
    found = read(file, file.read_bytes(), IngestSettings())
    return dataclasses.replace(found, source=dataclasses.replace(found.source, **source))


def test_statements_are_compared_by_numbers_and_names(tmp_path: Path) -> None:
    digest = document(tmp_path, "limits.md", DIGEST)
    french = document(tmp_path, "limits.fr.md", DIGEST)
    page = document(tmp_path / "today", "page.md", TODAY, url=URL, as_of="2026-11-30")
    (found,) = aged([digest, french], [page])
    assert (found.as_of, found.brought, found.statements, found.compared) == ("2021", "2026-11-30", 4, 3)
    assert [(one.missing, one.text.split()[1]) for one in found.outdated] == [
        (("5",), "object"),
        (("InvokeEndpoint",), "parameter"),
    ]
    assert "not there: 5  <- An object of S3 holds" in str(found)


def test_a_page_that_was_not_brought_is_not_compared(tmp_path: Path) -> None:
    digest = document(tmp_path, "limits.md", DIGEST)
    assert aged([digest], [document(tmp_path / "today", "page.md", TODAY, url=URL + "#x")]) == []
    same = document(tmp_path / "today", "same.md", DIGEST)
    (found,) = aged([digest], [same])
    assert found.outdated == ()
    assert str(found).startswith("holds")


def test_the_command_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITEPREP_CACHE", str(tmp_path / "cache"))
    document(tmp_path / "corpus" / "aws", "limits.md", DIGEST)
    pages = tmp_path / "cache" / "pages"
    document(pages, "page.md", TODAY)
    record = PageRecord(URL, "page.md", "2026-11-30", "", "", "text/markdown")
    (pages / RECORDS).write_text(json.dumps([dataclasses.asdict(record)]), encoding="utf-8")
    arguments = ["fetch", "--dry-run", "--corpus", str(tmp_path / "corpus")]
    assert command_line.main(arguments) == 0
    assert "changed corpus/aws/limits.md (as of 2021; page of 2026-11-30): 2 of 3" in capsys.readouterr().out
    assert command_line.main([*arguments, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["digests"]
    assert [one["missing"] for one in told["outdated"]] == [["5"], ["InvokeEndpoint"]]
