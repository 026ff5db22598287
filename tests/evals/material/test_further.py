"""The further questions: no page in both halves, every quote in its page, an answer where there is one."""

from __future__ import annotations

from collections import defaultdict

from evals.material.gold import Gold
from evals.material.load import further_files, load_questions
from ingest.schema import Document


def test_the_halves_share_no_page_and_every_quote_stands_in_its_page(own_documents: tuple[Document, ...]) -> None:
    questions = load_questions(further_files())
    gold = Gold(own_documents, [])
    halves: dict[str, set[str]] = defaultdict(set)
    for question in questions:
        if question.evidence:
            assert all(gold.spans(evidence) for evidence in question.evidence), question.id
            halves[question.evidence[0].uri].add(question.split)
        assert bool(question.facts) == question.answerable, question.id
    assert {uri: found for uri, found in halves.items() if len(found) > 1} == {}
