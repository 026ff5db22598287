"""Items and their files: structure, JSON in and out, line numbers, imports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.practice.bank import (
    COMMITTED,
    dump_items,
    load_bank,
    read_items,
    read_lines,
    sort_import,
    write_items,
)
from assistant.practice.blueprint import load_catalogue
from assistant.practice.errors import BankError
from assistant.practice.schema import PracticeItem, item_from_json, item_to_json
from tests.assistant.practice.items import EXAM, ITEMS, item

DOMAINS = {"mls-c01": EXAM.domain_ids}


def changed(base: str = "en-02", /, **changes: Any) -> dict[str, Any]:
    return item_to_json(item(base)) | changes


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: one.id)
def test_json_there_and_back(one: PracticeItem) -> None:
    assert item_from_json(json.loads(json.dumps(item_to_json(one)))) == one


def test_json_has_the_documented_keys_in_order() -> None:
    required = "id exam domain lang type stem options answers explanation evidence difficulty".split()
    assert list(item_to_json(item("en-02"))) == required
    assert list(item_to_json(item("en-01"))) == [*required, "option_notes"]
    assert list(item_to_json(item("en-04"))) == [*required, "pairs"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": ""}, "id: is empty"),
        ({"id": 3}, "id: a text is needed"),
        ({"stem": None}, "stem: a text is needed, not nothing"),
        ({"lang": "de"}, "lang: 'de'"),
        ({"type": "essay"}, "type: 'essay'"),
        ({"options": ["A"]}, "answers"),
        ({"options": ["a", "A ", "b", "c", "d"]}, "options: two are the same"),
        ({"options": "abc"}, "options: a list is needed"),
        ({"answers": [1, 9]}, "answers: 9 is no option"),
        ({"answers": [3, 1]}, "ascending"),
        ({"answers": [1]}, "at least two"),
        ({"answers": [0, 1, 2, 3, 4]}, "not all of them"),
        ({"answers": [True, 1]}, r"answers\[0\]: a whole number is needed, not True"),
        ({"type": "single"}, "a single item has one"),
        ({"type": "ordering"}, "every option once"),
        ({"type": "matching"}, "pairs: a matching item"),
        ({"pairs": ["x", "y"]}, "pairs: only a matching item"),
        ({"difficulty": 1.5}, "difficulty: 1.5"),
        ({"difficulty": "hard"}, "difficulty: a number"),
        ({"option_notes": ["x"]}, "option_notes: 1 notes for 5"),
        ({"evidence": [{"uri": "x"}]}, r"evidence\[0\]"),
        ({"evidence": [{"uri": "x", "quote": ""}]}, r"evidence\[0\].quote: is empty"),
        ({"hint": "x"}, "hint: unknown key"),
        ({"explanation": "x" * 4001}, "explanation: longer"),
    ],
)
def test_a_malformed_item_is_refused_with_its_key(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(BankError, match=reason):
        item_from_json(changed(**changes))


def test_matching_needs_an_answer_for_each_prompt() -> None:
    with pytest.raises(BankError, match="2 for 3 prompts"):
        item_from_json(changed("en-04", answers=[1, 0]))


def test_files_are_deterministic_and_read_back(tmp_path: Path) -> None:
    write_items(tmp_path / "a" / "one.jsonl", ITEMS)
    write_items(tmp_path / "two.jsonl", reversed(ITEMS))
    assert (tmp_path / "a" / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert read_items(tmp_path / "two.jsonl") == tuple(sorted(ITEMS, key=lambda one: one.id))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["two.jsonl"]


def test_bad_lines_are_named_by_number(tmp_path: Path) -> None:
    path = tmp_path / "bank.jsonl"
    good = dump_items([item("en-01")])
    path.write_text(f"{good}\n{{no\n[1]\n{json.dumps(changed(lang='de'))}\n{good}", encoding="utf-8")
    items, problems = read_lines(path)
    assert [number for number, _ in items] == [1]
    assert [(problem.line, problem.id) for problem in problems] == [(3, ""), (4, ""), (5, "en-02"), (6, "en-01")]
    with pytest.raises(BankError) as caught:
        read_items(path)
    assert "line 5 (en-02): " in caught.value.message
    assert "the id is that of line 1" in caught.value.message


@pytest.mark.parametrize("name", ["missing.jsonl", "latin.jsonl"])
def test_an_unreadable_file_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "latin.jsonl").write_bytes("é".encode("latin-1"))
    with pytest.raises(BankError, match=name):
        read_items(tmp_path / name)


def test_unicode_line_separators_inside_texts_do_not_split_lines(tmp_path: Path) -> None:
    odd = item_from_json(changed(stem="one\u2028two\x85three"))
    write_items(tmp_path / "bank.jsonl", [odd])
    assert read_items(tmp_path / "bank.jsonl") == (odd,)


def test_the_bank_selects_and_prefers_committed_items_to_own_ones(tmp_path: Path) -> None:
    write_items(tmp_path / "bank.jsonl", ITEMS)
    mine = item_from_json(changed(stem="Mine?"))
    other = item_from_json(changed(id="mine-1", exam="mla-c01"))
    bank = load_bank("mls-c01", [mine, other], path=tmp_path / "bank.jsonl")
    assert bank["en-02"].stem != "Mine?"
    assert {one.id for one in bank.select(lang="fr", exclude=["fr-01"])} == {"fr-02", "fr-03", "fr-04"}
    assert {one.id for one in bank.select(domain="modeling")} == {"en-04", "en-05", "fr-03"}
    with pytest.raises(BankError, match="mine-1"):
        bank["mine-1"]


def test_an_exam_without_a_committed_bank_has_the_learners_items_only() -> None:
    assert load_bank("no-such-exam").items == ()


def test_the_committed_banks_are_well_formed_and_placed() -> None:
    catalogue = load_catalogue()
    for path in sorted(COMMITTED.glob("*.jsonl")):
        exam = catalogue[path.name.partition(".")[0]]
        items = read_items(path)
        assert items
        assert {one.exam for one in items} == {exam.id}
        assert {one.domain for one in items} <= set(exam.domain_ids)
        assert path.read_text(encoding="utf-8") == dump_items(items)


def test_import_sorts_new_updated_and_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    rows = [
        changed(id="mine-1"),
        changed(id="mine-2"),
        changed(),
        changed(id="mine-3", exam="x"),
        changed(id="mine-4", domain="x"),
        changed(id="mine-5", stem="A lie?"),
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\nnonsense\n", encoding="utf-8-sig")
    report = sort_import(
        path,
        exam_domains=DOMAINS,
        taken=["en-02"],
        own=["mine-2"],
        validate=lambda one: ["not in the sources"] if "lie" in one.stem else [],
    )
    assert [one.id for one in report.added] == ["mine-1"]
    assert [one.id for one in report.updated] == ["mine-2"]
    assert [(problem.line, problem.id) for problem in report.rejected] == [
        (3, "en-02"),
        (4, "mine-3"),
        (5, "mine-4"),
        (6, "mine-5"),
        (7, ""),
    ]
    assert report.rejected[3].reason == "not in the sources"
