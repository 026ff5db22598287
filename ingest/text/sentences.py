"""Where the sentences of a text begin and end: French and English prose, list items, table rows.

Owns the rules for sentence ends (abbreviations, dotted names, quotes, line breaks). Knows nothing of documents
or models: it takes a string and gives positions in it. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

# A list item marker, with the box of a task where there is one; the marker is not part of a sentence.
MARKER = re.compile(r"(?:[-*+•‣▪◦●–—·]|\d{1,3}[.)]|[A-H][.)]|[a-h]\))[ \t\u00a0]+(?:\[[ xX]\][ \t]+)?")

_END = re.compile(r"(?P<mark>[.!?…]+)(?:[ \u00a0\u202f]?»|[\"'”’)\]])*(?=\s|$)")
_WORD, _LETTERS = re.compile(r"\S+"), re.compile(r"\w+")
_OPENERS = "«\"“‘'(—–-* \u00a0\u202f"
_REFERENCES = re.compile(r"(?:\(?\[[^\[\]]*\]\)?[\s,;.|·]*)+")
_TECHNICAL = re.compile(r"[a-z][^\s,;]*[\d_./:-][^\s,;]*[^\s.,;:!?]|[a-z]+[A-Z]\w*")

# Never the last word of a sentence.
_ABBREVIATIONS_TEXT = """
e.g i.e cf vs approx env ex resp al incl excl fig figs eq éq réf ref chap sect c.-à-d c.à.d càd viz nb tél op
cit p.ex par.ex u.s
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())
_BEFORE_NUMBER = frozenset(
    {"no", "nos", "n", "p", "pp", "art", "vol", "ch", "sec", "tab", "page", "pages", "version", "v"}
)
_TITLES = frozenset({"M", "MM", "Mme", "Mlle", "Dr", "Pr", "Mr", "Mrs", "Ms", "Prof", "St"})
# No longer word is a title or an initial.
_LONGEST_SHORT = max(map(len, _TITLES))
_LABELS_TEXT = """
option options answer answers réponse réponses choice choix plan type class classe phase account compte table job
step étape case cas figure part partie section annexe appendix level niveau group groupe
"""
_LABELS = frozenset(_LABELS_TEXT.split())
_STARTERS_TEXT = """
The This These That It If In To You Each When For As With A An All Then Use Both How While On
Le La Les L Il Elle Ils Elles Un Une Ce Cette Ces Cela Si Dans Pour On Chaque Quand Avec En Puis Alors
"""
_STARTERS = frozenset(_STARTERS_TEXT.split())


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Half-open positions of the sentences in `text[start:end]`, in order, trimmed of white space, never empty.

    A blank line, a list item and a table row end a sentence; a line break inside a paragraph does only where it
    cannot be a wrapped line. List markers, lone references such as "[anchor]" after a full stop, and runs without
    any letter or digit belong to no sentence.
    """
    stop = len(text) if end is None else min(end, len(text))
    return [
        span
        for unit in _units(text, max(0, start), stop)
        for span in _sentences(text, *unit)
        if _is_sentence(text, *span)
    ]


def _is_sentence(text: str, start: int, end: int) -> bool:
    if text[start] in "([" and _REFERENCES.fullmatch(text, start, end):
        return False
    return text[start].isalnum() or any(character.isalnum() for character in text[start:end])


def _units(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs of text that a sentence cannot cross: paragraphs, list items without their marker, table rows."""
    paragraph: list[Span] = []
    for line in _lines(text, start, end):
        a, b = line
        marker = MARKER.match(text, a, b)
        if a == b or marker or text[a] == "|":
            yield from _unwrap(text, paragraph)
            paragraph = []
        if a == b:
            continue
        if text[a] == "|":
            yield line
        else:
            paragraph.append((marker.end(), b) if marker else line)
    yield from _unwrap(text, paragraph)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Lines without the white space around them; an empty span for a blank line."""
    position = start
    while position < end:
        newline = text.find("\n", position, end)
        stop = end if newline < 0 else newline
        yield _trim(text, position, stop)
        position = stop + 1


def _unwrap(text: str, lines: list[Span]) -> Iterator[Span]:
    """Join the lines of a paragraph that were only wrapped: the next word would not have fitted on the line."""
    if not lines:
        return
    width = max(b - a for a, b in lines)
    first, last = lines[0]
    for a, b in lines[1:]:
        if _is_wrapped(text, (first, last), (a, b), width):
            last = b
        else:
            yield first, last
            first, last = a, b
    yield first, last


def _is_wrapped(text: str, before: Span, after: Span, width: int) -> bool:
    line_start = text.rfind("\n", before[0], before[1]) + 1 or before[0]
    length = before[1] - line_start
    if text[after[0]].islower() and (text[before[1] - 1].isalnum() or text[before[1] - 1] in ",'’)-"):
        return True
    word = _WORD.match(text, after[0], after[1])
    return length >= 40 and length + 1 + (len(word.group()) if word else 0) > width


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences of one unit."""
    if text.startswith("|", start):
        yield start, end
        return
    position = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and _ends_sentence(text, position, match, end):
            yield _trim(text, position, match.end())
            position = _trim(text, match.end(), end)[0]
    if position < end:
        yield _trim(text, position, end)


def _ends_sentence(text: str, start: int, match: re.Match[str], end: int) -> bool:
    following = match.end()
    while following < end and text[following].isspace():
        following += 1
    if match["mark"] == "." and _is_abbreviation(text, start, match.start(), following, end):
        return False
    if text.startswith("[", following):
        return True
    while following < end and text[following] in _OPENERS:
        following += 1
    if following >= end or not text[following].islower():
        return True
    return match["mark"] == "." and bool(_TECHNICAL.match(text, following, end))


def _is_abbreviation(text: str, start: int, dot: int, following: int, end: int) -> bool:
    """Whether the full stop at `dot` belongs to the word before it."""
    near = text[max(start, dot - 40) : dot]
    before = near.rsplit(None, 2)
    if near[-1:].isspace() or not before:
        before.append("")
    word = before[-1].lstrip("([«\"“'’")
    lower = word.lower()
    if lower in _ABBREVIATIONS:
        return True
    if lower in _BEFORE_NUMBER and following < end and text[following].isdigit():
        return True
    if len(word) > _LONGEST_SHORT:
        return False
    previous = before[-2].strip("([«\"“'’") if len(before) > 1 else ""
    if lower == "p" and text.startswith("ex", following):
        return True
    upper_next = following < end and text[following].isupper()
    if word in _TITLES:
        return upper_next and not previous[-1:].isdigit()
    if len(word) == 1 and word.isupper() and upper_next:
        # An initial ("N. Virginia"), unless it names something ("Account A. The") or a sentence clearly follows.
        after = _LETTERS.match(text, following, end)
        starts_sentence = after is not None and after.group() in _STARTERS
        return not starts_sentence and (not previous or (previous[:1].isupper() and previous.lower() not in _LABELS))
    return False


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
