"""The corpus check guards promises made to others: own words, right numbers, complete sources. Each rule must bite.

The project's own corpus is held to them by `tests/test_corpus.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.corpus.check import CorpusReport, check_corpus, report_text
from ingest.corpus.overlap import is_name, longest_shared_run, numbers_of, traceable_numbers, words_of
from ingest.errors import CorpusNotFound

PAGE = r"""# Streams<a name="streams"></a>

A data record is accessible for twenty\-four hours after somebody adds it to the stream by default\.
You can raise the limit to 1,000 records per second\. A record has at most 0\.50 MB\.
"""
FILLER = "\n".join(
    f"- Amazon Kinesis keeps what a producer sends to shard {name}, and a consumer of that shard reads it later."
    for name in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa")
)
DIGEST = f"""---
title: Streams
lang: en
kind: aws-doc
domains: [data-engineering]
source_url: https://docs.aws.amazon.com/streams/latest/dev/streams.html
guide: Amazon Kinesis Data Streams Developer Guide
as_of: "2021"
licence: CC-BY-SA-4.0
snapshot: streams/page.md
---
# Streams

## Limits

- By default, Kinesis keeps each record for 24 hours.
- One shard of Kinesis takes 1,000 records in a second, of 0.5 MB at the most.
{FILLER}
"""
NOTE = """---
title: Examen
lang: fr
kind: note
domains: [exam]
source_url: ""
guide: ""
as_of: "2023"
licence: Apache-2.0
---
# Examen

- L'épreuve dure trois heures et se passe sans pause. [Guide](https://aws.amazon.com/guide)
"""
COVERAGE = """| section | statements | covered | not covered | where |
|---|---|---|---|---|
| 2 | 3 | 2 | 1 | examen.md |
| 3 | 1 | 1 | 0 | examen.md |
| total | 4 | 3 | 1 | |
"""
ARTICLE = "L’examen est long, et il faut une bonne préparation avant de payer les trois cents dollars."

Check = Callable[..., CorpusReport]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check a small corpus that breaks no rule of a single file, with some of its files changed."""

    def run(*, only: tuple[str, ...] = (), with_sources: bool = True, **changes: str) -> CorpusReport:
        contents = {
            "corpus/aws/streams.md": DIGEST,
            "corpus/notes/examen.md": NOTE,
            "corpus/notes/COVERAGE.md": COVERAGE,
            "corpus/sources.toml": "",
            "docs/streams/page.md": PAGE,
            "article.txt": ARTICLE,
        }
        contents |= {f"{name.replace('__', '/')}.md": content for name, content in changes.items()}
        for name, content in contents.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        root = tmp_path / "corpus"
        if not with_sources:
            return check_corpus(root, only=[root / name for name in only])
        return check_corpus(root, tmp_path / "docs", tmp_path / "article.txt", [root / name for name in only])

    return run


def rules(report: CorpusReport) -> list[tuple[str, str]]:
    return [(finding.uri, finding.rule) for finding in report.findings if finding.rule != "domains"]


def test_a_sound_corpus_has_no_findings_but_too_few_documents(check: Check) -> None:
    report = check()
    assert rules(report) == []
    assert [finding.rule for finding in report.findings] == ["domains"] * 4
    assert (report.statements, report.statements_covered) == (4, 3)
    assert report.numbers_traced == 3
    assert report.skipped == {"pair": 1}
    assert "statements of the article covered: 3 of 4" in report_text(report)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("title: Streams\n", ""), "front-matter"),
        (("title: Streams\n", "title: [a\n"), "parse"),
        (("kind: aws-doc", "kind: note"), "front-matter"),
        (("lang: en", "lang: fr"), "front-matter"),
        (("[data-engineering]", "[cooking]"), "front-matter"),
        (("https://docs.aws.amazon.com/streams/", "http://docs.aws.amazon.com/streams/"), "front-matter"),
        (('"2021"', "2021"), "front-matter"),
        (("CC-BY-SA-4.0", '""'), "front-matter"),
        (("guide: Amazon", "extra: x\nguide: Amazon"), "front-matter"),
        (("streams/page.md", "streams/gone.md"), "snapshot"),
        (("streams/page.md", "../article.txt"), "snapshot"),
        (("Kinesis keeps each", "Kinesis **keeps** each"), "markup"),
        (("Kinesis keeps each", "Kinesis `keeps` each"), "markup"),
        (("24 hours.", "24 hours. [Link](https://x.y)"), "markup"),
        (("- One shard", "  - One shard"), "markup"),
        (("24 hours.", r"24\-hours."), "markup"),
        (("## Limits", "#### Limits"), "markup"),
        (("# Streams\n", "\n"), "markup"),
        (("24 hours", "48 hours"), "number"),
        (("24 hours.", "24 hours. A data record is accessible for many hours after somebody adds it."), None),
        (("24 hours.", "24 hours. It is accessible for twenty-four hours after somebody adds it."), "shared-run"),
        ((FILLER, "- Short."), "words"),
    ],
)
def test_each_rule_of_a_digest_bites(check: Check, change: tuple[str, str], rule: str | None) -> None:
    found = {found for _, found in rules(check(corpus__aws__streams=DIGEST.replace(*change)))}
    assert (rule in found) if rule else not found


