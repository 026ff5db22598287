#!/bin/sh
# A browser writes a word with an invisible break in it as two pieces of text under one /ActualText. pypdf 7.1.0 and
# pdfplumber 0.11.10 give the pieces with a space or as drawn and never look at /ActualText; pypdfium2 5.15.2 gives it.
# Seen: the page draws "UpXdate" and "Endpoint" and says that this stands for "UpdateEndpoint".
#   pypdf:      'Call UpXdateEndpoint first'     pdfplumber: 'Call UpXdateEndpoint first'
#   pypdfium2:  'Call UpdateEndpoint first'
# Exits 1 if any of them changes. Not part of CI: it installs packages in a temporary folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pypdf==7.1.0 pypdfium2==5.15.2 pdfplumber==0.11.10
"$folder/venv/bin/python" - <<'PY'
import io
import sys

import pdfplumber
import pypdf
import pypdfium2

text = b"BT /F1 10 Tf 60 700 Td (Call ) Tj /Span << /ActualText (UpdateEndpoint) >> BDC (UpXdate) Tj (Endpoint) Tj EMC ( first) Tj ET"
objects = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
]
data, places = b"%PDF-1.5\n", []
for number, content in enumerate(objects, start=1):
    places.append(len(data))
    data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
table = b"".join(b"%010d 00000 n \n" % place for place in places)
data += b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (table, len(data))
seen = {
    "pypdf": pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(),
    "pdfplumber": pdfplumber.open(io.BytesIO(data)).pages[0].extract_text(),
    "pypdfium2": pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range(),
}
for name, found in seen.items():
    print(f"{name}: {found!r}")
drawn, meant = "Call UpXdateEndpoint first", "Call UpdateEndpoint first"
same = seen["pypdf"] == drawn and seen["pdfplumber"] == drawn and seen["pypdfium2"] == meant
sys.exit(0 if same else 1)
PY
