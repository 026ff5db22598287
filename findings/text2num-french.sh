#!/usr/bin/env bash
# "90 pour cent" becomes "90 pour 100" and "les modèles neufs" (new models) become "les modèles 9": text2num 3.1.0 counts
# in French prose where nobody counted, and reads one half of a range.
#
# Library:  text2num 3.1.0 (PyPI, MIT), `alpha2digit(text, lang)` with its defaults.
# Input:    everyday French and English sentences.
# Expected: a sentence that says the same as before. "pour cent" is a percent sign, "neufs" an adjective in the plural
#           (the number nine has no plural at all), "deux à cinq" and "two to five" are ranges with two ends.
# Seen:     below. The default threshold leaves numbers under 3 alone, so a range loses its lower end only.
# Matters:  to whoever compares quantities of a claim with those of its source, or searches for figures: a percentage
#           becomes two numbers, an adjective an invented one, and the range "2 to 5" the single value 5.
# Remedy:   use `text2num` on spans that are known to be numbers, find the spans yourself.
# Here:     ingest/text/number_words.py does that: places are its own, "neuf" is a number only before what can be counted,
#           "pour cent" is a unit, both ends of a range are read; a quote is never rewritten.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check text2num==3.1.0 >"$work/pip.log" 2>&1 || { cat "$work/pip.log" >&2; exit 2; }

cat >"$work/expected" <<'END'
text2num 3.1.0
fr: Le rappel est de quatre-vingt-dix pour cent. -> Le rappel est de 90 pour 100.
fr: Les modèles neufs sont évalués. -> Les modèles 9 sont évalués.
fr: Gardez-les deux à cinq ans. -> Gardez-les deux à 5 ans.
en: Keep them for two to five years. -> Keep them for two to 5 years.
en: A third of them failed. -> A 3rd of them failed.
END
PYTHONIOENCODING=utf-8 "$work/venv/bin/python" - >"$work/seen" <<'END'
from importlib.metadata import version

from text_to_num import alpha2digit

print("text2num", version("text2num"))
for lang, text in (
    ("fr", "Le rappel est de quatre-vingt-dix pour cent."),
    ("fr", "Les modèles neufs sont évalués."),
    ("fr", "Gardez-les deux à cinq ans."),
    ("en", "Keep them for two to five years."),
    ("en", "A third of them failed."),
):
    print(f"{lang}: {text} -> {alpha2digit(text, lang)}")
END
cat "$work/seen"
diff -u "$work/expected" "$work/seen"
echo "as seen before"
