"""The ZIP that an office file or a book is: opened within bounds, its XML read without outside entities.

Owns what is refused before any library sees the file. Knows nothing of what the parts mean.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from ingest.errors import DamagedFile, EncryptedFile, FileTooLarge

if TYPE_CHECKING:
    from lxml.etree import _Element

# All parts together may hold this many times what the file may, one part of XML this many.
_TOTAL_FACTOR, _PART_FACTOR = 8, 4
_MOST_PARTS = 20_000
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0"
_UNPACK_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, KeyError)


def open_package(data: bytes, uri: str, needed: str, limit: int) -> zipfile.ZipFile:
    """The archive, when it holds the part `needed` and unpacks to a bearable size. `limit` is of the file, in bytes.

    Raises DamagedFile, EncryptedFile, FileTooLarge.
    """
    if data.startswith(_OLD_CONTAINER):
        raise EncryptedFile("The file asks for a password, or is of an older format under a new name.", source=uri)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except _UNPACK_ERRORS as error:
        raise DamagedFile(f"The file is no readable package ({error}).", source=uri) from error
    if any(part.flag_bits & 1 for part in parts):
        raise EncryptedFile("The file asks for a password.", source=uri)
    total, largest = sum(part.file_size for part in parts), max((part.file_size for part in parts), default=0)
    if len(parts) > _MOST_PARTS or total > _TOTAL_FACTOR * limit or largest > _PART_FACTOR * limit:
        raise FileTooLarge(f"The file unpacks to {total / 1e6:.0f} MB in {len(parts)} parts.", source=uri)
    if needed not in archive.namelist():
        raise DamagedFile(f"The file lacks its part {needed}.", source=uri)
    return archive


def part_of(archive: zipfile.ZipFile, name: str, uri: str) -> bytes:
    """The bytes of a part. Raises DamagedFile."""
    try:
        return archive.read(name)
    except _UNPACK_ERRORS as error:
        raise DamagedFile(f"The part {name} cannot be unpacked ({error}).", source=uri) from error


def xml_of(archive: zipfile.ZipFile, name: str, uri: str) -> _Element:
    """A part as XML; entities are not resolved. Raises DamagedFile."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part_of(archive, name, uri), parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFile(f"The part {name} is no XML ({error.msg}).", source=uri) from error
