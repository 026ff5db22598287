"""Numbers of a claim against those of its source: the same in any format and language, every other told."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.assistant.checking.asked import signals

SAME = [
    ("fr>en", "La limite est de 5 To.", "The limit is 5 TB."),
    ("en>fr", "A shard accepts 1,000 records per second.", "Un fragment accepte 1 000 enregistrements par seconde."),
    ("fr>en", "Les données sont conservées une journée.", "Data is kept for 24 hours."),
    ("en>fr", "Data is kept for one day.", "Les données sont conservées 24 h."),
    ("en", "It keeps data for 12 months.", "It keeps data for 365 days."),
    ("en", "A buffer holds 1 GB.", "A buffer holds 1,024 MB."),
    ("en", "Logs are kept for 30 days.", "Logs are kept for one month."),
    ("fr>en", "Les journaux sont gardés 90 jours.", "Logs are kept for three months."),
    ("en", "Logs are kept for 365 days.", "Logs are kept for one year."),
    ("en", "Logs are kept for 366 days.", "Logs are kept for one year."),
    ("en>fr", "Logs are kept for two years.", "Les journaux sont gardés 24 mois."),
    ("en", "It times out after 2 minutes.", "It times out after 120 seconds."),
    ("fr>en", "La disponibilité est de 99,99 %.", "Availability is 99.99%."),
    ("en>fr", "The service is up for ninety percent of the time.", "Le service fonctionne 90 % du temps."),
    ("en", "Nine requests out of ten succeed.", "90% of requests succeed."),
    ("en", "A quarter of the rows is held out.", "25 percent of the rows are held out."),
    ("en>fr", "An object is at most 5 TB.", "Un objet ne peut pas dépasser 5 To."),
    ("fr>en", "Il faut plus de 100 lignes.", "More than 100 rows are needed."),
    ("fr>en", "Il faut au moins 5 instances.", "Five or more instances are needed."),
    ("fr>en", "L'intervalle va de 60 à 900 secondes.", "The interval is between 1 and 15 minutes."),
    ("fr>en", "Le service a changé de nom en février 2024.", "The service was renamed in February 2024."),
    ("en", "Support ended on 15 September 2025.", "Support ended on September 15, 2025."),
    ("en", "The exam has sixty-five questions.", "The exam has 65 questions."),
    ("fr", "L'examen comporte soixante-cinq questions.", "L'examen comporte 65 questions."),
]
OTHER = [
    ("en", "Data is kept for 48 hours.", "Data is kept for 24 hours."),
    ("fr>en", "Les données sont conservées 48 h.", "Data is kept for one day."),
    ("fr>en", "Les données sont conservées une journée.", "Data is kept for 48 hours."),
    ("en>fr", "Data is kept for one week.", "Les données sont conservées une journée."),
    ("en", "Logs are kept for 28 days.", "Logs are kept for one month."),
    ("en", "Logs are kept for 35 days.", "Logs are kept for one month."),
    ("fr>en", "Les journaux sont gardés 11 mois.", "Logs are kept for one year."),
    ("en>fr", "Logs are kept for 13 months.", "Les journaux sont gardés un an."),
    ("en", "Logs are kept for 400 days.", "Logs are kept for one year."),
    ("fr>en", "Les journaux sont gardés 80 jours.", "Logs are kept for three months."),
    ("en", "It has a 48-hour window.", "It has a 24-hour window."),
    ("en", "At least 5 TB can be stored.", "No more than 5 TB can be stored."),
    ("en", "It keeps data for 360 days.", "It keeps data for 365 days."),
    ("en", "The limit is 5 GB.", "The limit is 5 TB."),
    ("fr>en", "La limite est de 5 Go.", "The limit is 5 TB."),
    ("en", "It answers in 5 seconds.", "It answers in 5 milliseconds."),
    ("en", "A shard accepts 1,500 records per second.", "A shard accepts 1,000 records per second."),
    ("fr>en", "Un fragment accepte 1 500 enregistrements.", "A shard accepts 1,000 records."),
    ("en", "A shard accepts 1,000 records per minute.", "A shard accepts 1,000 records per second."),
    ("fr", "Le seuil est de 5.", "Le seuil est de 0,5."),
    ("fr>en", "La disponibilité est de 99,9 %.", "Availability is 99.99%."),
    ("en", "At least 5 TB can be stored.", "At most 5 TB can be stored."),
    ("en", "More than 100 rows are read.", "Fewer than 100 rows are read."),
    ("fr>en", "Il faut plus de 100 lignes.", "Fewer than 100 rows are needed."),
    ("en", "The interval is between 60 and 300 seconds.", "The interval is between 60 and 900 seconds."),
    ("en", "The values run from 0 to 1.", "The values run from -1 to 1."),
    ("en", "Weights run from 0 to 1 and depths from 5 to 9.", "Weights run from 0 to 1 and depths from 5 to 20."),
    ("en", "The service was renamed in 2023.", "The service was renamed in 2024."),
    ("en", "The exam has sixty questions.", "The exam has 65 questions."),
    ("fr", "L'examen comporte soixante-dix questions.", "L'examen comporte 65 questions."),
    ("en", "The exam has 80 questions and lasts 180 minutes.", "The exam has 65 questions and lasts 180 minutes."),
]


@pytest.mark.parametrize(("langs", "claim", "source"), SAME)
def test_equal_quantities_agree(langs: str, claim: str, source: str) -> None:
    found = signals(claim, source, langs)
    assert found.numbers.outcome == "match"
    assert found.number_conflict is None


@pytest.mark.parametrize(("langs", "claim", "source"), OTHER)
def test_other_quantities_conflict(langs: str, claim: str, source: str) -> None:
    found = signals(claim, source, langs)
    assert found.number_conflict is not None
    assert found.certain_conflict


@pytest.mark.parametrize("said", ["un jour", "une journée"])
def test_a_day_that_may_be_an_article_never_conflicts_with_24_hours(said: str) -> None:
    found = signals(f"Les données sont conservées {said}.", "Data is kept for 24 hours.", "fr>en")
    assert found.number_conflict is None
    assert not found.numbers.missing


def test_a_conflict_names_both_quantities_as_they_were_written() -> None:
    found = signals("Les données sont gardées 48 h.", "Data is kept for 24 hours.", "fr>en")
    assert found.number_conflict == ("48 h", "24 hours")


def test_a_number_that_the_source_does_not_give_is_missing() -> None:
    found = signals("The retention is 24 hours and costs $0.02.", "The retention is long and cheap.")
    assert found.numbers.outcome == "missing"
    assert "24 hours" in found.numbers.missing


def test_without_numbers_there_is_nothing_to_compare() -> None:
    assert signals("Firehose writes to Amazon S3.", "It writes 5 MB to Amazon S3.").numbers.outcome == "none"


def test_an_article_counts_nothing() -> None:
    assert signals("A stream is a sequence of records.", "Streams hold 2 sequences of records.").number_conflict is None


@pytest.mark.parametrize(
    ("langs", "claim", "wrong"),
    [
        ("en", "A dataset requires 5,000 objects.", True),
        ("fr>en", "Un jeu de données requiert 5 000 objets.", True),
        ("en", "A dataset requires 1,250 objects.", False),
        ("fr>en", "Il est recommandé d'avoir 5 000 objets.", False),
    ],
)
def test_a_number_of_another_thing_is_misplaced(langs: str, claim: str, wrong: bool) -> None:
    source = "A dataset requires 1,250 objects, and 5,000 objects are recommended."
    assert (signals(claim, source, langs).number_conflict is not None) is wrong


UNITS = st.sampled_from([("hours", "heures"), ("MB", "Mo"), ("%", "%"), ("records", "enregistrements"), ("ms", "ms")])


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 9999), UNITS)
def test_the_same_number_agrees_across_languages(number: int, unit: tuple[str, str]) -> None:
    claim = f"La limite du flux est de {number:,} {unit[1]}.".replace(",", " ")
    assert signals(claim, f"The limit of the stream is {number:,} {unit[0]}.", "fr>en").numbers.outcome == "match"


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 9999), st.integers(2, 9999), UNITS)
def test_every_other_number_conflicts_across_languages(said: int, given: int, unit: tuple[str, str]) -> None:
    assume(said != given)
    claim = f"La limite du flux est de {said:,} {unit[1]}.".replace(",", " ")
    assert signals(claim, f"The limit of the stream is {given:,} {unit[0]}.", "fr>en").number_conflict is not None
