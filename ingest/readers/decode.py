"""Bytes to text, once: encodings, line ends, control characters.

Owns what counts as text. Knows nothing of formats.
"""

from __future__ import annotations

import codecs
import re

from ingest.errors import BinaryFile, WrongEncoding

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_UTF16_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
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


def normalise(text: str) -> str:
    """Line ends as "\\n"; no control characters but tabs, no byte order marks, no lone surrogates."""
    return whole(_UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def whole(text: str) -> str:
    """Text of the same length with "?" for every half of a character.

    Halves (lone surrogates) come from bytes in another encoding on a command line and from cut emoji; no tokenizer, no
    JSON writer and no terminal takes them.
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def _refuse_binary(data: bytes, uri: str) -> None:
    sample = data[:8192]
    if b"\0" in sample:
        fewest, most = sorted((sample[::2].count(0), sample[1::2].count(0)))
        if fewest == 0 and most > len(sample) // 5:
            raise WrongEncoding("The text is UTF-16 without a byte order mark.", source=uri)
        raise BinaryFile("The file is not text.", source=uri)
    control = sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\r\f\v\x1b")
    if control > _BINARY_SHARE * len(sample):
        raise BinaryFile("The file is not text.", source=uri)
