"""The tuning questions: all for tuning, every quote in its page, an answer where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.material.gold import Gold
from evals.material.load import load_questions, tuning_files
from ingest.schema import Document


@pytest.mark.parametrize("path", tuning_files(), ids=lambda path: path.stem)
def test_a_tuning_file_is_dev_only_and_answered_by_quotes_or_not_at_all(
    path: Path, own_documents: tuple[Document, ...]
) -> None:
    gold = Gold(own_documents, [])
    for question in load_questions([path]):
        assert question.split == "dev", question.id
        assert all(gold.spans(evidence) for evidence in question.evidence), question.id
        assert bool(question.facts) == bool(question.evidence) == question.answerable, question.id


def test_off_topic_questions_are_no_longer_than_those_about_the_collection() -> None:
    """Else a gate that is fitted on them learns that what is short, or long, is refused."""
    questions = load_questions([path for path in tuning_files() if path.stem == "offtopic"])
    words: dict[bool, list[int]] = {True: [], False: []}
    for question in questions:
        words[question.answerable].append(len(question.question.split()))
    assert {answerable: len(found) for answerable, found in words.items()} == {True: 100, False: 140}
    assert all(max(found) <= 25 for found in words.values())
    assert sorted(words[True])[50] < sorted(words[False])[70]
