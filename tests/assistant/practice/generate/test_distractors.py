"""Which statements of other members become wrong options: telling, alike in length, not too near, peers first."""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.families import Name
from assistant.practice.generate.writing.distractors import _POOL, _drawn, pick_statements
from assistant.practice.generate.writing.said import Said
from tests.assistant.practice.generate.material import sentences

KEY = "stores every reading of a sensor for one year"  # 45 characters


def said(name: str, statement: str, *, reviewed: bool = True, uri: str = "corpus/aws/page.md") -> Said:
    """What a page says of a member."""
    (line,) = sentences(f"{name} {statement}.", uri=uri)
    fact = Fact("store", Name(name, name), name, statement, line)
    return Said(fact, "en", Name(name, name), name, name, statement, reviewed)


class Members:
    """The roles of one family, with likenesses that a test gives by statement (0.1 for all others)."""

    def __init__(
        self,
        *found: Said,
        near: Mapping[str, float] = {},
        vague: tuple[str, ...] = (),
        tight: bool = False,
        kin: tuple[str, ...] = (),
        peers: tuple[str, ...] = (),
    ) -> None:
        self._found, self._near, self._vague = found, near, vague
        family = SimpleNamespace(id="store", tight=tight, givers=lambda name: set(kin), peers=lambda name: set(peers))
        self.families = {"store": family}

    def members(self, family: str) -> dict[str, list[Said]]:
        grouped: dict[str, list[Said]] = {}
        for one in self._found:
            grouped.setdefault(one.name.en, []).append(one)
        return grouped

    def telling(self, one: Said) -> bool:
        return one.statement not in self._vague

    def likeness(self, key: str, statement: str) -> float:
        return self._near.get(statement, 0.1)


def picked(members: Members, wanted: int = 1, seed: int = 1) -> list[str]:
    roles: Any = members
    key = said("Archive", KEY)
    return [one.statement for one, _ in pick_statements(roles, [key], wanted, random.Random(seed))]


OTHER = "moves records of a table into a file each hour"


def test_a_statement_of_another_member_is_an_option() -> None:
    assert picked(Members(said("Archive", KEY), said("Mover", OTHER))) == [OTHER]


def test_where_too_few_are_found_there_are_none() -> None:
    assert picked(Members(said("Mover", OTHER)), wanted=2) == []


def test_members_that_serve_as_well_are_left_out() -> None:
    assert picked(Members(said("Mover", OTHER), kin=("Mover",))) == []


def test_a_statement_that_nobody_read_or_that_tells_nothing_is_left_out() -> None:
    assert picked(Members(said("Mover", OTHER, reviewed=False))) == []
    assert picked(Members(said("Mover", OTHER), vague=(OTHER,))) == []


def test_a_statement_that_names_the_right_member_is_left_out() -> None:
    assert picked(Members(said("Mover", "moves what the archive has kept into a file"))) == []


@pytest.mark.parametrize(
    ("near", "tight", "taken"), [(0.30, False, 1), (0.31, False, 0), (0.6, True, 1), (0.61, True, 0)]
)
def test_what_is_too_near_may_be_right(near: float, tight: bool, taken: int) -> None:
    assert len(picked(Members(said("Mover", OTHER), near={OTHER: near}, tight=tight))) == taken


@pytest.mark.parametrize(("length", "taken"), [(24, 0), (25, 1), (45, 1), (81, 1), (82, 0)])
def test_options_are_about_as_long_as_the_key(length: int, taken: int) -> None:
    assert len(KEY) == 45
    statement = f"moves {'x' * (length - 6)}"
    assert len(picked(Members(said("Mover", statement)))) == taken


def test_one_statement_a_member_the_nearest() -> None:
    far, near = "moves files from one place to some other place", "moves one reading of a sensor for one whole year"
    assert picked(Members(said("Mover", far), said("Mover", near), near={near: 0.25})) == [near]


def test_a_statement_of_the_same_form_is_preferred() -> None:
    does, is_ = "moves files from one place to some other place", "is a place where files of every kind are kept .."
    assert picked(Members(said("Mover", is_), said("Mover", does))) == [does]


def test_statements_of_the_same_page_are_preferred() -> None:
    here, there = "moves files from one place to some other place", "takes files from one place to some other place"
    members = Members(said("Mover", there, uri="corpus/aws/other.md"), said("Mover", here))
    assert picked(members) == [here]


def test_members_that_serve_the_same_purpose_come_first() -> None:
    others = [said(f"Mover{n}", f"moves records of table {n} into a file each hour") for n in range(6)]
    members = Members(*others, peers=("Mover4",))
    for seed in range(10):
        assert others[4].statement in picked(members, wanted=2, seed=seed)


def test_the_rest_is_drawn_from_the_nearest() -> None:
    rows = list(range(20))
    for seed in range(20):
        chosen = _drawn(rows, [19], 3, random.Random(seed))
        assert chosen[0] == 19
        assert len(set(chosen)) == 3
        assert max(chosen[1:]) < _POOL
    assert _drawn(rows, rows, 3, random.Random(1)) != rows[:3] or _drawn(rows, rows, 3, random.Random(2)) != rows[:3]
    assert _drawn(rows[:2], [], 3, random.Random(1)) == []
    assert _drawn([], [], 0, random.Random(1)) == []
