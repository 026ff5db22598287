"""Columns before lines, whatever order the file draws them in."""

from __future__ import annotations

from tests.reading.conftest import ReadBytes
from tests.reading.pdf.make import BOLD, Sheet, parts, pdf

LEFT = [
    "A feature store keeps the features that models",
    "share. The offline part serves training, and the",
    "online part answers within a few milliseconds.",
    "Both are filled by the same records, so that no",
    "skew arises between training and serving, which",
    "is the usual cause of silent errors.",
]
RIGHT = [
    "A registry keeps the versions of each model. An",
    "approval moves a version on to production, and a",
    "pipeline waits for it. Rejected versions stay in",
    "the group and are shown with the reason that was",
    "given. Lineage links a version to its data set",
    "and to the job that made it.",
]


def test_rows_drawn_across_two_columns_are_read_column_by_column(read_as: ReadBytes) -> None:
    sheet = Sheet()
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        sheet.text(60, 100 + 14 * number, left).text(320, 100 + 14 * number, right)
    assert parts(read_as("a.pdf", pdf(sheet))) == [("text", " ".join(LEFT)), ("text", " ".join(RIGHT))]


def test_columns_whose_lines_are_out_of_step(read_as: ReadBytes) -> None:
    sheet = Sheet().lines(60, 100, *LEFT, step=1.4).lines(320, 106, *RIGHT, step=1.4)
    assert parts(read_as("a.pdf", pdf(sheet))) == [("text", " ".join(LEFT)), ("text", " ".join(RIGHT))]


def test_a_title_over_both_columns_comes_first(read_as: ReadBytes) -> None:
    sheet = Sheet().text(60, 70, "Stores and registries in a machine learning platform", 16, BOLD)
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        sheet.text(320, 100 + 14 * number, right).text(60, 100 + 14 * number, left)
    kinds = parts(read_as("a.pdf", pdf(sheet)))
    assert [kind for kind, _ in kinds] == ["heading", "text", "text"]
    assert kinds[1][1].startswith("A feature store")


def test_a_sentence_goes_on_in_the_next_column(read_as: ReadBytes) -> None:
    left, right = (
        [*LEFT[:-1], "is the usual cause of errors that nobody"],
        ["notices before the model is in use.", *RIGHT],
    )
    sheet = Sheet().lines(60, 100, *left, step=1.4).lines(320, 100, *right, step=1.4)
    assert "errors that nobody notices before the model is in use." in read_as("a.pdf", pdf(sheet)).text


def test_a_left_column_that_is_longer_stays_whole(read_as: ReadBytes) -> None:
    sheet = Sheet().lines(60, 100, *LEFT, *LEFT, step=1.4).lines(320, 100, *RIGHT, step=1.4)
    text = read_as("a.pdf", pdf(sheet)).text
    assert text.index("registry") > text.rindex("silent errors")


def test_text_below_two_columns_comes_after_them(read_as: ReadBytes) -> None:
    below = "Below both columns a last paragraph runs over the whole width of the page, as it does in many handouts."
    sheet = Sheet().lines(60, 100, *LEFT, step=1.4).lines(320, 100, *RIGHT, step=1.4).text(60, 230, below)
    assert parts(read_as("a.pdf", pdf(sheet)))[-1] == ("text", below)


def test_a_note_in_the_margin_is_apart_and_the_text_goes_on(read_as: ReadBytes) -> None:
    body = [
        "Drift is measured by comparing the requests with the data of the",
        "training. When the distance passes a limit that was set before, an",
        "alarm is raised and another training is planned. The limit is found",
        "on past data, so that a quiet week raises no alarm at all, whatever",
        "the season is.",
    ]
    sheet = Sheet().lines(60, 100, *body, size=11, step=1.3).lines(430, 112, "Set the limit", "on past data.", size=8)
    found = parts(read_as("a.pdf", pdf(sheet)))
    assert ("text", " ".join(body)) in found
    assert ("text", "Set the limit on past data.") in found


def test_three_columns(read_as: ReadBytes) -> None:
    columns = [
        [
            f"Column {name} holds text that",
            f"is narrow, and its {name} lines",
            "are read one after another",
            f"until {name} ends.",
        ]
        for name in ("one", "two", "three")
    ]
    sheet = Sheet()
    for row in range(4):
        for number, column in enumerate(columns):
            sheet.text(50 + 175 * number, 100 + 13 * row, column[row])
    text = " ".join(read_as("a.pdf", pdf(sheet)).text.split())
    assert [text.index(f"until {name}") for name in ("one", "two", "three")] == sorted(
        text.index(f"until {name}") for name in ("one", "two", "three")
    )
    assert "Column one holds text that is narrow, and its one lines are read" in text
