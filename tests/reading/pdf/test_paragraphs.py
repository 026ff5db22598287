"""Where a paragraph ends: steps between lines, indents, the room that a line left, items, code, hyphens."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.readers.pdf.layout.lines import Line
from ingest.readers.pdf.layout.paragraphs import Paragraph, paragraphs_of
from ingest.readers.pdf.layout.words import BOLD, MONO, Word

FULL = "Every line of this text is as long as the column is"  # 51 characters, 255 points


def line(text: str, base: float, *, x0: float = 50.0, size: float = 10.0, style: int = 0) -> Line:
    """A line whose letters are half as wide as high, with spaces between its words."""
    words, x = [], x0
    for part in text.split(" "):
        wide = 0.5 * size * len(part)
        words.append(Word(part, x, base - 0.8 * size, x + wide, base + 0.2 * size, base, size, style))
        x += wide + 0.5 * size
    return Line(tuple(words))


def read(*lines: Line, **more: Any) -> list[str]:
    return [" / ".join(one.text for one in found.lines) for found in paragraphs_of(lines, 1, **more)]


def kinds(*lines: Line, **more: Any) -> list[str]:
    return [found.kind for found in paragraphs_of(lines, 1, **more)]


def test_of_no_lines_there_are_no_paragraphs() -> None:
    assert paragraphs_of([], 1) == []


def test_lines_that_follow_closely_are_one_paragraph() -> None:
    (found,) = paragraphs_of([line(FULL, 100), line(FULL, 112), line("and it ends.", 124)], 3)
    assert isinstance(found, Paragraph)
    assert (found.page, found.kind, len(found.lines), found.open) == (3, "text", 3, False)


def test_a_paragraph_without_an_end_of_a_sentence_goes_on() -> None:
    (found,) = paragraphs_of([line(FULL, 100), line(FULL, 112)], 1)
    assert found.open


@pytest.mark.parametrize(("step", "count"), [(12, 1), (14, 1), (20, 2), (30, 2)])
def test_a_larger_step_than_usual_begins_another(step: float, count: int) -> None:
    lines = [line(FULL, 100 + 12 * n) for n in range(4)]
    assert len(read(*lines, line(FULL, 136 + step))) == count


def test_lines_in_any_order_are_read_from_top_to_bottom() -> None:
    assert read(line("ends here.", 124), line(FULL, 100), line(FULL, 112)) == [f"{FULL} / {FULL} / ends here."]


def test_an_indented_line_begins_another() -> None:
    assert len(read(line(FULL, 100), line(FULL, 112), line("A new one begins with an indent there", 124, x0=70))) == 2
    assert len(read(line(FULL, 100), line(FULL, 112), line("A line that stands as all others do here", 124))) == 1


def test_a_break_where_the_next_word_had_room_is_meant() -> None:
    assert (
        len(read(line(FULL, 100), line("A short line.", 112), line("Another sentence of the same column.", 124))) == 2
    )
    assert (
        len(read(line(FULL, 100), line("A short line", 112), line("goes on in small letters of the column.", 124))) == 1
    )


def test_the_room_that_is_known_counts_where_all_lines_are_short() -> None:
    pair = line("A short line.", 100), line("Another one.", 112)
    assert len(read(*pair)) == 1
    assert len(read(*pair, room=305)) == 2


def test_letters_of_another_size_begin_another() -> None:
    assert len(read(line(FULL, 100), line("A heading in larger letters", 114, size=14))) == 2
    assert len(read(line(FULL, 100), line("a note in letters as large", 112, size=10.2))) == 1


def test_bold_lines_begin_another_unless_a_sentence_goes_on() -> None:
    assert len(read(line(FULL, 100), line("Limits of the service", 112, style=BOLD))) == 2
    assert len(read(line(FULL, 100), line("and these words of it are bold", 112, style=BOLD))) == 1


def test_a_word_that_is_parted_goes_on_whatever_its_letters_are() -> None:
    assert len(read(line(f"{FULL[:-2]} in-", 100), line("Formation of the cloud in bold.", 112, style=BOLD))) == 1
    assert len(read(line(f"{FULL[:-2]} in-", 100), line("Formation of the cloud.", 140))) == 2


def test_each_item_is_a_paragraph_of_a_list() -> None:
    lines = line("• one of the items", 100), line("• another of the items", 112), line("• a third", 124)
    assert read(*lines) == ["- one of the items", "- another of the items", "- a third"]
    assert kinds(*lines) == ["list"] * 3


def test_the_second_line_of_an_item_stands_under_its_words() -> None:
    item = line("• an item whose words are too many for one line as", 100, x0=50)
    assert read(item, line("they go on below it.", 112, x0=60)) == [f"{item.text} / they go on below it."]
    after = line("Text that stands to the left of the words again is", 124)
    assert kinds(item, line("they go on below it.", 112, x0=60), after) == ["list", "text"]


def test_a_dash_at_the_start_of_a_wrapped_line_is_no_item() -> None:
    assert kinds(line(FULL, 100), line("- in this way - the line goes on to its end here", 112)) == ["text"]
    assert kinds(line(f"{FULL[:-3]} is.", 100), line("- in this way a list begins below the text.", 112)) == [
        "text",
        "list",
    ]


def test_lines_of_one_width_are_code() -> None:
    lines = [line(f"step {n} = run(job)", 100 + 12 * n, style=MONO) for n in range(3)]
    assert kinds(*lines) == ["code"]
    assert kinds(*lines, line(FULL, 140)) == ["code", "text"]


def test_a_document_of_one_width_is_no_code() -> None:
    lines = [line(f"{FULL} {n}", 100 + 12 * n, style=MONO) for n in range(3)]
    assert kinds(*lines, all_mono=True) == ["text"]


def test_listings_far_apart_are_two() -> None:
    first, second = line("first = listing()", 100, style=MONO), line("second = listing()", 180, style=MONO)
    assert kinds(first, second) == ["code", "code"]
