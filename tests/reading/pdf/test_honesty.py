"""What is not in the text is named: pages without text, hidden layers, letters mapped wrongly, pages that fail."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from ingest.errors import DamagedPdf, ScannedPdf
from ingest.readers.pdf import reader, structure
from ingest.schema import Document
from tests.reading.conftest import ReadBytes
from tests.reading.pdf.make import Sheet, pdf, stream
from tests.reading_here import running_here

PROSE = [
    "Checkpoints are written to a bucket while the job runs, so that a job that is",
    "interrupted resumes where it stopped. They are kept until they are deleted by",
    "their owner, and they are charged as any other object of the bucket is.",
]
LAYERS = "/OCProperties << /OCGs [100 0 R 101 0 R] /D << /OFF [100 0 R] /Order [100 0 R 101 0 R] >> >>"
GROUPS = {100: "<< /Type /OCG /Name (Answers) >>", 101: "<< /Type /OCG /Name (Text) >>"}
PROPERTIES = "/Properties << /Off 100 0 R /On 101 0 R >>"


def left_out(document: Document) -> dict[str, tuple[int, str]]:
    return {omission.code: (omission.count, omission.where) for omission in document.omissions}


def test_pages_without_text_are_named(read_as: ReadBytes) -> None:
    document = read_as("a.pdf", pdf(Sheet().lines(60, 90, *PROSE), Sheet(), Sheet().lines(60, 90, *PROSE), Sheet()))
    assert left_out(document)["page-without-text"] == (2, "p. 2, 4")


def shifted(text: str, by: int = 3) -> str:
    return "".join(chr((ord(c) - 97 + by) % 26 + 97) if "a" <= c <= "z" else c for c in text)


def test_a_page_of_letters_mapped_wrongly_is_named_and_not_read(read_as: ReadBytes) -> None:
    wrong = Sheet().lines(60, 90, *(shifted(line) for line in PROSE))
    document = read_as("a.pdf", pdf(Sheet().lines(60, 90, *PROSE), wrong))
    assert left_out(document)["no-language"] == (1, "p. 2")
    assert shifted("interrupted") not in document.text


@pytest.mark.parametrize("by", [1, 3, 7, 13])
def test_a_file_of_such_pages_is_named_like_a_scan(read_as: ReadBytes, by: int) -> None:
    with pytest.raises(ScannedPdf, match="no language"):
        read_as("a.pdf", pdf(Sheet().lines(60, 90, *(shifted(line, by) for line in PROSE))))


@pytest.mark.parametrize(
    "line",
    [
        "Die Verarbeitung natürlicher Sprache ist ein Teilgebiet der Informatik und befasst sich mit Texten",
        "Los modelos de aprendizaje automático necesitan muchos datos para entrenar y validar sus resultados",
        "ml.p3.2xlarge ml.g5.xlarge XGBoost BlazingText DeepAR KNN PCA LDA NTM RCF Seq2Seq IoU mAP BLEU ROUGE AUC",
    ],
)
def test_other_languages_and_lists_of_names_are_text(read_as: ReadBytes, line: str) -> None:
    assert line[:30] in read_as("a.pdf", pdf(Sheet().lines(60, 90, line))).text


def test_text_of_a_layer_that_is_off_is_no_content(read_as: ReadBytes) -> None:
    sheet = Sheet().lines(60, 90, *PROSE)
    sheet.raw("/OC /Off BDC BT /F1 10 Tf 1 0 0 1 60 500 Tm (The hidden answer is B.) Tj ET EMC")
    sheet.raw("/OC /On BDC BT /F1 10 Tf 1 0 0 1 60 450 Tm (What is shown stays in the text.) Tj ET EMC")
    document = read_as("a.pdf", pdf(sheet, catalog=LAYERS, objects=GROUPS, resources=PROPERTIES))
    assert "hidden answer" not in document.text
    assert "What is shown stays" in document.text
    assert left_out(document)["hidden"] == (1, "p. 1")


def test_a_form_that_belongs_to_such_a_layer(read_as: ReadBytes) -> None:
    form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC 100 0 R /Resources << /Font << /F1 << /Type /Font "
        "/Subtype /Type1 /BaseFont /Helvetica >> >> >>",
        "BT /F1 10 Tf 1 0 0 1 60 500 Tm (The hidden answer is C.) Tj ET",
    )
    sheet = Sheet().lines(60, 90, *PROSE).raw("/Fx Do")
    data = pdf(sheet, catalog=LAYERS, objects={**GROUPS, 102: form}, resources="/XObject << /Fx 102 0 R >>")
    document = read_as("a.pdf", data)
    assert "hidden" not in document.text
    assert left_out(document)["hidden"] == (1, "p. 1")


def test_a_layer_that_is_on_is_content(read_as: ReadBytes) -> None:
    sheet = Sheet().lines(60, 90, *PROSE)
    sheet.raw("/OC /On BDC BT /F1 10 Tf 1 0 0 1 60 450 Tm (What is shown stays in the text.) Tj ET EMC")
    document = read_as("a.pdf", pdf(sheet, catalog=LAYERS, objects=GROUPS, resources=PROPERTIES))
    assert "What is shown stays" in document.text
    assert left_out(document) == {}


def test_text_outside_of_the_page_is_hidden(read_as: ReadBytes) -> None:
    sheet = Sheet().lines(60, 90, *PROSE).text(60, 2000, "Nobody sees this line.")
    document = read_as("a.pdf", pdf(sheet))
    assert "Nobody" not in document.text
    assert left_out(document)["hidden"][1] == "p. 1"


def test_filled_fields_stand_beside_their_labels(read_as: ReadBytes) -> None:
    sheet = Sheet().lines(60, 90, *PROSE).text(60, 200, "Preferred Region:")
    sheet.extra = "/Annots [110 0 R 111 0 R]"
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (region) /V (eu-west-3) /Rect [150 635 300 651] /F 4 >>"
    secret = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (pw) /Ff 8192 /V (hunter2) /Rect [150 535 300 551] /F 4 >>"
    text = read_as("a.pdf", pdf(sheet, objects={110: field, 111: secret})).text
    assert "Preferred Region: eu-west-3" in text
    assert "hunter2" not in text


@pytest.mark.parametrize("height", [14, 20, 26])
def test_a_form_is_read_label_by_label(read_as: ReadBytes, height: int) -> None:
    """Fields are as high as their program makes them; their values stand in the line of their labels."""
    rows = [("Name:", "/FT /Tx /V (Ada Lovelace)"), ("Exam:", "/FT /Ch /V (MLS-C01)")]
    rows += [("Remote:", "/FT /Btn /AS /Yes /V /Yes"), ("Paid:", "/FT /Btn /AS /Off")]
    sheet, widgets = Sheet().lines(60, 60, *PROSE), {}
    for number, (label, kind) in enumerate(rows):
        base = 200 + 40 * number
        sheet.text(60, base, label)
        box = f"[130 {842 - base - height / 2 + 3} 330 {842 - base + height / 2 + 3}]"
        widgets[110 + number] = f"<< /Type /Annot /Subtype /Widget /T (f{number}) {kind} /Rect {box} /F 4 >>"
    sheet.extra = f"/Annots [{' '.join(f'{number} 0 R' for number in widgets)}]"
    text = read_as("a.pdf", pdf(sheet, objects=widgets)).text
    found = [" ".join(line.replace("|", " ").split()) for line in text.split("\n")[-4:]]
    assert found == ["Name: Ada Lovelace", "Exam: MLS-C01", "Remote: ☑", "Paid: ☐"]


def test_notes_pinned_to_a_page_are_content(read_as: ReadBytes) -> None:
    sheet = Sheet().lines(60, 90, *PROSE)
    sheet.extra = "/Annots [110 0 R 111 0 R]"
    note = "<< /Type /Annot /Subtype /Text /Contents (Checkpoints are not free.) /Rect [10 10 30 30] >>"
    link = "<< /Type /Annot /Subtype /Link /Contents (a link) /Rect [10 10 30 30] >>"
    document = read_as("a.pdf", pdf(sheet, Sheet().lines(60, 90, *PROSE), objects={110: note, 111: link}))
    assert "Checkpoints are not free." in document.text
    assert "a link" not in document.text
    assert document.page_at(document.text.index("not free")) == 1


def test_page_labels_are_kept(read_as: ReadBytes) -> None:
    sheets = [Sheet().lines(60, 90, *PROSE) for _ in range(4)]
    labels = "/PageLabels << /Nums [0 << /S /r /St 4 >> 2 << /S /D >>] >>"
    assert read_as("a.pdf", pdf(*sheets, catalog=labels)).page_labels == ("iv", "v", "1", "2")
    assert read_as("a.pdf", pdf(*sheets)).page_labels == ()


def test_a_page_that_ends_the_reader_is_passed_over(read_as: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run

    def killed_once(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        done = run(command, **options)
        if command[-1] == "0":
            return subprocess.CompletedProcess(command, -11, b"\n".join(done.stdout.split(b"\n")[:2]), b"")
        return done

    monkeypatch.setattr(subprocess, "run", killed_once)
    first, last = "The first page is read before the reader ends.", "The last page is read by another reader."
    document = read_as(
        "a.pdf", pdf(Sheet().text(60, 90, first), Sheet().text(60, 90, "lost"), Sheet().text(60, 90, last))
    )
    assert first in document.text
    assert last in document.text
    assert left_out(document)["page-failed"] == (1, "p. 2")


def test_what_was_read_before_the_time_was_up_goes_in(read_as: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run

    def too_slow(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        done = run(command, **options)
        raise subprocess.TimeoutExpired(
            command, 1, output=b"\n".join(done.stdout.split(b"\n")[:2]) + b'\n{"page": 1, "si'
        )

    monkeypatch.setattr(subprocess, "run", too_slow)
    document = read_as("a.pdf", pdf(*(Sheet().lines(60, 90, f"Page {n} of three.", *PROSE) for n in (1, 2, 3))))
    assert "Page 1 of three." in document.text
    assert left_out(document)["page-failed"] == (2, "p. 2, 3")


def test_the_worker_is_really_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    options: dict[str, Any] = {}

    def run(command: list[str], **given: Any) -> subprocess.CompletedProcess[bytes]:
        options.update(given)
        raise subprocess.TimeoutExpired(command, given["timeout"])

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(reader.PdfTimeout):
        reader.read_pdf(b"%PDF-", "a.pdf", seconds=3, max_pages=9)
    assert options["timeout"] <= 3


@pytest.mark.slow
def test_a_process_of_its_own_tells_what_is_read_here(read_as: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast tests read here (`tests.reading_here`), the product in a process of its own."""
    data = pdf(Sheet().lines(60, 90, *PROSE), Sheet(), Sheet().lines(60, 90, *PROSE))
    there = read_as("a.pdf", data)
    monkeypatch.setattr(subprocess, "run", running_here(subprocess.run))
    assert read_as("a.pdf", data) == there
    with pytest.raises(DamagedPdf) as here:
        read_as("b.pdf", data[:400])
    monkeypatch.undo()
    with pytest.raises(DamagedPdf) as apart:
        read_as("b.pdf", data[:400])
    assert apart.value.message == here.value.message


