"""What kind of text a block is: headings by size, items, code, notes under the text; furniture is no content."""

from __future__ import annotations

from tests.reading.conftest import ReadBytes
from tests.reading.pdf.make import BOLD, COURIER, Sheet, parts, pdf

PROSE = [
    "Checkpoints are written to a bucket while the job runs, so that a job that is",
    "interrupted resumes where it stopped. They are kept until they are deleted by",
    "their owner, and they are charged as any other object of the bucket is.",
]


def test_headings_by_size_make_the_path(read_as: ReadBytes) -> None:
    sheet = Sheet().text(60, 60, "Training on spare capacity", 20, BOLD).text(60, 90, "Checkpoints", 14, BOLD)
    sheet.lines(60, 110, *PROSE).text(60, 170, "Billing", 14, BOLD).lines(60, 190, *PROSE)
    document = read_as("a.pdf", pdf(sheet))
    assert [block.heading_path for block in document.blocks if block.kind == "text"] == [
        ("Training on spare capacity", "Checkpoints"),
        ("Training on spare capacity", "Billing"),
    ]


def test_a_bold_line_of_the_texts_size_is_a_heading(read_as: ReadBytes) -> None:
    sheet = Sheet().text(60, 90, "Checkpoints", 10, BOLD).lines(60, 106, *PROSE)
    assert [kind for kind, _ in parts(read_as("a.pdf", pdf(sheet)))] == ["heading", "text"]


def test_slides_are_titles_and_items(read_as: ReadBytes) -> None:
    slides = []
    for number, (title, items) in enumerate(
        [
            ("Ingestion en flux", ["Data Streams : lecteurs libres", "Firehose : presque temps réel"]),
            ("Ingestion par lots", ["Glue : Spark sans serveur", "DMS : bases de données"]),
            ("Choisir un stockage", ["S3 : lac de données", "EFS : carnets partagés"]),
        ],
        start=1,
    ):
        slide = Sheet(960, 540).text(60, 90, title, 32, BOLD)
        for row, item in enumerate(items):
            slide.text(80, 170 + 50 * row, "•", 20).text(110, 170 + 50 * row, item, 20)
        slides.append(slide.text(60, 520, "Groupe de révision 2025", 10).text(880, 520, str(number), 10))
    document = read_as("a.pdf", pdf(*slides))
    assert [kind for kind, _ in parts(document)] == ["heading", "list", "list"] * 3
    assert {block.heading_path for block in document.blocks} == {
        ("Ingestion en flux",),
        ("Ingestion par lots",),
        ("Choisir un stockage",),
    }
    assert "révision" not in document.text
    assert [document.text[start:].split("\n")[0] for start in document.page_starts] == [
        "Ingestion en flux",
        "Ingestion par lots",
        "Choisir un stockage",
    ]


def test_items_lie_under_the_items_above_them_and_the_lead_in(read_as: ReadBytes) -> None:
    sheet = Sheet().text(60, 100, "Classes of storage differ in their price and fees:")
    sheet.text(70, 116, "• Glacier").text(90, 130, "– retrieval fee").text(70, 144, "• Standard").text(
        90, 158, "– no retrieval fee"
    )
    document = read_as("a.pdf", pdf(sheet))
    subjects = [[document.text[a:b] for a, b in block.subjects] for block in document.blocks if block.kind == "list"]
    lead = "Classes of storage differ in their price and fees:"
    assert subjects == [[lead], [lead, "Glacier"], [lead], [lead, "Standard"]]


def test_code_keeps_its_lines_and_indents(read_as: ReadBytes) -> None:
    code = ["def train(data):", "    for batch in data:", "        step(batch)", "    return model"]
    sheet = Sheet().lines(60, 80, *PROSE).lines(60, 130, *code, font=COURIER).lines(60, 200, *PROSE)
    assert ("code", "\n".join(code)) in parts(read_as("a.pdf", pdf(sheet)))


def test_code_goes_on_over_the_page(read_as: ReadBytes) -> None:
    first = Sheet().lines(60, 80, *PROSE, *PROSE).lines(60, 760, "job = Job(", "    role=role,", font=COURIER)
    second = Sheet().lines(60, 60, "    image=image,", ")", font=COURIER).lines(60, 120, *PROSE)
    code = next(text for kind, text in parts(read_as("a.pdf", pdf(first, second))) if kind == "code")
    assert code.split("\n") == ["job = Job(", "    role=role,", "    image=image,", ")"]


