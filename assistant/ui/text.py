"""A model's text as safe HTML: paragraphs, lists, bold, code; in a draft also [n] markers that open a source.

The words of a source never come here: they are shown as they stand. Images and raw HTML tags are taken out (an image
would make the browser fetch an address that a document chose), links keep their words only, everything that is left is
escaped. Pure; knows nothing of answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.markup import Html, element, escape, join

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Cite = Callable[[int], Html | None]

MARKER = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()")
_LONGEST_KEPT = 24
_DROPPED = re.compile(
    r"<!--.*?-->|<(script|style|iframe|svg|object|template)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(
    r"</?(?:a|abbr|area|audio|b|base|body|br|button|canvas|center|code|dd|details|div|dl|dt|em|embed|font|form|frame"
    r"|frameset|h[1-6]|head|hr|html|i|iframe|img|image|input|kbd|label|li|link|main|map|mark|marquee|math|meta|nav"
    r"|noscript|object|ol|option|p|param|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong"
    r"|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|track|tt|u|ul|var|video|wbr)"
    r"(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Text without comments and HTML tags; what only looks like a tag ("<bucket-name>") stays."""
    previous = None
    while previous != text:  # taking one tag out can put another one together
        previous = text
        text = _TAG.sub("", _DROPPED.sub("", text))
    return text


def styled(text: str) -> Html:
    """One run of a model's text: bold and code. Brackets are text: its markers were resolved when it was checked."""
    return inline(text, _no_source)


def together(words: str, closing: Html | None, shown: Callable[[str], Html]) -> Html:
    """Words and what closes them (a marker, a full stop), the last word on one line with it; `shown` draws words."""
    if not closing:
        return shown(words)
    head, word = _last_word(words.rstrip(" "))
    return join([shown(head), element("span", escape(word), closing, class_="cp-together")])


def inline(text: str, cite: Cite) -> Html:
    """One run of a draft: bold, code, markers."""
    leading = text[: len(text) - len(text.lstrip())]
    trailing = text[len(text.rstrip()) :]
    tokens = _parser().parseInline(clean(text).strip())
    runs = [_run(token.children or (), cite) for token in tokens]
    return join([escape(leading), *runs, escape(trailing)])


def prose(text: str, cite: Cite) -> Html:
    """Whole text: paragraphs and lists."""
    return join(_blocks(_parser().parse(clean(text)), cite))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """CommonMark without raw HTML and without definitions of links, which would swallow a line."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(["reference", "html_block", "html_inline"])


def _no_source(number: int) -> Html | None:
    return None


def _run(tokens: Sequence[Token], cite: Cite) -> Html:
    """The tokens of one run: bold and code are drawn, links and emphasis keep their words, images are left out."""
    runs: list[list[Html]] = [[]]
    for token in tokens:
        match token.type:
            case "strong_open":
                runs.append([])
            case "strong_close":
                bold = element("strong", *runs.pop())
                runs[-1].append(bold)
            case "code_inline":
                runs[-1].append(element("code", token.content))
            case "softbreak" | "hardbreak":
                runs[-1].append(escape("\n"))
            case "text":
                runs[-1].append(_with_markers(token.content, cite))
    return join(runs[0])


def _with_markers(text: str, cite: Cite) -> Html:
    parts: list[Html] = []
    at = 0
    for match in MARKER.finditer(text):
        before = text[at : match.start()]
        numbers = [int(n) for n in re.findall(r"\d+", match[1])]
        cited = [cite(n) for n in numbers]
        if any(cited):
            head, word = _last_word(before.rstrip(" "))
            shown = [found or escape(f"[{n}]") for n, found in zip(numbers, cited, strict=True)]
            parts += [escape(head), element("span", word, *shown, class_="cp-together")]
        else:
            parts.append(escape(before + match.group()))
        at = match.end()
    parts.append(escape(text[at:]))
    return join(parts)


def _last_word(text: str) -> tuple[str, str]:
    """A text and the word at its end, which stays on one line with the marker that follows; "" when it is long.

    A closing sign that French sets off by a space (" »") goes with its word.
    """
    word = re.search(r"\S*(?:\s[»:;!?]+)?\Z", text)
    start = word.start() if word and len(word.group()) <= _LONGEST_KEPT else len(text)
    return text[:start], text[start:]


def _blocks(tokens: Sequence[Token], cite: Cite) -> Iterator[Html]:
    """Paragraphs, and the items of a list (of whatever depth) as one list; a numbered item keeps its number."""
    items: list[Html] = []
    depth, number = 0, ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if not depth:
                yield element("ul", *items)
                items = []
        elif token.type == "list_item_open":
            number = f"{token.info}. " if token.info else ""
        elif token.type == "inline":
            said = _run(token.children or (), cite)
            if depth:
                items.append(element("li", number or None, said))
                number = ""
            elif said:
                yield element("p", said)
        elif token.type in ("fence", "code_block"):
            block = element("code", token.content.rstrip("\n"))
            if depth:
                items.append(element("li", block))
            else:
                yield element("p", block)
