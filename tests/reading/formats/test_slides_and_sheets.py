"""Slides have pages, levels and notes; sheets have their real header and their values as they are shown."""

from __future__ import annotations

import datetime
from typing import Any

import openpyxl
import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.errors import UnreadableFile
from ingest.readers.office.xlsx import shown_value
from tests.reading.conftest import ReadBytes
from tests.reading.formats.making import package, saved
from tests.reading.formats.test_word import blocks, omitted, subjects


def slide(deck: Any, title: str, *items: tuple[int, str], layout: int = 1) -> Any:
    made = deck.slides.add_slide(deck.slide_layouts[layout])
    made.shapes.title.text = title
    for place, (level, text) in enumerate(items):
        frame = made.placeholders[1].text_frame
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    return made


def workbook(*rows: list[object]) -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_titles_are_headings_and_bullets_lie_by_level(read_as: ReadBytes) -> None:
    deck = pptx.Presentation()
    slide(deck, "Metrics", (0, "Recall"), (1, "use for fraud"), (0, "Precision"), (1, "use for spam"))
    document = read_as("a.pptx", saved(deck))
    assert blocks(document)[0] == ("heading", "Metrics")
    assert subjects(document)["- use for spam"] == ["Precision"]
    assert all(block.heading_path == ("Metrics",) for block in document.blocks)


def test_slide_numbers_are_pages_hidden_slides_counted_and_named(read_as: ReadBytes) -> None:
    deck = pptx.Presentation()
    slide(deck, "One", (0, "first point"))
    slide(deck, "Two", (0, "secret point"))._element.set("show", "0")
    slide(deck, "Three", (0, "third point"))
    document = read_as("a.pptx", saved(deck))
    assert document.page_at(document.text.index("first")) == 1
    assert document.page_at(document.text.index("third")) == 3
    assert "secret" not in document.text
    assert [(o.code, o.where) for o in document.omissions] == [("hidden", "p. 2")]


def test_a_comparison_keeps_what_is_said_of_each_side(read_as: ReadBytes) -> None:
    deck = pptx.Presentation()
    made = deck.slides.add_slide(deck.slide_layouts[4])
    for place, text in zip(made.placeholders, ("Inference", "Batch", "offline", "Real time", "online"), strict=True):
        place.text_frame.text = text
    assert subjects(read_as("a.pptx", saved(deck))) == {
        "Inference": [], "- Batch": [], "- offline": ["Batch"], "- Real time": [], "- online": ["Real time"],
    }  # fmt: skip


@pytest.mark.parametrize(("top", "heading"), [(1, "Quotas"), (4, "")])
def test_a_line_above_everything_else_is_the_title_of_a_slide_without_one(
    read_as: ReadBytes, top: int, heading: str
) -> None:
    deck = pptx.Presentation()
    made = deck.slides.add_slide(deck.slide_layouts[6])
    for y, text in ((2, "500 shards in a Region"), (top, "Quotas"), (3, "20 consumers of a stream")):
        made.shapes.add_textbox(Inches(1), Inches(y), Inches(5), Inches(0.5)).text_frame.text = text
    document = read_as("a.pptx", saved(deck))
    assert {block.heading_path for block in document.blocks} == ({(heading,)} if heading else {()})
    assert len(document.blocks) == 3


def test_bullets_of_one_slide_do_not_lie_under_those_of_another(read_as: ReadBytes) -> None:
    deck = pptx.Presentation()
    slide(deck, "One", (0, "Recall"))
    slide(deck, "Two", (1, "deep from the start"))
    assert subjects(read_as("a.pptx", saved(deck)))["- deep from the start"] == []


def test_notes_are_marked_as_notes(read_as: ReadBytes) -> None:
    deck = pptx.Presentation()
    slide(deck, "Metrics").notes_slide.notes_text_frame.text = "Say the formula first."
    assert blocks(read_as("a.pptx", saved(deck)))[-1] == ("text", "Notes: Say the formula first.")


