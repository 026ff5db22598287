"""A whole build over two small pages: the same items twice, keys that their quotes hold, a report that adds up."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

from assistant.practice.bank import dump_items
from assistant.practice.blueprint import load_catalogue
from assistant.practice.generate.build import BuildRequest, build_bank
from assistant.practice.generate.report import Report
from assistant.practice.schema import PracticeItem
from tests.assistant.practice.generate.material import LEXICON, Copying, read_corpus

PAGES = ("glue-built-in-transforms.md", "s3-storage-classes.md", "sagemaker-quotas.md", "class-imbalance.md")


@cache
def built(seed: int) -> tuple[tuple[PracticeItem, ...], Report]:
    request = BuildRequest(load_catalogue()["mls-c01"], 24, seed)
    return build_bank(request, read_corpus(*PAGES), LEXICON, Copying())


def test_the_same_seed_gives_the_same_bytes() -> None:
    items, _ = built(7)
    built.cache_clear()
    again, _ = built(7)
    assert items
    assert dump_items(again) == dump_items(items)
    assert dump_items(built(8)[0]) != dump_items(items)


def test_every_quote_stands_in_its_page() -> None:
    texts = {document.source.uri: document.text for document in read_corpus(*PAGES)}
    items, _ = built(7)
    assert all(ref.quote in texts[ref.uri] for item in items for ref in item.evidence)


def test_the_report_adds_up() -> None:
    items, report = built(7)
    data = report.to_json()
    assert data["released"] == len(items) == sum(data["by_language"].values()) == sum(data["by_kind"].values())
    rejected = Counter(row["rule"] for row in data["rejects"])
    assert all(data["rules"][rule]["rejected"] == count for rule, count in rejected.items())
    assert any(line.startswith("rule ") for line in report.lines())


def test_a_matching_item_has_one_description_too_many() -> None:
    matching = [item for item in built(7)[0] if item.type == "matching"]
    assert all(len(item.options) == len(item.pairs) + 1 for item in matching)


def test_pages_outside_the_domains_of_the_exam_give_no_item() -> None:
    about_exams = [replace(page, source=replace(page.source, domains=("exam",))) for page in read_corpus(*PAGES)]
    items, _ = build_bank(BuildRequest(load_catalogue()["mls-c01"], 24, 7), about_exams, LEXICON, Copying())
    assert built(7)[0]
    assert not items
