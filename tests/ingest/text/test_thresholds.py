"""Where a text begins to count: as French or English, as long enough to judge, as one line that was only wrapped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.schema import Lang
from ingest.text.language import certain_language, detect_language
from ingest.text.number_words import whole_number, worded
from ingest.text.sentences import split_sentences
from ingest.text.wordlist import can_be_language, is_surely_language, known_words

# language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("xxx", "en"),  # nothing speaks for either
        ("xxx le", "fr"),
        ("xxx le the", "en"),  # as much for both
        ("xxx le la the", "fr"),
        ("xxx é", "fr"),  # an accent counts half of a small word
        ("xxx é the", "en"),
        ("xxx éé the", "en"),
        ("xxx ééé the", "fr"),
        ("l'xxx the", "en"),
        ("l'xxx d'xxx the", "fr"),
        ("L’XXX", "fr"),
        ("l’xxx", "fr"),
        ("LE LA THE", "fr"),
    ],
)
def test_small_words_elisions_and_accents_are_weighed(text: str, lang: Lang) -> None:
    assert detect_language(text) == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Pipe mode.", None),
        ("", None),
        ("the xxx of xxx", "en"),
        ("le xxx est la", "fr"),
        ("xxx the", "en"),
        ("xxx le", None),
    ],
)
def test_a_language_is_certain_where_one_word_more_turns_nothing(text: str, lang: Lang | None) -> None:
    assert certain_language(text) == lang


def test_a_text_is_judged_whole_up_to_twelve_thousand_characters() -> None:
    """A longer one by its beginning, middle and end of four thousand each: what lies between is not read."""
    french, filler = " le la les " * 30, "x"
    whole = filler * 5000 + french + filler * (12_000 - 5000 - len(french))
    assert len(whole) == 12_000
    assert detect_language(whole) == "fr"
    longer = filler * 5000 + french + filler * 20_000
    assert detect_language(longer) == "en"


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_the_beginning_the_middle_and_the_end_of_a_long_text_count(place: float) -> None:
    french, size = " le la les " * 30, 40_000
    before = int(place * (size - len(french)))
    text = "x" * before + french + "x" * (size - len(french) - before)
    assert detect_language(text) == "fr"


# words


def strange(count: int) -> list[str]:
    """Words of no language, each of them once."""
    return [f"xq{'bcdfghjklmnpqrstvwxz'[place % 20]}zk{'bcdfg'[place // 20]}w" for place in range(count)]


COMMON = sorted(word for word, weight in known_words().items() if weight >= 6 and word.isascii() and len(word) > 4)
RARE = sorted(word for word, weight in known_words().items() if weight == 3 and word.isascii() and len(word) > 4)


@pytest.mark.parametrize(("known", "said"), [(1, False), (2, True), (3, True)])
def test_one_common_word_of_ten_makes_a_language(known: int, said: bool) -> None:
    assert can_be_language(" ".join([*COMMON[:known], *strange(20 - known)])) is said


def test_a_word_that_few_texts_use_is_not_common() -> None:
    assert not can_be_language(" ".join([*RARE[:2], *strange(18)]))


@pytest.mark.parametrize(("count", "said"), [(11, True), (12, False)])
def test_fewer_than_twelve_words_say_nothing(count: int, said: bool) -> None:
    assert can_be_language(" ".join(strange(count))) is said


def test_single_letters_are_no_words_and_words_of_two_letters_are() -> None:
    assert can_be_language(" ".join([*strange(11), "q", "x", "z"]))
    assert not can_be_language(" ".join([*strange(11), "qx"]))


@pytest.mark.parametrize(("greek", "said"), [(12, False), (13, True)])
def test_a_text_whose_words_are_mostly_of_another_script_is_taken_as_it_is(greek: int, said: bool) -> None:
    assert can_be_language(" ".join([*strange(12), *["λόγος"] * greek])) is said


@pytest.mark.parametrize(("known", "of", "said"), [(3, 9, False), (3, 8, True), (7, 20, True), (1, 3, False)])
def test_a_good_third_of_known_words_speaks_for_itself(known: int, of: int, said: bool) -> None:
    assert is_surely_language(" ".join([*COMMON[:known], *["xqzvkwjh"] * (of - known)])) is said


def test_short_words_alone_speak_for_nothing() -> None:
    assert not is_surely_language("is it or an of to be")
    assert is_surely_language("the")


# numbers in words


@pytest.mark.parametrize(
    ("text", "lang", "values"),
    [
        ("douze pour cent", "fr", [12]),
        ("pour cent euros", "fr", [100]),
        ("12 pour cent", "fr", []),
        ("dix pour cent euros", "fr", [10]),
        ("half of it", "en", [50]),
        ("la moitié", "fr", [50]),
        ("a fifth of it", "en", [20]),
        ("a tenth of it", "en", [10]),
        ("three quarters", "en", [75]),
        ("trois quarts", "fr", [75]),
        ("a third", "en", [100 / 3]),
        ("two thirds", "en", [200 / 3]),
        ("un tiers", "fr", [100 / 3]),
        ("deux tiers", "fr", [200 / 3]),
        ("un dixième", "fr", [10]),
        ("1/3 of it", "en", [100 / 3]),
        ("99/100 of it", "en", [99]),
        ("0/3 of it", "en", []),
        ("a single one", "en", [1]),
        ("the sole key", "en", [1]),
        ("three dozen", "en", [36]),
        ("two trillion", "en", [2e12]),
        ("une vingtaine", "fr", [20]),
        ("une centaine", "fr", [100]),
        ("deux milliers", "fr", [2000]),
        ("hundreds", "en", [100]),
    ],
)
def test_words_for_numbers_and_parts(text: str, lang: Lang, values: list[float]) -> None:
    found = [number.value for number in worded(text, lang) if not number.article]
    assert found == [pytest.approx(value) for value in values]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *(("dozen", 12), ("douzaine", 12), ("quinzaine", 15), ("trentaine", 30), ("quarantaine", 40)),
        *(("cinquantaine", 50), ("soixantaine", 60), ("millier", 1000), ("thousands", 1000), ("centaines", 100)),
        *(("dizaine", 10), ("lone", 1), ("12", 12), ("", None), ("douzain", None)),
    ],
)
def test_a_word_is_a_number_or_none(word: str, value: float | None) -> None:
    assert whole_number(word) == value


@given(st.integers(2, 99), st.sampled_from([2, 3, 5, 7]))
@settings(deadline=None, max_examples=40)
def test_a_fraction_is_a_share(bottom: int, top: int) -> None:
    found = worded(f"It keeps {top}/{bottom} of it.", "en")
    assert [one.value for one in found if one.part] == ([pytest.approx(100 * top / bottom)] if top < bottom else [])


# sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(("length", "parts"), [(39, 2), (40, 1), (60, 1)])
def test_a_line_of_forty_characters_may_have_been_wrapped(length: int, parts: int) -> None:
    """The next word would not have fitted on the widest line."""
    line = ("Kinesis keeps records of streams a day or longer unless told otherwise" * 2)[: length - 1].rstrip() + "x"
    line += "x" * (length - len(line))
    assert len(line) == length
    assert len(sentences(f"{line}\nUnlimitedretention applies")) == parts


@pytest.mark.parametrize(("word", "parts"), [("Fits", 2), ("Longerword", 1)])
def test_a_word_that_would_have_fitted_begins_a_line_of_its_own(word: str, parts: int) -> None:
    wide, line = "A" + "b" * 59, "C" + "d" * 53
    assert len(sentences(f"{wide}\n{line}\n{word} and more")) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mme. Durand lit.", 1),
        ("Prof. Durand lit.", 1),
        ("It costs 3 M. Durand pays.", 2),  # no title behind a figure
        ("See p. 12 of it.", 1),
        ("See p. Twelve is odd.", 2),
        ("Voir p. ex. Kinesis.", 1),
        ("J. Smith wrote it.", 1),
        ("Option A. Kinesis keeps it.", 2),
        ("Région N. Virginia tient.", 1),
        ("Il est long etc. et beau.", 1),
        ("In U.S. it holds.", 1),
        ("Étape B. Lire tout.", 2),
    ],
)
def test_full_stops_that_end_nothing(text: str, parts: int) -> None:
    assert len(sentences(text)) == parts


@pytest.mark.parametrize(
    ("marker", "inner"),
    [
        ("- ", True), ("* ", True), ("+ ", True), ("• ", True), ("1. ", True), ("123) ", True), ("A. ", True),
        ("h) ", True), ("- [x] ", True), ("- [ ] ", True),
        ("1234. ", False), ("I. ", False), ("h. ", False), ("-", False), ("1.", False),
    ],
)  # fmt: skip
def test_what_marks_an_item_of_a_list(marker: str, inner: bool) -> None:
    found = sentences(f"{marker}kinesis keeps records")
    assert (found[-1] == "kinesis keeps records" and len(found) == 1) is inner
