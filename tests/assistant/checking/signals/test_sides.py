"""What is more than what, what comes first, what the default is: what each signal names, and where it is still."""

from __future__ import annotations

import pytest

from assistant.checking.signals import comparison, defaults, sequence
from assistant.checking.signals.alignment import align
from tests.assistant.checking.asked import lexicon, pair, reading


def compared(claim: str, source: str, langs: str) -> comparison.ComparisonFinding:
    lang, other = pair(langs)
    said, given = reading(claim, lang), reading(source, other)
    return comparison.compare(said, given, align(said, given, lexicon()))


def ordered(claim: str, source: str, langs: str) -> sequence.SequenceFinding:
    lang, other = pair(langs)
    said, given = reading(claim, lang), reading(source, other)
    return sequence.compare(said, given, align(said, given, lexicon()))


def default_conflict(claim: str, source: str, langs: str) -> tuple[str, str] | None:
    lang, other = pair(langs)
    said, given = reading(claim, lang), reading(source, other)
    return defaults.compare(said, given, align(said, given, lexicon())).conflict


@pytest.mark.parametrize(
    ("langs", "claim", "source", "turned"),
    [
        ("en", "A GPU is faster than a CPU.", "A CPU is faster than a GPU.", ("GPU", "CPU")),
        ("en", "Parquet costs less than CSV.", "CSV costs less than Parquet.", ("Parquet", "CSV")),
        ("en", "Precision matters more than recall.", "Recall matters more than precision.", ("Precision", "recall")),
        ("en", "Parquet is better than CSV.", "CSV is better than Parquet.", ("Parquet", "CSV")),
        ("en", "Choose Parquet rather than CSV.", "Choose CSV rather than Parquet.", ("Parquet", "CSV")),
        ("fr", "Parquet coûte moins cher que CSV.", "CSV coûte moins cher que Parquet.", ("Parquet", "CSV")),
        ("fr", "Parquet vaut mieux que CSV.", "CSV vaut mieux que Parquet.", ("Parquet", "CSV")),
        ("fr>en", "Parquet vaut mieux que CSV.", "CSV is better than Parquet.", ("Parquet", "CSV")),
        ("en>fr", "Parquet is better than CSV.", "CSV vaut mieux que Parquet.", ("Parquet", "CSV")),
        ("en", "A GPU is faster than a CPU.", "A GPU is faster than a CPU.", None),
        ("en", "A GPU is faster than a CPU.", "A CPU is slower than a GPU.", None),
        ("en", "Parquet costs more than CSV.", "CSV costs less than Parquet.", None),
        ("en", "Athena costs less than Redshift.", "Parquet costs less than CSV.", None),
        ("en", "A GPU is fast.", "A CPU is faster than a GPU.", None),
        ("en", "No more than five GPUs run.", "A CPU runs.", None),
        ("en", "Other than Parquet, use CSV.", "Other than CSV, use Parquet.", None),
        ("fr", "Parquet coûte plus que CSV.", "Parquet coûte plus que CSV.", None),
    ],
)
def test_things_that_changed_sides(langs: str, claim: str, source: str, turned: tuple[str, str] | None) -> None:
    found = compared(claim, source, langs)
    assert found.turned == turned
    assert found.sides or turned is None


