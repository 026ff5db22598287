"""The text of one paragraph from its runs: where the author broke a line, what a trailing link is, where notes are.

Owns the marks that stand for breaks and notes while a paragraph is put together; neither can occur in normalised
text. Knows nothing of formats or blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from ingest.text.sentences import split_sentences

# Stands for a hard line break in the text of a paragraph.
HARD_BREAK = "\x1e"
# Stands for the mark of a footnote; the label follows, up to the same character.
NOTE = "\x02"

# A run of text, with whether it is the whole anchor of a link.
Run = tuple[bool, str]

_AFTER_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*[ \u00a0\u202f]?»?\s+\(?\Z")
_SEPARATORS = re.compile(r"[\s,;|·•/()–—-]*(?:(?:et|and)[\s])?")
_NOTE = re.compile(f"{NOTE}([^{NOTE}]*){NOTE}")
_FILE_NAME = re.compile(r"[\w.()-]+\.(?:png|jpe?g|gif|webp|bmp|svg|tiff?)", re.IGNORECASE)
_EMPTY_ALTS = frozenset({"", "image", "img", "untitled", "image not found", "tbd", "screenshot", "screen shot."})
_ORDINALS = frozenset("e er re ère ème eme nd de o a st rd th me lle tm r sm".split())
# Characters before a link in which the end of a sentence is looked for.
_LOOKED_BACK = 80


def phrase(runs: Sequence[Run]) -> str:
    """The runs as one text. Links after the last full stop are references, no part of a sentence: "[anchor]"."""
    if not any(is_link for is_link, _ in runs):
        return "".join(part for _, part in runs)
    first = first_reference(runs)
    parts: list[str] = []
    for number, (is_link, part) in enumerate(runs):
        if is_link and number >= first:
            part = f"[{part.strip()}]"
        elif number and part.startswith(" ") and parts[-1].endswith(" ") and (is_link or runs[number - 1][0]):
            part = part.lstrip(" ")  # "see [ the page ](...) here" has one space on each side
        parts.append(part)
    return "".join(parts)


def first_reference(runs: Sequence[Run]) -> int:
    """Index of the first link after the last sentence's end, `len(runs)` where there is none."""
    first = index = len(runs)
    while index and (runs[index - 1][0] or _SEPARATORS.fullmatch(runs[index - 1][1])):
        index -= 1
        if runs[index][0]:
            first = index
    before = ""
    for _, text in reversed(runs[:first]):
        before = text[-_LOOKED_BACK:] + before
        if len(before) >= _LOOKED_BACK:
            break
    return first if _AFTER_SENTENCE.search(before.replace(HARD_BREAK, "\n")) else len(runs)


def note_mark(label: str) -> str:
    """What stands in a run where the text refers to a note."""
    return f"{NOTE}{label}{NOTE}"


def without_notes(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without marks of notes, and for each mark where it stood and its label."""
    if NOTE not in text:
        return text, []
    marks: list[tuple[int, str]] = []
    parts: list[str] = []
    length = end = 0
    for match in _NOTE.finditer(text):
        part = text[end : match.start()]
        parts.append(part)
        length += len(part)
        marks.append((length, match[1]))
        end = match.end()
    parts.append(text[end:])
    return "".join(parts).replace(NOTE, ""), marks


def parts_with_notes(text: str) -> list[tuple[str, list[str]]]:
    """A paragraph cut behind each sentence that refers to notes: the part that ends there, the labels of its notes."""
    clean, marks = without_notes(text)
    if not marks:
        return [(clean, [])]
    ends = [end for _, end in split_sentences(clean)] or [len(clean)]
    parts: list[tuple[str, list[str]]] = []
    start = current = 0
    labels: list[str] = []
    for position, label in marks:
        if labels and position > ends[current]:
            parts.append((clean[start : ends[current]], labels))
            start, labels = ends[current], []
        while current < len(ends) - 1 and ends[current] < position:
            current += 1
        labels.append(label)
    if clean[ends[current] :].strip():
        parts.append((clean[start : ends[current]], labels))
        start, labels = ends[current], []
    parts.append((clean[start:], labels))
    return parts


def says_something(alt: str, src: str) -> bool:
    """Whether the alternative text of an image is more than a file name or a placeholder."""
    name = PurePosixPath(src.partition("?")[0])
    if _FILE_NAME.fullmatch(alt.strip()):
        return False
    return alt.lower() not in _EMPTY_ALTS | {name.name.lower(), name.stem.lower()}


def power(text: str, before: str) -> str:
    """Raised text as it is written in a line: "10^6"; ordinals and trade marks stay as they are ("1st")."""
    bare = "".join(text.split())
    short = bare.lower() in _ORDINALS or len(bare.lstrip("-−+")) > 4
    if before[-1:].isalnum() and bare and (bare[0].isalnum() or bare[0] in "-−+") and not short:
        return f"^{bare}"
    return text
