"""A clause that says too little alone is judged by what supports its whole sentence; a denied clause stays denied."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.checking.judge import Judgement
from assistant.checking.reading.claims import split_claims
from assistant.checking.verdict import Verdict
from assistant.checking.window import Window
from assistant.finding.evidence import Candidate
from assistant.finding.retrieve import SearchSettings
from assistant.review.statements import Statement, StatementChecker
from assistant.schema import Support
from tests.assistant.checking.asked import checker, lexicon
from tests.assistant.review.test_checked_text import NothingFound

SENTENCE = "A stagger window opens with the first record, and it closes after a fixed age."
WINDOW = Window.alone("Stagger windows open with a record and close after a fixed age.", "en")


class Told(StatementChecker):
    """Judges by a table of what is said of each text; what it is not told of is not found."""

    def __init__(self, said: dict[str, Support]) -> None:
        search = NothingFound()
        super().__init__(search, search, lexicon(), checker(), SearchSettings())  # type: ignore[arg-type]
        self.said = said

    def _first(self, statement: Statement, candidates: Sequence[Candidate], near: float) -> Judgement:
        support = self.said.get(statement.text, "not_found")
        return Judgement(Verdict(support, 0.8, "", 0), (WINDOW,) if support != "not_found" else ())


def test_the_clauses_of_a_sentence_know_it_and_a_sentence_of_one_clause_does_not() -> None:
    assert [claim.sentence for claim in split_claims(SENTENCE, "en", lexicon())] == [SENTENCE, SENTENCE]
    assert [claim.sentence for claim in split_claims("Streams keep records.", "en", lexicon())] == [""]
    hedged = split_claims("I think that " + SENTENCE, "en", lexicon())
    assert {claim.sentence for claim in hedged} == {SENTENCE}


@pytest.mark.parametrize(
    ("alone", "whole", "expected"),
    [
        ("not_found", "supported", "supported"),
        ("partly", "supported", "supported"),
        ("contradicted", "supported", "contradicted"),
        ("partly", "contradicted", "partly"),
        ("partly", "not_found", "partly"),
        ("supported", "contradicted", "supported"),
    ],
)
def test_a_clause_is_supported_by_what_supports_its_sentence_unless_it_is_denied(
    alone: Support, whole: Support, expected: Support
) -> None:
    statements = Told({"it closes": alone, SENTENCE: whole})
    assert statements.judge(Statement("it closes", 0, 9, "en", "", SENTENCE), ()).support == expected
