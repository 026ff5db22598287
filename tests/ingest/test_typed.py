"""Data as typed values: nothing is guessed, every misfit is told with its place."""

from __future__ import annotations

import contextlib
import datetime
import json
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from ingest.typed import Day, Filled, Misfit, Number, Whole, typed


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a thing."""

    name: Filled
    size: Annotated[Whole, Field(ge=1, le=9)] = 1


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of parts."""

    id: str
    kind: Literal["new", "old"]
    parts: Annotated[tuple[Part, ...], Field(max_length=3)] = ()
    weight: Number | None = None
    since: Day | None = None
    notes: dict[str, Filled] = field(default_factory=dict)


def test_a_whole_value_is_read_with_its_parts() -> None:
    data = {"id": "a", "kind": "old", "parts": [{"name": " b "}], "weight": 2, "since": datetime.date(2026, 1, 2)}
    assert typed(Thing, data) == Thing("a", "old", (Part("b"),), 2.0, datetime.date(2026, 1, 2))
    assert typed(dict[str, Part], {"x": {"name": "b", "size": 3}}) == {"x": Part("b", 3)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": 3}, "id: a text is needed, not 3"),
        ({"id": None}, "id: a text is needed, not nothing"),
        ({"kind": "odd"}, "kind: 'odd' is not one of new, old"),
        ({"parts": "abc"}, "parts: a list is needed, not 'abc'"),
        ({"parts": [{"name": "b"}, "c"]}, "parts[1]: a table of keys is needed, not 'c'"),
        ({"parts": [{"name": " "}]}, "parts[0].name: is empty"),
        ({"parts": [{}]}, "parts[0].name: is missing"),
        ({"parts": [{"name": "b", "size": True}]}, "parts[0].size: a whole number is needed, not True"),
        ({"parts": [{"name": "b", "size": 2.0}]}, "parts[0].size: a whole number is needed, not 2.0"),
        ({"parts": [{"name": "b", "size": 0}]}, "parts[0].size: 0 is not possible, the least is 1"),
        ({"parts": [{"name": "b", "size": 10}]}, "parts[0].size: 10 is not possible, the most is 9"),
        ({"parts": [{"name": "b"}] * 4}, "parts: at most 3 entries are possible"),
        ({"weight": "0.5"}, "weight: a number is needed, not '0.5'"),
        ({"since": "2026-01-02"}, "since: a date without quotes is needed, such as 2026-03-31, not '2026-01-02'"),
        ({"notes": {"x": ""}}, "notes.x: is empty"),
        ({"colour": "red"}, "colour: unknown key"),
        ({"id": 1, "kind": 2, "parts": 3, "weight": "x"}, "and 1 more"),
    ],
)
def test_a_misfit_is_told_with_its_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Misfit) as raised:
        typed(Thing, {"id": "a", "kind": "new"} | change)
    assert said in str(raised.value)


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_what_is_no_table_at_all_is_told(data: object) -> None:
    with pytest.raises(Misfit, match="a table of keys is needed"):
        typed(Thing, data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "kind", "parts", "x"]), inner),
    max_leaves=8,
)


@given(json_values)
def test_whatever_a_file_holds_is_a_thing_or_a_misfit(data: object) -> None:
    with contextlib.suppress(Misfit):
        thing = typed(Thing, data)
        assert isinstance(data, dict)
        assert json.dumps(thing.id) == json.dumps(data["id"])
