"""Markdown becomes the text that is quoted: nothing of the prose changes, nothing of the markup stays."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import BinaryFile, EmptyFile, FileTooLarge, UnreadableFile, WrongEncoding
from ingest.fetch.links import links_in
from ingest.readers.assemble import assemble
from ingest.readers.markdown.reader import read_markdown
from ingest.schema import Document
from ingest.sourcing.frontmatter import split_front_matter
from ingest.text.sentences import split_sentences

if TYPE_CHECKING:
    from tests.ingest.conftest import ReadBytes

CORPUS = Path(__file__).resolve().parents[3] / "corpus"


def text_of(markdown: str) -> str:
    return assemble(read_markdown(textwrap.dedent(markdown).strip()).pieces)[0]


def blocks_of(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Bold**, *italic*, `code`, [a link](https://x.y) and ~~struck~~.", "Bold, italic, code, a link and ."),
        (r"On\-demand \(hourly\) costs 0\.5\.", "On-demand (hourly) costs 0.5."),
        ('# Title<a name="anchor"></a>\n\nText<!-- hidden -->.', "Title\n\nText."),
        ("+ one\n+ two", "- one\n- two"),
        ("1. one\n1. two", "1. one\n2. two"),
        ("| a  |  b |\n|---|---|\n| 1 | **2** |", "| a | b |\n| 1 | 2 |"),
        ("```python\nx = 1\n\n  y = '*'\n```", "x = 1\n\n  y = '*'"),
        ("**Note**  \nStreams are encrypted.", "Note\n\nStreams are encrypted."),
        ("A sentence. [Anchor](https://x.y)", "A sentence. [Anchor]"),
        ("- Une phrase. [A](https://x.y), [B](https://z.y)", "- Une phrase. [A], [B]"),
        ("Voir [le guide](https://x.y).", "Voir le guide."),
        ("[[Glue|le service Glue]], [[S3#Classes]] et ![[schema.png]] %%caché%% fin", None),
        ("> [!tip] Astuce\n> Du texte.", "Astuce\n\nDu texte."),
        ("%%\nbrouillon\n\nencore\n%%\n\nReste #tag.", "Reste #tag."),
        ("![Untitled](Untitled.png)\n\n![Schéma du flux](a.png)", "Schéma du flux"),
        ("See ![\\[Image NOT FOUND\\]](http://x/y.png) here.", "See  here."),
        ("Le score $F_1 = 2*p*r$ coûte 5 $ et 10 $.", "Le score $F_1 = 2*p*r$ coûte 5 $ et 10 $."),
        ("s3://<bucket>/<key> and <b>bold</b><br>next line", "s3://<bucket>/<key> and bold\nnext line"),
        ("<details><summary>Plus</summary>\nDu texte &amp; du code\n</details>", "Plus\n\nDu texte & du code"),
        (
            "Chaque ligne commence par __label__ ; __le gras__ non.",
            "Chaque ligne commence par __label__ ; le gras non.",
        ),
        ("See [ the page ](x) here.", "See the page here."),
    ],
)
def test_readable_text(markdown: str, text: str | None) -> None:
    assert text_of(markdown) == (text or "le service Glue, S3 > Classes et   fin")


def test_topic_lists_of_aws_pages_are_dropped_and_other_lists_kept() -> None:
    page = "# P\n\nIntro.\n\n**Topics**\n+ [One](#one)\n+ [Two](two.md)\n\n## One\n\n**Topics**\n+ One fact.\n"
    assert text_of(page) == "P\n\nIntro.\n\nOne\n\nTopics\n\n- One fact."


def test_blocks_carry_their_headings_and_exact_positions(read_as: ReadBytes) -> None:
    document = read_as(
        "cours.md",
        "# Kinesis\n\nIntro.\n\n## Débit\n\n- Un.\n  - Deux,\n    suite.\n\n"
        "| a |\n|---|\n| 1 |\n\n# Glue\n\n    code()\n",
    )
    assert blocks_of(document) == [
        ("heading", "Kinesis"),
        ("text", "Intro."),
        ("heading", "Débit"),
        ("list", "- Un."),
        ("list", "- Deux,\nsuite."),
        ("table", "| a |\n| 1 |"),
        ("heading", "Glue"),
        ("code", "code()"),
    ]
    assert [block.heading_path for block in document.blocks[2:7]] == [("Kinesis", "Débit")] * 4 + [("Glue",)]
    assert document.source.title == "Kinesis"


def test_front_matter_describes_the_source_and_is_no_text(read_as: ReadBytes) -> None:
    document = read_as(
        "limites.md",
        '---\ntitle: "Limites : Kinesis"\nlang: fr\nkind: note\ndomains: [modeling, exam]\n'
        "source_url: https://docs.aws.amazon.com/a.html\nas_of: 2023-05-01\nlicence: Apache-2.0\n---\n"
        "# Autre\n\nText.\n",
    )
    source = document.source
    assert document.text == "Autre\n\nText."
    assert (source.title, source.lang, source.kind, source.domains) == (
        "Limites : Kinesis",
        "fr",
        "note",
        ("modeling", "exam"),
    )
    assert (source.url, source.as_of, source.licence) == (
        "https://docs.aws.amazon.com/a.html",
        "2023-05-01",
        "Apache-2.0",
    )


@pytest.mark.parametrize(
    ("text", "meta", "body"),
    [
        ("---\na: 1\n---\nText", {"a": 1}, "Text"),
        ("---\r\na: 1\r\n---\r\nText", {"a": 1}, "Text"),
        ("---\n---\nText", {}, "Text"),
        ("---\ntitle: [unclosed\n---\nText", {}, "Text"),
        ("---\nA rule above this line.\n\n---\nText", {}, "---\nA rule above this line.\n\n---\nText"),
        ("---\nnever: closed", {}, "---\nnever: closed"),
        ("Text\n---\na: 1\n---\n", {}, "Text\n---\na: 1\n---\n"),
    ],
)
def test_front_matter_is_split_where_it_ends(text: str, meta: dict[str, object], body: str) -> None:
    found, offset = split_front_matter(text)
    assert (found, text[offset:]) == (meta, body)


def test_metadata_that_makes_no_sense_is_ignored(read_as: ReadBytes) -> None:
    source = read_as(
        "n.md", "---\nlang: xx\nkind: 3\nas_of: hier\nsource_url: javascript:alert(1)\n---\nLes notes du cours.\n"
    ).source
    assert (source.lang, source.kind, source.as_of, source.url) == ("fr", "user", "", "")


def test_notion_exports_get_readable_titles(read_as: ReadBytes) -> None:
    name = "Feature Store 0123456789abcdef0123456789abcdef.md"
    document = read_as(name, "Created: 3 May 2023\nTags: ml\n\nSome text.\n")
    assert document.source.title == "Feature Store"
    assert document.text.startswith("Created: 3 May 2023\nTags: ml")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b" \n\t\n", EmptyFile),
        (b"<!-- only a comment -->", EmptyFile),
        ("\u017c\xf3\u0142w i \u0142ab\u0119d\u017a".encode("cp1250"), WrongEncoding),
        (b"\x89PNG\r\n\x1a\n\0\0\0", BinaryFile),
        (b"x" * 2000, FileTooLarge),
    ],
)
def test_what_cannot_be_read_is_named(read_as: ReadBytes, data: bytes, error: type[UnreadableFile]) -> None:
    with pytest.raises(error) as caught:
        read_as("notes.md", data, max_file_mb=0.001)
    assert caught.value.source == "notes/notes.md"
    assert caught.value.help


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_name_themselves_are_read(read_as: ReadBytes, encoding: str) -> None:
    assert read_as("n.md", "Durée :\r\n24 h".encode(encoding)).text == "Durée :\n24 h"


def test_nothing_is_lost_in_deep_nesting() -> None:
    quotes = ">" * 300 + " the innermost words"
    lists = "\n".join("  " * level + f"- level{level}" for level in range(80))
    assert "the innermost words" in text_of(quotes)
    assert "level79" in text_of(lists)


def test_links_are_found_with_their_lines() -> None:
    markdown = (
        "---\ntitle: T\n---\n\nOne. [A **b**](https://a.b/c)\nand <https://d.e>\n\n- x [F](g.md)\n\n`[no](link)`\n"
    )
    assert links_in(markdown) == [
        ("A b", "https://a.b/c", 5),
        ("https://d.e", "https://d.e", 6),
        ("F", "g.md", 8),
    ]


_WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzàéèùç", min_size=1, max_size=9)
_PROSE = st.lists(
    st.tuples(
        _WORD, st.lists(st.one_of(_WORD, st.sampled_from(["ml.p3.2xlarge", "us-east-1", "0,5 %", "«", "»", "24 h"])))
    ).map(lambda parts: " ".join([parts[0].capitalize(), *parts[1]]) + "."),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(st.lists(_PROSE, min_size=1, max_size=4))
def test_plain_prose_comes_out_as_it_is(paragraphs: list[str]) -> None:
    """A quote is verbatim in the learner's own file only if reading leaves prose alone."""
    text = "\n\n".join(paragraphs)
    assert text_of(text) == text


