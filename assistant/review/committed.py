"""The audit of the project's own notes that ships with the package, for the page to show."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from assistant.review.audit import Audit, audit_from_json


@cache
def committed_audit() -> Audit | None:
    """The audit in `data/notes-audit.json`, None where there is none that can be read."""
    try:
        raw = resources.files("assistant.review").joinpath("data/notes-audit.json").read_text(encoding="utf-8")
        return audit_from_json(json.loads(raw))
    except (OSError, ValueError, KeyError, TypeError):
        return None
