"""Verdicts of an audit that a person has checked: a TOML file beside the code, one table for each claim.

A judgement counts for one claim and one outcome, word for word: a verdict that has changed since has to be read again.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from assistant.review.audit import HandCheck, HandChecks
from assistant.review.errors import AuditError
from assistant.review.schema import Outcome


def load_hand(path: Path | None = None) -> HandChecks:
    """The judgements of the package, or those in a file. Raises AuditError."""
    try:
        if path is None:
            raw = resources.files("assistant.review").joinpath("data/notes-audit-hand.toml").read_text(encoding="utf-8")
        else:
            raw = path.read_text(encoding="utf-8")
        rows: list[dict[str, Any]] = tomllib.loads(raw).get("checked", [])
        return dict(_row(row) for row in rows)
    except (OSError, ValueError, KeyError) as error:
        raise AuditError(f"The verdicts checked by hand cannot be read: {error}") from error


def _row(row: dict[str, Any]) -> tuple[tuple[str, Outcome], HandCheck]:
    outcome = next((known for known in get_args(Outcome) if known == row["outcome"]), None)
    if outcome is None or not isinstance(row["right"], bool):
        raise ValueError(f"{row}: needs claim, outcome, right (true or false) and why")
    return (str(row["claim"]), outcome), HandCheck(row["right"], str(row["why"]))
