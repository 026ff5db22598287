"""The list of sources is a promise about licences and dates: it must say what the files say, and nothing unreadable."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.corpus.catalog import (
    Catalog,
    CatalogRow,
    describe,
    load_manifest,
    manifest_text,
    summary_text,
    totals,
)
from ingest.errors import BadSourcesFile
from ingest.settings import DEFAULT_CORPUS
from ingest.sourcing.passed_over import SOURCES_FILE

NOTE = """---
title: 'Le "flux" \\ Kinesis'
lang: fr
kind: note
domains: [data-engineering, exam]
source_url: ""
guide: ""
as_of: "2023"
licence: Apache-2.0
---
# Flux

Quatre mots de français.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    (root / "notes").mkdir(parents=True)
    (root / "notes" / "flux.md").write_text(NOTE, encoding="utf-8")
    (root / "notes" / "autre.md").write_text("Some other text of mine.\n", encoding="utf-8")
    (root / "notes" / "vide.md").write_text("", encoding="utf-8")
    return root


def test_rows_say_what_the_files_say(corpus: Path) -> None:
    catalog = describe([corpus])
    assert [row.uri for row in catalog.rows] == ["corpus/notes/autre.md", "corpus/notes/flux.md"]
    assert catalog.rows[1] == CatalogRow(
        "corpus/notes/flux.md",
        'Le "flux" \\ Kinesis',
        "fr",
        "note",
        ("data-engineering", "exam"),
        "",
        "",
        "Apache-2.0",
        "2023",
        5,
    )
    assert [(problem.uri, problem.code) for problem in catalog.problems] == [("corpus/notes/vide.md", "empty")]


def test_a_translation_is_named_as_searched_through_the_other_version(corpus: Path) -> None:
    page = NOTE.replace("lang: fr", "lang: en")
    (corpus / "notes" / "flux.md").write_text(page, encoding="utf-8")
    (corpus / "notes" / "flux.fr.md").write_text(NOTE, encoding="utf-8")
    catalog = describe([corpus])
    assert catalog.versions == {"corpus/notes/flux.fr.md": "corpus/notes/flux.md"}
    assert "searched through its other-language version: 1 (--json says which)" in summary_text(catalog)


def test_totals_count_documents_and_words(corpus: Path) -> None:
    catalog = describe([corpus])
    assert totals(catalog.rows) == {
        "all": {"all": (2, 10)},
        "kind": {"note": (1, 5), "user": (1, 5)},
        "lang": {"en": (1, 5), "fr": (1, 5)},
        "domain": {"data-engineering": (1, 5), "exam": (1, 5)},
    }
    assert "vide.md [empty]" in summary_text(catalog)


def test_the_list_of_sources_is_read_back_as_it_was_written(corpus: Path) -> None:
    rows = describe([corpus]).rows
    path = corpus / SOURCES_FILE
    path.write_text(manifest_text(reversed(rows)), encoding="utf-8")
    loaded = load_manifest(path)
    assert list(loaded) == ["notes/autre.md", "notes/flux.md"]
    assert loaded["notes/flux.md"].title == rows[1].title
    assert manifest_text(rows) == path.read_text(encoding="utf-8")
    assert describe([corpus]) == Catalog(rows, describe([corpus]).problems)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('lang = "fr"', 'lang = "de"'), "lang is one of"),
        (('licence = "Apache-2.0"', 'licence = ""'), "must not be empty"),
        (('url = ""', 'url = "http://x.y"'), "https"),
        (('as_of = "2023"', 'as_of = "hier"'), "as_of"),
        (('"exam"', '"cuisine"'), "domains"),
        (('uri = "notes/flux.md"', 'uri = "../flux.md"'), "path below"),
        (('uri = "notes/flux.md"', 'uri = "notes/autre.md"'), "twice"),
        (("words = 5", 'words = "5"'), "wrong type"),
        (("words = 5", "pages = 5"), "other keys"),
        (("[[source]]", "[[sources]]"), r"\[\[source\]\]"),
        (("[[source]]", "[[source"), "not TOML"),
    ],
)
def test_faults_in_the_list_are_named(corpus: Path, change: tuple[str, str], fault: str) -> None:
    path = corpus / SOURCES_FILE
    path.write_text(manifest_text(describe([corpus]).rows).replace(*change), encoding="utf-8")
    with pytest.raises(BadSourcesFile, match=fault) as caught:
        load_manifest(path)
    assert caught.value.source == str(path)


@pytest.mark.slow  # every page is read
def test_the_projects_own_list_is_up_to_date() -> None:
    """corpus/sources.toml and the files' front matter must not say two things."""
    path = DEFAULT_CORPUS / SOURCES_FILE
    if not path.exists():
        pytest.skip("no sources.toml yet")
    assert load_manifest(path)
    assert path.read_text(encoding="utf-8") == manifest_text(describe([DEFAULT_CORPUS]).rows)
