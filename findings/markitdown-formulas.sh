#!/usr/bin/env bash
# One fraction without an optional element, and all formulas of a Word file are gone: markitdown 0.1.9 gives the sentences
# around them, with no exception, no warning and no mark.
#
# Library:  markitdown[docx] 0.1.9 (PyPI, MIT), python-docx 1.2.0 to make the files.
# Input:    two paragraphs, each with a fraction in Office Math. In one file both fractions have `m:fPr`; in the other the
#           second one has none, which the schema of Office Math allows (ECMA-376 part 1, 22.1.2.36: fPr is optional) and
#           programs other than Word write.
# Expected: both formulas, or all but the unusual one, or an error.
# Seen:     the good file gives `$\frac{TP}{TP+FN}$`. In the other both are lost: the step that turns formulas to LaTeX
#           fails on one of them and its whole result is thrown away; the reader behind it knows no formulas.
# Matters:  to whoever feeds lecture notes to a model or an index: "Recall is" without its formula is a fluent half sentence
#           and the file looks converted.
# Remedy:   count the `m:oMath` elements of word/document.xml and compare; or read the formulas one by one.
# Here:     ingest/readers/office/formula.py reads them one by one, properties optional.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'markitdown[docx]==0.1.9' python-docx==1.2.0 >"$work/pip.log" 2>&1 || { cat "$work/pip.log" >&2; exit 2; }

cat >"$work/expected" <<'END'
markitdown 0.1.9
both with fPr: 'Recall is $\\frac{TP}{TP+FN}$\n\nPrecision is $\\frac{TP}{TP+FP}$'
second without fPr: 'Recall is\n\nPrecision is'
END
"$work/venv/bin/python" -W error::UserWarning - >"$work/seen" <<'END'
import io
from importlib.metadata import version

import docx
from docx.oxml import parse_xml
from markitdown import MarkItDown

print("markitdown", version("markitdown"))
SPACE = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def fraction(top, bottom, properties):
    parts = "".join(f"<m:{n}><m:r><m:t>{t}</m:t></m:r></m:{n}>" for n, t in (("num", top), ("den", bottom)))
    return parse_xml(f"<m:oMath {SPACE}><m:f>{properties}{parts}</m:f></m:oMath>")


def converted(properties):
    document = docx.Document()
    document.add_paragraph("Recall is ")._p.append(fraction("TP", "TP+FN", "<m:fPr/>"))
    document.add_paragraph("Precision is ")._p.append(fraction("TP", "TP+FP", properties))
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return MarkItDown().convert_stream(file, file_extension=".docx").text_content


print("both with fPr:", repr(converted("<m:fPr/>")))
print("second without fPr:", repr(converted("")))
END
cat "$work/seen"
diff -u "$work/expected" "$work/seen"
echo "as seen before"
