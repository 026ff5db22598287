"""Numbers in words: what text2num reads, what it must not, and what it does not know."""

from __future__ import annotations

import pytest

from ingest.schema import Lang
from ingest.text.number_words import whole_number, worded


def numbers(text: str, lang: Lang) -> list[float]:
    return [number.value for number in worded(text, lang) if not number.article]


@pytest.mark.parametrize(
    ("text", "lang", "values"),
    [
        ("mille deux cents fichiers", "fr", [1200]),
        ("soixante et onze colonnes, quatre-vingt-dix lignes", "fr", [71, 90]),
        ("septante-deux heures", "fr", [72]),
        ("a hundred thousand records", "en", [100_000]),
        ("two hundred and five files", "en", [205]),
        ("two dozen models and a dozen endpoints", "en", [24, 12]),
        ("trois milliers de lignes", "fr", [3000]),
        ("from two to five years", "en", [2, 5]),
        ("twenty twenty-five", "en", [20, 25]),
        ("between one thousand and ten million rows", "en", [1000, 10_000_000]),
        ("entre cent et mille lignes", "fr", [100, 1000]),
        ("between two single quotation marks", "en", [2, 1]),
    ],
)
def test_whole_numbers(text: str, lang: Lang, values: list[float]) -> None:
    assert numbers(text, lang) == values


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("les modèles neufs", "fr"),
        ("un compte neuf ne coûte rien", "fr"),
        ("Il démarre sur un conteneur neuf.", "fr"),
        ("un modèle", "fr"),
        ("weights that are sparse ones", "en"),
        ("keeps zeros as they are", "en"),
        ("the I/O of a volume", "en"),
        ("une seconde fois", "fr"),
    ],
)
def test_what_is_no_number(text: str, lang: Lang) -> None:
    assert numbers(text, lang) == []


@pytest.mark.parametrize(
    "text", ["neuf modèles", "garde les données neuf jours", "de huit à neuf", "Le seuil est neuf."]
)
def test_nine_is_still_nine(text: str) -> None:
    assert 9 in numbers(text, "fr")


def test_ninety_percent_is_no_hundred() -> None:
    assert numbers("90 pour cent des cas", "fr") == []
    assert numbers("vingt pour cent des cas", "fr") == [20]
    assert numbers("pour cent euros", "fr") == [100]


def test_one_word_in_either_language() -> None:
    assert [whole_number(word) for word in ("3", "three", "trois", "zero", "model", "ones")] == [3, 3, 3, 0, None, None]
