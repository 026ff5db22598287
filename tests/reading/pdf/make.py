"""PDFs written by hand for tests: text at places, lines, and the objects that real files have around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

REGULAR, BOLD, COURIER = "F1", "F2", "F3"
FONTS = {REGULAR: "Helvetica", BOLD: "Helvetica-Bold", COURIER: "Courier"}


@dataclass
class Sheet:
    """One page; places in points from the upper left corner. `raw` is content added as it is."""

    width: float = 595
    height: float = 842
    content: list[str] = field(default_factory=list)
    extra: str = ""

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = REGULAR) -> Sheet:
        """Write a line whose foot is at `y`."""
        self.content.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {self.height - y} Tm ({escaped(text)}) Tj ET")
        return self

    def lines(self, x: float, y: float, *lines: str, size: float = 10, step: float = 1.2, font: str = REGULAR) -> Sheet:
        """Write lines below each other."""
        for number, line in enumerate(lines):
            self.text(x, y + number * step * size, line, size, font)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Draw a straight line."""
        self.content.append(f"{x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def raw(self, content: str) -> Sheet:
        """Add content as it is written."""
        self.content.append(content)
        return self


def escaped(text: str) -> str:
    """Text as a string of a PDF in WinAnsi, other bytes as octal numbers."""
    out = []
    for byte in text.encode("cp1252"):
        character = chr(byte)
        out.append(f"\\{character}" if character in "\\()" else character if 32 <= byte < 127 else f"\\{byte:03o}")
    return "".join(out)


def pdf(
    *sheets: Sheet, catalog: str = "", objects: Mapping[int, str] | None = None, fonts: str = "", resources: str = ""
) -> bytes:
    """A file of these pages. `objects` have the numbers 100 and more; `resources` are added to those of each page."""
    named = " ".join(
        f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>"
        for name, base in FONTS.items()
    )
    count = len(sheets)
    numbered: dict[int, bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Kids [{' '.join(f'{3 + 2 * n} 0 R' for n in range(count))}] /Count {count} >>".encode(),
    }
    for number, sheet in enumerate(sheets):
        stream = "\n".join(sheet.content).encode("latin-1")
        numbered[3 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] {sheet.extra} "
            f"/Resources << /Font << {named} {fonts} >> {resources} >> /Contents {4 + 2 * number} 0 R >>"
        ).encode()
        numbered[4 + 2 * number] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    numbered.update({number: content.encode("latin-1") for number, content in (objects or {}).items()})
    return _written(numbered)


def stream(dictionary: str, content: str) -> str:
    """A stream object."""
    return f"<< {dictionary} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _written(objects: Mapping[int, bytes]) -> bytes:
    data = b"%PDF-1.5\n"
    offsets: dict[int, int] = {}
    for number, content in sorted(objects.items()):
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = max(objects) + 1
    table = b"".join(
        b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
        for number in range(size)
    )
    return data + b"xref\n0 %d\n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(data),
    )  # fmt: skip


def parts(document: object) -> list[tuple[str, str]]:
    """Kind and text of the blocks of a document."""
    text, blocks = document.text, document.blocks  # type: ignore[attr-defined]
    return [(block.kind, text[block.start : block.end]) for block in blocks]


def rows_of(document: object) -> list[Sequence[str]]:
    """The rows of the document's tables as cells."""
    return [
        line.strip("| ").split(" | ") for kind, text in parts(document) if kind == "table" for line in text.split("\n")
    ]