def test_a_table_on_a_slide_has_its_header(read_as: ReadBytes) -> None:
    deck = pptx.Presentation()
    table = slide(deck, "T", layout=5).shapes.add_table(3, 2, 0, 0, 9, 9).table
    for place, text in enumerate(["Metric", "Use", "Recall", "fraud", "", "medicine"]):
        table.cell(place // 2, place % 2).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert blocks(read_as("a.pptx", saved(deck)))[1][1] == "| Metric | Use |\n| Recall | fraud |\n| Recall | medicine |"


@pytest.mark.parametrize(
    ("first", "last", "rows"),
    [
        ((1, 0), (2, 0), "| a | b |\n| c | d |\n| c | f |"),
        ((1, 1), (2, 1), "| a | b |\n| c | d |\n| e | d |"),  # from above, in whatever column
        ((1, 0), (1, 1), "| a | b |\n| c d | c d |\n| e | f |"),  # from the left
    ],
)
def test_a_cell_over_several_is_said_in_each_of_them(
    read_as: ReadBytes, first: tuple[int, int], last: tuple[int, int], rows: str
) -> None:
    deck = pptx.Presentation()
    table = slide(deck, "T", layout=5).shapes.add_table(3, 2, 0, 0, 9, 9).table
    for place, text in enumerate("abcdef"):
        if (place // 2, place % 2) != last or first[0] == last[0]:
            table.cell(place // 2, place % 2).text = text
    table.cell(*first).merge(table.cell(*last))
    assert blocks(read_as("a.pptx", saved(deck)))[1][1] == rows


def test_a_chart_is_the_table_it_is_drawn_from(read_as: ReadBytes) -> None:
    deck = pptx.Presentation()
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["train", "test"]
    data.add_series("F1", (0.9, 0.8))
    slide(deck, "Scores", layout=5).shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 9, 9, data)
    assert "| test | 0.8 |" in read_as("a.pptx", saved(deck)).text


def test_groups_are_opened(read_as: ReadBytes) -> None:
    deck = pptx.Presentation()
    group = slide(deck, "G", layout=5).shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "Words in a group."
    assert "Words in a group." in read_as("a.pptx", saved(deck)).text


def test_the_real_header_is_under_the_title_rows(read_as: ReadBytes) -> None:
    book = workbook(["Service quotas"], [], ["Service", "Limit", "Cost"], ["Endpoint", 4, 1.5])
    book.active.merge_cells("A1:C1")
    document = read_as("a.xlsx", saved(book))
    assert blocks(document) == [
        ("text", "Service quotas"),
        ("table", "| Service | Limit | Cost |\n| Endpoint | 4 | 1.5 |"),
    ]


def test_a_title_row_right_above_the_header_is_no_header(read_as: ReadBytes) -> None:
    book = workbook(["Quotas 2026"], ["Service", "Limit"], ["Endpoint", 4])
    document = read_as("a.xlsx", saved(book))
    assert [kind for kind, _ in blocks(document)] == ["text", "table"]
    assert list(subjects(document).values())[1] == ["Quotas 2026"]


def test_merged_cells_of_a_sheet_are_repeated(read_as: ReadBytes) -> None:
    book = workbook(["Service", "Limit"], ["Endpoint", "4"], [None, "8"])
    book.active.merge_cells("A2:A3")
    assert "| Endpoint | 8 |" in read_as("a.xlsx", saved(book)).text


def test_hidden_sheets_rows_and_columns_are_left_out_and_counted(read_as: ReadBytes) -> None:
    book = workbook(["Service", "Limit", "Secret"], ["Endpoint", 4, "aaa"], ["Internal", 9, "bbb"])
    book.active.column_dimensions["C"].hidden = True
    book.active.row_dimensions[3].hidden = True
    book.create_sheet("Drafts").append(["draft"])
    book["Drafts"].sheet_state = "hidden"
    document = read_as("a.xlsx", saved(book))
    assert not {"aaa", "bbb", "Internal", "draft", "Secret"} & set(document.text.split())
    assert omitted(document) == {"hidden": 3}


def test_two_tables_side_by_side_and_one_below_stay_apart(read_as: ReadBytes) -> None:
    book = workbook(["A", "B", None, "C", "D"], [1, "x", None, 2, "y"], [], ["E", "F"], [3, "z"])
    tables = [text for kind, text in blocks(read_as("a.xlsx", saved(book))) if kind == "table"]
    assert tables == ["| A | B |\n| 1 | x |", "| C | D |\n| 2 | y |", "| E | F |\n| 3 | z |"]


def test_sheets_are_headings_where_there_are_several(read_as: ReadBytes) -> None:
    book = workbook(["A", "B"], ["x", "y"])
    book.active.title = "Limits"
    book.create_sheet("Prices").append(["C", "D"])
    assert [text for kind, text in blocks(read_as("a.xlsx", saved(book))) if kind == "heading"] == ["Limits", "Prices"]


def test_a_formula_without_a_stored_value_is_named(read_as: ReadBytes) -> None:
    document = read_as("a.xlsx", saved(workbook(["A", "B"], ["x", "=1+1"])))
    assert [(o.code, o.where) for o in document.omissions] == [("formula", "B2")]


DAY = datetime.datetime(2026, 11, 29)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.25, "0%", "25%"),
        (0.125, "0.0%", "12.5%"),
        (DAY, "dd/mm/yyyy", "29/11/2026"),
        (DAY, "yyyy-mm-dd", "2026-11-29"),
        (DAY, "mm-dd-yy", "11-29-26"),
        (datetime.datetime(2026, 11, 29, 14, 30), "dd/mm/yyyy hh:mm", "29/11/2026 14:30"),
        (DAY, "d mmmm yyyy", "2026-11-29"),
        (1234.5, "#,##0.00", "1,234.50"),
        (12.5, '"$"#,##0.00', "$12.50"),
        (12.5, "0.00 €", "12.50 €"),
        (12.5, "General", "12.5"),
        (3, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"),
        (5, '0 "days"', "5 days"),
        ("text", "@", "text"),
    ],
)
def test_values_are_as_they_are_shown(value: object, number_format: str, shown: str) -> None:
    assert shown_value(value, number_format) == shown


