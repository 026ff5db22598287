"""The two languages of a page, and where the statements of a study sheet come from."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from ingest.corpus.check import check_corpus
from ingest.corpus.pairs import english_of, french_of, pair_faults
from ingest.corpus.traces import trace_faults
from ingest.readers import read
from ingest.readers.markdown.traces import statements
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, walk

ENGLISH = """
    # Input modes

    ## Modes

    - File mode of SageMaker copies 1,024 objects first.
    - Pipe mode streams; its default is 0.5 seconds.
"""
FRENCH = """
    # Modes d'entrée

    ## Les modes

    - Le mode File de SageMaker copie d'abord 1\u00a0024 objets.
    - Le mode Pipe diffuse ; sa valeur par défaut est 0,5 seconde.
"""
FRONT = "---\ntitle: {title}\nlang: {lang}\nkind: {kind}\n{more}---\n"


def page(tmp_path: Path, name: str, body: str, lang: str, more: str = "") -> Document:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: T\nlang: {lang}\n{more}---\n{textwrap.dedent(body)}", encoding="utf-8")
    item = next(iter(walk([path], IngestSettings())))
    assert isinstance(item, SourceFile)
    return read(item, path.read_bytes(), IngestSettings())


def faults(tmp_path: Path, french: str, english: str = ENGLISH) -> list[str]:
    return list(pair_faults(page(tmp_path, "a.md", english, "en"), page(tmp_path, "a.fr.md", french, "fr")))


def test_a_faithful_pair_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, FRENCH) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("1\u00a0024", "1\u00a0042", "number only in English: 1024"),
        ("0,5", "0,7", "number only in French: 0.7"),
        ("SageMaker", "SageMkaer", "name only in French: SageMkaer"),
        (" de SageMaker", "", "name only in English: SageMaker"),
        ("    - Le mode Pipe diffuse ; sa valeur par défaut est 0,5 seconde.\n", "", "section 2 has 1 statements"),
        ("    ## Les modes\n", "", "1 sections, the English version has 2"),
    ],
)
def test_what_a_translation_loses_or_changes_is_named(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in FRENCH
    assert any(said in fault for fault in faults(tmp_path, FRENCH.replace(before, after)))


def test_elisions_plurals_and_percent_signs_are_no_differences(tmp_path: Path) -> None:
    english = "# T\n\n- GPUs of EC2 save 5% of what IoT costs with OpenSearch.\n"
    french = "# T\n\n- Les GPU d'EC2 économisent 5\u00a0% de ce que l'IoT coûte avec l’OpenSearch.\n"
    assert faults(tmp_path, french, english) == []


def test_a_number_with_what_it_counts_is_no_name(tmp_path: Path) -> None:
    english = "# T\n\n- A 5-minute sum of 10GB keeps the 90th quantile and bias² of a p3.2xlarge.\n"
    french = "# T\n\n- Une somme sur 5 minutes de 10 GB garde le quantile 90 et biais² d'une p3.2xlarge.\n"
    assert faults(tmp_path, french, english) == []
    other = french.replace("5 minutes", "6 minutes")
    assert faults(tmp_path, other, english)[0].startswith("number only in English: 5")
    assert faults(tmp_path, french.replace("p3.2xlarge", "p3.2large"), english)[0].endswith("p3.2xlarge")


def test_names_of_the_versions() -> None:
    assert french_of("aws/x.md") == "aws/x.fr.md"
    assert english_of("aws/x.fr.md") == "aws/x.md"
    assert english_of("notes/x.md") == "notes/x.md"


SHEET = """# Sheet

- File mode copies the data. <!-- aws/a.md: copies 1,024 objects -->

| Mode | Start |
|---|---|
| Pipe | at once | <!-- aws/a.md: Pipe mode streams -->
"""


def text_of(uri: str) -> str | None:
    return "File mode of SageMaker copies 1,024 objects first. Pipe mode streams" if uri == "aws/a.md" else None


def test_a_statement_is_a_line_that_states_something() -> None:
    assert [statement.text for statement in statements(SHEET)] == ["- File mode copies the data.", "| Pipe | at once |"]


def test_traces_that_hold_are_no_fault() -> None:
    assert list(trace_faults(SHEET, text_of)) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (" <!-- aws/a.md: copies 1,024 objects -->", "", "0 traces for 1 sentences"),
        ("data. <!--", "data. And more data. <!--", "1 traces for 2 sentences"),
        ("aws/a.md: copies", "aws/b.md: copies", "there is no page aws/b.md"),
        ("copies 1,024 objects", "copies 2,048 objects", "does not stand in aws/a.md"),
        ("copies 1,024 objects", "copies 1,024", "fewer than 3 words"),
        (" <!-- aws/a.md: Pipe mode streams -->", "", "0 traces for 1 sentences"),
    ],
)
def test_traces_that_do_not_hold_are_named(before: str, after: str, said: str) -> None:
    assert before in SHEET
    assert any(said in fault for fault in trace_faults(SHEET.replace(before, after), text_of))


def test_traces_are_no_content(tmp_path: Path) -> None:
    assert "<!--" not in page(tmp_path, "s.md", SHEET, "en").text
    assert "aws/a.md" not in page(tmp_path, "s.md", SHEET, "en").text


def test_the_origins_of_a_sheets_statements_are_kept(tmp_path: Path) -> None:
    two = "- One is here. Two is there. <!-- aws/b.md: one is here --> <!-- aws/c.md: two is there -->\n"
    read_sheet = page(tmp_path, "s.md", SHEET.replace("\n\n|", f"\n{two}\n|"), "en", "kind: sheet\n")
    said = [(read_sheet.text[o.start : o.end], o.uri, o.words) for o in read_sheet.origins]
    assert said == [
        ("File mode copies the data.", "aws/a.md", "copies 1,024 objects"),
        ("One is here.", "aws/b.md", "one is here"),
        ("Two is there.", "aws/c.md", "two is there"),
    ]
    assert page(tmp_path, "n.md", SHEET, "en").origins == ()


def test_the_check_holds_pairs_and_traces_and_counts_what_is_not_yet_in_french(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    page(corpus, "sheets/s.md", SHEET.replace("aws/a.md", "aws/missing.md"), "en")
    page(corpus, "general/lonely.fr.md", FRENCH, "fr")
    report = check_corpus(corpus)
    rules = {(finding.uri, finding.rule) for finding in report.findings}
    assert ("sheets/s.md", "trace") in rules
    assert ("general/lonely.fr.md", "pair") in rules
    assert report.skipped["pair"] == 1
