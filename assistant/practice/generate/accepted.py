"""Wrong options of the written banks that the judge takes for right, and a person who read them does not.

Owns the reading of `bank/accepted.toml`. An entry holds for the words of an option: once they
change, the judge is asked again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from assistant.practice.bank import COMMITTED

Accepted = Mapping[tuple[str, str], str]
"""By the id of an item and the text of a wrong option: why it is wrong all the same."""


@cache
def load_accepted() -> Accepted:
    """What was read and accepted in the banks of the package."""
    data = tomllib.loads((COMMITTED / "accepted.toml").read_text(encoding="utf-8"))
    return {(entry["item"], entry["option"]): entry["why"] for entry in data.get("accepted", [])}
