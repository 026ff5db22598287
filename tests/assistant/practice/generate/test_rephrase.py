"""A stem in other words: kept only where nothing that matters changed; a model that fails or invents is not heard."""

from __future__ import annotations

import dataclasses
import json

import pytest

from assistant.errors import ModelUnavailable
from assistant.practice.generate.writing.drafts import Choice, Draft
from assistant.practice.generate.writing.rephrase import StemRewriter, read_stem, why_changed
from ingest.schema import Lang
from tests.assistant.practice.generate.material import LEXICON
from tests.fakes import ScriptedChatModel

STEM = "Which service keeps the records of 24 sensors for one year?"
OTHER = "For one year, which service keeps the records of 24 sensors?"


def draft(stem: str = STEM, lang: Lang = "en", kind: str = "which") -> Draft:
    options = (Choice("Amazon Timestream", True, (), ""), Choice("AWS Glue", False, (), ""))
    return Draft(
        kind=kind,
        family="store",
        lang=lang,
        type="single",
        stem=stem,
        choices=options,
        facts=("f",),
        sentences=(),
        domains=("modeling",),
        explanation="Because.",
        subject="store",
    )


def rewritten(reply: str | Exception, one: Draft | None = None, *, scenes: bool = False) -> str:
    said = reply if isinstance(reply, Exception) else json.dumps({"stem": reply}, ensure_ascii=False)
    return StemRewriter(ScriptedChatModel(said), LEXICON, scenes=scenes)(one or draft())


def test_another_order_of_the_same_words_is_taken() -> None:
    assert rewritten(OTHER) == OTHER


def test_a_failing_model_leaves_the_stem() -> None:
    assert rewritten(ModelUnavailable("down")) == STEM


@pytest.mark.parametrize("kind", ["order", "match", "statement"])
def test_only_questions_for_one_of_several_are_reworded(kind: str) -> None:
    assert rewritten(OTHER, draft(kind=kind)) == STEM


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (STEM, None),
        (OTHER, None),
        ("Which service keeps the records of 25 sensors for one year?", "numbers"),
        ("Which service keeps the records of sensors for one year?", "numbers"),
        ("Which service keeps the records of 24 DynamoDB sensors for one year?", "names"),
        ("Which service does not keep the records of 24 sensors for one year?", "denial"),
        ("Which service, of 24?", "concepts"),
        ("Which cheap durable managed service keeps the records of 24 new sensors for one whole year?", "words added"),
        (f"{STEM[:-1]}, of all those that there are, whichever one of them it may be after all?", "length"),
        ("Which service keeps the records of 24 sensors for one year", "no question"),
        ("Which service? Which keeps the records of 24 sensors for one year?", "no question"),
    ],
)
def test_what_must_not_change(after: str, why: str | None) -> None:
    assert why_changed(STEM, after, draft(), LEXICON) == why
    assert rewritten(after) == (after if why is None else STEM)


def test_an_option_must_not_stand_in_the_stem() -> None:
    one = dataclasses.replace(draft(), choices=(Choice("one year.", True, (), ""),))
    assert why_changed(STEM, OTHER, one, LEXICON) == "options"


@pytest.mark.parametrize(("more", "why"), [(2, None), (3, "words added")])
def test_two_new_words_may_come_in(more: int, why: str | None) -> None:
    stem = "Which one keeps sensor records?"
    after = f"Which {' '.join(['cheap', 'durable', 'tidy'][:more])} one keeps sensor records?"
    assert why_changed(stem, after, draft(stem), LEXICON) == why


def test_a_scene_in_front_may_add_what_a_wording_may_not() -> None:
    after = f"A team watches rooms. {STEM}"
    assert why_changed(STEM, after, draft(), LEXICON) is not None
    assert why_changed(STEM, after, draft(), LEXICON, scenes=True) is None
    assert rewritten(after, scenes=True) == after


def test_the_reminder_of_how_many_stays_behind_the_question() -> None:
    one = draft(f"{STEM} (Choose two.)")
    model = ScriptedChatModel(json.dumps({"stem": OTHER}))
    assert StemRewriter(model, LEXICON)(one) == f"{OTHER} (Choose two.)"
    assert "Choose" not in model.history[0][1][1]


@pytest.mark.parametrize(("scenes", "lang"), [(False, "en"), (True, "en"), (False, "fr"), (True, "fr")])
def test_the_model_is_told_what_it_may_do_in_the_language_of_the_stem(scenes: bool, lang: Lang) -> None:
    model = ScriptedChatModel("no")
    StemRewriter(model, LEXICON, scenes=scenes)(draft(lang=lang))
    told = model.history[0][0][1]
    assert ("Reformule" in told) is (lang == "fr")
    assert ("équipe" in told or "team" in told) is scenes


def test_french_marks_have_their_spaces() -> None:
    stem = "Quel service garde les relevés de 24 capteurs\u202f?"
    found = rewritten("Quel service garde les relevés de 24 capteurs?", draft(stem, "fr"))
    assert found == stem


@pytest.mark.parametrize(
    ("reply", "stem"),
    [
        ('{"stem": "A?"}', "A?"),
        ('Sure: {"stem": " A\\n B? "} there.', "A B?"),
        ('{"stem": "A?", "note": 1}', ""),
        ('{"stem": 3}', ""),
        ('["A?"]', ""),
        ("{broken}", ""),
        ("A?", ""),
        ("", ""),
    ],
)
def test_only_what_was_asked_for_is_read(reply: str, stem: str) -> None:
    assert read_stem(reply) == stem
