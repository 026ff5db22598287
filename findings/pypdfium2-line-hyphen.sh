#!/usr/bin/env bash
# A hyphen at the end of a line comes out of pypdfium2 5.15.2 as U+0002 or U+FFFE with the lines joined: a compound
# ("on-demand") and a cut word ("re-served") look alike, and a character that is no text lands in the index.
#
# Library:  pypdfium2 5.15.2 (PyPI, BSD-3/Apache-2.0; PDFium of Chromium), reportlab 5.1.0 to make the page.
# Input:    a page of four lines in Helvetica; two end in a plain ASCII hyphen.
# Expected: the hyphen that stands there, as pypdf 7.1.0 gives it; or at least the same character from both calls.
# Seen:     `get_text_range()` puts the noncharacter U+FFFE for it, `get_text_bounded()` the control character U+0002.
#           The line break behind it is gone, so that it was a line's end cannot be told from the text any more.
# Matters:  to whoever searches or quotes PDFs: "on-demand" is found neither as "on-demand" nor as "ondemand". Taking the
#           character out gives "ondemand", putting a hyphen gives "re-served": only places and a word list can tell.
# Remedy:   take letters with their boxes, see the end of the line, then decide by what else the document writes.
# Here:     ingest/readers/pdf/characters.py takes the letters, ingest/readers/pdf/layout decides.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 pypdf==7.1.0 reportlab==5.1.0 >"$work/pip.log" 2>&1 || { cat "$work/pip.log" >&2; exit 2; }

cat >"$work/expected" <<'END'
pypdfium2 5.15.2, pypdf 7.1.0
get_text_range: 'The price of on\ufffedemand instances is\r\nhigher than the re\ufffeserved one.'
get_text_bounded: 'The price of on\x02demand instances is\r\nhigher than the re\x02served one.'
pypdf: 'The price of on-\ndemand instances is\nhigher than the re-\nserved one.'
END
"$work/venv/bin/python" - >"$work/seen" <<'END'
import io
from importlib.metadata import version

import pypdf
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

print(f"pypdfium2 {version('pypdfium2')}, pypdf {version('pypdf')}")
file = io.BytesIO()
canvas = Canvas(file)
canvas.setFont("Helvetica", 12)
for number, line in enumerate(("The price of on-", "demand instances is", "higher than the re-", "served one.")):
    canvas.drawString(72, 700 - 15 * number, line)
canvas.save()
page = pypdfium2.PdfDocument(file.getvalue())[0]
text = page.get_textpage()
print("get_text_range:", ascii(text.get_text_range()))
print("get_text_bounded:", ascii(text.get_text_bounded()))
print("pypdf:", ascii(pypdf.PdfReader(file).pages[0].extract_text().strip()))
END
cat "$work/seen"
diff -u "$work/expected" "$work/seen"
echo "as seen before"
