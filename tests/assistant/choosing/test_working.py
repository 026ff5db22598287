"""How a sum of an exam question is done: which words a number belongs to, rounding, several results, what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.choosing.letters import letters_in, orders
from assistant.choosing.stem import asks_for_exception, read_stem
from assistant.choosing.sums import Computed, computed
from assistant.choosing.weighing import Signals, chosen_of, rows
from assistant.schema import Option
from ingest.schema import Lang

CELLS = "A model gives TP = 80, FP = 20, FN = 40 and TN = 860. "


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(letter, text) for letter, text in zip("ABCDEF", texts, strict=False))


def done(stem: str, *texts: str, lang: Lang = "en") -> Computed | None:
    return computed(stem, stem.rsplit(". ", 1)[-1], options(*texts), lang)


def place(stem: str, *texts: str, lang: Lang = "en") -> int | None:
    found = done(stem, *texts, lang=lang)
    return None if found is None else found.place


# rounding: recall is 0.6667


@pytest.mark.parametrize(
    ("said", "agrees"),
    [
        ("0.67", True),
        ("0.667", True),
        ("0.6667", True),
        ("0.7", True),
        ("67 %", True),
        ("66.7 %", True),
        ("0.66", False),  # cut off, not rounded: more than half of the last digit away
        ("0.68", False),
        ("0.666", False),
        ("0.670", False),
        ("66 %", False),
        ("0.8", False),
        ("1", True),  # no digit behind the point: anything from 0.5 up
    ],
)
def test_an_option_is_right_within_half_of_its_last_digit(said: str, agrees: bool) -> None:
    assert place(CELLS + "What is its recall?", "0.1", said, "0.2") == (1 if agrees else None)


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        ("0.667", "0.65", 0),
        ("0.667", "0.67", None),  # both agree, and neither twice as well
        ("0.7", "0.6667", None),
        ("0.67", "0.67", None),
        ("0.9", "0.8", None),
    ],
)
def test_the_agreeing_option_must_be_clearly_nearer_than_the_next(first: str, second: str, chosen: int | None) -> None:
    assert place(CELLS + "What is its recall?", first, second) == chosen


def test_every_option_must_give_a_number() -> None:
    asking = CELLS + "What is its recall?"
    assert place(asking, "0.67", "0.8") == 0
    assert place(asking, "0.67", "It cannot be said") is None
    assert place(asking, "0.67", "0.8 or 0.9") == 0  # two numbers are no answer to one question


def test_two_results_are_given_in_the_order_asked() -> None:
    texts = ("0.67 and 0.80", "0.80 and 0.67")
    assert place(CELLS + "What are precision and recall?", *texts) == 1
    assert place(CELLS + "What are recall and precision?", *texts) == 0
    found = done(CELLS + "What are recall and precision?", *texts)
    assert found is not None
    assert [round(one.value, 2) for one in found.worked] == [0.67, 0.8]
    assert {"recall", "precision"} <= set(found.asked)


def test_one_result_that_is_off_is_enough_to_say_no() -> None:
    assert place(CELLS + "What are precision and recall?", "0.80 and 0.70", "0.67 and 0.80") is None


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 400), st.integers(1, 400))
def test_recall_is_found_for_any_cells(tp: int, fn: int) -> None:
    recall = tp / (tp + fn)
    stem = f"A model gives TP = {tp}, FP = 7, FN = {fn} and TN = 5. What is its recall?"
    assert place(stem, "7.5", f"{recall:.4f}", "8.5") == 1
    off = recall + (0.02 if recall < 0.5 else -0.02)
    assert place(stem, "7.5", f"{off:.4f}", "8.5") is None


# which number is which


@pytest.mark.parametrize(
    "stem",
    [
        "There are 80 true positives and 40 false negatives. What is its recall?",
        "There are 40 false negatives and 80 true positives. What is its recall?",
        "TP: 80, FN: 40. What is its recall?",
        "True positives = 80, false negatives = 40. What is its recall?",
        "In 2024 there are 80 true positives and 40 false negatives. What is its recall?",
        "A 5 GB table has 80 true positives and 40 false negatives. What is its recall?",
        "At $3.50 it has 80 true positives and 40 false negatives. What is its recall?",
    ],
)
def test_a_number_belongs_to_the_words_beside_it(stem: str) -> None:
    assert place(stem, "0.33", "0.67", "0.5") == 1


@pytest.mark.parametrize(("words", "found"), [(1, True), (9, False)])
def test_words_that_stand_far_away_are_not_a_numbers_own(words: int, found: bool) -> None:
    """More than forty characters between a number and its name are another statement."""
    between = " ".join(["about"] * words)
    stem = f"It has true positives {between} 80 and false negatives 40. What is its recall?"
    assert (place(stem, "0.33", "0.67", "0.5") == 1) is found


@pytest.mark.parametrize("mark", [",", ";", "(", "?"])
def test_a_mark_between_a_word_and_a_number_parts_them(mark: str) -> None:
    stem = f"It has true positives{mark} 80 here and false negatives 40. What is its recall?"
    assert place(stem, "0.33", "0.67", "0.5") is None


@pytest.mark.parametrize(
    ("listed", "value"),
    [
        ("errors of 3, -4, 0 and 5", "3.54"),
        ("errors of 3, 4 and 5", "4.08"),
        ("errors of 3; 4; 5", "4.08"),
        ("errors of 3, 4 and 5 over 90 rows", "4.08"),  # the list ends where the words begin again
        ("7 rows with errors of 3, 4 and 5", "4.08"),
        ("errors: 3, 4, 5", "4.08"),
    ],
)
def test_a_list_is_what_stands_behind_its_words(listed: str, value: str) -> None:
    assert place(f"The model makes {listed}. What is the RMSE?", "1.11", value, "9.99") == 1


def test_french_lists_and_decimals() -> None:
    stem = "Le modèle fait des erreurs de 3, 4 et 5. Quelle est la RMSE ?"
    assert place(stem, "1,11", "4,08", "9,99", lang="fr") == 1


# what is shown


@pytest.mark.parametrize(
    ("stem", "texts", "lang", "line"),
    [
        (
            CELLS + "What is its recall?",
            ("0.67", "0.1"),
            "en",
            "recall = TP / (TP + FN) = 80 / (80 + 40) = 0.6667",
        ),
        (
            "Un modèle donne 80 vrais positifs et 40 faux négatifs. Quel est son rappel ?",
            ("0,67", "0,1"),
            "fr",
            "rappel = VP / (VP + FN) = 80 / (80 + 40) = 0,6667",
        ),
        (
            "TP = 1,500 and FN = 500. What is its recall?",
            ("0.75", "0.1"),
            "en",
            "recall = TP / (TP + FN) = 1500 / (1500 + 500) = 0.75",
        ),
    ],
)
def test_a_line_shows_formula_numbers_and_result(stem: str, texts: tuple[str, ...], lang: Lang, line: str) -> None:
    found = done(stem, *texts, lang=lang)
    assert found is not None
    assert [one.line for one in found.worked] == [line]


# standardised signals


@given(st.lists(st.floats(0, 1), min_size=2, max_size=6, unique=True))
@settings(deadline=None, max_examples=40)
def test_features_have_mean_0_and_spread_1(values: list[float]) -> None:
    if max(values) - min(values) < 0.05:
        return
    column = [row[0] for row in rows([Signals(joint=value) for value in values])]
    assert sum(column) == pytest.approx(0, abs=1e-6)
    assert sum(one * one for one in column) / len(column) == pytest.approx(1, abs=1e-3)


def test_what_does_not_differ_is_0_for_all() -> None:
    assert rows([Signals(joint=0.4), Signals(joint=0.4)]) == [(0.0,) * 6] * 2


@pytest.mark.parametrize("beliefs", [(0.0, 1.0), (0.001, 0.999), (0.3, 0.7)])
def test_belief_counts_by_its_logarithm(beliefs: tuple[float, float]) -> None:
    """Of two options one is always one spread up, the other one down."""
    column = [row[-1] for row in rows([Signals(), Signals()], beliefs)]
    assert column == [pytest.approx(-1, abs=1e-3), pytest.approx(1, abs=1e-3)]


def test_no_belief_counts_as_a_thousandth() -> None:
    """Three beliefs, so that the distances show: 0, 0.1 and 1 lie two steps of ten apart and one."""
    low, middle, high = (row[-1] for row in rows([Signals()] * 3, [0.0, 0.1, 1.0]))
    assert (middle - low) / (high - middle) == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize(
    ("scores", "count", "chosen", "lead"),
    [
        ([0.5, 0.5], 1, [0], 0.0),  # the first of two alike
        ([0.2, 0.9, 0.5], 1, [1], 0.4),
        ([0.2, 0.9, 0.5], 2, [1, 2], 0.3),
        ([0.2, 0.9], 2, [0, 1], 1.0),
    ],
)
def test_the_lead_is_over_the_best_that_is_left(
    scores: list[float], count: int, chosen: list[int], lead: float
) -> None:
    places, by = chosen_of(scores, count)
    assert places == chosen
    assert by == pytest.approx(lead)


# letters and orders


@pytest.mark.parametrize("count", range(1, 7))
def test_every_option_stands_at_the_front_as_often_as_at_the_back(count: int) -> None:
    shown = orders(count)
    assert shown[0] == tuple(range(count))
    assert all(sorted(order) == list(range(count)) for order in shown)
    assert len(set(shown)) == len(shown)
    sums = [sum(order.index(option) for order in shown) for option in range(count)]
    assert len(set(sums)) == 1


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("B", ("B",)),
        ("b", ()),
        ("B and D", ("B", "D")),
        ("D, B, D", ("D", "B")),
        ("A model needs B", ("B",)),  # the article
        ("A. A model needs B", ("A", "B")),
        ("Nothing here\nC", ("C",)),
        ("B\nC", ("B",)),
        ("l'A", ()),
        ("AB", ()),
        ("É B", ("B",)),
        ("F", ()),
        ("", ()),
    ],
)
def test_letters_of_a_reply(reply: str, found: tuple[str, ...]) -> None:
    assert letters_in(reply, "ABCD") == found


# stems


def words(count: int) -> str:
    return " ".join(["team"] * (count - 5))


@pytest.mark.parametrize(("count", "kind"), [(39, "plain"), (40, "story")])
def test_a_stem_of_forty_words_tells_a_story(count: int, kind: str) -> None:
    stem = f"{words(count)}. Which service keeps streaming records?"
    assert len(stem.split()) == count
    assert read_stem(stem).kind == kind


def test_an_exception_is_asked_for_however_long_the_story() -> None:
    assert read_stem(f"{words(60)}. Which service does NOT keep records?").kind == "exception"
    assert read_stem(f"{words(60)} except one. Which service keeps streaming records?").kind == "story"


def test_a_story_keeps_its_last_eight_sentences() -> None:
    stem = " ".join(f"Rule {name} holds here." for name in "alpha bravo carbon delta echo foxtrot golf hotel".split())
    found = read_stem(f"{stem} Which service keeps records?")
    assert len(found.sentences) == 8
    assert found.sentences[-1] == found.asking == "Which service keeps records?"
    assert found.sentences[0] == "Rule bravo holds here."


@pytest.mark.parametrize(
    ("stem", "asking"),
    [
        ("Data streams in. Which one?", "Data streams in. Which one?"),
        ("Data streams in. Which service stores it?", "Which service stores it?"),
        ("Which one?", "Which one?"),
        ("Which service stores it? Choose two.", "Which service stores it?"),
        ("Data streams in. Choose the right service.", "Choose the right service."),
    ],
)
def test_a_question_that_says_too_little_has_the_sentence_before_it(stem: str, asking: str) -> None:
    assert read_stem(stem).asking == asking


@pytest.mark.parametrize(
    ("asking", "exception"),
    [
        ("Which statement is false?", True),
        ("Which of these is NOT a service?", True),
        ("All of these are services EXCEPT which?", True),
        ("Laquelle n'est pas un service ?", True),
        ("Toutes sauf laquelle ?", True),
        ("Quelle affirmation est fausse ?", True),
        ("Which service can't store it?", True),
        ("Which service is a store?", False),
        ("Quel service garde les données ?", False),
        ("Which metric is not affected by imbalance and why does it fall?", True),
        ("Which false positive rate is best?", False),
    ],
)
def test_asking_for_what_does_not_hold(asking: str, exception: bool) -> None:
    assert asks_for_exception(asking) is exception
