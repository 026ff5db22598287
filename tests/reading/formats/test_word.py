"""Word files: headings, lists by their numbering, tables, notes, formulas, tracked changes; nothing lost in silence."""

from __future__ import annotations

import docx
import pytest

from ingest.errors import DamagedFile, EncryptedFile, FileTooLarge, UnreadableFile
from ingest.schema import Document
from tests.reading.conftest import ReadBytes
from tests.reading.formats.making import p, package, saved, word

MODES = [["Mode", "Payload", "Timeout"], ["Real time", "6 MB", "60 s"], ["Async", "1 GB", "1 h"]]


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def subjects(document: Document) -> dict[str, list[str]]:
    text = document.text
    return {text[b.start : b.end]: [text[s:e] for s, e in b.subjects] for b in document.blocks}


def omitted(document: Document) -> dict[str, int]:
    return {omission.code: omission.count for omission in document.omissions}


def test_headings_by_style_make_the_path(read_as: ReadBytes) -> None:
    made = docx.Document()
    made.add_heading("Inference", 0)
    made.add_heading("Modes", 1)
    made.add_paragraph("There are four of them.")
    document = read_as("a.docx", saved(made))
    assert document.source.title == "Inference"
    assert document.blocks[-1].heading_path == ("Inference", "Modes")


def test_a_style_of_another_name_is_a_heading_by_its_outline_level(read_as: ReadBytes) -> None:
    data = word(p("Coûts", properties='<w:outlineLvl w:val="1"/>'), p("Le stockage se paie au mois."))
    assert blocks(read_as("a.docx", data))[0] == ("heading", "Coûts")


def test_a_short_paragraph_all_in_bold_is_a_heading(read_as: ReadBytes) -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>Costs</w:t></w:r>"
    document = read_as("a.docx", word(p(bold), p("Storage is paid by the month.")))
    assert blocks(document)[0] == ("heading", "Costs")
    assert document.blocks[1].heading_path == ("Costs",)


def test_a_table_without_a_marked_header_has_its_first_row_as_header(read_as: ReadBytes) -> None:
    made = docx.Document()
    table = made.add_table(3, 3)
    for y, row in enumerate(MODES):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell
    document = read_as("a.docx", saved(made))
    assert blocks(document)[0][1].split("\n")[0] == "| Mode | Payload | Timeout |"
    assert document.blocks[0].header_rows == 1


def test_merged_cells_are_repeated(read_as: ReadBytes) -> None:
    made = docx.Document()
    table = made.add_table(3, 3)
    for y, row in enumerate(MODES):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Both"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "wide"
    rows = blocks(read_as("a.docx", saved(made)))[0][1].split("\n")
    assert rows[1:] == ["| Both | wide | wide |", "| Both | 1 GB | 1 h |"]


def test_a_row_that_only_holds_a_title_stands_above_the_table(read_as: ReadBytes) -> None:
    made = docx.Document()
    table = made.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Limits"
    for y, row in enumerate([["Mode", "Payload"], ["Async", "1 GB"]], start=1):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell
    document = read_as("a.docx", saved(made))
    assert blocks(document) == [("text", "Limits"), ("table", "| Mode | Payload |\n| Async | 1 GB |")]
    assert list(subjects(document).values())[1] == ["Limits"]


