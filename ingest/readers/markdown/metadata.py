"""What note-taking programs write into the body of a note that is no part of it: Joplin's, Logseq's, Dataview's fields.

Owns the names and places of such fields. Knows nothing of Markdown's syntax or of front matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_ID = re.compile(r"id: [0-9a-f]{32}\Z")
_FIELD = re.compile(r"[a-z_]+:(?: .*)?\Z")
_JOPLIN_NOTE = "1"
_JOPLIN_TYPES = {"2": "folder", "4": "resource", "5": "tag", "6": "tag of a note", "13": "revision"}
# Logseq's own properties (its documentation, "Built-in properties"): they set up the page, they say nothing of it.
_LOGSEQ_OWN_TEXT = """
id collapsed title alias tags template template-including-parent icon public exclude-from-graph-view filters heading
background-color background-image created-at updated-at created_at updated_at type query-table query-properties
query-sort-by query-sort-desc card-last-interval card-repeats card-ease-factor card-next-schedule card-last-reviewed
card-last-score hl-page hl-color hl-type hl-stamp ls-type file file-path logseq.order-list-type logseq.table.version
"""
_LOGSEQ_OWN = frozenset(_LOGSEQ_OWN_TEXT.split())
_PROPERTY = re.compile(r"[ \t]*(?P<key>[a-zA-Z][\w.-]*):: ?(?P<value>.*)\Z")
_INLINE_FIELD = re.compile(r"[\[(](?P<key>[^\[\]():\n]{1,60}):: (?P<value>[^\[\]()\n]*)[\])]")
_LINE_FIELD = re.compile(r"\A(?P<key>[^\s:][^:\n|]{0,80}?):: (?=\S)")
_DRAWERS = re.compile(
    r"^[ \t]*(?:[-*] )?:LOGBOOK:\n.*?^[ \t]*:END:[ \t]*$"
    r"|^[ \t]*(?:[-*] )?#\+BEGIN_QUERY\b.*?^[ \t]*#\+END_QUERY[ \t]*$",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_MARK = re.compile(
    r"[ \t]*(?:(?:SCHEDULED|DEADLINE): <[^>\n]*>|#\+(?:BEGIN|END)_\w+|:(?:LOGBOOK|END):|CLOCK: .*)[ \t]*\Z"
)
_BLOCK_ID = re.compile(r"\^[A-Za-z][\w-]*\Z")
_BLOCK_REFERENCE = re.compile(r"\(\(([0-9a-f]{8}-[0-9a-f-]{27})\)\)")
# What makes a block a flash card of Logseq's.
_CARD = re.compile(r"(?:^|[ \t]+)#card[ \t]*$")
_ONLY_TAGS = re.compile(r"(?:#[^\s#]*[^\W\d][^\s#]*\s*)+\Z")
# Every field that may stand in a paragraph has one of these.
_MARKS_OF_FIELDS = ("#", "^", "::", ":END:", ":LOGBOOK:", "CLOCK:", "SCHEDULED:", "DEADLINE:")
_UUID_LINE = re.compile(r"^(?P<above>[^\n]*)\n[ \t]*id:: (?P<id>[0-9a-f]{8}-[0-9a-f-]{27})[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Note:
    """A note without the fields around it: `body`, what the fields say of it, "" or what else than a note it is."""

    body: str
    meta: Mapping[str, object] = field(default_factory=dict)
    other: str = ""


def without_fields(text: str) -> Note:
    """The note in a text: Joplin's lines at its end and Logseq's drawers and page properties taken off."""
    note = _joplin(text)
    body = _DRAWERS.sub("", note.body) if ":LOGBOOK:" in note.body or "#+" in note.body else note.body
    lines = body.split("\n", 40)
    for line in lines[:40]:
        found = _PROPERTY.match(line)
        if found is None and line.strip():
            break
        if found is not None and found["key"].lower() == "title" and found["value"].strip():
            return Note(body, {"title": found["value"].strip(), **note.meta}, note.other)
    return Note(body, note.meta, note.other)


def _joplin(text: str) -> Note:
    """A file of Joplin's export: a title, a body, and `key: value` lines down to `type_`."""
    end = text.rstrip()
    if not re.search(r"(?:\A|\n)type_: \d+\Z", end[-40:]):
        return Note(text)
    lines = end.split("\n")
    first = len(lines)
    while first and _FIELD.match(lines[first - 1]):
        first -= 1
    fields = dict(line.partition(":")[::2] for line in lines[first:])
    if not any(_ID.match(line) for line in lines[first:]):
        return Note(text)
    kind = fields["type_"].strip()
    if kind != _JOPLIN_NOTE:
        return Note("", other=_JOPLIN_TYPES.get(kind, "item"))
    title, _, body = "\n".join(lines[:first]).strip().partition("\n")
    url = fields.get("source_url", "").strip()
    return Note(body, {"title": title.strip(), **({"url": url} if url else {})})


def readable_lines(text: str) -> str:
    """A paragraph without lines that are fields of the program; fields of the learner's own as "key: value"."""
    if not any(mark in text for mark in _MARKS_OF_FIELDS):
        return text
    kept = [_CARD.sub("", line) for line in text.split("\n") if not _is_own(line)]
    text = "\n".join(_without_id(_field(line)) for line in kept)
    return "" if _ONLY_TAGS.match(text) else text


def with_blocks(text: str) -> tuple[str, int]:
    """The text with Logseq's `((block))` as the line that has this id, and how many lead to another file."""
    if "((" not in text:
        return text, 0
    lines = {match["id"]: re.sub(r"\A[\s>#*-]*", "", match["above"]) for match in _UUID_LINE.finditer(text)}
    found = [match[1] for match in _BLOCK_REFERENCE.finditer(text)]
    # A line may refer to others in turn: what it refers to is left out there.
    lines = {name: _BLOCK_REFERENCE.sub("", line) for name, line in lines.items()}
    return _BLOCK_REFERENCE.sub(lambda match: lines.get(match[1], ""), text), sum(name not in lines for name in found)


def _without_id(line: str) -> str:
    """A line without the `^id` that Obsidian links to."""
    start = line.rfind("^")
    is_id = start >= 0 and line[start - 1 : start] in ("", " ", "\t") and bool(_BLOCK_ID.match(line, start))
    return line[:start].rstrip() if is_id else line


def _is_own(line: str) -> bool:
    found = _PROPERTY.match(line)
    return bool(_MARK.match(line)) or (found is not None and found["key"].lower() in _LOGSEQ_OWN)


def _field(line: str) -> str:
    if "::" not in line:
        return line
    line = _INLINE_FIELD.sub(lambda match: f"{match['key'].strip()}: {match['value'].strip()}", line)
    return _LINE_FIELD.sub(lambda match: match["key"] + (" " if match["key"].endswith("?") else ": "), line)
