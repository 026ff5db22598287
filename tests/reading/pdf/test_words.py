"""The words of a quote are the words of the page: hyphens, accents, ligatures, invisible characters."""

from __future__ import annotations

import pytest

from ingest.readers.pdf.document import write
from ingest.readers.pdf.layout.flow import Flow, Part
from ingest.readers.pdf.layout.hyphens import Joiner
from ingest.readers.pdf.layout.lines import Line
from ingest.readers.pdf.layout.paragraphs import Paragraph
from ingest.readers.pdf.layout.words import Letter, Word, words_of
from tests.reading.conftest import ReadBytes
from tests.reading.pdf.make import Sheet, pdf, stream


def read_lines(read_as: ReadBytes, *lines: str) -> str:
    return read_as("a.pdf", pdf(Sheet().lines(60, 100, *lines, step=1.3))).text


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("The price of a request is the same as that of an on-", "demand instance in the same Region.", "an on-demand instance"),  # noqa: E501
        ("Answers are expected within a second by every real-", "time endpoint of the account.", "every real-time endpoint"),  # noqa: E501
        ("Several models share the one instance of a multi-", "model endpoint by turns.", "a multi-model endpoint"),
        ("The image is pushed to a registry before the train-", "ing job is started by the pipeline.", "the training job"),  # noqa: E501
        ("Le modèle est évalué sur des données que l'entraîne-", "ment n'a jamais vues auparavant.", "l'entraînement n'a"),  # noqa: E501
        ("The request is sent to the DescribeTraining-", "Job action with the name.", "DescribeTraining-Job action"),
    ],
)  # fmt: skip
def test_hyphens_at_the_end_of_a_line(read_as: ReadBytes, first: str, second: str, whole: str) -> None:
    assert whole in read_lines(read_as, first, second)


def test_what_the_document_writes_elsewhere_decides() -> None:
    join = Joiner(["A cross-fold split is used.", "the cross-", "fold split is repeated"])
    assert join("the cross-", "fold split is repeated") == "the cross-fold split is repeated"


def test_a_hyphen_between_hyphens_stays() -> None:
    assert Joiner(["the conser-", "vation of data"])("off-", "the-shelf tools") == "off-the-shelf tools"


def test_the_hyphen_of_a_browser_is_none() -> None:
    join = Joiner(["CreateTraining‐", "Job starts"])
    assert join("CreateTraining‐", "Job starts") == "CreateTrainingJob starts"


def test_an_address_is_not_torn() -> None:
    join = Joiner([])
    assert (
        join("see https://docs.aws.amazon.com/", "sagemaker/latest")
        == "see https://docs.aws.amazon.com/sagemaker/latest"
    )


def letters(*glyphs: tuple[str, float, float]) -> list[Letter]:
    return [Letter(text, x0, 90, x1, 102, 100, 10) for text, x0, x1 in glyphs]


@pytest.mark.parametrize(
    ("glyphs", "word"),
    [
        ([("m", 0, 8), ("o", 8, 13), ("d", 13, 19), ("`", 19.2, 24.2), ("e", 19, 24), ("l", 24, 27), ("e", 27, 32)], "modèle"),  # noqa: E501
        ([("a", 0, 5), ("ˆ", 4.5, 9.5), ("ı", 5.6, 8.4), ("n", 8.4, 14)], "aîn"),
        ([("´", 0.3, 5.3), ("E", 0, 7), ("t", 7, 10)], "Ét"),
        ([("f", 0, 3), ("r", 3, 7), ("a", 7, 12), ("n", 12, 17), ("c", 17, 22), ("¸", 17, 22), ("a", 22, 27)], "frança"),  # noqa: E501
        ([("e", 0, 5), ("\uf001", 5, 10), ("n", 10, 15)], "efin"),
        ([("e", 0, 5), ("f", 5, 8), ("f", 8, 14), ("i", 8, 14), ("c", 14, 19)], "effic"),
        ([("U", 0, 7), ("\u200b", 7, 7), ("p", 7, 12)], "Up"),
    ],
)  # fmt: skip
def test_letters_of_one_word(glyphs: list[tuple[str, float, float]], word: str) -> None:
    assert [one.text for one in words_of(letters(*glyphs))] == [word]


