"""What a reader made of a file, written out: one line a block, so that an expected reading is a file a person can read.

    title: Serverless endpoints
    left out: hidden 1
    # Serverless endpoints
    text: A serverless endpoint has no GPU. <- Important
    list [Limits]: 200 endpoints. <- Limits of an account:
    table 1:
      | Service | Limit |

A heading has as many "#" as its path has headings; what follows "<-" are the block's subjects, outermost first;
the heading a block lies under is in brackets where it is not the last one above it.
"""

from __future__ import annotations

from pathlib import Path

from ingest.readers import read
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile


def read_file(path: Path) -> Document:
    """The document in a file."""
    data = path.read_bytes()
    return read(SourceFile(f"notes/{path.name}", path, None, len(data), 0), data, IngestSettings())


def shown(document: Document) -> str:
    """The reading written out."""
    lines = [f"title: {document.source.title}"]
    lines += [
        f"left out: {omission.code} {omission.count}{f' ({omission.where})' if omission.where else ''}"
        for omission in document.omissions
        if omission.code != "no-language"
    ]
    under: tuple[str, ...] = ()
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.kind == "heading":
            under = block.heading_path
            lines.append(f"{'#' * len(under)} {text}")
            continue
        place = "" if block.heading_path == under else f" [{' > '.join(block.heading_path)}]"
        rows = f" {block.header_rows}" if block.kind == "table" else ""
        subjects = "".join(f" <- {document.text[start:end]}" for start, end in block.subjects)
        body = text if "\n" not in text and block.kind not in ("table", "code") else "\n  " + text.replace("\n", "\n  ")
        lines.append(f"{block.kind}{rows}{place}:{'' if body.startswith(chr(10)) else ' '}{body}{subjects}")
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n")) + "\n"
