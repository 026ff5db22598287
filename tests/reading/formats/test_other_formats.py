"""Books by chapter, notebooks by cell, tables in text, OpenDocument and rich text."""

from __future__ import annotations

import json

import pytest

from ingest.errors import DamagedFile, EncryptedFile, UnreadableFile
from tests.reading.conftest import ReadBytes
from tests.reading.formats.making import book, odt, package
from tests.reading.formats.test_word import blocks, omitted, subjects

CHAPTERS = {"c2.xhtml": "<h1>Second</h1><p>It comes later.</p>", "c1.xhtml": "<h1>First</h1><p>It comes first.</p>"}


def notebook(*cells: dict[str, object]) -> str:
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


def test_chapters_come_in_the_order_of_the_spine(read_as: ReadBytes) -> None:
    document = read_as("a.epub", book(CHAPTERS, ["c1.xhtml", "c2.xhtml"]))
    assert [text for kind, text in blocks(document) if kind == "heading"] == ["First", "Second"]
    assert (document.source.title, document.source.lang) == ("The book", "en")


def test_the_table_of_contents_is_no_content_and_names_chapters_without_heading(read_as: ReadBytes) -> None:
    nav = '<ol><li><a href="c1.xhtml">Opening</a></li></ol>'
    document = read_as("a.epub", book({"c1.xhtml": "<p>It comes first.</p>"}, ["nav.xhtml", "c1.xhtml"], nav=nav))
    assert blocks(document) == [("heading", "Opening"), ("text", "It comes first.")]
    assert document.blocks[1].heading_path == ("Opening",)


def test_pictures_of_a_book_are_counted_and_missing_chapters_named(read_as: ReadBytes) -> None:
    picture = '<item id="i" href="i.png" media-type="image/png"/>'
    more = f'{picture}<item id="gone" href="gone.xhtml" media-type="text/html"/>'
    document = read_as("a.epub", book(CHAPTERS, [*CHAPTERS, "gone"], more=more))
    assert omitted(document) == {"picture": 1, "chapter": 1}


def test_a_book_under_copy_protection_is_told(read_as: ReadBytes) -> None:
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
        'xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod '
        'Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData></encryption>'
    )
    with pytest.raises(EncryptedFile):
        read_as("a.epub", package({"META-INF/container.xml": "<a/>", "META-INF/encryption.xml": encryption}))


def test_cells_of_a_notebook_keep_their_kind_and_headings_reach_over_cells(read_as: ReadBytes) -> None:
    text = notebook(
        {"cell_type": "markdown", "source": ["# Scaling\n", "\n", "Fit on the training set only."]},
        {"cell_type": "code", "source": ["x = fit(a_b)\n", "y = 2"], "outputs": []},
        {"cell_type": "markdown", "source": "Then transform the test set."},
    )
    document = read_as("a.ipynb", text)
    assert [kind for kind, _ in blocks(document)] == ["heading", "text", "code", "text"]
    assert blocks(document)[2][1] == "x = fit(a_b)\ny = 2"
    assert document.blocks[3].heading_path == ("Scaling",)
    assert omitted(document) == {}


def test_outputs_are_left_out_and_named_by_cell(read_as: ReadBytes) -> None:
    output = {"output_type": "stream", "text": ["accuracy 0.93"]}
    text = notebook(
        {"cell_type": "markdown", "source": "Words."}, {"cell_type": "code", "source": "1", "outputs": [output]}
    )
    document = read_as("a.ipynb", text)
    assert "0.93" not in document.text
    assert [(o.code, o.where) for o in document.omissions] == [("output", "cell 2")]


def test_a_fence_inside_a_code_cell_does_not_end_it(read_as: ReadBytes) -> None:
    document = read_as("a.ipynb", notebook({"cell_type": "code", "source": '"""\n```\ntext\n```\n"""', "outputs": []}))
    assert [kind for kind, _ in blocks(document)] == ["code"]


