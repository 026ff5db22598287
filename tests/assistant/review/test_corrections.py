"""What of a claim's words is replaced, and where it stands in the learner's file: the change and only it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.reasons import Why
from assistant.review.aged import Aged, dated
from assistant.review.copying import can_be_copied, copy_name, corrected_copy, remark
from assistant.review.corrections import corrected, edits
from assistant.review.schema import CheckedClaim
from assistant.schema import Citation
from ingest.readers import read
from ingest.schema import Document, Lang, Source, Span
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, walk

QUOTE = "AWS Data Pipeline has been | closed since July 2024."
LIMIT = Aged("limit", "2025-12", "5 To", "50 To", 1)
FIREHOSE = Aged("name", "2024-02", "Kinesis Data Firehose", "Amazon Data Firehose", 1)
ENDED = Aged("end", "2024-07", number=1)


def cited() -> Citation:
    page = Document(Source("aws/p.md", "Pipelines", "aws-doc", "en", as_of="2026"), QUOTE, ())
    return Citation.of(Span(page, 0, len(QUOTE)), 1)


def claim(text: str, *aged: Aged, lang: Lang = "fr", start: int = 0, **more: object) -> CheckedClaim:
    return CheckedClaim(text, start, start + len(text), lang, "not_found", 0.9, "", (cited(),), "", aged, **more)  # type: ignore[arg-type]


def said(text: str, *aged: Aged, lang: Lang = "fr") -> str:
    return corrected(text, edits(claim(text, *aged, lang=lang)))


# --- the words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un objet pèse de 0 octet à 5 To (5 TB).", "Un objet pèse de 0 octet à 50 To (50 TB)."),
        ("Un objet pèse 5\u00a0To, pas 5 Go ni 5 jours.", "Un objet pèse 50\u00a0To, pas 5 Go ni 5 jours."),
        ("Un objet pèse 5000 Go.", "Un objet pèse 50000 Go."),
        ("Un objet pèse 7 To.", "Un objet pèse 7 To."),
    ],
)
def test_every_mention_of_the_old_value_has_the_new_one_in_its_own_unit(text: str, expected: str) -> None:
    assert said(text, LIMIT) == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Kinesis Data Firehose écrit.", "fr", "Amazon Data Firehose écrit."),
        ("La console de Kinesis Data Firehose suffit.", "fr", "La console d’Amazon Data Firehose suffit."),
        ("Amazon Kinesis Data Firehose writes.", "en", "Amazon Data Firehose writes."),
        ("Amazon Data Firehose écrit.", "fr", "Amazon Data Firehose écrit."),
    ],
)
def test_an_old_name_gives_way_to_the_new_one(text: str, lang: Lang, expected: str) -> None:
    assert said(text, FIREHOSE, lang=lang) == expected


def test_a_longer_name_is_left_alone() -> None:
    sagemaker = Aged("name", "2024-12", "Amazon SageMaker", "Amazon SageMaker AI", 1)
    text = "Amazon SageMaker Ground Truth annote, Amazon SageMaker AI et SageMaker entraînent."
    assert said(text, sagemaker) == text
    assert said("Amazon SageMaker entraîne.", sagemaker) == "Amazon SageMaker AI entraîne."


def test_a_name_that_no_source_tells_of_is_not_replaced() -> None:
    untold = Aged("name", "2024-02", "Kinesis Data Firehose", "Amazon Data Firehose")
    assert said("Kinesis Data Firehose écrit.", untold) == "Kinesis Data Firehose écrit."
    assert claim("Kinesis Data Firehose écrit.", untold).correction is None


def test_a_number_that_a_quote_surely_corrects_is_replaced() -> None:
    why = Why("number", (("source", "24 hours"), ("claim", "48 heures")))
    wrong = claim("La rétention est de 48 heures.", why=why, corrects=True)
    assert corrected(wrong.text, edits(wrong)) == "La rétention est de 24 heures."
    unsure = claim("La rétention est de 48 heures.", why=why)
    assert edits(unsure) == ()
    assert unsure.correction is None


def test_what_has_closed_replaces_no_word_and_is_a_remark() -> None:
    ended = claim("AWS Data Pipeline copie", ENDED)
    assert edits(ended) == ()
    quote = "«\u00a0AWS Data Pipeline has been / closed since July 2024\u00a0»"
    assert remark(ended) == f" (Mise à jour, juillet 2024\u00a0: {quote}, Pipelines.)"
    assert remark(claim("AWS Data Pipeline copies", ENDED, lang="en")).startswith(" (Update, July 2024: “AWS")
    assert remark(claim("Nothing of it")) == ""


@pytest.mark.parametrize(
    ("iso", "lang", "expected"),
    [("2024-02", "fr", "février 2024"), ("2024-12-03", "en", "3 December 2024"), ("2025", "fr", "2025")],
)
def test_dates_are_said_in_words(iso: str, lang: Lang, expected: str) -> None:
    assert dated(iso, lang) == expected


# --- the file

FILE = (
    "\ufeff---\r\ntitle: Notes\r\nlang: fr\r\n---\r\n\r\n# Notes\r\n\r\n"
    "Un objet de **5 To** au plus. Un objet pèse 5 To au plus.\r\n\r\n"
    "- Un objet pèse\r\n  [5 To](https://x.example/a) au plus.\r\n"
    "- Un objet pèse 5 To au plus.\r\n\r\n"
    "| Service | État |\r\n|---|---|\r\n| AWS Data Pipeline | ouvert |\r\n"
)


def note(folder: object, text: str = FILE) -> Document:
    path = folder / "notes.md"  # type: ignore[operator]
    path.write_bytes(text.encode("utf-8"))
    (file,) = walk([path], IngestSettings())
    assert isinstance(file, SourceFile)
    return read(file, file.read_bytes(), IngestSettings())


def at(document: Document, words: str, number: int, *aged: Aged) -> CheckedClaim:
    start = -1
    for _ in range(number):
        start = document.text.index(words, start + 1)
    return claim(words, *aged, start=start)


@pytest.mark.parametrize(
    ("words", "number", "old", "new"),
    [
        ("Un objet de 5 To au plus.", 1, "**5 To**", "**50 To**"),
        ("Un objet pèse 5 To au plus.", 1, ". Un objet pèse 5 To", ". Un objet pèse 50 To"),
        ("Un objet pèse 5 To au plus.", 2, "- Un objet pèse 5 To", "- Un objet pèse 50 To"),
        ("Un objet pèse\n5 To au plus.", 1, "[5 To]", "[50 To]"),
    ],
)
def test_a_statement_is_found_in_its_file_by_its_words_and_its_turn(
    tmp_path: object, words: str, number: int, old: str, new: str
) -> None:
    document = note(tmp_path)
    copy = corrected_copy(FILE, document, [at(document, words, number, LIMIT)])
    assert copy.left == ()
    assert copy.text == FILE.replace(old, new)
    assert [line[0] for line in copy.diff if line[0] in "+-"] == ["-", "+"]


def test_a_remark_on_a_row_stands_in_its_last_cell(tmp_path: object) -> None:
    document = note(tmp_path)
    copy = corrected_copy(FILE, document, [at(document, "| AWS Data Pipeline | ouvert |", 1, ENDED)])
    (row,) = [line for line in copy.text.splitlines() if "Pipeline |" in line]
    assert row.startswith("| AWS Data Pipeline | ouvert (Mise à jour")
    assert row.endswith(" |")
    assert row.count("|") == 3


def test_what_is_not_in_the_file_is_left_and_named(tmp_path: object) -> None:
    document = note(tmp_path)
    gone = claim("Un objet pèse 5 To jamais.", LIMIT)
    copy = corrected_copy(FILE, document, [gone])
    assert copy.left == (gone,)
    assert (copy.text, copy.diff) == (FILE, ())


def test_several_corrections_in_one_line_go_together(tmp_path: object) -> None:
    text = "# Notes\n\nKinesis Data Firehose écrit 5 To dans S3.\n"
    document = note(tmp_path, text)
    both = at(document, "Kinesis Data Firehose écrit 5 To dans S3.", 1, LIMIT, FIREHOSE)
    assert corrected_copy(text, document, [both]).text == "# Notes\n\nAmazon Data Firehose écrit 50 To dans S3.\n"


@given(st.text(alphabet="a é\u0301*_|[]().5To\n-#`", max_size=80))
def test_a_copy_without_corrections_is_the_file(text: str) -> None:
    document = Document(Source("a.md", "A", "note", "fr"), text, ())
    assert corrected_copy(text, document, []).text == text


def test_which_files_can_be_copied() -> None:
    assert can_be_copied("notes/a.MD")
    assert can_be_copied("notes/a.txt")
    assert not can_be_copied("notes/a.pdf")
    assert not can_be_copied("notes/a.docx")
    assert copy_name("notes/x/examen.md", "fr") == "examen-corrige.md"
    assert copy_name("notes/x/exam.md", "en") == "exam-corrected.md"
