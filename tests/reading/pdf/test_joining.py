"""Lines joined to a paragraph: cut words made whole, compounds left, and what holds for any two lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.pdf.layout.hyphens import Joiner
from ingest.readers.pdf.layout.lines import lines_of, rows_of, written
from ingest.readers.pdf.layout.words import BOLD, MONO, Rule, Word, with_dots, with_underscores

PLAIN = Joiner([])
CUTS = Joiner(["the conser-", "vation of data", "an evalua-", "tion of models"])


def word(text: str, x0: float, base: float = 100.0, size: float = 10.0, **more: object) -> Word:
    values: dict[str, object] = {"style": 0, "turn": 0, "glued": False, **more}
    return Word(text, x0, base - size, x0 + 5.0 * len(text), base + 2, base, size, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("one line", "and another", "one line and another"),
        ("ends with a full stop.", "Then more", "ends with a full stop. Then more"),
        ("a soft hy\u00ad", "phen", "a soft hyphen"),
        ("the evalua-", "tion of", "the evaluation of"),
        ("l'évalua-", "tion du", "l'évaluation du"),
        ("see https://docs.aws.amazon.com/", "sagemaker/latest", "see https://docs.aws.amazon.com/sagemaker/latest"),
        ("either/", "or", "either/ or"),
        ("ml.p3-", "2xlarge", "ml.p3-2xlarge"),
        ("the GPT-", "4 model", "the GPT-4 model"),
        ("a dash -", "then words", "a dash - then words"),
        ("x-", "1 is less", "x-1 is less"),
        ("", "words", " words"),
        ("words", "", "words "),
    ],
)
def test_two_lines_of_one_paragraph(before: str, after: str, whole: str) -> None:
    assert PLAIN(before, after) == whole


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("the train-", "ing job", "the training job"),
        ("an on-", "demand price", "an on-demand price"),
        ("the UPDATE-", "ENDPOINT call", "the UPDATEENDPOINT call"),
        ("an Amazon-", "Linux image", "an Amazon-Linux image"),
        ("state-of-", "the-art models", "state-of-the-art models"),
    ],
)
def test_a_document_that_cuts_words(before: str, after: str, whole: str) -> None:
    assert CUTS(before, after) == whole


TEXT = st.text(alphabet="abcdéT1 -\u00ad\u2010/:.", max_size=20)


@given(TEXT, TEXT)
@settings(deadline=None, max_examples=100)
def test_joining_adds_at_most_a_space_and_takes_at_most_a_hyphen(before: str, after: str) -> None:
    whole = CUTS(before, after)
    assert whole in (f"{before} {after}", before + after, before[:-1] + after)
    if whole == before[:-1] + after != before + after:
        assert before[-1] in "-\u2010\u00ad"


# rows and lines


def test_words_stand_in_rows_from_top_to_bottom_and_left_to_right() -> None:
    words = [word("d", 60, 120), word("b", 40), word("a", 10), word("c", 10, 120)]
    assert [[w.text for w in row] for row in rows_of(words)] == [["a", "b"], ["c", "d"]]


@given(st.permutations([word("a", 10), word("b", 40), word("c", 10, 130), word("d", 10, 160)]))
@settings(deadline=None, max_examples=24)
def test_the_order_of_drawing_does_not_matter(words: list[Word]) -> None:
    assert [[w.text for w in row] for row in rows_of(words)] == [["a", "b"], ["c"], ["d"]]


@pytest.mark.parametrize(("offset", "rows"), [(0.0, 1), (3.4, 1), (3.6, 2), (12.0, 2)])
def test_a_foot_that_is_a_little_lower_is_the_same_row(offset: float, rows: int) -> None:
    assert len(rows_of([word("a", 10), word("b", 40, 100 + offset)])) == rows


def test_a_wide_gap_parts_the_lines_of_a_row() -> None:
    close = [word("one", 10), word("two", 28)]
    far = [word("three", 300), word("four", 328)]
    assert [line.text for line in lines_of([*far, *close])] == ["one two", "three four"]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([word("•", 10), word("item", 20)], "- item"),
        ([word("–", 10), word("item", 20)], "- item"),
        ([word("•", 10)], "•"),
        ([word("1.", 10), word("item", 22)], "1. item"),
        ([word("10", 10), word("6", 20, 96, 6, glued=True)], "10⁶"),
        ([word("x", 10), word("i", 15, 102, 6, glued=True)], "xi"),
        ([word("note", 10), word("a", 30, 96, 6, glued=True)], "notea"),
    ],
)
def test_how_words_are_written(words: list[Word], text: str) -> None:
    assert written(words) == text


@pytest.mark.parametrize(
    ("styles", "bold", "mono"), [([BOLD, BOLD], True, False), ([BOLD, 0], False, False), ([MONO, MONO], False, True)]
)
def test_the_style_of_a_line_is_that_of_all_its_words(styles: list[int], bold: bool, mono: bool) -> None:
    (line,) = lines_of([word("four", 10 + 22 * place, style=style) for place, style in enumerate(styles)])
    assert (line.bold, line.mono) == (bold, mono)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["•", "item"], True), (["1.", "item"], True), (["a)", "item"], True), (["(iv)", "item"], True),
        (["12)", "item"], True), (["1234.", "item"], False), (["word", "item"], False), (["•"], False),
    ],
)  # fmt: skip
def test_a_list_marker_has_something_behind_it(texts: list[str], said: bool) -> None:
    words, x = [], 10.0
    for text in texts:
        words.append(word(text, x))
        x += 5.0 * len(text) + 3
    (line,) = lines_of(words)
    assert line.marker is said


# marks that are drawn


def test_a_small_mark_before_a_line_is_a_bullet_and_one_inside_is_none() -> None:
    words = [word("item", 20), word("text", 43)]
    assert [w.text for w in with_dots(words, [(12, 94, 15, 97)])] == ["item", "text", "•"]
    assert with_dots(words, [(41, 94, 42, 97)]) == words
    assert with_dots(words, [(12, 10, 15, 13)]) == words
    assert with_dots(words, [(12, 90, 40, 99)]) == words


def test_a_short_line_at_the_foot_joins_two_words() -> None:
    words = [word("max", 10), word("depth", 29)]
    joined = with_underscores(words, [Rule(25, 100.5, 29, 100.9)])
    assert [w.text for w in joined] == ["max_depth"]
    assert with_underscores(words, [Rule(25, 80, 29, 80.4)]) == words
    assert with_underscores(words, [Rule(10, 100.5, 60, 100.9)]) == words


@pytest.mark.parametrize(
    ("rule", "horizontal"), [(Rule(0, 5, 50, 5), True), (Rule(5, 0, 5, 50), False), (Rule(0, 0, 3, 3), True)]
)
def test_which_way_a_rule_runs(rule: Rule, horizontal: bool) -> None:
    assert rule.horizontal is horizontal
