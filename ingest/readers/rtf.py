"""Rich text (.rtf) to pieces: paragraphs, rows of tables; formatting is left aside.

Owns the control words that bring characters. Knows nothing of fonts or styles: an RTF heading is a paragraph.
"""

from __future__ import annotations

import codecs
import re

from ingest.errors import DamagedFile
from ingest.readers.outline import Outline
from ingest.readers.reading import Reading

_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE
)
# Groups that hold no text of the document.
_ASIDE = frozenset(
    """fonttbl colortbl stylesheet info pict header footer headerl headerr footerl footerr object themedata generator
    listtable listoverridetable rsidtbl datastore latentstyles xmlnstbl colorschememapping fldinst deleted""".split()
)
_CODE_PAGES = {"10000": "mac_roman"}
_CHARACTERS = {
    "par": "\n\n", "line": "\n", "tab": " ", "cell": "\t", "row": "\v\n\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "page": "\n\n", "sect": "\n\n",
}  # fmt: skip


def read_rtf(text: str, uri: str) -> Reading:
    """The paragraphs and tables of a rich text. Raises DamagedFile for what is none."""
    if not text.lstrip().startswith("{\\rtf"):
        raise DamagedFile("The file is no rich text: it does not begin with {\\rtf.", source=uri)
    outline = Outline()
    rows: list[list[str]] = []
    for paragraph in _plain(text).split("\n\n"):
        if paragraph.endswith("\v"):
            rows.append(paragraph.removesuffix("\v").replace("\f", " ").split("\t")[:-1])
            continue
        outline.table(rows)
        rows = []
        text, *notes = paragraph.split("\f")
        place = outline.text(text)
        for note in notes:
            outline.text(note, () if place is None else (place,))
    outline.table(rows)
    pictures = text.count("\\pict")
    if pictures:
        outline.omit("picture", detail="pictures, whose words are not read", count=pictures)
    return outline.reading()


class _Text:
    """The characters as they are met: "\\t" ends a cell, "\\v" a row, "\\f" stands before a note of the paragraph."""

    def __init__(self) -> None:
        self._body: list[str] = []
        self._notes: list[list[str]] = []
        self._depth = 0  # of the group of a note, 0 in the body

    def say(self, text: str) -> None:
        """Characters, of the body or of the note that is open."""
        (self._notes[-1] if self._depth else self._body).append(text)

    def open_note(self, depth: int) -> None:
        """A note begins, in a group of that depth."""
        if not self._depth:
            self._notes.append([])
            self._depth = depth

    def close(self, depth: int) -> None:
        """A group has ended: what follows lies that deep."""
        if depth < self._depth:
            self._depth = 0

    def control(self, word: str) -> None:
        """A control word that brings characters, or ends a paragraph."""
        if word == "par" and not self._depth:
            self._end_notes()
        self.say(_CHARACTERS.get(word, ""))

    def whole(self) -> str:
        """Everything that was said."""
        self._end_notes()
        # \\u holds 16 bits: what lies above them is written as two.
        return "".join(self._body).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _end_notes(self) -> None:
        self._body += ["\f" + " ".join("".join(note).split()) for note in self._notes]
        self._notes.clear()


def _plain(text: str) -> str:
    """The characters of the document, as `_Text` has them."""
    encoding = _encoding(text)
    out = _Text()
    aside, depth, skip = 0, 0, 0
    after_unicode = 1
    for match in _TOKEN.finditer(text):
        word, number, code, sign, brace, plain = match.groups()
        if brace:
            depth += 1 if brace == "{" else -1
            aside = 0 if aside and depth < aside else aside
            out.close(depth)
        elif aside:
            continue
        elif word in _ASIDE or sign == "*":
            aside = depth
        elif word == "footnote":
            out.open_note(depth)
        elif word == "uc":
            after_unicode = int(number or 1)
        elif word == "u" and number:
            out.say(chr(int(number) % 65536))
            skip = after_unicode
        elif code:
            out.say("" if skip else bytes.fromhex(code).decode(encoding, "replace"))
            skip = max(0, skip - 1)
        elif word:
            out.control(word)
        elif sign:
            out.say({"~": "\u00a0", "_": "-", "-": ""}.get(sign, sign if sign in "\\{}" else ""))
        elif plain:
            out.say(plain[skip:])
            skip = max(0, skip - len(plain))
    return out.whole()


def _encoding(text: str) -> str:
    """Python's name of the code page that the file says it is in."""
    page = re.search(r"\\ansicpg(\d+)", text[:2000])
    name = "cp1252" if page is None else _CODE_PAGES.get(page[1], f"cp{page[1]}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
