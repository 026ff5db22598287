#!/usr/bin/env bash
# A new version of a shared deck with one more field, under the same note type id, corrects nothing: Anki keeps the old
# text of every note and says "conflicting", while the new notes of the same file come in.
#
# Programs: anki 26.9 (PyPI, AGPL-3; only in this script's own environment) and genanki 0.13.1 (PyPI, MIT).
# Input:    version 1 of a deck (fields Front, Back); version 2 with a corrected answer and the same fields; version 2 with
#           a third field, Source. Same guid per note, later time of change: what both manuals ask of an update.
# Expected: the note is updated in both cases; a field that is new starts empty or filled.
# Seen:     with the added field the old note stays as it was ("old answer") and is counted as conflicting; the note that
#           is new is added, under a second note type. With the importer's option "merge note types" (off by default)
#           nothing is conflicting any more, and the old note gets the field, empty, and keeps the old answer all the same.
# Matters:  to whoever publishes decks: the author sees new cards arrive at learners and believes that the corrections
#           did too, but each learner goes on learning the wrong answer.
# Remedy:   never change the fields of a note type that was given out: put a source into a field that exists.
# Here:     assistant/practice/export/anki.py gives out one list of fields, which must not grow under its id.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check anki==26.9 genanki==0.13.1 >"$work/pip.log" 2>&1 || { cat "$work/pip.log" >&2; exit 2; }

cat >"$work/expected" <<'END'
anki 26.9, genanki 0.13.1
same fields: new 1, updated 1, conflicting 0: [['Question 1', 'corrected answer'], ['Question 2', 'answer 2']]
one more field: new 1, updated 0, conflicting 1: [['Question 1', 'old answer'], ['Question 2', 'answer 2', 'p. 5']]
one more field, merged: new 1, updated 0, conflicting 0: [['Question 1', 'old answer', ''], ['Question 2', 'answer 2', 'p. 5']]
END
"$work/venv/bin/python" - "$work" >"$work/seen" <<'END'
import sys
from importlib.metadata import version
from pathlib import Path

import genanki
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

folder = Path(sys.argv[1])
print(f"anki {version('anki')}, genanki {version('genanki')}")


def package(name, fields, notes, made):
    template = {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{Back}}"}
    model = genanki.Model(1607392319, "Question", fields=[{"name": field} for field in fields], templates=[template])
    deck = genanki.Deck(2059400110, "Deck")
    for number, values in enumerate(notes):
        deck.add_note(genanki.Note(model=model, fields=values, guid=f"note-{number}"))
    path = str(folder / name)
    genanki.Package(deck).write_to_file(path, timestamp=made)
    return path


def bring(collection, path, merge=False):
    options = ImportAnkiPackageOptions(merge_notetypes=merge)
    return collection.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options)).log


first = package("first.apkg", ["Front", "Back"], [["Question 1", "old answer"]], 1_700_000_000.0)
same = [["Question 1", "corrected answer"], ["Question 2", "answer 2"]]
second = package("same.apkg", ["Front", "Back"], same, 1_700_100_000.0)
more = [["Question 1", "corrected answer", "p. 4"], ["Question 2", "answer 2", "p. 5"]]
third = package("more.apkg", ["Front", "Back", "Source"], more, 1_700_100_000.0)
for number, (name, path, merge) in enumerate(
    (("same fields", second, False), ("one more field", third, False), ("one more field, merged", third, True))
):
    collection = Collection(str(folder / f"{number}.anki2"))
    bring(collection, first)
    log = bring(collection, path, merge)
    notes = sorted((collection.get_note(note).fields for note in collection.find_notes("")))
    print(f"{name}: new {len(log.new)}, updated {len(log.updated)}, conflicting {len(log.conflicting)}: {notes}")
    collection.close()
END
cat "$work/seen"
diff -u "$work/expected" "$work/seen"
echo "as seen before"
