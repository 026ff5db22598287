"""Who is next: in order of arrival, each told their place, and nobody stays who has left."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from assistant.serving.line import Line, Waiting


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def first(places: Iterator[Waiting]) -> Waiting | None:
    """The place that is told now; None where it is one's turn."""
    return next(places, None)


def test_so_many_are_served_at_once_and_the_others_are_told_their_place() -> None:
    line = Line(2)
    with line.turn() as a, line.turn() as b, line.turn(0) as c, line.turn(0) as d:
        assert (first(a), first(b)) == (None, None)
        assert (first(c), first(d)) == (Waiting(1), Waiting(2))


def test_they_come_in_the_order_of_their_arrival() -> None:
    line = Line(1)
    with ExitStack() as rest:
        with line.turn() as served:
            assert first(served) is None
            others = [rest.enter_context(line.turn(0)) for _ in range(3)]
            assert [first(one) for one in reversed(others)] == [Waiting(3), Waiting(2), Waiting(1)]
        told = [first(one) for one in reversed(others)]
        assert [one.place if one else 0 for one in told] == [3, 2, 0]
        assert [one.place if one else 0 for one in map(first, others[1:])] == [1, 2]


def test_who_leaves_makes_room() -> None:
    line = Line(1)
    with line.turn() as served:
        first(served)
        with line.turn(0) as last:
            with line.turn(0) as gone:
                assert (first(last), first(gone)) == (Waiting(1), Waiting(2))
            with pytest.raises(ZeroDivisionError), line.turn(0):
                raise ZeroDivisionError
            assert first(last) == Waiting(1)
    with line.turn() as free:
        assert first(free) is None


def test_it_says_how_long_it_may_take_as_the_last_ones_lasted() -> None:
    clock = Clock()
    line = Line(2, clock)
    for seconds in (4.0, 8.0):
        with line.turn() as served:
            first(served)
            clock.now += seconds
    with line.turn() as a, line.turn() as b, line.turn(0) as c, line.turn(0) as d:
        assert (first(a), first(b)) == (None, None)
        assert (first(c), first(d)) == (Waiting(1, 3.0), Waiting(2, 6.0))


def test_nobody_is_lost_among_many() -> None:
    line, lock = Line(3), threading.Lock()
    now, most, done = 0, 0, []

    def work(number: int) -> None:
        nonlocal now, most
        with line.turn(0.01) as places:
            for _ in places:
                pass
            with lock:
                now += 1
                most = max(most, now)
            with lock:
                now -= 1
                done.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(done) == list(range(40))
    assert most <= 3
