"""The set of conversations: its form, its size, and how a message is scored."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from evals.conversations.items import Expected, Part, faults, load_conversations, stem
from evals.conversations.measure import Heard, Played, pages, scores, summarised
from evals.errors import BadQuestions
from ingest.schema import Document, Origin, Source
from ingest.settings import DEFAULT_CORPUS
from tests.ui.fake_assistant import DIGEST_URI, QUOTE_FILE, cite

NEW = Expected("hyperparametre xgboost eta", "new", about=("XGBoost",), documents=("xgboost-parameters",))
HEARD = Heard("new", "", ("hyperparametre xgboost eta",), ("corpus/aws/xgboost-parameters.fr.md",), ("Firehose",))


def played(expected: Expected, heard: Heard) -> dict[str, float]:
    return {name: above for name, (above, _) in scores(Played("talk-1", "fr", expected, heard)).items()}


def test_the_set_is_sound_and_large_enough() -> None:
    conversations = load_conversations()
    uris = [str(path) for path in DEFAULT_CORPUS.rglob("*.md")]
    assert faults(conversations, uris) == []
    messages = Counter((one.split, one.lang) for one in conversations for _ in one.messages)
    assert sum(messages.values()) >= 400
    assert min(messages.values()) >= 90
    halves = Counter(one.split for one in conversations for _ in one.messages)
    assert abs(halves["dev"] - halves["test"]) <= 20
    texts = Counter(message.text for one in conversations for message in one.messages)
    assert len(texts) > 0.95 * sum(texts.values())


def test_what_is_right_is_right_in_every_measure() -> None:
    assert played(NEW, HEARD) == {"kind": 1.0, "refers": 1.0, "document": 1.0, "right": 1.0}


def test_a_new_question_joined_to_the_topic_before_is_wrong() -> None:
    joined = replace(HEARD, texts=("Que fait Firehose ? hyperparametre xgboost eta",))
    assert played(NEW, joined)["refers"] == 0.0
    assert played(NEW, joined)["right"] == 0.0


def test_each_of_several_questions_needs_its_own_subject_and_source() -> None:
    both = Expected("a? b?", "several", parts=(Part(("Lex",), ("lex",)), Part(("Polly",), ("polly",))))
    heard = Heard("several", "", ("what is Lex?", "what is Polly?"), ("aws/lex.md", "aws/polly.md"))
    assert played(both, heard)["right"] == 1.0
    assert played(both, replace(heard, texts=("what is Lex? what is Polly?",)))["refers"] == 0.0
    assert played(both, replace(heard, uris=("aws/lex.md",)))["document"] == 0.0


def test_what_was_only_read_has_no_documents_to_score() -> None:
    assert "document" not in played(NEW, replace(HEARD, answered=False))


def test_the_right_kind_with_another_request_is_wrong() -> None:
    why = Expected("why?", "answer", request="why", about=("Lex",))
    assert played(why, Heard("answer", "sources", ("what is Lex?",), ()))["request"] == 0.0


def test_figures_are_by_kind_and_language_with_their_interval() -> None:
    result = summarised(
        [Played("talk-1", "fr", NEW, HEARD), Played("talk-1", "fr", NEW, replace(HEARD, kind="several"))]
    )
    figure = result.metric("kind", "new fr")
    assert figure is not None
    assert (figure.value, figure.n) == (0.5, 2)
    assert figure.low < 0.5 < figure.high


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Expected("why?", "answer"), "they need one"),
        (Expected("why?", "answer", request="dance"), "no request 'dance'"),
        (Expected("x?", "new", documents=("nowhere",)), "no document 'nowhere'"),
        (Expected("x? y?", "several"), "they need two"),
    ],
)
def test_a_message_that_cannot_be_scored_is_named(message: Expected, fault: str) -> None:
    conversation = replace(load_conversations()[0], messages=(message, message))
    assert any(fault in found for _, found in faults([conversation], ["corpus/aws/lex.md"]))


def test_a_line_that_is_no_conversation_is_named(tmp_path: Path) -> None:
    (tmp_path / "dev.jsonl").write_text(json.dumps({"id": "a"}) + "\n", encoding="utf-8")
    with pytest.raises(BadQuestions, match=r"dev\.jsonl:1"):
        load_conversations("dev", tmp_path)


def test_versions_of_a_page_share_their_name() -> None:
    assert stem("corpus/aws/lex.fr.md") == stem("aws/lex.md") == "lex"


def test_a_statement_of_a_sheet_counts_as_the_page_it_comes_from() -> None:
    text = "Pipe mode streams data. File mode copies it."
    origins = (Origin(0, 23, "corpus/aws/pipe.md", "streams"), Origin(24, 44, "corpus/aws/file.md", "copies"))
    sheet = Document(Source("corpus/sheets/modes.md", "Modes", "sheet", "en", "user"), text, (), origins=origins)
    cited = replace(cite(1, DIGEST_URI, QUOTE_FILE), uri="corpus/sheets/modes.md", start=24, end=44)
    assert list(pages(cited, sheet)) == ["corpus/sheets/modes.md", "corpus/aws/file.md"]
    assert list(pages(cited, None)) == ["corpus/sheets/modes.md"]
