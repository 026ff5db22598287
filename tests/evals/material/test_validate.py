"""Every rule of the question set fails on a question made to break it, and passes on a sound one."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.schema import Turn
from evals.material.load import split_of
from evals.material.validate import Finding, validate
from evals.schema import EvalQuestion
from ingest.schema import Reference
from tests.evals.helpers import DOCUMENTS, question

ASKED = "Quel résultat faut-il obtenir pour être reçu ?"


def sound(id_: str = "q-1", **values: Any) -> EvalQuestion:
    base = {"question": ASKED, "reference": "Il faut 750.", "domain": "exam", "split": split_of(id_)}
    return question(id_, **{**base, **values})


def findings(*questions: EvalQuestion, whole_set: bool = False) -> list[Finding]:
    return validate(questions, DOCUMENTS, whole_set=whole_set)


def rules(*questions: EvalQuestion) -> set[str]:
    return {finding.rule for finding in findings(*questions)}


def mcq(**values: Any) -> EvalQuestion:
    base: dict[str, Any] = {"kind": "mcq", "options": ("un", "deux", "trois", "quatre"), "answers": (0,), "facts": ()}
    return sound("m-1", **{**base, **values})


def test_a_sound_question_has_no_findings() -> None:
    assert findings(sound(), mcq()) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        (sound(evidence=(Reference("corpus/notes/examen.md", "Il faut 800."),)), "evidence"),
        (sound(evidence=(Reference("nowhere.md"),)), "evidence"),
        (sound(evidence=()), "evidence"),
        (sound(kind="unanswerable", evidence=()), "evidence"),
        (mcq(options=("un", "deux", "Deux.", "quatre")), "options"),
        (mcq(answers=(0, 1)), "options"),
        (sound(facts=("800",)), "facts"),
        (sound(lang="en"), "language"),
        (sound(kind="followup"), "history"),
        (sound(kind="followup", history=(Turn("user", "Bonjour"),)), "history"),
    ],
)
def test_a_broken_question_is_found(broken: EvalQuestion, rule: str) -> None:
    assert rules(broken) == {rule}


def test_a_stem_that_says_how_many_is_fine() -> None:
    assert (
        rules(mcq(answers=(0, 1), question="Quelles sont les bonnes réponses ? (Choisissez deux réponses.)")) == set()
    )


def of_set(rule: str, *questions: EvalQuestion) -> list[str]:
    return [f.message for f in findings(*questions, whole_set=True) if f.rule == rule]


def test_counts_are_asked_of_the_whole_set_only() -> None:
    messages = of_set("counts", sound())
    assert "all questions: 1, at least 300 are wanted" in messages
    assert "mcq with several answers: 0, at least 20 are wanted" in messages


def test_cross_lingual_questions_are_counted_by_the_language_of_their_evidence() -> None:
    english = [sound(f"e-{n}", lang="en", question=f"How much is it then, number {n}?") for n in range(3)]
    messages = of_set("counts", *english)
    assert not any("evidence only in French" in message for message in messages)
    with_english = Reference("input-modes.md", "File mode copies the data first.")
    same = [sound(q.id, lang="en", question=q.question, evidence=(*q.evidence, with_english)) for q in english]
    assert "open, en, evidence only in French: 0, at least 1 are wanted" in of_set("counts", *same)


def test_domains_are_held_to_the_blueprint() -> None:
    messages = of_set(
        "domains", *(sound(f"q-{n}", domain="modeling") for n in range(4)), sound("q-9", domain="cooking")
    )
    assert "'cooking' is no domain of the blueprint" in messages
    assert any(message.startswith("modeling: 100.0 %") for message in messages)


def test_questions_that_ask_nearly_the_same_are_found() -> None:
    same = sound("q-2", question="Quel résultat faut-il obtenir pour être reçu, dis ?")
    other = sound("q-3", question="Combien de minutes dure cette épreuve du début à la fin ?")
    found = [f for f in findings(sound(), same, other, whole_set=True) if f.rule == "near-identical"]
    assert [(f.id, f.message) for f in found] == [("q-2", "asks nearly the same as q-1")]


def test_follow_ups_differ_by_what_they_follow() -> None:
    def after(id_: str, earlier: str) -> EvalQuestion:
        turns = (Turn("user", earlier), Turn("assistant", "Oui."))
        return sound(id_, kind="followup", question="Et pour le second, alors ?", history=turns)

    first = after("f-1", "Combien de questions comporte l'examen ?")
    second = after("f-2", "Quels formats sont acceptés pour les images ?")
    assert of_set("near-identical", first, second) == []


def test_the_split_and_the_wording_are_held() -> None:
    wrong = "dev" if split_of("q-1") == "test" else "test"
    assert of_set("split", sound(split=wrong))
    copied = "dites : pourquoi le score minimal fixé est de sept cents et non plus bas ?"
    quote = "Pourquoi le score minimal fixé est de sept cents et non plus bas"
    from tests.evals.helpers import document

    documents = [document("corpus/notes/x.md", quote, "fr")]
    broken = sound(question=copied, evidence=(Reference("corpus/notes/x.md", quote),), facts=())
    found = [f for f in validate([broken], documents, whole_set=True) if f.rule == "wording"]
    assert len(found) == 1


def test_one_document_is_not_asked_about_all_the_time() -> None:
    many = [
        sound(f"q-{n}", question=f"Question {n} ?", evidence=(Reference("corpus/aws/input-modes.md"),))
        for n in range(9)
    ]
    assert of_set("spread", *many) == [
        "9 questions of kind open have their first evidence in corpus/aws/input-modes.md"
    ]