@pytest.mark.parametrize(
    ("langs", "claim", "source", "expected"),
    [
        ("en", "Training runs before tuning.", "Tuning runs before training.", "reversed"),
        ("en", "Training runs after tuning.", "Training runs before tuning.", "reversed"),
        ("en", "Before tuning, training runs.", "Training runs before tuning.", "known"),
        ("en", "After training, tuning runs.", "Training runs before tuning.", "known"),
        ("en", "After tuning, training runs.", "Training runs before tuning.", "reversed"),
        ("en", "First training, then tuning.", "Training runs before tuning.", "known"),
        ("en", "Tuning is followed by training.", "Training runs before tuning.", "reversed"),
        ("fr", "L'entraînement précède le réglage.", "Le réglage vient ensuite.", "silent"),
        (
            "fr",
            "L'entraînement a lieu avant le déploiement.",
            "Le déploiement a lieu avant l'entraînement.",
            "reversed",
        ),
        ("fr", "Après l'entraînement, le déploiement.", "L'entraînement a lieu avant le déploiement.", "known"),
        ("fr", "D'abord l'entraînement, puis le déploiement.", "L'entraînement, puis le déploiement.", "known"),
        ("fr>en", "L'entraînement a lieu avant le déploiement.", "Deployment runs before training.", "reversed"),
        ("en>fr", "Training runs before deployment.", "L'entraînement a lieu avant le déploiement.", "known"),
        ("en", "Training and tuning run.", "Training runs before tuning.", "silent"),
        ("en", "Training runs before tuning.", "Training and tuning run.", "silent"),
        ("en", "Training runs before tuning.", "Kinesis stores records before S3 does.", "silent"),
    ],
)
def test_what_comes_first(langs: str, claim: str, source: str, expected: str) -> None:
    found = ordered(claim, source, langs)
    state = "reversed" if found.reversed else "known" if found.known else "silent"
    assert state == expected


def test_who_comes_first_does_not_hang_on_who_is_asked_for_first() -> None:
    read = reading("Training runs before tuning.", "en")
    one, two = read.items[0], read.items[-1]
    assert sequence.precedes(read, one, two) is True
    assert sequence.precedes(read, two, one) is False


@pytest.mark.parametrize(
    ("langs", "claim", "source", "conflict"),
    [
        ("en", "The default is 5 epochs.", "The default is 10 epochs.", ("5", "10")),
        ("en", "The default is 10 epochs.", "The default is 10 epochs.", None),
        ("en", "It defaults to 24 hours.", "It defaults to 7 days.", ("24 hours", "7 days")),
        ("en", "It defaults to 24 hours.", "The default is 1 day.", None),
        ("en", "It is 5 by default.", "The value is 8 (default) or 5.", ("5", "8")),
        ("fr", "La valeur par défaut est 5.", "La valeur par défaut est 10.", ("5", "10")),
        ("fr", "La valeur par défaut est 10.", "Par défaut, 10 époques.", None),
        ("fr>en", "La valeur par défaut est 5.", "The default is 10.", ("5", "10")),
        ("en>fr", "The default is 5.", "La valeur par défaut est 10.", ("5", "10")),
        ("en", "It is 5.", "The default is 10.", None),  # the claim speaks of no default
        ("en", "The default is 5.", "The value is 10.", None),  # nor does the source
        ("en", "The default is 5 or 6.", "The default is 10.", None),  # not one number
        ("en", "The default is at most 5.", "The default is at most 10.", None),  # a bound is `numbers`' to compare
        ("en", "The default is 5.", "The default is 10; the default of the other is 20.", None),
    ],
)
def test_numbers_that_are_called_the_default(
    langs: str, claim: str, source: str, conflict: tuple[str, str] | None
) -> None:
    assert default_conflict(claim, source, langs) == conflict


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("en", "The optimizer is adam (default) or sgd.", "adam"),
        ("en", "The optimizer defaults to adam.", "adam"),
        ("en", "The optimizer is adam by default.", "adam"),
        ("en", "By default, lstm is used.", "lstm"),
        ("fr", "L'optimiseur est adam par défaut.", "adam"),
        ("fr", "L'optimiseur est adam (par défaut) ou sgd.", "adam"),
        ("fr", "L'optimiseur par défaut est adam.", "adam"),
        ("en", "The optimizer is adam.", None),
        ("en", "", None),
    ],
)
def test_the_value_that_a_text_calls_the_default(lang: str, text: str, value: str | None) -> None:
    found = defaults.default_of(reading(text, "fr" if lang == "fr" else "en"))
    assert (found.text if found else None) == value
