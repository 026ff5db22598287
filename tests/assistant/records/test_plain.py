"""Values that are kept come back as they were, also by a later version of their class."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversations.schema import Exchange
from assistant.records.plain import from_plain, to_plain
from assistant.schema import Answer


@given(st.builds(Exchange, hashes=st.dictionaries(st.text(), st.text())))
def test_whatever_an_exchange_holds_comes_back(exchange: Exchange) -> None:
    read = from_plain(Exchange, json.loads(json.dumps(to_plain(exchange))))
    assert repr(read) == repr(exchange)  # by their words: a "not a number" is not equal to itself


@dataclass(frozen=True)
class Before:
    name: str
    gone: int = 3


@dataclass(frozen=True)
class Since:
    name: str
    new: tuple[tuple[str, float], ...] = ()
    by_name: dict[str, int] = field(default_factory=dict)


def test_fields_that_came_and_went() -> None:
    assert from_plain(Since, to_plain(Before("a"))) == Since("a")
    assert from_plain(Since, {"name": "a", "new": [["x", 1]], "by_name": {"k": 2}}) == Since(
        "a", (("x", 1.0),), {"k": 2}
    )


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {},
        {"name": 3},
        {"name": "a", "new": "xy"},
        {"name": "a", "new": [["x"]]},
        {"name": "a", "by_name": []},
    ],
)
def test_data_of_another_form_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_plain(Since, data)


def test_a_word_that_is_not_among_those_allowed_is_refused() -> None:
    with pytest.raises(ValueError, match="great"):
        from_plain(Answer, {"status": "great", "text": "", "lang": "en"})


def test_what_is_no_value_cannot_be_kept() -> None:
    with pytest.raises(TypeError):
        to_plain(object())
