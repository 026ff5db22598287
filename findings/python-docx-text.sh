#!/usr/bin/env bash
# The text of a Word paragraph without the words that somebody added: python-docx 1.2.0 leaves out of `paragraph.text`
# what stands in a tracked insertion, a formula or a content control, and the rest reads like a whole sentence.
#
# Library:  python-docx 1.2.0 (PyPI, MIT).
# Input:    three paragraphs as Word saves them: an insertion that is not accepted yet (`w:ins`, shown by Word as part of
#           the text), a formula (`m:oMath`), a field of a form (`w:sdt`).
# Expected: the words that Word shows, or an exception or a note that something is missing.
# Seen:     "The stream keeps records for 24 hours." where the document says "... for 7 days, not 24 hours."
# Matters:  to whoever quotes, indexes or feeds Word files to a model through `Document(...).paragraphs`: the sentence is
#           grammatical and says the opposite. Files under review, which is what teams share, are the ones concerned.
# Remedy:   walk the XML: `w:ins`, `w:sdtContent`, `m:oMath` are content, `w:del` is not.
# Here:     ingest/readers/office/docx.py and inline.py do; pictures, comments and hidden text are counted as left out.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 >"$work/pip.log" 2>&1 || { cat "$work/pip.log" >&2; exit 2; }

cat >"$work/expected" <<'END'
python-docx 1.2.0
insertion: 'The stream keeps records for 24 hours.'
formula: 'Recall is , not precision.'
content control: 'The bucket is in .'
END
"$work/venv/bin/python" - >"$work/seen" <<'END'
import io
from importlib.metadata import version

import docx
from docx.oxml import parse_xml

print("python-docx", version("python-docx"))
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
middle = {
    "insertion": (
        "The stream keeps records for ",
        f'<w:ins {SPACES} w:id="1" w:author="A" w:date="2026-11-01T00:00:00Z">{run.format("7 days, not ")}</w:ins>',
        "24 hours.",
    ),
    "formula": (
        "Recall is ",
        f"<m:oMath {SPACES}><m:r><m:t>TP/(TP+FN)</m:t></m:r></m:oMath>",
        ", not precision.",
    ),
    "content control": (
        "The bucket is in ",
        f"<w:sdt {SPACES}><w:sdtContent>{run.format('eu-west-3')}</w:sdtContent></w:sdt>",
        ".",
    ),
}
document = docx.Document()
for before, xml, after in middle.values():
    paragraph = document.add_paragraph(before)
    paragraph._p.append(parse_xml(xml))
    paragraph.add_run(after)
file = io.BytesIO()
document.save(file)
for name, paragraph in zip(middle, docx.Document(file).paragraphs, strict=True):
    print(f"{name}: {paragraph.text!r}")
END
cat "$work/seen"
diff -u "$work/expected" "$work/seen"
echo "as seen before"