def test_a_notebook_of_the_older_format_is_read(read_as: ReadBytes) -> None:
    cells = [{"cell_type": "heading", "level": 1, "source": ["Old"]}, {"cell_type": "code", "input": ["x = 1"]}]
    document = read_as("a.ipynb", json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}))
    assert blocks(document) == [("heading", "Old"), ("code", "x = 1")]


@pytest.mark.parametrize("text", ["not JSON", "[]", '{"a": 1}', "{" * 5000, '{"cells": 3}'])
def test_a_bad_notebook_is_one_clear_error(read_as: ReadBytes, text: str) -> None:
    with pytest.raises(DamagedFile):
        read_as("a.ipynb", text)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_of_a_table_is_found(read_as: ReadBytes, separator: str) -> None:
    text = "\n".join(separator.join(row) for row in [("Service", "Limit"), ("Endpoint", "4"), ("Shard", "1")])
    assert read_as("a.csv", text).text == "| Service | Limit |\n| Endpoint | 4 |\n| Shard | 1 |"


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ('a,b\n"x, y",z\n', "| a | b |\n| x, y | z |"),
        ('a;b\n"two\nlines";z\n', "| a | b |\n| two lines | z |"),
        ('a,b\n5" disk,z\n', '| a | b |\n| 5" disk | z |'),
        ("a;b\n1,5;2,5\n", "| a | b |\n| 1,5 | 2,5 |"),
        ("Quotas\na,b\nx,y\n", "| a | b |\n| x | y |"),
        ("\ufeffa,b\nx,y\n", "| a | b |\n| x | y |"),
        ("a,b\nx\n", "| a | b |\n| x |  |"),
    ],
)
def test_rows_are_cut_as_they_were_written(read_as: ReadBytes, text: str, table: str) -> None:
    assert blocks(read_as("a.csv", text))[-1][1] == table


def test_a_table_of_numbers_only_has_no_header(read_as: ReadBytes) -> None:
    assert read_as("a.csv", "1,2\n3,4\n").blocks[0].header_rows == 0


def test_open_document_texts_have_headings_lists_tables_and_notes(read_as: ReadBytes) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell}{cell}</table:table-row>"
    citation = "<text:note-citation>1</text:note-citation>"
    note = f"<text:note>{citation}<text:note-body><text:p>Aside.</text:p></text:note-body></text:note>"
    document = read_as(
        "a.odt",
        odt(
            '<text:h text:outline-level="1">Storage</text:h>'
            f"<text:p>It has<text:s/>classes{note}:</text:p>"
            "<text:list><text:list-item><text:p>Glacier</text:p><text:list><text:list-item><text:p>fee</text:p>"
            "</text:list-item></text:list></text:list-item></text:list>"
            f"<table:table>{row.format('Class', 'Fee')}{row.format('Glacier', 'yes')}</table:table>"
        ),
    )
    assert [kind for kind, _ in blocks(document)] == ["heading", "text", "text", "list", "list", "table"]
    assert blocks(document)[1][1] == "It has classes:"
    assert subjects(document)["- fee"][-1] == "Glacier"
    assert blocks(document)[-1][1] == "| Class | Fee |\n| Glacier | yes |"


def test_rich_text_gives_paragraphs_and_tables(read_as: ReadBytes) -> None:
    text = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}Le mod\'e8le \b appris\b0 .\par "
        r"\trowd Mode\cell Taille\cell\row\trowd A\cell 6 MB\cell\row\pard L\u8217?erreur.\par}"
    )
    assert blocks(read_as("a.rtf", text)) == [
        ("text", "Le modèle appris."),
        ("table", "| Mode | Taille |\n| A | 6 MB |"),
        ("text", "L’erreur."),
    ]


def test_rich_text_in_other_code_pages_and_with_emoji(read_as: ReadBytes) -> None:
    assert read_as("a.rtf", r"{\rtf1\mac\ansicpg10000 caf\'8e\par}").text == "café"
    assert read_as("a.rtf", r"{\rtf1\ansicpg99999 caf\'e9\par}").text == "café"
    assert read_as("a.rtf", r"{\rtf1\uc1 Done \u-10179?\u-8704?.\par}").text == "Done \U0001f600."


