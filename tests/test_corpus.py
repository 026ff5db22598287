"""The project's own corpus keeps its rules (docs/corpus.md); AWS's pages and the article are used where they exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.corpus.catalog import describe
from ingest.corpus.check import CorpusReport, check_corpus
from ingest.settings import DEFAULT_CORPUS, PROJECT_ROOT

pytestmark = pytest.mark.slow  # every page is read, compared with its translation and with what it was made from
SHARED = PROJECT_ROOT.parent / "shared"
EXAM_DOMAINS = ("data-engineering", "exploratory-data-analysis", "modeling", "ml-implementation-and-operations")


def there(path: Path) -> Path | None:
    return path if path.exists() else None


@pytest.fixture(scope="module")
def report() -> CorpusReport:
    return check_corpus(DEFAULT_CORPUS, there(SHARED / "aws-docs"), there(SHARED / "sources" / "article.txt"))


def test_every_file_keeps_every_rule(report: CorpusReport) -> None:
    assert [f"{finding.uri}: {finding.rule}: {finding.message}" for finding in report.findings] == []


def test_nothing_is_copied_from_the_sources(report: CorpusReport) -> None:
    if report.skipped:
        pytest.skip("AWS's pages and the article are not on this machine.")
    assert report.longest_run[1].length <= 8
    assert report.numbers_traced > 700


def test_the_notes_cover_the_article(report: CorpusReport) -> None:
    assert report.statements_covered >= 0.95 * report.statements > 300


def test_there_is_enough_of_every_kind_and_domain() -> None:
    rows = describe([DEFAULT_CORPUS]).rows
    kinds = [row.kind for row in rows]
    assert kinds.count("aws-doc") >= 70
    assert kinds.count("general") >= 20
    assert kinds.count("note") == 6
    for domain in EXAM_DOMAINS:
        assert sum(domain in row.domains for row in rows) >= 12