@pytest.mark.parametrize(
    "drawn",
    [
        "1 g BT /F1 10 Tf 1 0 0 1 60 500 Tm (Nobody sees this line.) Tj ET 0 g",
        "BT /F1 0.5 Tf 1 0 0 1 60 500 Tm (Nobody) Tj ET",
    ],
    ids=["white on white", "tiny"],
)
def test_text_that_nobody_sees_is_hidden(read_as: ReadBytes, drawn: str) -> None:
    document = read_as("a.pdf", pdf(Sheet().lines(60, 90, *PROSE).raw(drawn)))
    assert "Nobody" not in document.text
    assert left_out(document)["hidden"][1] == "p. 1"


def test_white_text_on_a_dark_area_is_content(read_as: ReadBytes) -> None:
    sheet = Sheet().lines(60, 90, *PROSE).raw("0.1 0.2 0.4 rg 50 490 400 30 re f 1 g")
    sheet.raw("BT /F1 10 Tf 1 0 0 1 60 500 Tm (This line stands on dark blue.) Tj ET 0 g")
    document = read_as("a.pdf", pdf(sheet))
    assert "This line stands on dark blue." in document.text
    assert left_out(document) == {}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Streams and shards", "Streams and shards"),
        ("Guide to node.js", "Guide to node.js"),
        ("c.html", ""),
        ("Microsoft Word - cours de ML.docx", ""),
        ("Untitled", ""),
        (None, ""),
    ],
)
def test_the_name_of_a_file_is_no_title(written: str | None, title: str) -> None:
    assert structure.title(SimpleNamespace(metadata=SimpleNamespace(title=written))) == title  # type: ignore[arg-type]
