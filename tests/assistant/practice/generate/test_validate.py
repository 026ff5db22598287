"""A learner's own questions pass the rules of generated ones on the way in; refused lines say where and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.practice.bank import COMMITTED, read_items, sort_import, write_items
from assistant.practice.generate.accepted import load_accepted
from assistant.practice.generate.validate import validator
from assistant.practice.records.store import PracticeStore, default_path
from assistant.practice.schema import PracticeItem
from ingest.schema import Reference
from tests.assistant.practice.generate.material import Copying, context, document

QUOTE = "SageMaker Neo compiles a trained model once for many target devices."
DOCUMENT = document([QUOTE, "SageMaker Debugger watches training jobs in real time."])
GOOD = PracticeItem(
    id="mine-1",
    exam="mls-c01",
    domain="ml-implementation-and-operations",
    lang="en",
    type="single",
    stem="Which SageMaker feature compiles a trained model once for many target devices?",
    options=("SageMaker Neo", "SageMaker Debugger", "SageMaker Clarify", "SageMaker Autopilot"),
    answers=(0,),
    explanation="SageMaker Neo compiles a trained model once for many target devices.",
    evidence=(Reference(DOCUMENT.source.uri, QUOTE),),
    difficulty=0.4,
)


def reasons(item: PracticeItem, checker: Copying | None = None) -> str:
    return "; ".join(validator(context([DOCUMENT], checker))(item))


def test_a_good_item_passes() -> None:
    assert reasons(GOOD) == ""


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (replace(GOOD, evidence=()), "evidence: has no quote"),
        (replace(GOOD, evidence=(Reference(DOCUMENT.source.uri, "Neo compiles."),)), "evidence-verbatim"),
        (replace(GOOD, evidence=(Reference("corpus/aws/nowhere.md", QUOTE),)), "evidence-verbatim"),
        (replace(GOOD, stem="Which of the following is true?"), "stem-form"),
        (replace(GOOD, lang="fr"), "language"),
        (replace(GOOD, options=(*GOOD.options[:3], "All of the above")), "options-absolute"),
        (replace(GOOD, answers=(3,)), "key: no quote speaks of"),
    ],
)
def test_a_bad_item_is_refused_with_its_reason(item: PracticeItem, reason: str) -> None:
    assert reason in reasons(item)


def test_a_stem_may_tell_a_situation_of_120_words_and_no_novel() -> None:
    sentence = "A team of two keeps a model that answers in seven seconds on every device of its customers. "
    ask = "Which SageMaker feature compiles a trained model once for many target devices?"
    assert reasons(replace(GOOD, stem=sentence * 6 + ask)) == ""
    assert "is too long" in reasons(replace(GOOD, stem=sentence * 12 + ask))


def test_an_explanation_that_the_quotes_deny_is_refused() -> None:
    item = replace(GOOD, explanation="SageMaker Neo compiles a trained model twice.")
    assert "say the contrary" in reasons(item, Copying(denied="twice"))


def test_a_number_that_was_worked_out_stands_on_the_rule_that_the_quote_gives() -> None:
    rule = "Cost per call equals tokens times the price of a token."
    page = document([rule, "A call holds 300 tokens."])
    costs = ("30 dollars a call", "60 dollars a call", "90 dollars a call", "120 dollars a call")
    stem = "A call has 300 tokens at 10 cents each. How many dollars does the team pay for a call of that length?"
    evidence = (Reference(page.source.uri, rule),)
    item = replace(GOOD, stem=stem, options=costs, explanation=rule, evidence=evidence)
    check = validator(context([page]))
    assert check(item) == []
    # Where a quote holds the number of an option, the key's must stand in one too.
    counts = ("300 tokens a call", "600 tokens a call", "900 tokens a call", "800 tokens a call")
    evidence = (Reference(page.source.uri, "A call holds 300 tokens."),)
    read = replace(item, options=counts, answers=(1,), evidence=evidence)
    assert "no quote speaks of '600 tokens a call'" in "; ".join(check(read))


def test_a_wrong_option_that_the_quotes_of_the_key_support_is_told_once_the_key_is_not() -> None:
    debugger = "SageMaker Debugger watches training jobs in real time."
    notes = tuple(f"So it is: “{debugger if place else QUOTE}”" for place in range(4))
    item = replace(GOOD, evidence=(*GOOD.evidence, Reference(DOCUMENT.source.uri, debugger)), option_notes=notes)
    assert reasons(item) == ""
    # The key exchanged with its note: the quote of what is now the key supports an option that is now wrong.
    exchanged = replace(item, answers=(1,), option_notes=(notes[1], notes[0], *notes[2:]))
    told = "options: the quotes of the key support a wrong option, and not the key: 'SageMaker Neo'"
    check = validator(context([DOCUMENT]))
    assert check(exchanged) == [told]
    assert validator(context([DOCUMENT]), {(item.id, "SageMaker Neo"): "read"})(exchanged) == []
    # Without notes it is not known which quote is the key's.
    assert check(replace(exchanged, option_notes=())) == []


def test_what_was_accepted_are_wrong_options_of_the_banks() -> None:
    accepted = load_accepted()
    items = {item.id: item for path in COMMITTED.glob("*.written.jsonl") for item in read_items(path)}
    assert accepted
    for (id, option), why in accepted.items():
        assert items[id].options.index(option) not in items[id].answers
        assert why


def test_a_file_is_sorted_line_by_line(tmp_path: Path) -> None:
    mine = tmp_path / "mine.jsonl"
    write_items(mine, [GOOD, replace(GOOD, id="mine-2", evidence=())])
    mine.write_text(mine.read_text(encoding="utf-8") + "{}\n", encoding="utf-8")
    report = sort_import(mine, exam_domains={GOOD.exam: (GOOD.domain,)}, validate=validator(context([DOCUMENT])))
    assert [item.id for item in report.added] == ["mine-1"]
    assert [(problem.line, problem.id) for problem in report.rejected] == [(2, "mine-2"), (3, "")]
    assert report.rejected[0].reason == "evidence: has no quote"


def test_the_command_checks_by_default_and_stores_what_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check = validator(context([DOCUMENT]))
    monkeypatch.setattr("assistant.practice.generate.validate.open_validator", lambda settings: check)
    mine = tmp_path / "mine.jsonl"
    write_items(mine, [GOOD, replace(GOOD, id="mine-2", evidence=())])
    assert main(["practice", "import", str(mine)]) == 1
    printed = capsys.readouterr().out
    assert "1 added, 0 updated, 1 refused." in printed
    assert "line 2 (mine-2): evidence: has no quote" in printed
    assert [item.id for item in PracticeStore(default_path()).learner("local").own_items()] == ["mine-1"]
