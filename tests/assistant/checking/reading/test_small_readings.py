"""Small readings of one text: clauses and statements, words that say no by themselves, a claim denied."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking.reading.clauses import clause_of, clause_starts, own_statement, statement_starts
from assistant.checking.reading.counterfactual import denied
from assistant.checking.reading.implicit import implicit_denials
from ingest.schema import Lang


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Pipe mode streams data.", ["Pipe mode streams data", "."]),
        ("It streams data, but it needs no disk.", ["It streams data", ", ", "but it needs no disk", "."]),
        ("It stops when the limit is reached", ["It stops ", "when the limit is reached"]),
        ("It stops (after an hour) by itself", ["It stops", " (after an hour", ") by itself"]),
        ("The cost is 0.5 and the limit 1,000", ["The cost is 0.5 and the limit 1,000"]),
        ("Il lit le flux, mais n'écrit rien", ["Il lit le flux", ", ", "mais n'écrit rien"]),
        ("La tâche, qui lit le flux", ["La tâche", ", ", "qui lit le flux"]),
        ("Il s'arrête lorsque la limite est atteinte", ["Il s'arrête ", "lorsque la limite est atteinte"]),
        ("Il s'arrête lorsqu'une limite est atteinte", ["Il s'arrête ", "lorsqu'une limite est atteinte"]),
        (
            "Il s’arrête quand tout est lu ; puis il écrit",
            ["Il s’arrête ", "quand tout est lu ", "; ", "puis il écrit"],
        ),
        ("", [""]),
    ],
)
def test_clauses_begin_at_punctuation_and_conjunctions(text: str, clauses: list[str]) -> None:
    starts = clause_starts(text)
    assert [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)] == clauses


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("Pipe mode streams whereas File mode copies.", 2),
        ("Pipe mode streams; File mode copies.", 2),
        ("Le mode Pipe lit tandis que le mode File copie.", 2),
        ("Contrairement à Athena, Redshift stocke.", 2),
        ("It streams, but it does not copy.", 1),  # a pronoun carries on
        ("It streams, but not always.", 1),
        ("Il lit, mais il n'écrit pas.", 1),
        ("Pipe mode streams and File mode copies.", 1),
    ],
)
def test_statements_stand_against_one_another(text: str, statements: int) -> None:
    assert len(statement_starts(text)) == statements


@given(st.lists(st.integers(min_value=1, max_value=90), max_size=6), st.integers(min_value=0, max_value=100))
@settings(deadline=None, max_examples=50)
def test_a_position_is_in_the_last_clause_that_began(starts: list[int], position: int) -> None:
    places = sorted({0, *starts})
    number = clause_of(places, position)
    assert places[number] <= position
    assert number == len(places) - 1 or position < places[number + 1]


@pytest.mark.parametrize(
    ("before", "after", "verbs", "thing", "own"),
    [
        ("Pipe mode is fast", " File mode is slow", False, False, True),
        ("Pipe mode is fast", " cheap", False, False, False),
        ("Le mode Pipe est rapide", " le mode File est lent", False, False, True),
        ("the fast", " File mode is slow", False, False, False),  # no verb has been yet
        ("Pipe mode streams", " File mode copies", True, True, True),
        ("Pipe mode streams", " File mode copies", True, False, False),
    ],
)
def test_an_and_opens_a_statement_of_its_own(before: str, after: str, verbs: bool, thing: bool, own: bool) -> None:
    assert own_statement(before, after, verbs, thing) is own


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It refuses the call.", {"refusal"}),
        ("Il rejette l'appel.", {"refusal"}),
        ("The port is blocked.", {"refusal"}),
        ("It stands outside the network.", {"outside"}),
        ("Hors du réseau.", {"outside"}),
        ("The key expires.", {"end"}),
        ("La clé disparaît.", {"end"}),
        ("The value is missing.", {"absence"}),
        ("Il manque une valeur.", {"absence"}),
        ("It avoids copies.", {"avoidance"}),
        ("Il évite les copies.", {"avoidance"}),
        ("Uniquement en lecture.", {"only"}),
        ("Il ne lit que le flux.", {"only"}),
        ("It hardly matters.", {"little"}),
        ("La clé est facultative.", {"prefix"}),
        ("It is an irregular shape.", {"prefix"}),
        ("The order remains.", {"stay"}),
        ("Le nom reste le même.", {"stay"}),
        ("The union of two sets under one unit.", set()),
        ("The job stores a file.", set()),
        ("La tâche écrit un fichier.", set()),
        ("", set()),
    ],
)
def test_words_that_say_no_without_a_denial(text: str, kinds: set[str]) -> None:
    assert implicit_denials(text) == kinds


DENIALS: list[tuple[Lang, str, str | None]] = [
    ("en", "The job cannot stop.", "The job can stop."),
    ("en", "The job does not stop.", "The job does stop."),
    ("en", "The job doesn't stop.", "The job does stop."),
    ("en", "The job never stops.", "The job always stops."),
    ("en", "It runs without a disk.", "It runs with a disk."),
    ("en", "Without a disk it runs.", "with a disk it runs."),
    ("en", "It needs no disk.", "It needs any disk."),
    ("en", "The job is fast.", "The job is not fast."),
    ("en", "Keys must rotate and can expire.", "Keys must not rotate and can expire."),
    ("en", "The job writes to S3.", "The job does not writes to S3."),
    ("en", "Fast jobs.", None),
    ("fr", "La tâche ne s'arrête pas.", "La tâche s'arrête."),
    ("fr", "La tâche n’écrit jamais.", "La tâche écrit."),
    ("fr", "Elle tourne sans disque.", "Elle tourne avec disque."),
    ("fr", "Elle n'a aucun disque.", "Elle n'a un disque."),
    ("fr", "La tâche est rapide.", "La tâche ne est pas rapide."),
    ("fr", "Les clés doivent tourner.", "Les clés ne doivent pas tourner."),
    ("fr", "Tâches rapides.", None),
    ("en", "", None),
]


@pytest.mark.parametrize(("lang", "claim", "turned"), DENIALS)
def test_a_claim_turned_into_its_denial(lang: Lang, claim: str, turned: str | None) -> None:
    assert denied(claim, lang) == turned


@pytest.mark.parametrize(("lang", "claim"), [(lang, claim) for lang, claim, turned in DENIALS if turned])
def test_the_denial_of_a_denial_differs_from_the_denial(lang: Lang, claim: str) -> None:
    once = denied(claim, lang)
    assert once is not None
    assert once != claim
    assert denied(once, lang) != once
