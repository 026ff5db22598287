"""The metadata at the top of a Markdown file: YAML, TOML or JSON.

Owns where it ends, and what can still be read of it when it is not quite YAML. Knows nothing of what the keys mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.schema import Omission

# A front matter longer than this is text.
_LIMIT = 64_000
_BLOCK = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n(?P<toml>.*?)(?<=\n)\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_JSON = re.compile(r"\ufeff?(?:;;;[ \t]*\r?\n)?(?=\{)")
_JSON_END = re.compile(r"[ \t]*(?:\r?\n;;;)?[ \t]*(?:\r?\n|\Z)")
_FIRST_KEY = re.compile(r"\s*(?:#[^\n]*\n\s*)*[\w][\w .-]*\s*:(?:\s|$)")
_TOML_KEY = re.compile(r"[\w\"'.-]+\s*=|\[")
_LINE = re.compile(r"(?P<key>[\w][\w .-]*?)\s*[:=](?:\s+(?P<value>.*?))?\s*\Z")
CODE = "front-matter-line"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says of itself at its top: the values by key, where the body starts, lines that cannot be read."""

    meta: Mapping[str, object] = field(default_factory=dict)
    end: int = 0
    omissions: tuple[Omission, ...] = ()


def split_front_matter(text: str) -> tuple[dict[str, object], int]:
    """The front matter as a mapping with text keys, and where the body starts in `text`; ({}, 0) without one."""
    front = read_front_matter(text)
    return dict(front.meta), front.end


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a text. What its format refuses is read line by line, and the lines that say nothing named.

    A text that merely begins with a rule (`---`) or a brace has no front matter.
    """
    match = _BLOCK.match(text, 0, _LIMIT)
    if match is not None:
        meta = parse_yaml_mapping(match["yaml"])
        if meta is not None:
            return FrontMatter(meta, match.end())
        return _by_line(match["yaml"], match.end()) if _FIRST_KEY.match(match["yaml"]) else FrontMatter()
    match = _TOML.match(text, 0, _LIMIT)
    if match is not None:
        return _toml(match["toml"], match.end())
    start = _JSON.match(text)
    return _json(text, start.end()) if start is not None else FrontMatter()


def parse_yaml_mapping(text: str) -> dict[str, object] | None:
    """The mapping that `text` is in YAML (empty for blank text), or None where it is anything else."""
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        return None
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        return None
    return {str(key): value for key, value in loaded.items()}


def _toml(body: str, end: int) -> FrontMatter:
    meta = _toml_mapping(body)
    if meta is not None:
        return FrontMatter(meta, end)
    return _by_line(body, end, toml=True) if _TOML_KEY.match(body.lstrip()) else FrontMatter()


def _toml_mapping(text: str) -> dict[str, object] | None:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _json(text: str, start: int) -> FrontMatter:
    """A JSON object that ends a line; its keys are words, as those of metadata are."""
    try:
        loaded, end = json.JSONDecoder().raw_decode(text[:_LIMIT], start)
    except (ValueError, RecursionError):
        return FrontMatter()
    tail = _JSON_END.match(text, end)
    if tail is None or not isinstance(loaded, dict) or not loaded:
        return FrontMatter()
    return FrontMatter(loaded, tail.end())


def _by_line(body: str, end: int, *, toml: bool = False) -> FrontMatter:
    """Entry by entry: a key with the indented lines below it is read by itself, so that one bad value costs one."""
    meta: dict[str, object] = {}
    bad: list[int] = []
    for number, entry in _entries(body):
        parsed = _toml_mapping(entry) if toml else parse_yaml_mapping(entry)
        found = _LINE.match(entry.split("\n", 1)[0])
        value = (found["value"] or "") if found is not None else ""
        if parsed:
            meta.update(parsed)
        elif (
            not toml
            and found is not None
            and value
            and not value.startswith(("[", "{", "&", "*", "!", "|", ">"))
            and _is_plain(value)
        ):
            meta[found["key"]] = value.strip("\"'")
        elif entry.strip() and not entry.lstrip().startswith("#"):
            bad.append(number)
    where = ", ".join(f"line {number}" for number in bad)
    left = (Omission(CODE, len(bad), where, "not readable as metadata"),) if bad else ()
    return FrontMatter(meta, end, left)


def _is_plain(value: str) -> bool:
    """Whether a value that the format refuses is text all the same: a title with a colon, not an impossible date."""
    quoted = value[:1] in "\"'"
    return bool(re.search(r"[^\W\d]", value)) and (not quoted or value.count(value[0]) % 2 == 0)


def _entries(body: str) -> list[tuple[int, str]]:
    """The entries of a block with the line each begins in; the first line of a file is its fence."""
    entries: list[tuple[int, str]] = []
    for number, line in enumerate(body.split("\n"), start=2):
        if entries and (line[:1] in " \t-" or not line.strip()):
            first, entry = entries[-1]
            entries[-1] = (first, f"{entry}\n{line}")
        else:
            entries.append((number, line))
    return entries
