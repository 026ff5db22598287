"""What the README says of the code is what the code says."""

from __future__ import annotations

from tests.readme import README, written


def test_the_table_of_settings_is_that_of_the_fields() -> None:
    text = README.read_text(encoding="utf-8")
    assert written(text) == text, "write it anew: python -m tests.readme"