def test_a_word_in_code_letters_is_no_code(read_as: ReadBytes) -> None:
    sheet = Sheet().lines(60, 100, *PROSE).text(60, 136, "The value of").text(122, 136, "max_wait", 10, COURIER)
    sheet.text(173, 136, "covers the run and the wait.")
    assert ("text", "The value of max_wait covers the run and the wait.") in parts(read_as("a.pdf", pdf(sheet)))


def noted() -> bytes:
    first = Sheet().lines(60, 90, *PROSE, size=11)
    first.text(60, 130, "Consumers read from a shard at two megabytes per second in total", 11)
    first.raw("BT /F1 7 Tf 1 0 0 1 380 716 Tm (1) Tj ET")
    first.raw("BT /F1 11 Tf 1 0 0 1 384.5 712 Tm (, shared by all, and an iterator) Tj ET")
    first.rule(60, 760, 200, 760).text(60, 775, "1 With enhanced fan-out each consumer has its own share.", 8)
    second = Sheet().text(60, 60, "expires after five minutes unless it is used again by the consumer.", 11)
    return pdf(first, second.lines(60, 100, *PROSE, size=11))


def test_a_footnote_is_apart_and_the_sentence_goes_on(read_as: ReadBytes) -> None:
    document = read_as("a.pdf", noted())
    assert ("text", "With enhanced fan-out each consumer has its own share.") in parts(document)
    assert "an iterator expires after five minutes" in document.text
    assert "total1" not in document.text
    note = document.text.index("With enhanced")
    assert document.page_at(note) == 1
    assert document.page_at(document.text.index("expires after")) == 2


def test_running_heads_and_page_numbers_go(read_as: ReadBytes) -> None:
    sheets = [
        Sheet().text(60, 30, "Cours de préparation", 9).lines(60, 90 + n, *PROSE).text(290, 815, str(41 + n), 9)
        for n in range(3)
    ]
    text = read_as("a.pdf", pdf(*sheets)).text
    assert "préparation" not in text
    assert "41" not in text


def test_questions_at_the_same_place_on_each_page_stay(read_as: ReadBytes) -> None:
    sheets = [Sheet().text(60, 60, f"Question {n}", 14, BOLD).lines(60, 90, *PROSE) for n in range(1, 5)]
    text = read_as("a.pdf", pdf(*sheets)).text
    assert [f"Question {n}" in text for n in range(1, 5)] == [True] * 4


def test_what_a_browser_prints_around_a_page_goes(read_as: ReadBytes) -> None:
    sheets = [
        Sheet().text(30, 20, "11/23/26, 1:07 PM", 8).text(280, 20, "Mes notes", 8).lines(60, 90, *PROSE)
        .text(30, 830, "https://notes.example/cours", 8).text(560, 830, f"{n}/3", 8)
        for n in (1, 2, 3)
    ]  # fmt: skip
    text = read_as("a.pdf", pdf(*sheets)).text
    assert "notes" not in text
    assert "PM" not in text


def test_indented_paragraphs_are_told_apart(read_as: ReadBytes) -> None:
    sheet = (
        Sheet()
        .lines(60, 100, *PROSE[:2], "their owner.")
        .text(75, 136, "Another paragraph begins with an indent and is")
    )
    sheet.text(60, 148, "as close to the one before as the lines of a paragraph are to each other.")
    assert len(parts(read_as("a.pdf", pdf(sheet)))) == 2


def test_a_paragraph_goes_on_over_the_page(read_as: ReadBytes) -> None:
    first = Sheet().lines(
        60, 760, "The retention of a stream is the time for which its records are kept, and", "it can be raised"
    )
    second = Sheet().lines(60, 60, "to a year at most. A longer history belongs in a bucket, from which it is read.")
    document = read_as("a.pdf", pdf(first, second))
    assert "it can be raised to a year at most." in document.text
    assert document.text[document.page_starts[1] :].startswith("to a year")