@pytest.mark.parametrize("name", ["a.pptx", "a.xlsx", "a.epub", "a.odt", "a.docx"])
@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 nonsense", b"plain text", package({"a.txt": "x"}), b"\xd0\xcf\x11\xe0abc", package({})],
    ids=["mark", "text", "other", "old", "empty"],
)
def test_a_bad_file_of_any_office_format_is_one_clear_error(read_as: ReadBytes, name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_as(name, data)
    assert caught.value.code in ("damaged", "encrypted")
    assert caught.value.help


PARTS = {
    "a.docx": ["word/document.xml", "word/styles.xml", "[Content_Types].xml"],
    "a.pptx": ["ppt/presentation.xml", "ppt/slides/slide1.xml", "[Content_Types].xml"],
    "a.xlsx": ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"],
}


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in PARTS.items() for part in parts])
def test_a_part_that_is_no_xml_is_one_clear_error(read_as: ReadBytes, name: str, part: str) -> None:
    import io
    import zipfile

    import docx

    deck = pptx.Presentation()
    slide(deck, "One", (0, "x"))
    good = {"a.docx": docx.Document(), "a.pptx": deck, "a.xlsx": workbook(["A"])}[name]
    with zipfile.ZipFile(io.BytesIO(saved(good))) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    parts[part] = b"<broken"
    with pytest.raises(UnreadableFile) as caught:
        read_as(name, package(parts))
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.ppt", "a.pages"])
def test_older_formats_say_what_to_do(read_as: ReadBytes, name: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_as(name, b"\xd0\xcf\x11\xe0abc")
    assert ".docx" in caught.value.help
