"""Which items make an exam: counts by weight, short banks, determinism."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.practice.blueprint import load_catalogue
from assistant.practice.errors import ExamError
from assistant.practice.schema import PracticeItem
from assistant.practice.selection import ExamPlan, apportion, apportion_within, plan_exam
from tests.assistant.practice.items import EXAM, ITEMS, many

WEIGHTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 100).map(float), min_size=1)
MLS = load_catalogue()["mls-c01"]


def by_domain(plan: ExamPlan, *, scored: bool) -> dict[str, int]:
    counts = dict.fromkeys(MLS.domain_ids, 0)
    for one in plan.items:
        counts[one.item.domain] += one.scored == scored
    return counts


def ids(plan: ExamPlan) -> list[str]:
    return [one.item.id for one in plan.items]


@given(WEIGHTS, st.integers(0, 300))
def test_largest_remainder_gives_every_seat_and_stays_within_one_of_the_quota(
    weights: dict[str, float], seats: int
) -> None:
    counts = apportion(weights, seats)
    assert sum(counts.values()) == seats
    total = sum(weights.values())
    for key, weight in weights.items():
        quota = seats * weight / total
        assert math.floor(quota - 1e-6) <= counts[key] <= math.ceil(quota + 1e-6)


@given(WEIGHTS, st.integers(0, 100), st.data())
def test_no_domain_gets_more_than_it_has_and_no_seat_is_lost(
    weights: dict[str, float], seats: int, data: st.DataObject
) -> None:
    room = {key: data.draw(st.integers(0, 20)) for key in weights}
    counts = apportion_within(weights, seats, room)
    assert sum(counts.values()) == min(seats, sum(room.values()))
    assert all(counts[key] <= room[key] for key in weights)
    if all(apportion(weights, seats)[key] <= room[key] for key in weights):
        assert counts == apportion(weights, seats)


def test_a_domain_without_items_changes_nothing_where_it_would_get_no_seat() -> None:
    weights = {"a": 1.0, "b": 16.0, "c": 1.0, "d": 16.0, "e": 41.0}
    room = {"a": 0, "b": 1, "c": 0, "d": 1, "e": 2}
    assert apportion_within(weights, 3, room) == apportion(weights, 3) == {"a": 0, "b": 1, "c": 0, "d": 1, "e": 1}


def test_a_full_exam_has_the_weights_of_the_guide() -> None:
    plan = plan_exam(MLS, many(200), lang="en", seed="1")
    assert len(plan.items) == 65
    assert plan.minutes == 180
    assert tuple(by_domain(plan, scored=True).values()) == (10, 12, 18, 10)
    assert tuple(by_domain(plan, scored=False).values()) == (3, 4, 5, 3)
    assert plan.notices == ()


@given(st.integers(1, 90), st.integers(0, 120), st.text(max_size=5))
def test_counts_by_weight_for_every_length_and_bank(n: int, size: int, seed: str) -> None:
    bank = many(size)
    if not bank:
        with pytest.raises(ExamError):
            plan_exam(MLS, bank, lang="en", seed=seed, n=n)
        return
    plan = plan_exam(MLS, bank, lang="en", seed=seed, n=n)
    assert len(plan.items) == min(n, size) == len(set(ids(plan)))
    scored = by_domain(plan, scored=True)
    assert sum(scored.values()) >= 1
    room = {domain: sum(1 for one in bank if one.domain == domain) for domain in MLS.domain_ids}
    ideal = apportion({domain.id: domain.weight for domain in MLS.domains}, sum(scored.values()))
    if all(ideal[domain] <= room[domain] for domain in room):
        assert scored == ideal
    assert all(scored[domain] + by_domain(plan, scored=False)[domain] <= room[domain] for domain in room)
    assert bool(plan.notices) == (len(plan.items) < n or _some_domain_is_short(plan, room))


def _some_domain_is_short(plan: ExamPlan, room: dict[str, int]) -> bool:
    weights = {domain.id: domain.weight for domain in MLS.domains}
    got = [by_domain(plan, scored=kept) for kept in (True, False)]
    ideal = [apportion(weights, sum(counts.values())) for counts in got]
    return any(sum(counts[domain] for counts in got) < sum(counts[domain] for counts in ideal) for domain in room)


def test_same_seed_same_exam_whatever_the_order_of_the_bank() -> None:
    bank = many(80)
    one = plan_exam(MLS, bank, lang="en", seed="x", n=20)
    assert plan_exam(MLS, tuple(reversed(bank)), lang="en", seed="x", n=20) == one
    assert ids(plan_exam(MLS, bank, lang="en", seed="y", n=20)) != ids(one)


def test_nothing_but_the_right_exam_language_type_and_domain_is_taken() -> None:
    full = plan_exam(EXAM, ITEMS, lang="fr", seed="1")
    assert sorted(ids(full)) == ["fr-01", "fr-02", "fr-03", "fr-04"]
    # The real MLS-C01 has neither ordering nor matching; they come only when asked for.
    assert sorted(ids(plan_exam(MLS, ITEMS, lang="fr", seed="1", n=4))) == ["fr-01", "fr-02"]
    asked = plan_exam(MLS, ITEMS, lang="fr", seed="1", n=4, types=["single", "several", "ordering", "matching"])
    assert len(asked.items) == 4
    assert "fr-01" not in ids(plan_exam(EXAM, ITEMS, lang="fr", seed="1", exclude=["fr-01"]))


def test_a_small_bank_and_a_short_domain_are_said() -> None:
    plan = plan_exam(MLS, many(8), lang="en", seed="1")
    assert "8" in plan.notices[0]
    assert "65" in plan.notices[0]
    assert plan.minutes == math.ceil(180 * 8 / 65)
    lopsided = [one for one in many(200) if one.domain != "modeling"] + [
        one for one in many(20) if one.domain == "modeling"
    ]
    assert any(
        "Modeling: only 5 of 23 questions" in text for text in plan_exam(MLS, lopsided, lang="en", seed="").notices
    )
    french = plan_exam(MLS, many(8, lang="fr"), lang="fr", seed="1")
    assert "banque" in french.notices[0]


def test_new_items_come_first_and_seen_ones_are_said() -> None:
    bank = many(40)
    seen = {one.id for one in bank[:20]}
    plan = plan_exam(MLS, bank, lang="en", seed="1", n=16, seen=seen)
    assert not seen & set(ids(plan))
    assert plan.notices == ()
    assert "practised before" in plan_exam(MLS, bank, lang="en", seed="1", n=40, seen=seen).notices[-1]


def test_being_seen_does_not_tell_what_is_scored() -> None:
    bank = many(65)
    seen = {one.id for one in bank if int(one.id[-3:]) % 8 < 4}
    shares = []
    for seed in range(30):
        plan = plan_exam(MLS, bank, lang="en", seed=str(seed), seen=seen)
        shares.append(sum(one.scored for one in plan.items if one.item.id in seen) / len(seen))
    assert sum(shares) / len(shares) == pytest.approx(50 / 65, abs=0.06)


def test_choice_places_and_order_do_not_depend_on_the_key() -> None:
    def other_key(one: PracticeItem) -> PracticeItem:
        from dataclasses import replace

        return replace(one, answers=((one.answers[0] + 1) % 3,), explanation="Other.", option_notes=("a", "b", "c"))

    bank = many(100)
    one = plan_exam(MLS, bank, lang="en", seed="k", n=30)
    two = plan_exam(MLS, [other_key(item) for item in bank], lang="en", seed="k", n=30)
    assert [(x.item.id, x.order, x.scored) for x in one.items] == [(x.item.id, x.order, x.scored) for x in two.items]


@pytest.mark.parametrize(("n", "minutes"), [(0, None), (-1, None), (501, None), (5, 0), (5, 2000), (5, float("nan"))])
def test_impossible_numbers_are_refused(n: int, minutes: float | None) -> None:
    with pytest.raises(ExamError, match="Give a number"):
        plan_exam(MLS, many(8), lang="en", seed="", n=n, minutes=minutes)


@pytest.mark.parametrize(("n", "minutes"), [(1, 3), (2, 6), (13, 36), (64, 178), (65, 180)])
def test_a_shorter_exam_has_its_share_of_the_time(n: int, minutes: int) -> None:
    """180 minutes for 65 questions, rounded up."""
    plan = plan_exam(MLS, many(80), lang="en", seed="s", n=n)
    assert len(plan.items) == n
    assert plan.minutes == minutes


def test_the_one_question_of_the_shortest_exam_is_scored() -> None:
    mostly_unscored = dataclasses.replace(MLS, scored=5, unscored=60)
    (only,) = plan_exam(mostly_unscored, many(80), lang="en", seed="s", n=1).items
    assert only.scored
    plan = plan_exam(mostly_unscored, many(80), lang="en", seed="s", n=13)
    assert sum(one.scored for one in plan.items) == 1


def test_a_bank_of_one_question_is_an_exam_of_one() -> None:
    assert len(plan_exam(MLS, many(80)[:1], lang="en", seed="s").items) == 1
    with pytest.raises(ExamError, match="no question"):
        plan_exam(MLS, [], lang="en", seed="s")
