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
            rows.append(paragraph.removesuffix("\v").split("\t")[:-1])
            continue
        outline.table(rows)
        rows = []
        outline.text(paragraph)
    outline.table(rows)
    pictures = text.count("\\pict")
    if pictures:
        outline.omit("picture", detail="pictures, whose words are not read", count=pictures)
    return outline.reading()


def _plain(text: str) -> str:
    """The characters of the document; "\\t" ends a cell and "\\v" a row."""
    encoding = _encoding(text)
    out: list[str] = []
    aside, depth, skip = 0, 0, 0
    after_unicode = 1
    for match in _TOKEN.finditer(text):
        word, number, code, sign, brace, plain = match.groups()
        if brace:
            depth += 1 if brace == "{" else -1
            aside = 0 if aside and depth < aside else aside
        elif aside:
            continue
        elif word in _ASIDE or sign == "*":
            aside = depth
        elif word == "uc":
            after_unicode = int(number or 1)
        elif word == "u" and number:
            out.append(chr(int(number) % 65536))
            skip = after_unicode
        elif code:
            if not skip:
                out.append(bytes.fromhex(code).decode(encoding, "replace"))
            skip = max(0, skip - 1)
        elif word:
            out.append(_CHARACTERS.get(word, ""))
        elif sign:
            out.append({"~": "\u00a0", "_": "-", "-": ""}.get(sign, sign if sign in "\\{}" else ""))
        elif plain:
            out.append(plain[skip:])
            skip = max(0, skip - len(plain))
    # \u holds 16 bits: what lies above them is written as two.
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _encoding(text: str) -> str:
    """Python's name of the code page that the file says it is in."""
    page = re.search(r"\\ansicpg(\d+)", text[:2000])
    name = "cp1252" if page is None else _CODE_PAGES.get(page[1], f"cp{page[1]}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
