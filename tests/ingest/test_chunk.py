"""Chunks are what is found and quoted: exact, complete, never across a heading, never over what a model can take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.chunk import chunk
from ingest.readers.assemble import assemble
from ingest.readers.markdown.reader import read_markdown
from ingest.readers.text import read_text
from ingest.schema import Chunk, Document, Source, chunk_id

if TYPE_CHECKING:
    from collections.abc import Callable


def document_of(text: str, *, markdown: bool = True) -> Document:
    readable, blocks = assemble(read_markdown(text).pieces if markdown else read_text(text))
    return Document(Source("notes/a.md", "T", "user", "fr"), readable, blocks)


def words(text: str) -> int:
    return len(text.split())


def with_special_tokens(text: str) -> int:
    """Counts as a model's tokenizer does: two tokens around every text, long words in parts."""
    return 2 + sum(1 + len(word) // 6 for word in re.findall(r"\w+|[^\w\s]", text))


def test_a_small_section_is_one_chunk_under_its_headings() -> None:
    document = document_of(
        "# Kinesis\n\nIntro.\n\n## Débit\n\nUn fragment.\n\n- Un.\n- Deux.\n\n## Vide\n\n## Autre\n\nFin."
    )
    chunks = chunk(document, words, 50)
    assert [(part.text, part.heading_path) for part in chunks] == [
        ("Intro.", ("Kinesis",)),
        ("Un fragment.\n\n- Un.\n- Deux.", ("Kinesis", "Débit")),
        ("Fin.", ("Kinesis", "Autre")),
    ]
    assert [part.ordinal for part in chunks] == [0, 1, 2]
    assert chunks[0].id == chunk_id(document.id, chunks[0].start, chunks[0].end, "Intro.")


def test_sections_of_the_same_name_are_not_joined() -> None:
    chunks = chunk(document_of("## Note\n\nUn.\n\n## Note\n\nDeux."), words, 50)
    assert [part.text for part in chunks] == ["Un.", "Deux."]


def test_list_items_stay_whole_and_chunks_are_of_like_size() -> None:
    items = "\n".join(f"- item {number} has exactly seven words" for number in range(12))
    sizes = [part.text.count("\n") + 1 for part in chunk(document_of(items), words, 70)]
    assert sizes == [6, 6]


def test_a_large_paragraph_is_cut_between_sentences() -> None:
    text = " ".join(f"Sentence {number} has these six words." for number in range(20))
    chunks = chunk(document_of(text), words, 20)
    assert all(part.text.startswith("Sentence") and part.text.endswith(".") for part in chunks)


def test_rows_stay_whole_and_later_chunks_carry_the_header() -> None:
    rows = "\n".join(f"| service {number} | limit {number} |" for number in range(20))
    chunks = chunk(document_of(f"Voici.\n\n| Service | Limite |\n|---|---|\n{rows}\n\nFin."), words, 30)
    assert len(chunks) > 2
    assert chunks[0].lead == ""
    assert {part.lead for part in chunks[1:]} == {"| Service | Limite |"}
    assert all(line.startswith("| ") and line.endswith(" |") for part in chunks[1:-1] for line in part.text.split("\n"))


def test_a_fence_is_cut_between_lines_only() -> None:
    code = "\n".join(f"    value_{number} = compute({number}, flag=True)" for number in range(30))
    for part in chunk(document_of(f"```\ndef f():\n{code}\n```"), words, 12):
        assert all(line.strip().endswith((")", ":")) for line in part.text.split("\n"))


def test_a_sentence_without_end_is_cut_at_white_space() -> None:
    text = " ".join(f"mot{number}" for number in range(500))
    chunks = chunk(document_of(text), with_special_tokens, 40)
    assert all(with_special_tokens(part.text) <= 40 for part in chunks)
    assert " ".join(part.text for part in chunks) == text
    assert len(chunks) < 30


def test_counting_is_linear_and_of_modest_texts() -> None:
    counted: list[int] = []

    def count(text: str) -> int:
        counted.append(len(text))
        return words(text)

    text = " ".join(f"mot{number}" for number in range(40_000))
    chunk(document_of(text + "\n\n" + "y" * 300_000), count, 100)
    assert max(counted) <= 100 * 16
    assert sum(counted) < 8 * len(text)


def test_pages_are_those_where_chunks_begin() -> None:
    document = document_of("Un.\n\nDeux.\n\nTrois.", markdown=False)
    paged = Document(document.source, document.text, document.blocks, (0, 5, 12))
    assert [part.page for part in chunk(paged, words, 1)] == [1, 2, 3]


_LINES = st.sampled_from(
    [
        "# Titre",
        "## Section",
        "",
        "",
        "Une phrase. Une autre, plus longue, qui va jusqu'au bout ! Et une ?",
        "- un item. Avec deux phrases.",
        "  - un item dans un item",
        "1. premier",
        "| a | b |",
        "|---|---|",
        "| 1 | deux mots et plus |",
        "```",
        "    x = compute(1)",
        "> [!note] Attention",
        "> cité",
        "mot " * 40,
        "x" * 300,
        "[ancre](https://x.y)",
        "Fin. [ancre](https://x.y)",
        "<b>html</b>",
        "~~~",
    ]
)
_DOCUMENTS = st.one_of(st.lists(_LINES, max_size=25).map("\n".join), st.text(max_size=300))
_COUNTERS = st.sampled_from([words, with_special_tokens, len, lambda text: len(text) // 4])


def is_unsplittable(document: Document, part: Chunk) -> bool:
    """One word, or one line of a table or a fence."""
    kinds = {block.kind for block in document.blocks if block.start < part.end and part.start < block.end}
    return words(part.text) <= 1 or (kinds <= {"table", "code"} and "\n" not in part.text)


@given(_DOCUMENTS, st.booleans(), st.integers(4, 120), _COUNTERS)
@example("| a | b |\n|---|---|\n| " + "mot " * 60 + "| c |", True, 10, words)
def test_chunks_of_any_document(text: str, markdown: bool, budget: int, count: Callable[[str], int]) -> None:
    document = document_of(text, markdown=markdown)
    chunks = chunk(document, count, budget)
    position = 0
    for ordinal, part in enumerate(chunks):
        assert part.ordinal == ordinal
        assert part.text == document.text[part.start : part.end]
        assert part.text == part.text.strip() != ""
        assert part.start >= position
        assert count(part.text) <= budget or is_unsplittable(document, part)
        assert part.heading_path == document.heading_at(part.start)
        position = part.end
    covered = set[int]()
    for part in chunks:
        covered.update(range(part.start, part.end))
    for block in document.blocks:
        places = {place for place in range(block.start, block.end) if document.text[place].isalnum()}
        assert places.isdisjoint(covered) if block.kind == "heading" else places <= covered


@pytest.mark.parametrize("budget", [40, 220])
def test_the_same_document_gives_the_same_chunks(budget: int) -> None:
    text = "# T\n\n" + "\n\n".join(f"Paragraphe {number}. Encore une phrase." for number in range(30))
    first, second = (chunk(document_of(text), words, budget) for _ in range(2))
    assert first == second


def test_a_block_without_a_word_is_no_chunk() -> None:
    assert chunk(document_of("# T\n\n***a***\n\n## U\n\n`---`\n\n## V\n\n🙂"), words, 50)[1:] == ()


@pytest.mark.parametrize("wrap", ["{}", "```\n{}\n```", "| a |\n|---|\n| {} |"], ids=["word", "code", "row"])
def test_a_megabyte_without_a_space_is_many_chunks(wrap: str) -> None:
    budget = 60
    document = document_of(wrap.format("x7" * 400_000))
    chunks = chunk(document, len, budget)
    assert max(len(part.text) for part in chunks) <= 4 * budget
    assert sum(part.text.count("x7") for part in chunks) >= 390_000
    assert all(document.text[part.start : part.end] == part.text for part in chunks)
