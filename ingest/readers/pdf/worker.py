"""The pages of a PDF, read in a process of its own: `python -m ingest.readers.pdf.worker MAX_PAGES FIRST < file`.

Owns the order of reading and what is told of a file that cannot be read. A PDF that hangs or kills this process harms
it only; `reader` holds the clock. It writes one JSON object per line, each as soon as it is known: the file
({"pages": n, "title": ..., "labels": [...]} or {"error": code, "message": reason}), then each page from FIRST on.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest import process
from ingest.readers.pdf.layout.words import Page, Rule, Word

if TYPE_CHECKING:
    from pypdf import PdfReader

ENCRYPTED, NEEDS_CRYPTO, DAMAGED, TOO_LONG = "encrypted", "needs-crypto", "damaged", "too-long"


def extract(data: bytes, max_pages: int, first: int = 0) -> Iterator[dict[str, object]]:
    """What is known of the file, then its pages from `first` on, or an error; never raises for what is in the file."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            yield _error(ENCRYPTED, "The PDF asks for a password.")
            return
        count = len(reader.pages)
        if count > max_pages:
            yield _error(TOO_LONG, f"The PDF has {count} pages; the limit is {max_pages}.")
            return
        from ingest.readers.pdf.structure import page_labels, title

        yield {"pages": count, "title": title(reader), "labels": page_labels(reader)}
    except DependencyError:
        yield _error(NEEDS_CRYPTO, "The PDF is encrypted with AES.")
    except FileNotDecryptedError:
        yield _error(ENCRYPTED, "The PDF asks for a password.")
    except (Exception, RecursionError) as error:
        # A damaged file can raise anything from inside the parser; whatever it is, the file is what is wrong.
        yield _error(DAMAGED, f"The PDF cannot be read ({type(error).__name__}).")
    else:
        yield from _pages(data, reader, count, first)


def _pages(data: bytes, reader: PdfReader, count: int, first: int) -> Iterator[dict[str, object]]:
    import pypdfium2

    from ingest.readers.pdf.characters import read_page
    from ingest.readers.pdf.structure import fields_and_notes, without_hidden_layers

    try:
        shown, hidden = without_hidden_layers(reader)
        opened = pypdfium2.PdfDocument(shown or data)
        count = min(count, len(opened))
    except (Exception, RecursionError) as error:
        yield _error(DAMAGED, f"The PDF cannot be read ({type(error).__name__}).")
        return
    for number in range(first, count):
        try:
            page = opened[number]
            read = read_page(page)
            page.close()
            values, notes = fields_and_notes(reader.pages[number], read.words)
            words = (*read.words, *values)
            unseen = read.hidden + hidden.get(number, 0)
            yield packed(number, replace(read, words=words, notes=tuple(notes), hidden=unseen))
        except (Exception, RecursionError) as error:
            yield {"page": number, "failed": type(error).__name__}


def packed(number: int, page: Page) -> dict[str, object]:
    """A page as it is sent."""
    return {
        "page": number,
        "size": [page.width, page.height],
        "words": [
            [w.text, *(round(v, 2) for v in (w.x0, w.top, w.x1, w.bottom, w.base, w.size)), w.style, w.turn, w.glued]
            for w in page.words
        ],
        "rules": [[*(round(v, 2) for v in (r.x0, r.y0, r.x1, r.y1))] for r in page.rules],
        "notes": list(page.notes),
        "hidden": page.hidden,
        "unknown": round(page.unknown, 3),
    }


def unpacked(sent: dict[str, object]) -> Page:
    """The page that was sent."""
    size, words, rules, notes = sent["size"], sent["words"], sent["rules"], sent["notes"]
    assert isinstance(size, list)
    assert isinstance(words, list)
    assert isinstance(rules, list)
    assert isinstance(notes, list)
    return Page(
        size[0],
        size[1],
        tuple(Word(*word) for word in words),
        tuple(Rule(*rule) for rule in rules),
        tuple(notes),
        int(str(sent["hidden"])),
        float(str(sent["unknown"])),
    )


def _error(code: str, message: str) -> dict[str, object]:
    return {"error": code, "message": message}


def main() -> None:
    """Read the file from standard input, write what is known of it to standard output, line by line."""
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    process.limit_memory()
    for line in extract(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2])):
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