def test_a_number_that_changed_since_is_listed_with_its_file(check: Check) -> None:
    changed = DIGEST.replace("24 hours", "8,760 hours")
    listed = "| file | number or text | reason |\n|---|---|---|\n| aws/streams.md | 8760, 2020 | raised |\n"
    assert rules(check(corpus__aws__streams=changed, corpus__aws__UPDATES=listed)) == []
    other = listed.replace("aws/streams.md", "aws/other.md")
    assert rules(check(corpus__aws__streams=changed, corpus__aws__UPDATES=other)) == [("aws/streams.md", "number")]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("pause.", "pause, il faut une bonne préparation avant de payer les cent."), "shared-run"),
        (("et se passe sans pause. [Guide]", "comme dit [le guide]"), "markup"),
        (('guide: ""', "guide: G"), "front-matter"),
        (
            ("L'épreuve dure trois heures et se passe sans pause.", "The exam takes three hours and it has no break."),
            "language",
        ),
    ],
)
def test_each_rule_of_a_note_bites(check: Check, change: tuple[str, str], rule: str) -> None:
    assert rule in {found for _, found in rules(check(corpus__notes__examen=NOTE.replace(*change)))}


def test_a_section_in_the_other_language_is_found(check: Check) -> None:
    foreign = "\n## Suite\n\n" + "- Le service garde les données du flux et les donne à ceux qui les lisent.\n" * 3
    report = check(corpus__aws__streams=DIGEST + foreign)
    assert rules(report) == [("aws/streams.md", "language")]


def test_two_digests_of_one_page_are_found(check: Check) -> None:
    assert rules(check(corpus__aws__twice=DIGEST)) == [("aws/twice.md", "source-url")]


@pytest.mark.parametrize(
    "table", ["", COVERAGE.replace("| total | 4 |", "| total | 5 |"), COVERAGE.replace("| 2 | 3 |", "| 2 | 9 |")]
)
def test_a_coverage_that_does_not_add_up_is_found(check: Check, table: str) -> None:
    assert ("notes/COVERAGE.md", "coverage") in rules(check(corpus__notes__COVERAGE=table))


def test_without_the_sources_their_rules_are_skipped_and_counted(check: Check) -> None:
    report = check(with_sources=False)
    assert rules(report) == []
    assert report.skipped == {"shared-run": 2, "number": 1, "pair": 1}
    assert "skipped: number (1 files)" in report_text(report)


def test_one_file_can_be_checked_while_it_is_written(check: Check) -> None:
    report = check(only=("aws/streams.md",), corpus__notes__examen=NOTE.replace("lang: fr", "lang: en"))
    assert [file.uri for file in report.files] == ["aws/streams.md"]
    assert report.findings == ()
    with pytest.raises(CorpusNotFound):
        check(only=("aws/nowhere.md",))


@pytest.mark.parametrize(
    ("text", "other", "names", "length"),
    [
        ("The cat sat on the mat.", "the CAT sat on the mat today", (), 6),
        ("It calls CreateModel with ml.m5.large at once.", "calls createmodel with ml.m5.large at noon", (), 3),
        ("A crawler reads data.", "a crawler reads data", ("crawler",), 3),
        ("d’un flux vers l’autre", "d'un flux vers l'autre", (), 4),
        ("nothing here", "in common", (), 0),
    ],
)
def test_names_and_case_do_not_lengthen_a_run(text: str, other: str, names: tuple[str, ...], length: int) -> None:
    assert longest_shared_run(words_of(text), words_of(other), names).length == length


def test_a_small_word_with_a_capital_is_no_name() -> None:
    assert [is_name(word) for word in ("The", "A", "Both", "S3", "Kinesis", "max_depth", "IT")] == [
        *[False] * 3,
        *[True] * 4,
    ]


def test_numbers_are_compared_by_value_and_not_inside_names() -> None:
    assert numbers_of("1,000 of 0.50 MB in us-east-1 on ml.p3.2xlarge, 128MB, engine 3.1.3") == {
        "1000",
        "0.5",
        "128",
        "3.1.3",
    }
    assert {"24", "5", "1000", "2"} <= traceable_numbers("5, 24-hour, 1,000 and two")
