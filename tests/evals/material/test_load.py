"""Question files: the shortest that works, and what is said of a line that does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.schema import Turn
from evals.errors import BadQuestions
from evals.material.load import load_questions, split_of
from evals.schema import question_from_json, question_to_json
from ingest.schema import Reference

MCQ = {"id": "m", "question": "Which?", "options": ["a", "b", "c", "d"], "answers": [1]}


def write(path: Path, *rows: dict[str, Any] | str) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_an_id_and_a_question_are_enough(tmp_path: Path) -> None:
    short = {"id": "a", "question": "Combien de temps dure l'examen et que faut-il apporter ?"}
    (question,) = load_questions([write(tmp_path / "q.jsonl", short)])
    assert (question.kind, question.lang, question.split) == ("open", "fr", split_of("a"))


def test_options_make_it_an_exam_question(tmp_path: Path) -> None:
    (question,) = load_questions([write(tmp_path / "q.jsonl", MCQ)])
    assert question.kind == "mcq"
    assert question.letters == {"B"}
    assert question.typed == "Which?\nA) a\nB) b\nC) c\nD) d"


def test_a_full_line_comes_back_as_it_was(tmp_path: Path) -> None:
    row = {
        "id": "f", "kind": "followup", "lang": "en", "question": "And then?",
        "history": [{"role": "user", "text": "First?"}, {"role": "assistant", "text": "Yes."}],
        "options": [], "answers": [], "reference": "Then.", "facts": ["then | after"],
        "evidence": [{"uri": "guide/page.md"}, {"uri": "a.md", "quote": "Then."}],
        "exam": "MLS-C01", "domain": "modeling", "split": "dev",
    }  # fmt: skip
    (question,) = load_questions([write(tmp_path / "q.jsonl", row)])
    assert question.history == (Turn("user", "First?"), Turn("assistant", "Yes."))
    assert question.evidence == (Reference("guide/page.md"), Reference("a.md", "Then."))
    plain = json.loads(json.dumps(question_to_json(question)))
    assert plain == row
    assert question_from_json(plain) == question


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ({"id": "a"}, "question: is missing"),
        ({"id": "a", "question": " "}, "question: is empty"),
        ({"id": "a", "question": "b", "fact": []}, "fact: unknown key"),
        ({"id": "a", "question": "b", "kind": "quiz"}, "kind: 'quiz' is not one of open, mcq"),
        ({"id": "a", "question": "b", "lang": "de"}, "lang: 'de' is not one of fr, en"),
        ({"id": "a", "question": "b", "facts": "x"}, "facts: a list is needed"),
        ({"id": "a", "question": "b", "evidence": [{"quote": "x"}]}, "evidence[0].uri: is missing"),
        ({"id": "a", "question": "b", "history": [{"role": "system", "text": "x"}]}, "history[0].role: 'system'"),
        ({"id": "a", "question": "b", "evidence": [{"uri": " "}]}, "evidence: a text is empty"),
        ({**MCQ, "answers": [4]}, "are not positions in 4 options"),
        ({**MCQ, "answers": [True]}, "answers[0]: a whole number is needed"),
        ({**MCQ, "answers": []}, "at least one option"),
        ({**MCQ, "answers": [1, 1]}, "none twice"),
        ({**MCQ, "options": ["a"], "answers": [0]}, "2 to 6 options"),
        ({**MCQ, "kind": "open"}, "are for kind mcq"),
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, row: dict[str, Any] | str, reason: str) -> None:
    path = write(tmp_path / "bad.jsonl", {"id": "ok", "question": "fine"}, row)
    with pytest.raises(BadQuestions, match=r"bad\.jsonl:2: ") as caught:
        load_questions([path])
    assert reason in str(caught.value)


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", {"id": "a", "question": "b"})
    two = write(tmp_path / "two.jsonl", {"id": "a", "question": "c"})
    with pytest.raises(BadQuestions, match=r"two\.jsonl:1: the id 'a' was used in .*one\.jsonl:1"):
        load_questions([one, two])


def test_a_missing_or_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadQuestions, match="cannot be read"):
        load_questions([tmp_path / "none.jsonl"])
    with pytest.raises(BadQuestions, match="no questions"):
        load_questions([write(tmp_path / "empty.jsonl", "")])


def test_the_split_rule_gives_about_two_fifths_to_test() -> None:
    share = sum(split_of(f"q-{n}") == "test" for n in range(1000)) / 1000
    assert 0.36 < share < 0.44