@given(st.text(alphabet="ab #*_`[]()|\n-+>\\!<$%~:=1.&", max_size=300))
def test_any_text_gives_ordered_blocks_that_cover_it(markdown: str) -> None:
    """Reading never fails, and no word of the text is outside every block."""
    text, blocks = assemble(read_markdown(markdown).pieces)
    position = 0
    for block in blocks:
        assert position <= block.start < block.end <= len(text)
        assert not text[position : block.start].strip()
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        position = block.end
    assert not text[position:].strip()


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*.md")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_sentence_of_the_corpus_stands_in_its_file(path: Path, read_as: ReadBytes) -> None:
    """What the assistant quotes must be found by searching the file for it."""
    if path.name in ("COVERAGE.md", "UPDATES.md", "README.md"):
        pytest.skip("not a source")
    raw = path.read_text(encoding="utf-8")
    document = read_as(path.name, raw)
    missing = [
        document.text[start:end]
        for block in document.blocks
        if block.kind in ("text", "list")
        for start, end in split_sentences(document.text, block.start, block.end)
        if document.text[start:end] not in raw
    ]
    assert missing == []


def test_an_empty_comment_on_one_line_is_a_comment(read_as: ReadBytes) -> None:
    document = read_as("note.md", "# Note\n\nBefore it.\n\n%%%%\n\nAfter it.\n")
    assert "%" not in document.text
    assert "Before it." in document.text
    assert "After it." in document.text
