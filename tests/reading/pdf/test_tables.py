"""Tables are rows under their header, with and without drawn lines, over pages too."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.reading.conftest import ReadBytes
from tests.reading.pdf.make import BOLD, Sheet, parts, pdf, rows_of

HEADER = ("Instance", "vCPU", "Memory", "Network")
ROWS = (
    ("ml.m5.large", "2", "8 GB", "10 Gbps"),
    ("ml.c5.xlarge", "4", "8 GB", "10 Gbps"),
    ("ml.g5.2xlarge", "8", "32 GB", "10 Gbps"),
    ("ml.p4d.24xlarge", "96", "1152 GB", "400 Gbps"),
)
COLUMNS = (60, 200, 280, 400)


def write_rows(sheet: Sheet, y: float, rows: Sequence[Sequence[str]], step: float = 18) -> Sheet:
    for number, row in enumerate(rows):
        for x, cell in zip(COLUMNS, row, strict=True):
            sheet.text(x, y + step * number, cell)
    return sheet


def test_a_table_without_lines(read_as: ReadBytes) -> None:
    sheet = Sheet().text(60, 80, "The table compares the instances that are asked for most often in this domain.")
    document = read_as("a.pdf", pdf(write_rows(sheet, 110, (HEADER, *ROWS))))
    assert rows_of(document) == [list(row) for row in (HEADER, *ROWS)]
    assert [block.header_rows for block in document.blocks if block.kind == "table"] == [1]


def test_a_table_goes_on_over_the_page_under_its_first_header(read_as: ReadBytes) -> None:
    first = Sheet().text(60, 80, "The table compares the instances that are asked for most often in this domain.")
    first = write_rows(first, 750, (HEADER, *ROWS[:2]))
    second = write_rows(Sheet(), 80, ROWS[2:]).text(60, 160, "After the table the text goes on as it did before it.")
    document = read_as("a.pdf", pdf(first, second))
    assert rows_of(document) == [list(row) for row in (HEADER, *ROWS)]
    assert document.text[document.page_starts[1] :].startswith("| ml.g5.2xlarge")


def test_a_header_repeated_on_the_next_page_is_no_row(read_as: ReadBytes) -> None:
    first = Sheet().text(60, 80, "The table compares the instances that are asked for most often in this domain.")
    first = write_rows(first, 750, (HEADER, *ROWS[:2]))
    document = read_as("a.pdf", pdf(first, write_rows(Sheet(), 80, (HEADER, *ROWS[2:]))))
    assert rows_of(document) == [list(row) for row in (HEADER, *ROWS)]


def test_one_row_alone_on_the_next_page(read_as: ReadBytes) -> None:
    first = Sheet().text(60, 80, "The table compares the instances that are asked for most often in this domain.")
    first = write_rows(first, 750, (HEADER, *ROWS[:3]))
    document = read_as("a.pdf", pdf(first, write_rows(Sheet(), 80, ROWS[3:])))
    assert rows_of(document)[-1] == list(ROWS[3])
    assert len(rows_of(document)) == 5


def test_the_last_number_of_a_page_is_a_cell_not_the_pages_number(read_as: ReadBytes) -> None:
    first = Sheet().text(60, 80, "The table compares the instances that are asked for most often in this domain.")
    document = read_as("a.pdf", pdf(write_rows(first, 764, (HEADER, *ROWS[:2]))))
    assert rows_of(document)[2] == list(ROWS[1])


def test_a_cell_that_wraps_stays_in_its_row(read_as: ReadBytes) -> None:
    sheet = Sheet()
    for x, cell in zip(COLUMNS, ("Service", "Unit", "Limit", "Note"), strict=True):
        sheet.text(x, 100, cell, font=BOLD)
    sheet.text(60, 120, "Endpoint").text(200, 120, "Region").text(280, 120, "20").text(400, 120, "can be raised on")
    sheet.text(400, 132, "request")
    sheet.text(60, 152, "Job").text(200, 152, "Account").text(280, 152, "100").text(400, 152, "is fixed for all")
    sheet.text(400, 164, "accounts")
    assert rows_of(read_as("a.pdf", pdf(sheet))) == [
        ["Service", "Unit", "Limit", "Note"],
        ["Endpoint", "Region", "20", "can be raised on request"],
        ["Job", "Account", "100", "is fixed for all accounts"],
    ]


def grid(sheet: Sheet, xs: Sequence[float], ys: Sequence[float]) -> Sheet:
    for y in ys:
        sheet.rule(xs[0], y, xs[-1], y)
    for x in xs:
        sheet.rule(x, ys[0], x, ys[-1])
    return sheet


def test_cells_between_drawn_lines_with_line_breaks(read_as: ReadBytes) -> None:
    sheet = grid(Sheet(), (50, 150, 250, 350), (100, 140, 160, 180))
    sheet.text(55, 124, "Instance").lines(155, 115, "GPU", "memory").text(255, 124, "Price")
    sheet.text(55, 154, "small").text(155, 154, "16 GB").text(255, 154, "low")
    sheet.text(55, 174, "large").text(155, 174, "64 GB").text(255, 174, "high")
    assert rows_of(read_as("a.pdf", pdf(sheet))) == [
        ["Instance", "GPU memory", "Price"],
        ["small", "16 GB", "low"],
        ["large", "64 GB", "high"],
    ]


def test_a_merged_cell_is_repeated_in_each_row_it_spans(read_as: ReadBytes) -> None:
    sheet = Sheet()
    for y in (100, 120, 160):
        sheet.rule(50, y, 350, y)
    sheet.rule(150, 140, 350, 140)
    for x in (50, 150, 250, 350):
        sheet.rule(x, 100, x, 160)
    sheet.text(55, 114, "Service").text(155, 114, "Quota").text(255, 114, "Limit")
    sheet.text(55, 144, "Kinesis").text(155, 134, "shards").text(255, 134, "500")
    sheet.text(155, 154, "consumers").text(255, 154, "20")
    assert rows_of(read_as("a.pdf", pdf(sheet)))[1:] == [["Kinesis", "shards", "500"], ["Kinesis", "consumers", "20"]]


def test_lines_across_only_and_a_header_above_the_first(read_as: ReadBytes) -> None:
    sheet = Sheet().text(60, 60, "The sentence above the table runs over the whole width of the page and is no header.")
    write_rows(sheet, 110, (HEADER, *ROWS))
    for number in range(5):
        sheet.rule(58, 116 + 18 * number, 460, 116 + 18 * number)
    assert rows_of(read_as("a.pdf", pdf(sheet))) == [list(row) for row in (HEADER, *ROWS)]


def test_rows_of_values_have_no_header(read_as: ReadBytes) -> None:
    sheet = write_rows(Sheet(), 100, ROWS)
    assert [block.header_rows for block in read_as("a.pdf", pdf(sheet)).blocks] == [0]


def test_a_list_is_no_table(read_as: ReadBytes) -> None:
    sheet = Sheet()
    for number, text in enumerate(
        ["Records are kept for a day", "Shards are added by hand", "Consumers share a shard"]
    ):
        sheet.text(70, 100 + 14 * number, "•").text(90, 100 + 14 * number, text)
    assert [kind for kind, _ in parts(read_as("a.pdf", pdf(sheet)))] == ["list", "list", "list"]


def test_a_table_in_one_of_two_columns(read_as: ReadBytes) -> None:
    left = [f"Line {n} of the left column is a line of prose" for n in "abcdefghij"]
    sheet = Sheet().lines(50, 100, *left, step=1.4)
    for number, row in enumerate((("Kind", "Limit"), ("batch", "100 MB"), ("stream", "6 MB"), ("queue", "1 GB"))):
        sheet.text(330, 128 + 14 * number, row[0]).text(440, 128 + 14 * number, row[1])
    sheet.lines(330, 100, "The limits of each kind are those that the", step=1.4)
    sheet.lines(
        330, 212, "table above gives, whatever the Region is,", "and none of them can be raised at all.", step=1.4
    )
    document = read_as("a.pdf", pdf(sheet))
    assert rows_of(document) == [["Kind", "Limit"], ["batch", "100 MB"], ["stream", "6 MB"], ["queue", "1 GB"]]
    assert " ".join(left) in document.text


def test_names_in_the_middle_of_wide_columns_stand_over_their_cells(read_as: ReadBytes) -> None:
    sheet = Sheet().text(60, 80, "The table compares the three modes that a model can be deployed in.")
    for x, name in ((120, "Mode"), (300, "Payload"), (470, "Timeout")):
        sheet.text(x, 110, name, font=BOLD)
    rows = (("Batch", "25 MB", "60 s"), ("Server", "4 MB", "60 s"), ("Async", "1 GB", "1 h"))
    for number, row in enumerate(rows):
        for x, cell in zip((60, 230, 400), row, strict=True):
            sheet.text(x, 128 + 18 * number, cell)
    document = read_as("a.pdf", pdf(sheet))
    assert rows_of(document) == [["Mode", "Payload", "Timeout"], *map(list, rows)]


def test_numbers_to_the_right_of_their_name(read_as: ReadBytes) -> None:
    sheet = Sheet().text(60, 80, "The table gives the price of each instance for an hour and for a month.")
    for x, name in ((60, "Instance"), (200, "Hour"), (330, "Month")):
        sheet.text(x, 110, name, font=BOLD)
    rows = (("ml.m5.large", "0.115", "84"), ("ml.c5.large", "0.102", "74"), ("ml.g5.large", "1.006", "734"))
    for number, row in enumerate(rows):
        for x, cell in zip((60, 250, 400), row, strict=True):
            sheet.text(x, 128 + 18 * number, cell)
    assert rows_of(read_as("a.pdf", pdf(sheet))) == [["Instance", "Hour", "Month"], *map(list, rows)]


def numbered(pages: int, each: int) -> list[Sequence[str]]:
    return [(f"ml.g{n}.xlarge", str(2 * n), f"{8 * n} GB", f"{n} Gbps") for n in range(1, pages * each + 1)]


@pytest.mark.parametrize("step", [12, 18, 24])
@pytest.mark.parametrize("repeated", [True, False], ids=["header on each page", "header once"])
@pytest.mark.parametrize("lead", [True, False], ids=["after text", "alone"])
def test_no_row_of_a_long_table_is_taken_for_a_running_head(
    read_as: ReadBytes, step: int, repeated: bool, lead: bool
) -> None:
    """Rows at the same height of each page, which differ in their numbers only."""
    each = 760 // step - 6
    rows = numbered(4, each)
    sheets = []
    for page in range(4):
        own = rows[page * each : (page + 1) * each]
        sheets.append(write_rows(Sheet(), 40, (HEADER, *own) if repeated or not page else own, step))
    if lead:
        before = Sheet().text(60, 80, "The table compares the instances that are asked for most often in this domain.")
        sheets.insert(0, before)
    found = rows_of(read_as("a.pdf", pdf(*sheets)))
    assert found == [list(row) for row in (HEADER, *rows)]


def test_a_running_head_over_a_long_table_goes(read_as: ReadBytes) -> None:
    rows = numbered(4, 20)
    sheets = [
        write_rows(Sheet(), 110, rows[20 * page : 20 * (page + 1)])
        .text(60, 40, f"Chapter {page + 1}", 9).text(400, 40, "Instances of the exam", 9)
        .text(60, 815, "Notes of 2026", 9).text(400, 815, f"{page + 7}", 9)
        for page in range(4)
    ]  # fmt: skip
    text = read_as("a.pdf", pdf(*sheets)).text
    assert [word for word in ("Chapter", "exam", "Notes", "2026") if word in text] == []
    assert text.count("ml.g") == 80


@pytest.mark.parametrize("links", [True, False])
def test_lines_over_and_under_a_header_do_not_end_its_table(read_as: ReadBytes, links: bool) -> None:
    """As a browser prints pandoc's tables: no line at the end, the header again on each page, names that are links."""
    rows = numbered(2, 12)
    sheets = []
    for page in range(2):
        sheet = Sheet().rule(55, 84, 480, 84).rule(55, 106, 480, 106)
        for x, name in zip((90, 205, 290, 410), HEADER, strict=True):
            sheet.text(x, 100, name, font=BOLD)
        write_rows(sheet, 122, rows[12 * page : 12 * (page + 1)], 22)
        for number in range(12 if links else 0):
            width = 5 * len(rows[12 * page + number][0]) + 1.0
            sheet.rule(60, 123.5 + 22 * number, 60 + width, 123.5 + 22 * number)
        sheets.append(sheet)
    assert rows_of(read_as("a.pdf", pdf(*sheets))) == [list(row) for row in (HEADER, *rows)]