def test_a_pipe_in_a_cell_makes_no_further_cell(read_as: ReadBytes) -> None:
    made = docx.Document()
    table = made.add_table(2, 2)
    for place, text in enumerate(["Name", "Form", "union", "a | b"]):
        table.cell(place // 2, place % 2).text = text
    assert all(row.count("|") == 3 for row in blocks(read_as("a.docx", saved(made)))[0][1].split("\n"))


def test_lists_nest_by_their_style_and_lie_under_their_items(read_as: ReadBytes) -> None:
    made = docx.Document()
    made.add_paragraph("Storage classes:")
    for text, style in [("Standard", "List Bullet"), ("no fee", "List Bullet 2"), ("Glacier", "List Bullet")]:
        made.add_paragraph(text, style=style)
    made.add_paragraph("retrieval fee", style="List Bullet 2")
    found = subjects(read_as("a.docx", saved(made)))
    assert found["- no fee"] == ["Storage classes:", "Standard"]
    assert found["- retrieval fee"] == ["Storage classes:", "Glacier"]


def test_lists_nest_by_real_numbering_levels(read_as: ReadBytes) -> None:
    def level(depth: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>'

    data = word(p("S3", properties=level(0)), p("Glacier", properties=level(1)), p("fee", properties=level(2)))
    assert subjects(read_as("a.docx", data))["- fee"] == ["S3", "Glacier"]


def test_numbered_items_keep_their_numbers(read_as: ReadBytes) -> None:
    made = docx.Document()
    for text in ("Create the bucket.", "Upload the data."):
        made.add_paragraph(text, style="List Number")
    assert [text for _, text in blocks(read_as("a.docx", saved(made)))] == [
        "1. Create the bucket.",
        "2. Upload the data.",
    ]


def test_a_footnote_stands_beside_its_sentence(read_as: ReadBytes) -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = word(p("One shard takes 1 MB a second.", call), p("Shards are added."), footnotes={2: "Writes only."})
    document = read_as("a.docx", data)
    assert [text for _, text in blocks(document)] == [
        "One shard takes 1 MB a second.",
        "Writes only.",
        "Shards are added.",
    ]
    assert subjects(document)["Writes only."] == ["One shard takes 1 MB a second."]


@pytest.mark.parametrize(
    ("omml", "linear"),
    [
        ("<m:f><m:num><m:r><m:t>TP</m:t></m:r></m:num><m:den><m:r><m:t>TP+FP</m:t></m:r></m:den></m:f>", "TP/(TP+FP)"),
        ("<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "x^2"),
        ("<m:rad><m:deg/><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad>", "sqrt(x)"),
        ("<m:unusual><m:e><m:r><m:t>q+1</m:t></m:r></m:e></m:unusual>", "q+1"),
        ("<m:d><m:e><m:r><m:t>a</m:t></m:r></m:e></m:d>", "(a)"),
        (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub><m:r><m:t>i=1</m:t></m:r></m:sub>'
            "<m:sup><m:r><m:t>n</m:t></m:r></m:sup><m:e><m:r><m:t>x</m:t></m:r></m:e></m:nary>",
            "sum_(i=1)^n x",
        ),
    ],
)
def test_no_formula_is_lost(read_as: ReadBytes, omml: str, linear: str) -> None:
    data = word(p("The value is ", f"<m:oMath>{omml}</m:oMath>", " in all."))
    assert linear in read_as("a.docx", data).text


def test_tracked_insertions_are_in_and_deletions_out(read_as: ReadBytes) -> None:
    inserted = '<w:ins w:id="1" w:author="a"><w:r><w:t>365 days</w:t></w:r></w:ins>'
    deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>48 hours</w:delText></w:r></w:del>'
    assert read_as("a.docx", word(p("Retention is ", deleted, inserted, "."))).text == "Retention is 365 days."


def test_hidden_words_are_counted(read_as: ReadBytes) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>not for you</w:t></w:r>"
    document = read_as("a.docx", word(p("Seen. ", hidden)))
    assert document.text == "Seen."
    assert omitted(document) == {"hidden": 3}


def test_pictures_are_counted_and_text_boxes_are_read(read_as: ReadBytes) -> None:
    picture = "<w:r><w:drawing/></w:r>"
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Boxed words.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    document = read_as("a.docx", word(p("Seen.", picture, box)))
    assert document.text == "Seen.\n\nBoxed words."
    assert omitted(document) == {"picture": 1}


def test_content_controls_and_links_are_opened(read_as: ReadBytes) -> None:
    control = f"<w:sdt><w:sdtContent>{p('Inside a control.')}</w:sdtContent></w:sdt>"
    link = "<w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink>"
    assert read_as("a.docx", word(control, p("See ", link, "."))).text == "Inside a control.\n\nSee a link."


def test_a_code_line_keeps_its_underscores(read_as: ReadBytes) -> None:
    assert read_as("a.docx", word(p('x_train = load("a_b")  # *z*'))).text == 'x_train = load("a_b")  # *z*'


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"PK\x03\x04 nonsense", DamagedFile),
        (b"no package at all", DamagedFile),
        (package({"word/other.xml": "<a/>"}), DamagedFile),
        (package({"word/document.xml": "<a>", "[Content_Types].xml": "<Types/>"}), DamagedFile),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, EncryptedFile),
        (package({"word/document.xml": b"0" * 5_000_000}), FileTooLarge),
        (saved(docx.Document())[:-400], DamagedFile),
    ],
    ids=["mark only", "text", "other parts", "cut XML", "old container", "bomb", "cut"],
)
@pytest.mark.parametrize("name", ["a.docx"])
def test_a_bad_file_is_one_clear_error(read_as: ReadBytes, data: bytes, error: type[UnreadableFile], name: str) -> None:
    with pytest.raises(error) as caught:
        read_as(name, data, max_file_mb=0.5)
    assert caught.value.message
    assert caught.value.help


def test_entities_from_outside_are_not_opened(read_as: ReadBytes) -> None:
    attack = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:footnotes xmlns:w="x">&x;</w:footnotes>'
    with pytest.raises(UnreadableFile):
        read_as("a.docx", package({"word/document.xml": "<a/>", "word/footnotes.xml": attack}))


def test_signs_of_words_dialog_for_symbols_are_letters(read_as: ReadBytes) -> None:
    def sign(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    runs = [sign("Symbol", "F061"), " ", sign("Symbol", "F0A3"), " 1 ", sign("Wingdings", "F0E0"), " x"]
    document = read_as("a.docx", word(p("The rate ", *runs, sign("Arial", "00E9"), sign("Webdings", "F061"), ".")))
    assert document.text == "The rate α ≤ 1 → xé."
    assert omitted(document) == {"symbol": 1}


def test_words_that_are_struck_through_are_no_content(read_as: ReadBytes) -> None:
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>5 cents</w:t></w:r>"
    not_struck = '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t xml:space="preserve"> 4 cents.</w:t></w:r>'
    document = read_as("a.docx", word(p("A request costs", struck, not_struck)))
    assert document.text == "A request costs 4 cents."
    assert omitted(document) == {"struck": 1}
