"""Places in documents: pages, headings, blocks, subjects, references, ids; what stands in front of a passage."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.schema import (
    Block,
    Chunk,
    Document,
    LeftOut,
    Omission,
    Reference,
    Source,
    Span,
    chunk_id,
    hash_of,
    one_line,
)
from ingest.subjects import lead_of, over, row_cells, told, within

TABLE = "| Mode | Limit |\n| File | 5 TB |\n| Pipe | none |"
TEXT = f"Storage\n\nFirst words here.\n\n{TABLE}\n\nLast words."


def document(text: str = TEXT, *blocks: Block, **more: object) -> Document:
    return Document(Source(uri="n/a.md", title="Storage", kind="note", lang="en"), text, blocks, **more)  # type: ignore[arg-type]


def block(kind: str, words: str, path: tuple[str, ...] = (), **more: object) -> Block:
    start = TEXT.index(words)
    return Block(kind, start, start + len(words), heading_path=path, **more)  # type: ignore[arg-type]


HEADED = document(
    TEXT,
    block("heading", "Storage", ("Storage",)),
    block("text", "First words here.", ("Storage",)),
    block("table", TABLE, ("Storage",), header_rows=1),
    block("text", "Last words.", ("Storage",)),
)


def span(words: str, of: Document = HEADED) -> Span:
    start = of.text.index(words)
    return Span(of, start, start + len(words), of.heading_at(start))


@pytest.mark.parametrize(
    ("starts", "offset", "page"),
    [((), 5, None), ((0,), 0, 1), ((0,), 99, 1), ((0, 10, 20), 9, 1), ((0, 10, 20), 10, 2), ((0, 10, 20), 25, 3),
     ((5, 10), 0, 1)],
)  # fmt: skip
def test_the_page_of_a_position(starts: tuple[int, ...], offset: int, page: int | None) -> None:
    assert document("x" * 100, page_starts=starts).page_at(offset) == page


def test_headings_above_a_position() -> None:
    assert HEADED.heading_at(TEXT.index("Last")) == ("Storage",)
    assert document().heading_at(3) == ()


def test_a_document_is_known_by_its_uri_alone() -> None:
    one, two = document("a"), document("b")
    assert (one.id, hash(one)) == (two.id, hash(two))
    assert one != two


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (LeftOut("n/a.pdf", "page-without-text", 1, "p. 3", "no text"), "n/a.pdf [page-without-text]: no text (p. 3)"),
        (LeftOut("n/a.pdf", "hidden", 4), "n/a.pdf [hidden]: 4 × hidden"),
        (LeftOut("n", "passed-over", 2, "", ".png"), "n [passed-over]: 2 × .png"),
    ],
)
def test_what_is_left_out_reads_as_a_line(left: LeftOut, said: str) -> None:
    assert str(left) == said


def test_omissions_are_told_with_the_uri() -> None:
    told_ = document("x", omissions=(Omission("hidden", 2, "p. 1", "words"),)).left_out
    assert told_ == (LeftOut("n/a.md", "hidden", 2, "p. 1", "words"),)


# spans


@pytest.mark.parametrize(
    ("words", "kind"), [("Storage", "heading"), ("words here", "text"), ("| File | 5 TB |", "table"), ("Last", "text")]
)
def test_the_block_that_words_begin_in(words: str, kind: str) -> None:
    found = span(words).block
    assert found is not None
    assert found.kind == kind


def test_between_blocks_there_is_none() -> None:
    assert Span(HEADED, TEXT.index("\n\nFirst"), TEXT.index("First")).block is None


def test_a_row_has_its_header_and_the_header_has_none() -> None:
    row, header = span("| File | 5 TB |"), span("| Mode | Limit |")
    assert row.header_span is not None
    assert TEXT[slice(*row.header_span)] == "| Mode | Limit |"
    assert header.header_span is None
    assert span("First words here.").header_span is None


def test_a_row_is_told_cell_by_cell() -> None:
    row = span("| File | 5 TB |")
    assert row_cells(row) == (("Mode", "File"), ("Limit", "5 TB"))
    assert told(row) == "Mode: File; Limit: 5 TB"
    assert over(row) == ()
    assert row.subjects == ("Mode | Limit",)
    assert lead_of(row) == "| Mode | Limit |"


def test_a_sentence_is_told_as_it_is_and_a_fragment_under_its_heading() -> None:
    assert told(span("First words here.")) == "First words here."
    assert told(span("First words")) == "Storage: First words"


def test_the_title_is_no_heading_of_its_own_page() -> None:
    assert span("First words here.").headings == ("Storage",)
    assert span("First words here.").inner == ()
    assert Span(HEADED, 0, 7, ("Storage", "Limits")).inner == ("Limits",)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One", "One"), ("Two:\n", "Two"), ("a\nb", "a b"), ("| a | b |", "a | b"), ("| a |\n| b |", "a b"),
        ("  spaced   out ", "spaced out"), ("Ends : ", "Ends"), ("", ""),
    ],
)  # fmt: skip
def test_a_subject_stands_on_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@given(st.lists(st.text(alphabet="ab ", min_size=1, max_size=200), min_size=1, max_size=6))
@settings(deadline=None, max_examples=40)
def test_the_innermost_subjects_are_kept(subjects: list[str]) -> None:
    kept = within(subjects)
    assert kept == tuple(subjects[-len(kept) :])
    assert len(kept) == 1 or sum(map(len, kept)) <= 300
    if len(kept) < len(subjects):
        assert sum(map(len, subjects[-len(kept) - 1 :])) > 300


def test_a_text_alone_is_the_whole_of_a_document() -> None:
    alone = Span.alone("Words.", "en", ("Page", "Section"), "u")
    assert (alone.quote, alone.uri, alone.lang, alone.place) == ("Words.", "u", "en", ("u", 0, 6))
    assert alone.headings == ("Page", "Section")
    assert (alone.block, alone.page, alone.subjects) == (None, None, ())


# references and ids


@pytest.mark.parametrize(
    ("quote", "places"),
    [("", [(0, len(TEXT))]), ("nowhere", []), ("File", [(TEXT.index("File"), TEXT.index("File") + 4)])],
)
def test_where_a_reference_stands(quote: str, places: list[tuple[int, int]]) -> None:
    assert [(s.start, s.end) for s in Reference("n/a.md", quote).spans(HEADED)] == places


def test_places_that_overlap_are_all_found() -> None:
    assert [s.start for s in Reference("u", "aa").spans(document("aaaa"))] == [0, 1, 2]


@given(st.lists(st.text(max_size=5), min_size=1, max_size=3), st.lists(st.text(max_size=5), min_size=1, max_size=3))
@settings(deadline=None, max_examples=60)
def test_parts_that_differ_have_other_hashes(one: list[str], two: list[str]) -> None:
    assert len(hash_of(*one)) == 16
    same = "\0".join(one) == "\0".join(two)
    assert (hash_of(*one) == hash_of(*two)) is same


def test_half_a_character_can_be_hashed() -> None:
    assert hash_of("\ud800") != hash_of("?")


def test_the_id_of_a_passage_is_of_its_document_place_and_words() -> None:
    places = [("d", 0, 1, "x"), ("e", 0, 1, "x"), ("d", 1, 1, "x"), ("d", 0, 2, "x"), ("d", 0, 1, "y")]
    ids = {chunk_id(*place) for place in places}
    assert len(ids) == 5


@pytest.mark.parametrize(
    ("path", "lead", "text"),
    [
        ((), "", "Title\nWords."),
        (("Title",), "", "Title\nWords."),
        (("Title", "Limits"), "", "Title > Limits\nWords."),
        (("Limits", "Size"), "Instance", "Title > Limits > Size\nInstance\nWords."),
    ],
)
def test_what_is_embedded_of_a_passage(path: tuple[str, ...], lead: str, text: str) -> None:
    chunk = Chunk("i", "d", 0, "Words.", 0, 6, "en", path, lead=lead)
    assert chunk.embedding_text("Title") == text