def test_a_gap_is_a_space_and_letters_set_apart_are_not() -> None:
    wide = [(c, 9.0 * n, 9.0 * n + 6) for n, c in enumerate("TITRE")]
    assert [w.text for w in words_of(letters(("a", 0, 5), ("b", 5, 10), ("c", 12.5, 17)))] == ["ab", "c"]
    assert [w.text for w in words_of(letters(*wide))] == ["TITRE"]


def test_a_raised_number_is_a_word_of_its_own() -> None:
    raised = Letter("1", 8, 88, 11, 95, 96, 6)
    found = words_of([*letters(("i", 0, 3), ("n", 3, 8)), raised, *letters((",", 11, 14))])
    assert [(word.text, word.glued) for word in found] == [("in", False), ("1", True), (",", True)]


def test_text_that_stands_for_what_is_drawn_is_taken(read_as: ReadBytes) -> None:
    sheet = Sheet().raw(
        "BT /F1 10 Tf 1 0 0 1 60 700 Tm (Call the ) Tj /Span << /ActualText (UpdateEndpoint) >> BDC (Update) Tj (Endpoint) Tj "  # noqa: E501
        "EMC ( action first.) Tj ET"
    )
    assert "Call the UpdateEndpoint action first." in read_as("a.pdf", pdf(sheet)).text


def test_ligatures_are_letters_and_no_break_spaces_are_spaces(read_as: ReadBytes) -> None:
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "  # noqa: E501
        "3 beginbfchar <01> <FB03> <02> <00A0> <03> <0065> endbfchar 1 beginbfrange <61> <7A> <0061> endbfrange endcmap end end"  # noqa: E501
    )
    fonts = "/F9 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 1 /LastChar 2 /Widths [800 278] /ToUnicode 100 0 R >>"  # noqa: E501
    sheet = Sheet().raw("BT /F9 10 Tf 1 0 0 1 60 700 Tm (e\\001cient\\002way) Tj ET")
    data = pdf(sheet, fonts=fonts, objects={100: stream("", unicode_map)})
    assert "efficient way" in read_as("a.pdf", data).text


def test_letters_of_formulas_are_letters_and_no_character_beyond_16_bits_is_lost(read_as: ReadBytes) -> None:
    """pdfium gives the halves of such a character one after the other; typst and XeTeX write all variables so."""
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> "
        "endcodespacerange 3 beginbfchar <58> <D835DC65> <42> <D835DEFD> <4C> <D83DDCA1> endbfchar "
        "2 beginbfrange <20> <41> <0020> <61> <7A> <0061> endbfrange endcmap end end"
    )
    fonts = "/F9 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 100 0 R >>"
    sheet = Sheet().raw("BT /F9 10 Tf 1 0 0 1 60 700 Tm (the slope of X is B, L not a space) Tj ET")
    text = read_as("a.pdf", pdf(sheet, fonts=fonts, objects={100: stream("", unicode_map)})).text
    assert text == "the slope of x is β, \U0001f4a1 not a space"


def test_a_paragraph_of_any_length_is_joined_line_by_line() -> None:
    """What is joined is the last line with the next, not all of the text so far: twice the lines, twice the work."""
    seen: list[int] = []

    class Counting(Joiner):
        def __call__(self, before: str, after: str) -> str:
            seen.append(len(before))
            return super().__call__(before, after)

    line = Line((Word("checkpoint", 60, 90, 110, 102, 100, 10),))
    part = Part("text", [(0, Paragraph("text", [line] * 500))])
    written = write(Flow((part,), Counting([])), 1)
    assert written.text == " ".join(["checkpoint"] * 500)
    assert max(seen) <= 11
