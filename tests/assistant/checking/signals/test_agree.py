"""When two quantities are one, and which of the source's stands against which of the claim's: by value."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking.signals.numbers import NumberFinding, agree, compare
from ingest.text.quantities import TIMES, VERSION, Bound, Quantity, quantities

MB, GB, DAY = 1e6, 1e9, 86_400.0
MONTH, YEAR = 2_629_800.0, 31_557_600.0
ROWS, FILES = frozenset({"row"}), frozenset({"file"})
BOUNDS: tuple[Bound, ...] = ("exact", "upper", "lower", "low_end", "high_end")


def q(value: float, text: str = "", dimension: str = "", bound: Bound = "exact", **more: object) -> Quantity:
    words = text or f"{value:g}"
    return dataclasses.replace(Quantity(value, dimension, words, 0, len(words), bound), **more)  # type: ignore[arg-type]


# one value


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (q(5), q(5), True),
        (q(5), q(5.1), False),
        (q(1e6), q(1e6 + 0.5), True),  # half a millionth apart is how a number was written
        (q(1e6), q(1e6 + 2.0), False),
        (q(0), q(0), True),
        (q(0), q(1e-9), False),
        # A month counts as 30 days and a year as 365, not as a fortnight more.
        (q(MONTH, "1 month", "time"), q(30 * DAY, "30 days", "time"), True),
        (q(MONTH, "1 month", "time"), q(31 * DAY, "31 days", "time"), True),
        (q(MONTH, "un mois", "time"), q(29 * DAY, "29 jours", "time"), False),
        (q(YEAR, "1 year", "time"), q(365 * DAY, "365 days", "time"), True),
        (q(YEAR, "1 an", "time"), q(360 * DAY, "360 jours", "time"), True),
        (q(YEAR, "1 an", "time"), q(355 * DAY, "355 jours", "time"), False),
        (q(90 * DAY, "a quarter", "time"), q(91 * DAY, "91 days", "time"), True),
        # Without such a word, or below a month, days are days.
        (q(100 * DAY, "100 days", "time"), q(101 * DAY, "101 days", "time"), False),
        (q(20 * DAY, "0.66 months", "time"), q(20.2 * DAY, "20.2 days", "time"), False),
        # 1 GB may be 1,000 or 1,024 MB: only where the two are written with other prefixes.
        (q(GB, "1 GB", "bytes"), q(1024 * MB, "1,024 MB", "bytes"), True),
        (q(1024 * MB, "1,024 MB", "bytes"), q(1000 * MB, "1,000 MB", "bytes"), False),
        (q(GB, "1 GB", "bytes"), q(2.0**30, "1,073,741,824 bytes", "bytes"), True),
        (q(1e12, "1 TB", "bytes"), q(1e12 * 1.024**2, "1048576 MB", "bytes"), True),
        (q(1e12, "1 TB", "bytes"), q(1e12 * 1.024**5, "x KB", "bytes"), False),
        (q(GB, "1 GB", "bytes"), q(1030 * MB, "1,030 MB", "bytes"), False),
        # Numbers alone have no such leeway.
        (q(1000, "1,000"), q(1024, "1,024"), False),
    ],
)
def test_values(a: Quantity, b: Quantity, same: bool) -> None:
    assert agree(a, b) is same
    assert agree(b, a) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (q(5, dimension="time"), q(5, dimension="bytes"), False),
        (q(5), q(5, dimension="bytes"), False),
        (q(2024), q(2024, dimension="date"), True),
        (q(2024, dimension="date"), q(2024, dimension="date"), True),
        (q(2024, dimension="time"), q(2024, dimension="date"), False),
        # A share may be written as a part of one.
        (q(25, dimension="percent"), q(0.25), True),
        (q(100, dimension="percent"), q(1.0), True),
        (q(250, dimension="percent"), q(2.5), False),
        (q(25, dimension="percent"), q(25), False),
        # A version is of what it is of; one of nothing may be any.
        (q(3.1, dimension=VERSION), q(3.1, dimension=f"{VERSION} of python"), True),
        (q(3.1, dimension=VERSION), q(3.1), True),
        (q(3.1, dimension=f"{VERSION} of python"), q(3.1), True),
        (q(3.1, dimension=f"{VERSION} of java"), q(3.1, dimension=f"{VERSION} of python"), False),
        (q(3.1, dimension=f"{VERSION} of java"), q(3.1, dimension="bytes"), False),
    ],
)
def test_dimensions(a: Quantity, b: Quantity, same: bool) -> None:
    assert agree(a, b) is same
    assert agree(b, a) is same


@pytest.mark.parametrize(
    ("one", "other", "same"), [(1.0, 1.0, True), (1.0, 60.0, False), (1.0, None, True), (None, None, True)]
)
def test_a_contrary_rate_is_another_quantity(one: float | None, other: float | None, same: bool) -> None:
    assert agree(q(5, rate=one), q(5, rate=other)) is same


@pytest.mark.parametrize("a", BOUNDS)
@pytest.mark.parametrize("b", BOUNDS)
def test_only_contrary_bounds_part_a_value(a: Bound, b: Bound) -> None:
    tops, bottoms = {"upper", "high_end"}, {"lower", "low_end"}
    contrary = (a in tops and b in bottoms) or (a in bottoms and b in tops)
    assert agree(q(5, bound=a), q(5, bound=b)) is not contrary


@pytest.mark.parametrize(("given_value", "same"), [(1500.0, True), (1.5, True), (15.0, False)])
def test_either_reading_of_an_ambiguous_number_may_agree(given_value: float, same: bool) -> None:
    said = q(1.5, "1,500", other=1500.0)
    assert agree(said, q(given_value)) is same
    assert agree(q(given_value), said) is same


@settings(deadline=None, max_examples=60)
@given(st.floats(1e-3, 1e12), st.sampled_from(["", "bytes", "time", "percent", "money"]), st.sampled_from(BOUNDS))
def test_a_quantity_agrees_with_itself_and_not_with_twice_itself(value: float, dimension: str, bound: Bound) -> None:
    one = q(value, "x", dimension, bound)
    assert agree(one, one)
    assert not agree(one, dataclasses.replace(one, value=2 * value))


# what stands against what


def found(said: list[Quantity], given_: list[Quantity]) -> NumberFinding:
    """What comparing a claim's quantities with a source's gives."""
    return compare(said, given_)


@pytest.mark.parametrize(
    ("said", "given_", "outcome", "matched"),
    [
        ([], [], "none", 0),
        ([], [q(5)], "none", 0),
        ([q(1, "a", weak=True)], [q(5)], "none", 0),
        ([q(5)], [q(5)], "match", 1),
        ([q(5), q(7)], [q(7), q(5)], "match", 2),
        ([q(5), q(1, "one", weak=True)], [q(5), q(1)], "match", 1),
        ([q(5)], [], "missing", 0),
        ([q(5)], [q(6)], "conflict", 0),
        ([q(5), q(8)], [q(5)], "conflict", 1),
        ([q(5, "5 GB", "bytes"), q(8, "8 h", "time")], [q(5, "5 GB", "bytes")], "missing", 1),
        ([q(2, "two", loose=True)], [q(3, "3 GB", "bytes")], "match", 0),  # prose, and the source counts no such thing
        ([q(2, "two", loose=True, noun=ROWS)], [q(3, "3", noun=ROWS)], "conflict", 0),
        ([q(50, "half", "percent", loose=True)], [q(80, "80 %", "percent")], "conflict", 0),
        ([q(50, "half", "percent", loose=True)], [q(80, "a part", "percent", weak=True)], "match", 0),
    ],
)
def test_outcomes(said: list[Quantity], given_: list[Quantity], outcome: str, matched: int) -> None:
    finding = found(said, given_)
    assert (finding.outcome, finding.matched) == (outcome, matched)


def test_what_is_told_first_is_what_conflicts() -> None:
    finding = found([q(9, "9 h", "time"), q(4, "4 GB", "bytes")], [q(5, "5 h", "time")])
    assert finding.outcome == "conflict"
    assert finding.conflicts == (("9 h", "5 h"),)
    assert finding.missing == ("4 GB",)


@pytest.mark.parametrize(
    ("said", "given_", "rival"),
    [
        # The same thing counted, before the same unit, before any number.
        (q(9, "9", noun=ROWS), [q(7, "7", noun=FILES), q(8, "8", noun=ROWS)], "8"),
        (q(9, "9 h", "time"), [q(7, "7"), q(8, "8 h", "time")], "8 h"),
        # The same figure with another unit says what was mixed up.
        (q(5e9, "5 GB", "bytes"), [q(6e12, "6 TB", "bytes"), q(5, "5 h", "time")], "5 h"),
        (q(9, "9"), [q(7, "7 h", "time")], "7 h"),
        (q(9, "9 h", "time"), [q(7, "7")], "7"),
        # How often and versions stand in no other number's place, nor do years.
        (q(9, "9"), [q(7, "7 times", TIMES)], None),
        (q(9, "9"), [q(7, "v7", VERSION)], None),
        (q(9, "9"), [q(2024, "2024", "date")], None),
        (q(2023, "2023", "date"), [q(2024, "2024", "date")], "2024"),
        (q(2023, "2023", "date"), [q(24, "24")], "24"),
        (q(9, "9"), [q(1, "a", weak=True)], None),
        (q(9, "9 h", "time"), [q(7, "7 GB", "bytes")], None),
    ],
)
def test_the_rival_of_a_number(said: Quantity, given_: list[Quantity], rival: str | None) -> None:
    finding = found([said], given_)
    assert finding.conflicts == (() if rival is None else ((said.text, rival),))
    assert finding.missing == ((said.text,) if rival is None else ())


def test_a_number_of_the_source_that_the_claim_uses_is_nobodys_rival_while_another_is_free() -> None:
    finding = found([q(5, "5", noun=ROWS), q(9, "9")], [q(5, "5", noun=ROWS), q(8, "8")])
    assert finding.conflicts == (("9", "8"),)


def test_the_number_stands_there_for_another_thing() -> None:
    """5 rows against 5 files and 7 rows: the figure agrees, and it is not of rows."""
    finding = found([q(5, "5 r", noun=ROWS)], [q(5, "5 f", noun=FILES), q(7, "7 r", noun=ROWS)])
    assert finding.conflicts == (("5 r", "7 r"),)
    assert found([q(5, "5 r", noun=ROWS)], [q(5, "5 f", noun=FILES)]).outcome == "match"
    assert found([q(5, "5 r", noun=ROWS)], [q(5, "5")]).outcome == "match"  # nobody says of what


def test_one_number_said_twice_leaves_one_of_the_source_out() -> None:
    """ "90 and 90 days" for "30 and 90 days"."""
    thirty, ninety = q(30 * DAY, "30 days", "time"), q(90 * DAY, "90 days", "time")
    assert found([ninety, ninety], [thirty, ninety]).conflicts == (("90 days", "30 days"),)
    assert found([ninety, ninety], [ninety]).outcome == "match"
    assert found([ninety, ninety, thirty], [thirty, ninety]).outcome == "match"
    assert found([ninety, dataclasses.replace(ninety, bound="upper")], [thirty, ninety]).outcome == "match"
    loose = dataclasses.replace(ninety, loose=True)
    assert found([loose, loose], [thirty, ninety]).outcome == "match"
    size = q(3e9, "3 GB", "bytes")
    assert found([ninety, ninety], [size, ninety]).outcome == "match"


@pytest.mark.parametrize(
    ("least", "bound", "noun", "clash"),
    [
        (2.0, "lower", ROWS, True),
        (2.0, "low_end", ROWS, True),
        (1.0, "lower", ROWS, False),
        (2.0, "exact", ROWS, False),
        (2.0, "lower", FILES, False),
    ],
)
def test_one_counts_where_the_source_wants_at_least_two(
    least: float, bound: Bound, noun: frozenset[str], clash: bool
) -> None:
    one = q(1, "one", weak=True, noun=ROWS)
    finding = found([one], [q(least, "N", bound=bound, noun=noun)])
    assert finding.conflicts == ((("one", "N"),) if clash else ())


def test_an_article_is_no_one() -> None:
    assert found([q(1, "a", weak=True, noun=ROWS)], [q(2, "2", bound="lower", noun=ROWS)]).outcome == "none"


RANGE = [q(0, "0", bound="low_end"), q(1, "1", bound="high_end")]


@pytest.mark.parametrize(
    ("low", "high", "clash"),
    [(0, 1, False), (-1, 1, True), (0, 2, True), (5, 9, False)],
)
def test_ranges_that_share_one_end_clash(low: float, high: float, clash: bool) -> None:
    given_ = [q(low, f"{low}", bound="low_end"), q(high, f"{high}", bound="high_end")]
    assert (("0 – 1", f"{low} – {high}") in found(RANGE, given_).conflicts) is clash


def test_a_range_that_is_there_clashes_with_no_other() -> None:
    other = [q(0, "0", bound="low_end"), q(9, "9", bound="high_end")]
    assert found(RANGE, [*other, *RANGE]).outcome == "match"


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(2, 400).map(lambda n: q(n, f"{n} h", "time")), min_size=1, max_size=4, unique=True))
def test_every_number_of_a_claim_that_the_source_has_matches(said: list[Quantity]) -> None:
    assert found(said, said[::-1]) == NumberFinding("match", len(said))
    assert found(said, [q(9e9, "many GB", "bytes")]).missing == tuple(one.text for one in said)


@pytest.mark.parametrize(
    ("said", "given_", "lang_of_given"),
    [
        ("It keeps 5 GB.", "It keeps 5,000 MB.", "en"),
        ("It keeps 5 GB.", "Il garde 5 000 Mo.", "fr"),
        ("It keeps 36 hours.", "Il garde un jour et demi.", "fr"),
        ("It lasts 1.5 hours.", "Elle dure une heure et demie.", "fr"),
        ("It lasts 2.5 hours.", "It lasts two hours and a half.", "en"),
    ],
)
def test_quantities_as_texts_give_them(said: str, given_: str, lang_of_given: str) -> None:
    theirs = quantities(given_, "fr" if lang_of_given == "fr" else "en")
    assert found(list(quantities(said, "en")), list(theirs)).outcome == "match"
