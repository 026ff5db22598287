"""The lines that a reader is trained on: those of the project keep the rules, and a wrong one names file and line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evals.entailment.items import DATA, BadData, load

LINE: dict[str, Any] = {
    "id": "c1", "writer": "w1", "uri": "corpus/aws/x.md", "lang": "en", "quotes": ["A tray holds a parcel."],
    "claims": [{"text": "Parcels lie in a tray.", "lang": "en", "label": "supported", "kind": "near"}],
}  # fmt: skip
PAGE = {"uri": "guide/doc_source/x.md", "quotes": [], "spans": [[3, 40]], "digest": "0123456789abcdef"}
ASKED = {"claims": [], "questions": [{"text": "Where is it?", "lang": "en", "sentence": 0}]}


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    (folder / "made.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_a_line_has_claims_or_questions_about_words_of_a_page(tmp_path: Path) -> None:
    claims, questions = load(written(tmp_path, LINE, {**LINE, **PAGE, **ASKED, "id": "q1"}))
    assert (claims.place.group, claims.claims[0].label, claims.questions) == ("corpus/aws/x.md", "supported", ())
    assert (questions.place.spans, questions.questions[0].sentence) == (((3, 40),), 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"uri": "guide/doc_source/x.md"},  # words of AWS in this repository
        {**PAGE, "uri": "corpus/aws/x.md"},
        {"quotes": []},
        {"spans": [[1, 2]]},
        {**PAGE, "digest": ""},
        {"claims": []},
        {**ASKED, "claims": LINE["claims"]},
        {"lang": "de"},
        {"claims": [{**LINE["claims"][0], "label": "contradicted"}]},  # of another kind
        {"claims": [{**LINE["claims"][0], "text": " "}]},
        {"claims": [{**LINE["claims"][0], "lang": "xx"}]},
        {"claims": [], "questions": [{"text": "Where?", "lang": "en", "sentence": 1}]},
        {"claims": [], "questions": [{"text": "Where?", "lang": "en", "kind": "near"}]},
        {"writer": None, "quotes": 3},
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, changed: dict[str, Any]) -> None:
    with pytest.raises(BadData, match=r"made\.jsonl, line 2: "):
        load(written(tmp_path, LINE, {**LINE, "id": "c2", **changed}))


def test_two_lines_share_no_id(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="c1"):
        load(written(tmp_path, LINE, LINE))


def test_the_lines_of_the_project_are_many_and_of_every_kind() -> None:
    entries = load()
    claims = [claim for entry in entries for claim in entry.claims]
    assert len(claims) >= 5000
    assert sum(len(entry.questions) for entry in entries) >= 3000
    assert min(Counter(claim.label for claim in claims).values()) >= 900
    pairs = Counter((claim.lang, entry.place.lang) for entry in entries for claim in entry.claims)
    assert len(pairs) == 4
    assert min(pairs.values()) >= 1000
    texts = [(entry.place.uri, claim.text) for entry in entries for claim in entry.claims]
    assert len(set(texts)) == len(texts)


def test_no_words_of_aws_pages_are_kept() -> None:
    rows = [json.loads(line) for path in sorted(DATA.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    pages = [row for row in rows if not row["uri"].startswith("corpus/")]
    assert len(pages) > 100
    assert {key for row in pages for key in row} <= set("id writer uri lang spans digest claims questions".split())
