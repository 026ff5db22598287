"""Ready or not: the interval against the pass mark, the facts most likely to be missed, the sheet to print."""

from __future__ import annotations

import pytest

from assistant.practice.bank import Bank
from assistant.practice.export.revision import revision
from assistant.practice.records.store import LearnerStore
from assistant.practice.training.readiness import FACTS, readiness
from assistant.practice.training.training import Training
from ingest.schema import LANGS, Lang
from tests.assistant.practice.items import EXAM, ITEMS, NOON, MovingClock, many

BANK = Bank("mls-c01", tuple(many(200)))


@pytest.fixture
def training(learner: LearnerStore) -> Training:
    return Training(learner, BANK, EXAM)


def practise(training: Training, n: int, *, right: bool) -> None:
    for pick in training.next(n, lang="en"):
        key = [training.order(pick.item).index(k) for k in pick.item.answers]
        training.answer(pick.item.id, key if right else [])


def test_nobody_is_ready_without_practice_and_everything_right_is(training: Training) -> None:
    before = readiness(training, "en")
    assert before.answer == "near"
    assert before.high - before.low > 300
    practise(training, 120, right=True)
    after = readiness(training, "en")
    assert after.answer == "yes"
    assert after.low >= EXAM.pass_mark
    assert after.high - after.low < before.high - before.low


def test_everything_wrong_is_not_ready(training: Training) -> None:
    practise(training, 120, right=False)
    assert readiness(training, "en").answer == "no"


def test_one_domain_alone_makes_nobody_ready(training: Training) -> None:
    for pick in training.next(60, domain="modeling", lang="en"):
        training.answer(pick.item.id, [training.order(pick.item).index(k) for k in pick.item.answers])
    assert readiness(training, "en").answer == "near"


def test_what_was_missed_and_what_fades_comes_first(training: Training, clock: MovingClock) -> None:
    practise(training, 10, right=True)
    old = set(training.store.cards())
    clock.advance(days=60)
    practise(training, 5, right=False)  # of those that are due
    found = readiness(training, "en").risks
    assert len(found) == FACTS
    assert len({one.item.id for one in found}) == FACTS
    assert [one.seen for one in found] == [True] * 10 + [False] * 10
    assert {one.item.id for one in found[:10]} == old
    chances = [one.chance for one in found if one.seen]
    assert chances == sorted(chances, reverse=True)
    missed = {one.item_id for one in training.store.attempts() if not one.correct}
    assert all(one.chance >= 0.5 for one in found if one.item.id in missed)
    assert all(one.item.lang == "en" for one in found)


def test_the_day_that_counts_is_the_exams(training: Training) -> None:
    assert (readiness(training, "en").on - NOON.date()).days == 7
    training.store.choose("exam_date:mls-c01", "2027-01-15")
    assert readiness(training, "en").on.isoformat() == "2027-01-15"
    training.store.choose("exam_date:mls-c01", "2020-01-15")
    assert (readiness(training, "en").on - NOON.date()).days == 7


@pytest.mark.parametrize("lang", LANGS)
def test_the_sheet_has_each_fact_with_its_sources_and_no_script(learner: LearnerStore, lang: Lang) -> None:
    training = Training(learner, Bank("mls-c01", ITEMS), EXAM)
    found = readiness(training, lang)
    page = revision(found, EXAM, lang, lambda uri: f"<title of {uri}>")
    assert page.count("<blockquote>") == sum(len(one.item.evidence) for one in found.risks) > 0
    assert "&lt;title of " in page
    assert "<title of" not in page
    assert "<script" not in page
    assert str(EXAM.pass_mark) in page
    for one in found.risks:
        assert one.item.options[one.item.answers[0]].split("&")[0].split("'")[0][:10] in page