def test_half_a_character_in_a_notebook_stays_out_of_the_index(read_as: ReadBytes) -> None:
    text = notebook({"cell_type": "markdown", "source": "# Scaling \ud83d\n\nCut \ud83d off."})
    document = read_as("a.ipynb", text)
    assert document.text == "Scaling ?\n\nCut ? off."
    assert f"{document.source.title} {document.blocks[-1].heading_path}".encode()


def test_a_reader_that_fails_costs_its_file_only(monkeypatch: pytest.MonkeyPatch, read_as: ReadBytes) -> None:
    def fails(text: str, uri: str) -> None:
        raise LookupError(uri)

    monkeypatch.setattr("ingest.readers.by_format.read_rtf", fails)
    with pytest.raises(DamagedFile, match="LookupError"):
        read_as("a.rtf", r"{\rtf1 Words.\par}")


def test_cells_merged_downwards_hold_the_words_above(read_as: ReadBytes) -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(words: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{words}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    inner = f"<table:table>{row(cell('in1'), cell('in2'))}</table:table>"
    body = "".join(
        (
            row(cell("a"), cell("big", 'table:number-rows-spanned="2"'), cell("x")),
            row(cell("b"), covered, cell("y")),
            row(cell("wide", 'table:number-columns-spanned="2"'), covered, cell("z")),
            row(cell("c"), cell("d"), f"<table:table-cell>{inner}</table:table-cell>"),
        )
    )
    document = read_as("a.odt", odt(f"<table:table>{body}</table:table>"))
    assert blocks(document) == [("table", "| a | big | x |\n| b | big | y |\n| wide | wide | z |\n| c | d | in1 in2 |")]


def test_paragraphs_of_a_note_are_words_apart(read_as: ReadBytes) -> None:
    note = "<text:note><text:note-body><text:p>one</text:p><text:p>two</text:p></text:note-body></text:note>"
    assert read_as("a.odt", odt(f"<text:p>Words.{note}</text:p>")).text == "Words.\n\none two"


def test_what_is_no_rich_text_is_told(read_as: ReadBytes) -> None:
    with pytest.raises(UnreadableFile):
        read_as("a.rtf", "plain words")


def test_marks_of_notes_in_another_file_of_a_book_are_no_text(read_as: ReadBytes) -> None:
    mark = '<sup><a xmlns:epub="http://www.idpf.org/2007/ops" epub:type="noteref" href="n.xhtml#n1">12</a></sup>'
    chapters = {"c.xhtml": f"<h1>Shards</h1><p>It takes a megabyte.{mark}</p>", "n.xhtml": "<p>12. In each second.</p>"}
    document = read_as("a.epub", book(chapters))
    assert [text for kind, text in blocks(document) if kind == "text"] == [
        "It takes a megabyte.",
        "12. In each second.",
    ]


def test_notes_of_a_rich_text_stand_behind_their_paragraph(read_as: ReadBytes) -> None:
    note = r"{\super\chftn{\footnote\pard{\super\chftn} A unit\par of capacity.}}"
    document = read_as("a.rtf", rf"{{\rtf1 A shard{note} takes a megabyte.\par Next.\par}}")
    assert blocks(document) == [
        ("text", "A shard takes a megabyte."), ("text", "A unit of capacity."), ("text", "Next."),
    ]  # fmt: skip
    assert subjects(document)["A unit of capacity."] == ["A shard takes a megabyte."]


def test_a_note_in_a_table_of_a_rich_text_is_not_lost(read_as: ReadBytes) -> None:
    text = r"{\rtf1 \trowd a\cell b{\footnote Of both.}\cell\row\trowd 1\cell 2\cell\row\pard End.\par}"
    assert "Of both." in read_as("a.rtf", text).text
