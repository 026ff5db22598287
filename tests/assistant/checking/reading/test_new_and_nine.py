"""French "neuf" is new after a noun with its article and nine before what is counted; a range in words has one unit."""

from __future__ import annotations

import pytest

from ingest.text.quantities import quantities
from tests.assistant.checking.asked import verdict

THINGS = "serveur disque compartiment modèle cluster compte journal flux point dossier".split()
NEW = [f"{article} {thing} neuf garde les données 24 heures." for thing in THINGS for article in ("Un", "Le", "Chaque")]
COUNTED = (
    "Le cluster compte neuf nœuds.",
    "Il garde les données neuf heures.",
    "Le maximum vaut neuf.",
    "Le seuil est neuf.",
    "De un à neuf, le choix est libre.",
    "Neuf classes sont prévues.",
    "Ce plan donne neuf essais.",
    "Un modèle de neuf couches suffit.",
    "Il la garde neuf heures.",
)
WORDS = {
    "en": "one two three four five six seven eight nine ten".split(),
    "fr": "un deux trois quatre cinq six sept huit neuf dix".split(),
}
UNITS = (("years", "ans"), ("days", "jours"), ("hours", "heures"), ("weeks", "semaines"), ("GB", "Go"))
RANGES = [(low, low + gap, unit) for low, gap in ((2, 3), (3, 1), (4, 6), (5, 2)) for unit in UNITS]


@pytest.mark.parametrize("text", [*NEW, "Il est remis à neuf.", "Un compartiment S3 neuf est privé.", "Rien de neuf."])
def test_new_is_no_number(text: str) -> None:
    assert 9.0 not in [quantity.value for quantity in quantities(text, "fr")]


@pytest.mark.parametrize("text", COUNTED)
def test_nine_is_one(text: str) -> None:
    assert any(quantity.value in (9.0, 32_400.0) for quantity in quantities(text, "fr"))


@pytest.mark.parametrize("text", NEW[:10])
def test_something_new_contradicts_no_number(text: str) -> None:
    assert verdict(text, text.replace(" neuf", ""), "fr").support == "supported"


@pytest.mark.parametrize(("low", "high", "unit"), RANGES)
@pytest.mark.parametrize("langs", ["en>fr", "fr>en", "en", "fr"])
def test_a_range_in_words_is_the_range_in_figures(low: int, high: int, unit: tuple[str, str], langs: str) -> None:
    claim_lang, _, source_lang = langs.partition(">")
    said = _sentence(claim_lang, WORDS[claim_lang][low - 1], WORDS[claim_lang][high - 1], unit)
    given = _sentence(source_lang or claim_lang, str(low), str(high), unit)
    assert verdict(said, given, langs).support == "supported", (said, given)
    wrong = _sentence(source_lang or claim_lang, str(low), str(high + 1), unit)
    assert verdict(said, wrong, langs).support == "contradicted", (said, wrong)


def _sentence(lang: str, low: str, high: str, unit: tuple[str, str]) -> str:
    if lang == "en":
        return f"The stream keeps between {low} and {high} {unit[0]} of data."
    return f"Le flux garde entre {low} et {high} {unit[1]} de données."
