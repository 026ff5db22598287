"""The text of a PDF's pages, in a process of its own: `python -m ingest.readers.pdf.worker MAX_PAGES < file > json`.

Owns the calls to pypdf. A PDF that hangs it or kills it harms this process only; `pdf` holds the clock. The answer
is one JSON object: {"pages": [...], "title": "..."} or {"error": code, "message": reason}.
"""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

_MEMORY_BYTES = 3 * 1024**3
ENCRYPTED, NEEDS_CRYPTO, DAMAGED, TOO_LONG = "encrypted", "needs-crypto", "damaged", "too-long"


def extract(data: bytes, max_pages: int) -> dict[str, object]:
    """The pages' text and the title in the file's metadata, or an error; never raises for what is in the file."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return _error(ENCRYPTED, "The PDF asks for a password.")
        count = len(reader.pages)
        if count > max_pages:
            return _error(TOO_LONG, f"The PDF has {count} pages; the limit is {max_pages}.")
        return {"pages": [page.extract_text() for page in reader.pages], "title": _title(reader)}
    except DependencyError:
        return _error(NEEDS_CRYPTO, "The PDF is encrypted with AES.")
    except FileNotDecryptedError:
        return _error(ENCRYPTED, "The PDF asks for a password.")
    except (Exception, RecursionError) as error:
        # A damaged file can raise anything from inside the parser; whatever it is, the file is what is wrong.
        return _error(DAMAGED, f"The PDF cannot be read ({type(error).__name__}).")


def _title(reader: PdfReader) -> str:
    metadata = reader.metadata
    return str(metadata.title or "") if metadata is not None else ""


def _error(code: str, message: str) -> dict[str, object]:
    return {"error": code, "message": message}


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def main() -> None:
    """Read the file from standard input, write the answer to standard output."""
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    _limit_memory()
    answer = extract(sys.stdin.buffer.read(), int(sys.argv[1]))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
