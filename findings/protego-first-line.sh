#!/usr/bin/env bash
# A byte order mark hides the first line of a robots.txt from protego 0.7.0 (and from Python's own urllib.robotparser):
# a site that forbids everything to everybody is read as one that allows everything.
#
# Library:  protego 0.7.0 (PyPI, BSD-3; the parser of Scrapy); Python's standard library.
# Input:    "User-agent: *" and "Disallow: /" in UTF-8 with a byte order mark, as Windows editors save it; decoded as
#           UTF-8, which is what `requests` and `urllib` users do and what gives the mark as U+FEFF.
# Expected: the rules. RFC 9309 asks for UTF-8, and the parsers of search engines pass over the mark.
# Seen:     the line "<mark>User-agent" is no known field, so the rules below belong to no group: everything allowed, no
#           warning. In the second input the mark takes the group of one robot only, so the file looks well read.
#           Third input: a version behind the name ("CitePrep/2.0", which RFC 9309's grammar ends at the slash, and which
#           sites do write) makes a group that the robot CitePrep is not in; it takes the group of `*` and is let in.
# Matters:  to whoever collects pages for search or reading: the error is always on the side of fetching what the owner
#           of a site forbade.
# Remedy:   `text.removeprefix("\ufeff")` before parsing (or decode as utf-8-sig), and cut versions off the names.
# Here:     ingest/fetch/robots.py does both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check protego==0.7.0 >"$work/pip.log" 2>&1 || { cat "$work/pip.log" >&2; exit 2; }

cat >"$work/expected" <<'END'
protego 0.7.0
forbids all: protego allows False, urllib.robotparser allows False
forbids all, with a mark: protego allows True, urllib.robotparser allows True
forbids one robot, with a mark: protego allows True, urllib.robotparser allows True
forbids one robot with its version: protego allows True, urllib.robotparser allows True
END
"$work/venv/bin/python" - >"$work/seen" <<'END'
from importlib.metadata import version
from urllib.robotparser import RobotFileParser

from protego import Protego

print("protego", version("protego"))
all_ = b"User-agent: *\nDisallow: /\n"
one = b"User-agent: CitePrep\nDisallow: /\n\nUser-agent: *\nDisallow:\n"
mark = "\ufeff".encode()
files = {
    "forbids all": all_,
    "forbids all, with a mark": mark + all_,
    "forbids one robot, with a mark": mark + one,
    "forbids one robot with its version": one.replace(b"CitePrep", b"CitePrep/2.0"),
}
for name, data in files.items():
    text = data.decode("utf-8")
    standard = RobotFileParser()
    standard.parse(text.splitlines())
    ours = Protego.parse(text).can_fetch("https://example.org/notes/", "CitePrep")
    print(f"{name}: protego allows {ours}, urllib.robotparser allows {standard.can_fetch('CitePrep', '/notes/')}")
END
cat "$work/seen"
diff -u "$work/expected" "$work/seen"
echo "as seen before"
