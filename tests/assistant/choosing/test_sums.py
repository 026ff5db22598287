"""Sums of exam questions: which formula is asked for, which number is which, which option agrees."""

from __future__ import annotations

import pytest

from assistant.choosing.sums import computed
from assistant.schema import Option
from ingest.schema import Lang


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(letter, text) for letter, text in zip("ABCDEF", texts, strict=False))


def asked(stem: str, *texts: str, lang: Lang = "en") -> tuple[str, str] | None:
    """The letter that the sums lead to, and the lines that show them."""
    asking = stem.rsplit(". ", 1)[-1]
    found = computed(stem, asking, options(*texts), lang)
    return None if found is None else ("ABCDEF"[found.place], "; ".join(one.line for one in found.worked))


CELLS = "A model gives TP = 80, FP = 20, FN = 40 and TN = 860. "


@pytest.mark.parametrize(
    ("stem", "texts", "expected"),
    [
        (CELLS + "What is its recall?", ("0.80", "0.67", "0.94", "0.73"), "B"),
        (CELLS + "What is its F1 score?", ("0.80", "0.67", "0.94", "0.73"), "D"),
        (CELLS + "What is its accuracy?", ("80 %", "67 %", "94 %", "73 %"), "C"),
        (CELLS + "What are precision and recall?", ("0.67 and 0.80", "0.80 and 0.67", "0.80 and 0.94"), "B"),
        (
            "The test finds 30 true positives and 10 false positives. What is its precision?",
            ("0.25", "0.30", "0.75", "0.90"),
            "C",
        ),
        (
            "Precision is 0.5 and recall is 0.8 on the validation set. What is the F1 score?",
            ("0.62", "0.65", "0.40", "0.80"),
            "A",
        ),
        (
            "A producer writes 2,500 records per second of 2 KB each. How many shards are needed?",
            ("2", "3", "5", "6"),
            "C",
        ),
        ("A stream must take in 7.2 MB per second. How many shards are needed at least?", ("7", "8", "72", "4"), "B"),
        (
            "Each month 50,000 requests use 1,200 input tokens and 300 output tokens, at $0.50 per million input "
            "tokens and $1.50 per million output tokens. What does a month cost?",
            ("$30.00", "$52.50", "$75.00", "$22.50"),
            "B",
        ),
        (
            "A job runs on 4 instances for 3 hours at $1.20 per hour. What does the job cost?",
            ("$3.60", "$4.80", "$14.40", "$28.80"),
            "C",
        ),
        ("The model makes errors of 3, -4, 0 and 5. What is its RMSE?", ("3.00", "3.54", "1.00", "12.50"), "B"),
        ("4,000 training seconds were billed as 1,000 billable seconds. How much was saved?", ("25 %", "75 %"), "B"),
    ],
)
def test_the_option_that_gives_the_result_is_found(stem: str, texts: tuple[str, ...], expected: str) -> None:
    found = asked(stem, *texts)
    assert found is not None
    assert found[0] == expected


def test_french_numbers_and_names_are_read_and_shown() -> None:
    stem = "Un modèle donne 45 vrais positifs, 15 faux positifs et 5 faux négatifs. Quelle est sa précision ?"
    assert asked(stem, "0,90", "0,75", "0,25", lang="fr") == ("B", "précision = VP / (VP + FP) = 45 / (45 + 15) = 0,75")


def test_a_line_shows_every_number_that_was_used() -> None:
    stem = "A variant handles 25 requests per second with a safety factor of 0.8. What is the value of " + (
        "SageMakerVariantInvocationsPerInstance?"
    )
    found = asked(stem, "20", "1200", "1500")
    assert found == (
        "B",
        "SageMakerVariantInvocationsPerInstance = MAX_RPS × SAFETY_FACTOR × 60 = 25 × 0.8 × 60 = 1200",
    )


@pytest.mark.parametrize(
    ("stem", "texts"),
    [
        ("A model gives TP = 80 and FP = 20. What is its recall?", ("0.80", "0.67", "0.94")),  # no FN
        (CELLS + "What is its recall?", ("0.80", "0.70", "0.94")),  # nobody says 0.67
        (CELLS + "Which change raises recall?", ("A lower threshold", "A higher threshold", "More trees")),
        (CELLS + "Which metric is the best here?", ("0.80", "0.67", "0.94")),  # no sum is asked for
        ("There are FP = 0 and TP = 0 at this threshold. What is the precision?", ("0", "1", "0.5")),
        (CELLS + "What is its recall?", ("0.67", "0.67 at most", "0.94")),  # two options give it
    ],
)
def test_what_cannot_be_computed_is_left_to_the_sources(stem: str, texts: tuple[str, ...]) -> None:
    assert asked(stem, *texts) is None


def test_the_order_of_the_options_changes_nothing() -> None:
    texts = ("0.80", "0.67", "0.94", "0.73")
    for turn in range(4):
        turned = texts[turn:] + texts[:turn]
        found = asked(CELLS + "What is its recall?", *turned)
        assert found is not None
        assert turned["ABCD".index(found[0])] == "0.67"
