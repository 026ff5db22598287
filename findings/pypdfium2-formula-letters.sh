#!/usr/bin/env bash
# A letter of a formula beyond 16 bits (U+1D467, as typst and XeTeX write every variable) is two characters to pypdfium2
# 5.15.2 where characters are taken one by one: two lone surrogates, each with a box of its own, for one glyph.
#
# Library:  pypdfium2 5.15.2 (PyPI, BSD-3/Apache-2.0; PDFium of Chromium), typst 0.15.2 to make the page.
# Input:    a page with the sentence "The slope is $z$ here."
# Expected: `FPDFText_GetUnicode` gives "the Unicode of a character" (its header): U+1D467, once, as pypdf 7.1.0 has it.
# Seen:     `count_chars()` counts both halves, `FPDFText_GetUnicode` gives 0xd835, then 0xdc67, with the same box.
#           `get_text_range()` puts them together.
# Matters:  to whoever reads letters with their places: chr() of a half can be written to no file, and a reader that
#           drops it, or takes it for a space, loses the variables of every formula without a word.
# Remedy:   put a high half and the low one behind it together; the place of either is that of the letter.
# Here:     ingest/readers/pdf/characters.py
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 pypdf==7.1.0 typst==0.15.2 >"$work/pip.log" 2>&1 || { cat "$work/pip.log" >&2; exit 2; }

cat >"$work/expected" <<'END'
pypdfium2 5.15.2, pypdf 7.1.0, typst 0.15.2
one by one: ['0xd835', '0xdc67'], the same box: True
get_text_range: 'The slope is \U0001d467 here.'
pypdf: 'The slope is \U0001d467 here.'
END
cd "$work"
venv/bin/python - >seen <<'END'
from importlib.metadata import version
from pathlib import Path

import pypdf
import pypdfium2
import typst
from pypdfium2 import raw

print(", ".join(f"{name} {version(name)}" for name in ("pypdfium2", "pypdf", "typst")))
Path("a.typ").write_text("The slope is $z$ here.")
typst.compile("a.typ", output="a.pdf")
page = pypdfium2.PdfDocument("a.pdf")[0].get_textpage()
codes = {place: raw.FPDFText_GetUnicode(page.raw, place) for place in range(page.count_chars())}
halves = [place for place, code in codes.items() if 0xD800 <= code <= 0xDFFF]
same = len({page.get_charbox(place) for place in halves}) == 1
print(f"one by one: {[hex(codes[place]) for place in halves]}, the same box: {same}")
print("get_text_range:", ascii(page.get_text_range()))
print("pypdf:", ascii(pypdf.PdfReader("a.pdf").pages[0].extract_text().strip()))
END
cat seen
diff -u expected seen
echo "as seen before"
