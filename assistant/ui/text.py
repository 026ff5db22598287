"""A model's text as safe HTML: paragraphs, lists, bold, code; in a draft also [n] markers that open a source.

The words of a source never come here: they are shown as they stand. Images and raw HTML tags are taken out (an image
would make the browser fetch an address that a document chose), links keep their words only, everything that is left is
escaped. Pure; knows nothing of answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.markup import Html, element, escape, join

Cite = Callable[[int], Html | None]

MARKER = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()")
_LONGEST_KEPT = 24
_DROPPED = re.compile(
    r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?"  # an image, inline or by reference
    r"|<!--.*?-->"
    r"|<(script|style|iframe|svg|object|template)\b[^<>]*>.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:a|abbr|area|audio|b|base|body|br|button|canvas|center|code|dd|details|div|dl|dt|em|embed|font|form|frame"
    r"|frameset|h[1-6]|head|hr|html|i|iframe|img|image|input|kbd|label|li|link|main|map|mark|marquee|math|meta|nav"
    r"|noscript|object|ol|option|p|param|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong"
    r"|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|track|tt|u|ul|var|video|wbr)"
    r"(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[([^\[\]]+)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_STYLED = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|`(?P<code>[^`\n]+)`")
_ITEM = re.compile(r"[ \t]*(?:[-*•]|(?P<number>\d{1,2})[.)])[ \t]+(?=\S)")
_HEADING = re.compile(r"#{1,6}[ \t]+")


def clean(text: str) -> str:
    """Text without images, comments and tags; links as their words."""
    previous = None
    while previous != text:  # taking one tag out can put another one together
        previous = text
        text = _LINK.sub(r"\1", _TAG.sub("", _DROPPED.sub("", text)))
    return text


def styled(text: str) -> Html:
    """One run of a model's text: bold and code. Brackets are text: its markers were resolved when it was checked."""
    return _inline(clean(text), _no_source)


def together(words: str, closing: Html | None, shown: Callable[[str], Html]) -> Html:
    """Words and what closes them (a marker, a full stop), the last word on one line with it; `shown` draws words."""
    if not closing:
        return shown(words)
    head, word = _last_word(words.rstrip(" "))
    return join([shown(head), element("span", escape(word), closing, class_="cp-together")])


def inline(text: str, cite: Cite) -> Html:
    """One run of a draft: bold, code, markers."""
    return _inline(clean(text), cite)


def prose(text: str, cite: Cite) -> Html:
    """Whole text: paragraphs and lists."""
    return join(_blocks(clean(text), cite))


def _no_source(number: int) -> Html | None:
    return None


def _inline(text: str, cite: Cite) -> Html:
    parts: list[Html] = []
    at = 0
    for match in _STYLED.finditer(text):
        parts.append(_with_markers(text[at : match.start()], cite))
        if match["code"] is not None:
            parts.append(element("code", match["code"]))
        else:
            parts.append(element("strong", _with_markers(match["bold"], cite)))
        at = match.end()
    parts.append(_with_markers(text[at:], cite))
    return join(parts)


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


def _blocks(text: str, cite: Cite) -> Iterator[Html]:
    paragraph: list[str] = []
    items: list[Html] = []
    for line in [*text.split("\n"), ""]:
        item = _ITEM.match(line)
        if paragraph and (item or not line.strip()):
            yield element("p", _inline("\n".join(paragraph), cite))
            paragraph = []
        if item:
            number = f"{item['number']}. " if item["number"] else None
            items.append(element("li", number, _inline(line[item.end() :], cite)))
            continue
        if items:
            yield element("ul", *items)
            items = []
        if line.strip():
            paragraph.append(_HEADING.sub("", line.strip(), count=1))
