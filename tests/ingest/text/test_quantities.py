"""Quantities as a text gives them: formats of numbers, bounds, ranges, rates, what is counted, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.schema import Lang
from ingest.text.quantities import TIMES, VERSION, Quantity, quantities

HOUR, DAY = 3600.0, 86_400.0


def only(text: str, lang: Lang = "en") -> Quantity:
    """The one quantity of a text that counts."""
    (found,) = (quantity for quantity in quantities(text, lang) if not quantity.weak)
    return found


def read(text: str, lang: Lang = "en") -> list[tuple[float, str]]:
    return [(quantity.value, quantity.dimension) for quantity in quantities(text, lang) if not quantity.weak]


# formats


@pytest.mark.parametrize(
    ("written", "lang", "value", "other"),
    [
        ("7", "en", 7.0, None),
        ("0.5", "en", 0.5, None),
        (".5", "en", 0.5, None),
        ("0,5", "fr", 0.5, None),
        ("0,05", "fr", 0.05, None),
        ("1,500", "en", 1500.0, None),
        ("12,500", "en", 12_500.0, None),
        ("125,500", "en", 125_500.0, None),
        ("1,500,000", "en", 1_500_000.0, None),
        ("1,500.25", "en", 1500.25, None),
        ("0,500", "en", 0.5, None),  # no thousands begin with a nought
        ("1,50", "en", 1.5, None),
        ("1.500", "en", 1.5, None),
        ("1 500", "en", 1500.0, None),
        ("1 500", "fr", 1500.0, None),
        ("1\u00a0500\u00a0000", "fr", 1_500_000.0, None),
        ("1\u202f500,5", "fr", 1500.5, None),
        ("1.500.000", "fr", 1_500_000.0, None),
        ("1.500,5", "fr", 1500.5, None),
        # One mark before three figures can be either in French: both are kept, the French way first.
        ("1,500", "fr", 1.5, 1500.0),
        ("1.500", "fr", 1500.0, 1.5),
        ("1,500,000", "fr", 1_500_000.0, None),
        ("1500,000", "fr", 1500.0, None),
        ("2e3", "en", 2000.0, None),
        ("2.5e-3", "en", 0.0025, None),
        ("-4", "en", -4.0, None),
        ("\u22124", "en", -4.0, None),
        ("3 thousand", "en", 3000.0, None),
        ("3 mille", "fr", 3000.0, None),
        ("2.5 million", "en", 2_500_000.0, None),
        ("2,5 millions", "fr", 2_500_000.0, None),
        ("4 billion", "en", 4e9, None),
        ("4 milliards", "fr", 4e9, None),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(
    written: str, lang: Lang, value: float, other: float | None
) -> None:
    found = only(f"x: {written} rows.", lang)
    assert found.value == pytest.approx(value)
    assert found.other == (None if other is None else pytest.approx(other))


@given(st.integers(0, 10**9), st.sampled_from([("en", ","), ("fr", " "), ("fr", "\u00a0"), ("fr", "\u202f")]))
@settings(deadline=None, max_examples=60)
def test_thousands_are_marked_in_each_language(number: int, style: tuple[Lang, str]) -> None:
    lang, mark = style
    assert only(f"It has {number:,} rows.".replace(",", mark), lang).value == number


@given(st.integers(0, 9999), st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_decimals_are_kept_to_the_last_one(number: int, places: int) -> None:
    english = f"{number / 10**places:.{places}f}"
    value = float(english)
    assert only(f"Value {english} here.").value == pytest.approx(value)
    found = only(f"Valeur {english.replace('.', ',')} ici.", "fr")
    assert any(one == pytest.approx(value) for one in (found.value, found.other) if one is not None)


def test_a_sign_leaves_one_reading() -> None:
    found = only("x: -1,500 rows.", "fr")
    assert (found.value, found.other) == (-1.5, None)


# units


@pytest.mark.parametrize(
    ("text", "lang", "value", "dimension", "factor"),
    [
        ("It holds 5 TB.", "en", 5e12, "bytes", 1e12),
        ("Il contient 5 To.", "fr", 5e12, "bytes", 1e12),
        ("It takes 24 hours.", "en", 24 * HOUR, "time", HOUR),
        ("Il faut 24 h.", "fr", 24 * HOUR, "time", HOUR),
        ("It costs $0.02.", "en", 0.02, "money", 1.0),
        ("It costs 3 dollars.", "en", 3.0, "money", 1.0),
        ("Il coûte €5.", "fr", 5.0, "euro", 1.0),
        ("It is 99.9% available.", "en", 99.9, "percent", 1.0),
        ("A 24-hour window.", "en", 24 * HOUR, "time", HOUR),
        ("One hour and a half.", "en", 1.5 * HOUR, "time", HOUR),
        ("Une heure et demie.", "fr", 1.5 * HOUR, "time", HOUR),
        ("Two hours and a half.", "en", 2.5 * HOUR, "time", HOUR),
        ("A quarter of an hour.", "en", 900.0, "time", 1.0),
        ("Un quart d'heure.", "fr", 900.0, "time", 1.0),
        ("Half a day.", "en", DAY / 2, "time", 1.0),
    ],
)
def test_a_value_is_in_the_base_unit(text: str, lang: Lang, value: float, dimension: str, factor: float) -> None:
    found = only(text, lang)
    assert found.value == pytest.approx(value)
    assert (found.dimension, found.factor) == (dimension, factor)


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("It costs $0.02 each.", "en", "$0.02"),
        ("It takes 24 hours.", "en", "24 hours"),
        ("It takes 3 million rows.", "en", "3 million"),
        ("Une heure et demie.", "fr", "Une heure et demie"),
        ("Runs 3 times.", "en", "3 times"),
        ("A quarter of an hour.", "en", "A quarter of an hour"),
    ],
)
def test_a_quantity_keeps_the_words_it_was_read_from(text: str, lang: Lang, words: str) -> None:
    assert only(text, lang).text == words


@given(st.integers(2, 500), st.sampled_from(["hours", "MB", "%", "rows", "dollars", "days"]))
@settings(deadline=None, max_examples=40)
def test_a_quantity_stands_where_it_says(number: int, unit: str) -> None:
    text = f"The limit is {number} {unit} here."
    found = only(text)
    assert text[found.start : found.end].startswith(str(number))
    assert found.text == text[found.start : found.end]


# bounds


@pytest.mark.parametrize(
    "before", ["up to", "at most", "no more than", "less than", "within", "a maximum of", "<", "≤"]
)
def test_english_upper_bounds(before: str) -> None:
    assert only(f"It keeps {before} 5 rows.").bound == "upper"


@pytest.mark.parametrize(
    "before", ["jusqu'à", "au plus", "au maximum", "moins de", "pas plus de", "limité à", "en dessous de"]
)
def test_french_upper_bounds(before: str) -> None:
    assert only(f"Il garde {before} 5 lignes.", "fr").bound == "upper"


@pytest.mark.parametrize("before", ["at least", "more than", "over", "a minimum of", "not less than", ">", "≥"])
def test_english_lower_bounds(before: str) -> None:
    assert only(f"It keeps {before} 5 rows.").bound == "lower"


@pytest.mark.parametrize(
    "before", ["au moins", "au minimum", "plus de", "pas moins de", "à partir de", "supérieur à", "au-delà de"]
)
def test_french_lower_bounds(before: str) -> None:
    assert only(f"Il garde {before} 5 lignes.", "fr").bound == "lower"


@pytest.mark.parametrize(
    ("text", "lang", "bound"),
    [
        ("It keeps 5 rows or more.", "en", "lower"),
        ("It keeps 5 or fewer rows.", "en", "upper"),
        ("Il garde 5 lignes au moins.", "fr", "lower"),
        ("Il garde 5 lignes au plus.", "fr", "upper"),
        ("Il garde 5 lignes ou plus.", "fr", "lower"),
        ("It keeps 5 rows.", "en", "exact"),
        ("It keeps 5 rows, and at most it moves them.", "en", "exact"),
        # "no more than" holds "more than", "pas moins de" holds "moins de": the longer one is meant.
        ("It keeps no more than 5 rows.", "en", "upper"),
        ("It keeps no less than 5 rows.", "en", "lower"),
        ("Il ne garde pas plus de 5 lignes.", "fr", "upper"),
        ("Il ne garde pas moins de 5 lignes.", "fr", "lower"),
    ],
)
def test_bounds_on_either_side(text: str, lang: Lang, bound: str) -> None:
    assert only(text, lang).bound == bound


# ranges


@pytest.mark.parametrize(
    ("text", "lang", "low", "high"),
    [
        ("It takes between 1 and 15 minutes.", "en", 60.0, 900.0),
        ("It takes from 1 to 15 minutes.", "en", 60.0, 900.0),
        ("It takes 1 to 15 minutes.", "en", 60.0, 900.0),
        ("It takes 60-900 seconds.", "en", 60.0, 900.0),
        ("It takes 1 minute to 2 hours.", "en", 60.0, 2 * HOUR),
        ("Il faut de 1 à 15 minutes.", "fr", 60.0, 900.0),
        ("Il faut entre 1 et 15 minutes.", "fr", 60.0, 900.0),
        ("Weights run from -1 to 1.", "en", -1.0, 1.0),
        ("Values between 5 and 5 only.", "en", 5.0, 5.0),
    ],
)
def test_the_ends_of_a_range(text: str, lang: Lang, low: float, high: float) -> None:
    first, second = quantities(text, lang)
    assert [first.value, second.value] == pytest.approx([low, high])
    assert (first.bound, second.bound) == ("low_end", "high_end")
    assert first.dimension == second.dimension


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("It has 5 rows and 10 columns.", "en"),
        ("Il a 5 lignes et 10 colonnes.", "fr"),
        ("It keeps 5 rows, 10 columns.", "en"),
        ("It fell from 15 to 1.", "en"),  # no range runs downward
        ("Published 2019 to 2021.", "en"),  # years
    ],
)
def test_two_numbers_that_are_no_range(text: str, lang: Lang) -> None:
    assert {quantity.bound for quantity in quantities(text, lang)} == {"exact"}


def test_a_range_shares_what_it_counts() -> None:
    first, second = quantities("It holds 2 to 5 shards.", "en")
    assert first.noun == second.noun != frozenset()


# shares


@pytest.mark.parametrize(
    ("text", "lang", "percent"),
    [
        ("Nine trials out of ten fail.", "en", 90.0),
        ("One in every four fails.", "en", 25.0),
        ("Une requête sur cinq échoue.", "fr", 20.0),
        ("3 requêtes sur 4 échouent.", "fr", 75.0),
        ("A quarter of rows is held out.", "en", 25.0),
        ("Two thirds of rows are held out.", "en", 200 / 3),
        ("Un cinquième des lignes.", "fr", 20.0),
        ("Les deux tiers des lignes.", "fr", 200 / 3),
        ("1/4 of the rows.", "en", 25.0),
        ("3/4 of the rows.", "en", 75.0),
        ("Half of the rows.", "en", 50.0),
        ("La moitié des lignes.", "fr", 50.0),
    ],
)
def test_a_share_is_in_percent(text: str, lang: Lang, percent: float) -> None:
    shares = [q.value for q in quantities(text, lang) if q.dimension == "percent"]
    assert shares == [pytest.approx(percent)]


@pytest.mark.parametrize("text", ["Ten trials out of nine.", "Five out of five pass.", "The 4/3 rule.", "The 4/4 bar."])
def test_what_is_no_part_of_a_whole_is_no_share(text: str) -> None:
    assert [q for q in quantities(text, "en") if q.dimension == "percent"] == []


# rates and how often


@pytest.mark.parametrize(
    ("text", "lang", "value", "dimension", "rate"),
    [
        ("It takes 1,000 records per second.", "en", 1000.0, "", 1.0),
        ("Il lit 1 000 enregistrements par minute.", "fr", 1000.0, "", 60.0),
        ("It moves 2 MB/s.", "en", 2e6, "bytes", 1.0),
        ("It runs 3 times per day.", "en", 3.0, TIMES, DAY),
        ("It runs twice per day.", "en", 2.0, TIMES, DAY),
        ("It runs once every hour.", "en", 1.0, TIMES, HOUR),
        ("Il tourne deux fois par jour.", "fr", 2.0, TIMES, DAY),
        ("It runs thrice.", "en", 3.0, TIMES, None),
        ("It takes 5 minutes per day.", "en", 300.0, "time", None),  # a time has no rate
    ],
)
def test_how_often_and_how_fast(text: str, lang: Lang, value: float, dimension: str, rate: float | None) -> None:
    found = only(text, lang)
    assert (found.value, found.dimension, found.rate) == (value, dimension, rate)


@pytest.mark.parametrize(
    ("text", "lang", "bound"),
    [
        ("It runs at least twice.", "en", "lower"),
        ("It runs at most twice.", "en", "upper"),
        ("It runs exactly once.", "en", "exact"),
        ("It runs at least 3 times.", "en", "lower"),
        ("Il tourne au plus une fois par jour.", "fr", "upper"),
    ],
)
def test_how_often_has_bounds_too(text: str, lang: Lang, bound: str) -> None:
    assert only(text, lang).bound == bound


@pytest.mark.parametrize(("text", "lang"), [("It starts at once.", "en"), ("Une fois que tout est prêt.", "fr")])
def test_some_times_are_no_number(text: str, lang: Lang) -> None:
    assert read(text, lang) == []


# names and dates


@pytest.mark.parametrize(
    "text",
    [
        "Use ml.p3.2xlarge here.",
        "It speaks HTTP_2x only.",
        "See chapter 7.",
        "Choose option 3.",
        "Figure 12 shows it.",
        "It reads s3://bucket/7x.",
        "1. First step.",
        "2) Second step.",
        "us-east-1 is a Region.",
    ],
)
def test_names_and_numbering_are_no_quantities(text: str) -> None:
    assert read(text) == []


def test_a_number_behind_a_list_mark_counts() -> None:
    assert read("1. Use 5 shards.\n2. Wait 3 hours.") == [(5.0, ""), (3 * HOUR, "time")]


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("Python 3.11 is needed.", f"{VERSION} of python"),
        ("TensorFlow 2.4 is needed.", f"{VERSION} of tensorflow"),
        ("Version 2.4 is needed.", VERSION),
        ("Use v2 of it.", None),
    ],
)
def test_versions_are_of_what_they_are_of(text: str, dimension: str | None) -> None:
    assert [own for _, own in read(text)] == ([] if dimension is None else [dimension])
    assert all(quantity.loose for quantity in quantities(text, "en"))


@pytest.mark.parametrize(
    ("text", "lang", "dimension"),
    [
        ("It began in 1990.", "en", "date"),
        ("It ends in 2099.", "en", "date"),
        ("It read 1989 then.", "en", ""),
        ("It read 2100 then.", "en", ""),
        ("It has 2024 rows.", "en", ""),  # counted
        ("In March 2024 models changed.", "en", "date"),
        ("It ended on 31 March.", "en", "date"),
        ("It ended on 1 of March.", "en", ""),
        ("Il a fini le 15 août.", "fr", "date"),
    ],
)
def test_dates(text: str, lang: Lang, dimension: str) -> None:
    assert quantities(text, lang)[0].dimension == dimension


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("Use k - 1 of them.", -1.0, "k+"),
        ("Use n+2 of them.", 2.0, "n+"),
        ("Use N – 3 of them.", -3.0, "n+"),
    ],
)
def test_what_is_added_to_a_letter(text: str, value: float, dimension: str) -> None:
    assert read(text) == [(value, dimension)]


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [("The 2nd step.", "en", 2.0), ("La 3e étape.", "fr", 3.0), ("The 21st step.", "en", 21.0)],
)
def test_ordinals_have_a_dimension_of_their_own(text: str, lang: Lang, value: float) -> None:
    assert read(text, lang) == [(value, "ordinal")]


# what is counted


def test_the_noun_reaches_over_small_words_and_ends_at_a_mark() -> None:
    assert only("It runs 10 parallel training jobs.").noun >= {"parallel", "job"}
    assert "column" not in only("It has 10 rows, columns aside.").noun
    assert "second" not in only("It has 10 rows in a second table.").noun


def test_a_noun_has_at_most_four_words() -> None:
    noun = only("It has 10 alpha bravo delta golf hotel.").noun
    assert "golf" in noun
    assert "hotel" not in noun


def test_a_noun_has_the_meanings_that_are_given_for_it() -> None:
    (found,) = quantities("It has 10 shards.", "en", lambda words, lang: frozenset({f"{lang}:{words.strip()}"}))
    assert "en:shards" in found.noun
    (sized,) = quantities("It has 10 GB.", "en", lambda words, lang: frozenset({"never"}))
    assert sized.noun == frozenset()


@pytest.mark.parametrize(
    ("text", "lang", "weak", "loose"),
    [
        ("A model is trained.", "en", None, None),
        ("Une table est lue.", "fr", True, True),
        ("One hour passes.", "en", False, False),
        ("There are two ways.", "en", False, True),
        ("There are 2 ways.", "en", False, False),
        ("Hundreds of models.", "en", False, True),
        ("There are sixteen ways.", "en", False, False),
    ],
)
def test_what_prose_says_without_counting(text: str, lang: Lang, weak: bool | None, loose: bool | None) -> None:
    found = quantities(text, lang)
    if weak is None:
        assert found == ()
        return
    assert (found[0].weak, found[0].loose) == (weak, loose)


# any text


@given(
    st.text(alphabet="0123456789 .,-%$€/kMGTBo\u00a0xtoandetàuphmsone\n()", max_size=60), st.sampled_from(["en", "fr"])
)
@settings(deadline=None, max_examples=80)
def test_quantities_of_any_text_are_in_order_and_apart(text: str, lang: Lang) -> None:
    end = 0
    for quantity in quantities(text, lang):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end
