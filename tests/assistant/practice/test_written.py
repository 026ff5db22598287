"""The banks written by people: what every item must keep, and the command that checks them."""

from __future__ import annotations

import argparse
import dataclasses
import json
from functools import cache
from pathlib import Path

import pytest

from assistant.commands.blind import Guess, Solver
from assistant.commands.validate import add_validate
from assistant.practice.bank import COMMITTED, load_bank, read_items, write_items
from assistant.practice.blueprint import load_catalogue
from assistant.practice.generate.accepted import load_accepted
from assistant.practice.generate.validate import bank_problems
from assistant.practice.schema import PracticeItem
from ingest.readers import read
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, walk
from tests.assistant.practice.items import ITEMS

CORPUS = Path(__file__).parents[3] / "corpus"
WRITTEN = sorted(COMMITTED.glob("*.written.jsonl"))


@cache
def text_of(uri: str) -> str:
    """The text of a page of the corpus as its reader gives it."""
    path = CORPUS.parent / uri
    (file,) = walk([path], IngestSettings())
    assert isinstance(file, SourceFile)
    return read(file, path.read_bytes(), IngestSettings()).text


def test_the_successors_exams_have_banks_in_both_languages() -> None:
    for exam in ("mla-c01", "aip-c01"):
        items = load_bank(exam).items
        for lang in ("fr", "en"):
            assert {item.domain for item in items if item.lang == lang} == set(load_catalogue()[exam].domain_ids)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_quote_of_a_written_item_stands_in_its_page(path: Path) -> None:
    lost = [(item.id, ref) for item in read_items(path) for ref in item.evidence if ref.quote not in text_of(ref.uri)]
    assert lost == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_a_written_item_says_of_each_option_why_and_repeats_none(path: Path) -> None:
    items = read_items(path)
    assert list(bank_problems(items, lambda item: [])) == []
    for item in items:
        assert item.type in ("ordering", "matching") or len(item.option_notes) == len(item.options)
        assert item.exam == path.name.partition(".")[0]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_a_written_bank_tells_situations_by_the_weights_of_its_exam_in_both_languages(path: Path) -> None:
    items = read_items(path)
    for domain in load_catalogue()[items[0].exam].domains:
        share = sum(item.domain == domain.id for item in items) / len(items)
        assert abs(share - domain.weight / 100) < 0.04, domain.id
    assert 0.4 < sum(item.lang == "fr" for item in items) / len(items) < 0.6
    situations = sum(40 <= len(item.stem.split()) <= 120 for item in items)
    assert situations / len(items) > 0.6


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_neither_the_place_nor_the_length_of_the_key_tells(path: Path) -> None:
    single = [item for item in read_items(path) if item.type == "single" and len(item.options) == 4]
    for place in range(4):
        assert 0.1 < sum(item.answers == (place,) for item in single) / len(single) < 0.4
    longest = sum(item.answers[0] == max(range(4), key=lambda k: len(item.options[k])) for item in single)
    assert longest / len(single) < 0.3


def run(*arguments: str, refuse: str = "", solve: Solver | None = None) -> tuple[int, str]:
    said: list[str] = []
    parser = argparse.ArgumentParser()

    def validate(item: PracticeItem) -> list[str]:
        return ["key: no quote speaks of it"] if item.id == refuse else []

    add_validate(parser.add_subparsers(), said.append, validate, solve)
    parsed = parser.parse_args(["validate", *arguments])
    return parsed.run(parsed), "\n".join(said)


def test_the_command_names_what_does_not_hold(tmp_path: Path) -> None:
    good = tmp_path / "good.jsonl"
    write_items(good, ITEMS)
    assert run(str(good))[0] == 0
    code, said = run(str(good), refuse=ITEMS[1].id)
    assert code == 1
    assert f"({ITEMS[1].id}): key: no quote speaks of it" in said

    first = ITEMS[0]
    again = dataclasses.replace(first, id="again", domain="nowhere")
    notes = tuple(f"so: “{first.evidence[0].quote}”" for _ in first.options)
    changes = {"id": "noted", "stem": "Another thing", "option_notes": (*notes[:-1], "so: “Not there”")}
    noted = dataclasses.replace(first, **changes)
    write_items(good, [first, again, noted])
    with good.open("a", encoding="utf-8") as file:
        file.write("{\n")
    code, said = run(str(good), "--json")
    reasons = {(row["id"], row["reason"].split(":")[0]) for row in json.loads(said)["problems"]}
    assert code == 1
    assert ("again", "domain") in reasons
    assert len({("again", "stem"), (first.id, "stem")} & reasons) == 1
    assert ("noted", f"option_notes[{len(first.options) - 1}]") in reasons
    assert any(reason.startswith("not JSON") for id, reason in reasons if not id)


def test_an_accepted_option_that_has_changed_is_told(tmp_path: Path) -> None:
    (id, option), _ = next(iter(load_accepted().items()))
    item = next(item for path in WRITTEN for item in read_items(path) if item.id == id)
    file = tmp_path / "one.jsonl"
    write_items(file, [item])
    assert run(str(file)) == (
        0,
        "1 questions in 1 files, 0 problems (1 wrong options were read and accepted: accepted.toml).",
    )
    others = tuple("Something else altogether" if text == option else text for text in item.options)
    write_items(file, [dataclasses.replace(item, options=others)])
    code, said = run(str(file))
    assert code == 1
    assert f"accepted.toml: the item has no option {option[:60]!r}" in said


def test_a_bank_whose_options_tell_the_key_without_the_stem_is_told(tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    choices = [item for item in read_items(WRITTEN[0]) if item.type == "single"][:20]
    matching = next(item for item in read_items(WRITTEN[0]) if item.type == "matching")
    write_items(file, [*choices, matching])

    def beside(item: PracticeItem) -> Guess:
        return Guess(((item.answers[0] + 1) % len(item.options),), sure=True)

    code, said = run(str(file), "--blind", solve=beside)
    assert code == 0
    assert "0 of 20 chosen rightly without the stem, 0.00 (0.00 to 0.09), 0.25 by chance: as often as by chance" in said

    code, said = run(str(file), "--blind", "--json", solve=lambda item: Guess(item.answers, sure=item == choices[0]))
    (told,) = json.loads(said)["blind"]
    assert code == 1
    assert (told["asked"], told["right"], told["chance"], told["sure"]) == (20, 20, 0.25, [choices[0].id])
    assert "blind" not in json.loads(run(str(file), "--json")[1])
