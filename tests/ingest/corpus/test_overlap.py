"""What two texts have in common, counted: words, names, runs and numbers; and the laws that the longest run keeps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.corpus.overlap import Run, is_name, longest_shared_run, numbers_of, traceable_numbers, words_of
from ingest.corpus.traces import trace_faults
from ingest.readers.markdown.traces import is_trace, statements

WORDS = st.lists(st.sampled_from("alpha beta gamma delta S3".split()), max_size=12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One two, three.", ["One", "two", "three"]),
        ("l’élève d'Athena", ["l'élève", "d'Athena"]),
        ("us-east-1 and ml.p3.2xlarge.", ["us-east-1", "and", "ml.p3.2xlarge"]),
        ("key/value pairs/", ["key/value", "pairs"]),
        ("max_depth_", ["max_depth"]),
        ("(in) [brackets] “quotes”", ["in", "brackets", "quotes"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("word", "name"),
    [("S3", True), ("max_depth", True), ("Kinesis", True), ("GPU", True), ("stream", False), ("With", False),
     ("Dans", False), ("WITH", True), ("élève", False), ("École", True)],
)  # fmt: skip
def test_names(word: str, name: bool) -> None:
    assert is_name(word) is name


@given(WORDS, WORDS)
@settings(deadline=None, max_examples=60)
def test_a_run_stands_in_both_and_has_one_length_whichever_side_is_asked(one: list[str], other: list[str]) -> None:
    run = longest_shared_run(one, other)
    assert run.length == longest_shared_run(other, one).length
    assert run.text in " ".join(one)
    assert run.text in " ".join(other)
    assert run.length == sum(not is_name(word) for word in run.text.split())


@given(WORDS, WORDS, WORDS)
@settings(deadline=None, max_examples=40)
def test_more_text_never_shortens_the_run(one: list[str], other: list[str], more: list[str]) -> None:
    assert longest_shared_run(one, [*other, *more]).length >= longest_shared_run(one, other).length


@given(WORDS)
@settings(deadline=None, max_examples=30)
def test_a_text_shares_all_of_itself(words: list[str]) -> None:
    assert longest_shared_run(words, words).length == sum(not is_name(word) for word in words)


def test_nothing_shared_is_no_run() -> None:
    assert longest_shared_run([], ["a"]) == longest_shared_run(["b"], ["a"]) == Run(0, "")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("24 hours", {"24"}), ("1,000 records", {"1000"}), ("1\u202f000 lignes", {"1000"}), ("0.50", {"0.5"}),
        ("007", {"7"}), ("0", {"0"}), ("version 3.1.3", {"3.1.3"}), ("ml.p3.2xlarge", set()), ("S3 and EC2", set()),
        ("5 GB, 10 TB", {"5", "10"}), ("5GB", {"5"}), ("1.10", {"1.1"}), ("10.0", {"10"}), ("no number", set()),
        ("1,00", {"1", "0"}),
    ],
)  # fmt: skip
def test_numbers_that_a_text_states(text: str, numbers: set[str]) -> None:
    assert numbers_of(text) == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-four hours", "24"), ("two", "2"), ("twice a day", "2"), ("once", "1"), ("a thousand", "1000"),
        ("ninety", "90"), ("nineteen", "19"), ("ml.p3.2xlarge", "3.2"), ("1,000", "1000"), ("1,000", "1"), ("S3", "3"),
    ],
)  # fmt: skip
def test_all_that_could_be_a_number_in_a_source(text: str, number: str) -> None:
    assert number in traceable_numbers(text)


@given(st.text(alphabet="0123456789., abAB-", max_size=30))
@settings(deadline=None, max_examples=60)
def test_a_text_can_be_traced_to_itself(text: str) -> None:
    assert numbers_of(text) <= traceable_numbers(text)


# traces

PAGE = {"aws/a.md": "File mode copies the whole dataset first."}


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<!-- aws/a.md: some words here -->", True),
        ("<!-- aws/a.md: some words --><!-- b.md: other words -->", True),
        ("<!-- a remark -->", False),
        ("<!-- aws/a.md: some words --> and text", False),
        ("", False),
        ("  ", False),
    ],
)
def test_markup_that_is_nothing_but_traces(markup: str, said: bool) -> None:
    assert is_trace(markup) is said


def test_statements_are_lines_that_state_something() -> None:
    body = "# Title\n\n- One. <!-- a.md: x y z -->\n\n| H | I |\n|---|---|\n| a | b |\n\nA paragraph."
    found = statements(body)
    assert [(one.line, one.text) for one in found] == [(3, "- One."), (7, "| a | b |"), (9, "A paragraph.")]
    assert [trace.uri for trace in found[0].traces] == ["a.md"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("- It copies. <!-- aws/a.md: copies the whole dataset -->", None),
        ("- It copies. <!-- aws/a.md: COPIES  the whole dataset -->", None),
        ("- It copies.", "0 traces for 1"),
        ("- It copies. It waits. <!-- aws/a.md: copies the whole dataset -->", "1 traces for 2"),
        ("- It copies. <!-- aws/b.md: copies the whole dataset -->", "no page aws/b.md"),
        ("- It copies. <!-- aws/a.md: copies the -->", "fewer than 3 words"),
        ("- It copies. <!-- aws/a.md: copies half the dataset -->", "does not stand in aws/a.md"),
        ("| a | b | <!-- aws/a.md: copies the whole dataset -->", None),
        ("| a | b |", "0 traces for 1"),
    ],
)
def test_what_is_wrong_with_a_trace(line: str, fault: str | None) -> None:
    found = list(trace_faults(line, PAGE.get))
    assert len(found) == (fault is not None)
    assert all(fault is not None and fault in said and "line 1" in said for said in found)
