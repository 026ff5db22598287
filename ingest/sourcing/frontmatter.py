"""The YAML block at the top of a Markdown file.

Owns where the block ends and what happens when it is not YAML. Knows nothing of what the keys mean.
"""

from __future__ import annotations

import re

# A front matter longer than this is text.
_LIMIT = 64_000
_BLOCK = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIRST_KEY = re.compile(r"\s*(?:#[^\n]*\n\s*)*[\w][\w .-]*\s*:(?:\s|$)")


def split_front_matter(text: str) -> tuple[dict[str, object], int]:
    """The front matter as a mapping with text keys, and where the body starts in `text`.

    A block that begins like front matter and is not YAML gives an empty mapping and still ends where it ends;
    a text that merely begins with a rule (`---`) has no front matter: ({}, 0).
    """
    match = _BLOCK.match(text, 0, _LIMIT)
    if match is None:
        return {}, 0
    body = match["yaml"]
    meta = parse_yaml_mapping(body)
    if meta is None:
        return {}, match.end() if _FIRST_KEY.match(body) else 0
    return meta, match.end()


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
