"""The quick loops give markdown-it's own tokens: on the notes, and on texts put together at random from markup."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from markdown_it.token import Token

from ingest.readers.markdown.quick import PLAIN
from ingest.readers.markdown.syntax import LEFT_OUT, parser, thorough_parser

_NOTES = sorted((Path(__file__).parent / "notes").iterdir())
_STARTS = (
    *(
        "",
        "",
        "",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        "# ",
        "  ",
        "    ",
        "\t",
        "| ",
        ": ",
        "~ ",
        "!!! note\n    ",
        "::: tip\n",
    ),
    *(
        "```\n",
        "%% ",
        "$$ ",
        "<details>",
        "<b>",
        "[a]: /b\n",
        "[^1]: ",
        "- [ ] ",
        "---\n",
        "===\n",
        "|---|\n",
        "Term\n: ",
    ),
    *("</X>", "{/* a */}", "<Tab label='a'>\n", ":::\n", "10 ", "2025. ", "-", "+ ", "> > ", "- - "),
)
_WORDS = (
    *(
        "mot",
        "deux mots",
        "l’été",
        "a-b",
        "x_y_z",
        "__init__",
        "**gras**",
        "*it",
        "`code`",
        "`",
        "[[page|nom]]",
        "[a](b)",
    ),
    *(
        "![i](p.png)",
        "[^1]",
        "^[n]",
        "==h==",
        "$x$",
        "\\(a\\)",
        "\\",
        "&amp;",
        "<br>",
        "https://a.b",
        "{{<x>}}",
        "%%c%%",
    ),
    *("]", "[", "!", "=", "end.", "a  ", "b\t", "#tag", "x | y", "|", "{v}", "~~s~~", "::", ":"),
)
_SEED = 20261130


def _flat(tokens: Sequence[Token]) -> Iterator[tuple[object, ...]]:
    for token in tokens:
        if token.type != PLAIN:
            yield _told(token)
            continue
        lines = token.content.split("\n")
        parts: list[tuple[object, ...]] = []
        for number, line in enumerate(lines):
            parts += [("softbreak", "br", 0, None, "", None)] if number else []
            text = line.lstrip(" \t") if number else line
            parts += [("text", "", 0, None, text, None)] if text else []
        yield ("paragraph_open", "p", token.level - 1, token.map, "", None)
        yield ("inline", "", token.level, token.map, token.content, tuple(parts))
        yield ("paragraph_close", "p", token.level - 1, None, "", None)


def _told(token: Token) -> tuple[object, ...]:
    inner = None if token.children is None else tuple(map(_told, token.children))
    return (token.type, token.tag, token.level, token.map, token.content, inner)


def _same(text: str, mdx: bool) -> bool:
    quick, slow = parser(mdx).parse(text, {LEFT_OUT: []}), thorough_parser(mdx).parse(text, {LEFT_OUT: []})
    return list(_flat(quick)) == [_told(token) for token in slow]


@pytest.mark.parametrize("path", _NOTES, ids=lambda path: path.name)
def test_a_note_gives_the_same_tokens(path: Path) -> None:
    assert _same(path.read_text(encoding="utf-8"), path.suffix == ".mdx")


@pytest.mark.parametrize("mdx", [False, True])
def test_markup_at_random_gives_the_same_tokens(mdx: bool) -> None:
    choose = random.Random(_SEED)
    for _ in range(1500):
        lines = (
            choose.choice(_STARTS) + " ".join(choose.choices(_WORDS, k=choose.randint(0, 4)))
            for _ in range(choose.randint(1, 7))
        )
        text = "".join(line + choose.choice(("\n", "\n", "\n\n")) for line in lines)
        assert _same(text, mdx), text


def test_most_paragraphs_take_the_short_way() -> None:
    tokens = parser().parse("Un titre\n\nDeux lignes\nde texte.\n\n- un point\n", {LEFT_OUT: []})
    assert [token.type for token in tokens if token.content] == [PLAIN, PLAIN, PLAIN]
