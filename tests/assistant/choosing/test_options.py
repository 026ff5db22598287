"""What the sources say of the options: statements, denials, stories; and that order and length decide nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.settings import IngestSettings
from tests.fakes import build_here

PAGE = """---
title: Ways to read and to serve
lang: en
---

# Ways to read and to serve

## Input modes

- File mode copies the whole dataset before training begins.
- FastFile mode streams objects on demand and needs no code change.
- Pipe mode streams data through a named pipe that the script must read.
- A pair plot becomes unreadable with many variables, whereas a correlation heat map stays compact.

## Hardware

- Random Cut Forest takes no advantage of GPU hardware.
- IP Insights trains on GPU hardware.
- The Neural Topic Model trains on GPU hardware.
- Linear learner trains on GPU hardware.

## Built-in algorithms

- Gluon trees are a built-in algorithm that trains on one machine, without support for several.
- Gluon lines are a built-in algorithm that is not for images.
- Gluon waves are a built-in algorithm for sound.

## Classes

- Deep Archive is the cheapest class and fits archives that are almost never read.
- One Zone keeps data in a single zone and fits copies that can be made again.
- Standard fits data that is read all day.
- Gluon desk keeps drawings.

## Metrics

- Recall = TP / (TP + FN), the share of actual positives that the model finds.
"""
SILENT = "no source found says enough"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root: Path = tmp_path_factory.mktemp("options")
    (root / "corpus").mkdir()
    (root / "corpus" / "ways.md").write_text(PAGE, encoding="utf-8")
    settings = IngestSettings(corpus=(root / "corpus",), index=root / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder(256))
    index: Index = open_index(settings)
    return Assistant(index, HashingEmbedder(256), None, AssistantSettings(refusal_threshold=0.0))


def chosen(assistant: Assistant, stem: str, options: list[str]) -> set[str]:
    lines = [f"{letter}) {text}" for letter, text in zip("ABCDEF", options, strict=False)]
    answer = assistant.answer("\n".join([stem, *lines]))
    return {options["ABCDEF".index(letter)] for letter in answer.choice}


CASES = [
    ("Which mode needs no code change?", ["Pipe mode", "FastFile mode", "One Zone"], "FastFile mode"),
    (
        "Which algorithm does NOT take advantage of GPU hardware?",
        ["IP Insights", "The Neural Topic Model", "Random Cut Forest", "Linear learner"],
        "Random Cut Forest",
    ),
    (
        "Which is NOT a built-in algorithm?",  # "without" and "not" of other things say nothing against an option
        ["Gluon trees", "Gluon lines", "Gluon desk"],
        "Gluon desk",
    ),
    (
        "Which plot stays compact?",
        ["A pair plot", "A correlation heat map", "Standard"],
        "A correlation heat map",
    ),
    (
        "Audit files must be kept for ten years. In practice nobody opens them, so they are archives that are almost "
        "never read. If a regulator asks for one, two days are granted. The team cares for one thing above all, which "
        "is that the class must be the cheapest. Which class should be chosen?",
        ["Standard", "One Zone", "Deep Archive"],
        "Deep Archive",
    ),
]


@pytest.mark.parametrize(("stem", "options", "right"), CASES)
def test_the_option_that_a_statement_proves_is_chosen_in_any_order(
    assistant: Assistant, stem: str, options: list[str], right: str
) -> None:
    for turn in range(len(options)):
        assert chosen(assistant, stem, options[turn:] + options[:turn]) == {right}
    assert chosen(assistant, stem, options[::-1]) == {right}


@pytest.mark.parametrize(("stem", "options", "right"), CASES)
@pytest.mark.parametrize("more", ["{} for the job at hand", "to go with {} from now on"])
def test_an_option_said_at_greater_length_is_chosen_as_before(
    assistant: Assistant, stem: str, options: list[str], right: str, more: str
) -> None:
    for place, option in enumerate(options):
        longer = [more.format(own) if own == option else own for own in options]
        assert chosen(assistant, stem, longer) == {longer[options.index(right)]}, place


def test_every_letter_stands_with_a_sentence_about_its_option(assistant: Assistant) -> None:
    stem, options, _ = CASES[1]
    lines = [f"{letter}) {text}" for letter, text in zip("ABCD", options, strict=True)]
    answer = assistant.answer("\n".join([stem, *lines]))
    rows = answer.text.split("\n\n")[1:]
    assert rows[0].startswith("C. Random Cut Forest: Random Cut Forest takes no advantage of GPU hardware")
    assert any(row.startswith("A. IP Insights: IP Insights trains on GPU hardware") for row in rows)


def test_an_option_that_no_sentence_is_about_is_not_shown_as_supported(assistant: Assistant) -> None:
    answer = assistant.answer("Which mode needs no code change?\nA) Zebra mode\nB) FastFile mode\nC) Giraffe mode")
    rows = {row[0]: row for row in answer.text.split("\n\n")[1:]}
    assert SILENT in rows["A"]
    assert SILENT in rows["C"]


def test_a_sum_is_shown_and_counts_as_answered(assistant: Assistant) -> None:
    stem = "A model gives TP = 80, FP = 20, FN = 40 and TN = 860. What is its recall?"
    answer = assistant.answer(f"{stem}\nA) 0.80\nB) 0.67\nC) 0.94\nD) 0.73")
    assert (answer.choice, answer.status) == (("B",), "answered")
    assert "Computed: recall = TP / (TP + FN) = 80 / (80 + 40) = 0.6667." in answer.text
    assert answer.citations[0].quote.startswith("Recall = TP / (TP + FN)")
    assert all(claim.copied for claim in answer.claims)
