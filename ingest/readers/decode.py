"""Bytes to text, once: encodings, line ends, control characters.

Owns what counts as text. Knows nothing of formats.
"""

from __future__ import annotations

import codecs
import re

from ingest.errors import BinaryFile, WrongEncoding
from ingest.text.characters import normal, whole
from ingest.text.plausible import KNOWN_SHARE, known_share, usual_letters

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What either of these two has something to do with: most texts hold nothing of it.
_TO_CHANGE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff]")
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\v\x1b")
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_UTF16_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Tried in this order where the bytes are no UTF-8. cp1252 holds the letters of latin-1; it leaves five bytes without a
# meaning, which latin-1 has as control characters.
_GUESSES = ("utf-16-le", "utf-16-be", "cp1252", "latin-1")
# Share of control bytes from which a file is no text.
_BINARY_SHARE = 0.02


def decode(data: bytes, uri: str) -> str:
    """The text of a file: UTF-8, or UTF-16 with a byte order mark; line ends as "\\n", no control characters.

    Raises BinaryFile for what is no text, WrongEncoding for text in another encoding.
    """
    utf16 = data.startswith(_UTF16_BYTE_ORDER_MARKS)
    if not utf16:
        _refuse_binary(data, uri)
    try:
        return normalise(data.decode("utf-16" if utf16 else "utf-8"))
    except UnicodeDecodeError as error:
        name = "UTF-16" if utf16 else "UTF-8"
        raise WrongEncoding(f"The text is not {name} (byte {error.start}).", source=uri) from error


def decode_or_guess(data: bytes, uri: str) -> tuple[str, str]:
    """The text of a file, and the name of its encoding where that had to be guessed ("" where it says itself).

    A guess is taken only where it makes plausible French or English: known words, and no letters of other alphabets.
    Raises BinaryFile for what is no text, WrongEncoding where no guess makes sense.
    """
    try:
        return decode(data, uri), ""
    except WrongEncoding:
        for encoding in _GUESSES:
            text = _guessed(data, encoding)
            if text is not None:
                return normalise(text), encoding
        raise


def _guessed(data: bytes, encoding: str) -> str | None:
    """The text where this encoding makes plausible French or English of it."""
    if encoding.startswith("utf-16") != (b"\0" in data[:8192]):
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    share = known_share(text)
    # A few words prove little, but their letters do: "é" of another encoding is a sign that nobody writes.
    return text if usual_letters(text) and (share is None or share >= KNOWN_SHARE) else None


def normalise(text: str) -> str:
    """Line ends as "\\n", accents composed; no control characters but tabs, nothing unseen, no lone surrogates."""
    if _TO_CHANGE.search(text):
        text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return normal(whole(text))


def _refuse_binary(data: bytes, uri: str) -> None:
    sample = data[:8192]
    if b"\0" in sample:
        fewest, most = sorted((sample[::2].count(0), sample[1::2].count(0)))
        if fewest == 0 and most > len(sample) // 5:
            raise WrongEncoding("The text is UTF-16 without a byte order mark.", source=uri)
        raise BinaryFile("The file is not text.", source=uri)
    control = len(sample) - len(sample.translate(None, _CONTROL))
    if control > _BINARY_SHARE * len(sample):
        raise BinaryFile("The file is not text.", source=uri)
