"""What one case scores in each suite, by hand; what does not apply gives no score."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.schema import Claim, Trace
from evals.material.gold import Gold
from evals.material.statements import outside_claims
from evals.measuring.results import summarise
from evals.measuring.suites import SUITES, Observed, chosen
from evals.schema import CaseRecord
from ingest.schema import Reference
from tests.evals.helpers import CHUNKS, DOCUMENTS, answer, citation, question, refusal

GOLD = Gold(DOCUMENTS, CHUNKS)
NOTE_1 = ("corpus/notes/examen.md", 0, 40)
PAGE_1 = ("corpus/aws/input-modes.md", 0, 40)


def seen(**values: Any) -> Observed:
    asked = values.pop("question", question())
    return Observed(question=asked, gold=GOLD.of(asked), **values)


def test_retrieval_scores_the_ranking() -> None:
    scores = SUITES["retrieval"].score(seen(passages=[PAGE_1, NOTE_1]))
    assert scores["recall@1"] == (0.0, 1.0)
    assert scores["recall@3"] == (1.0, 1.0)
    assert scores["mrr@10"] == (0.5, 1.0)
    assert scores["evidence@10"] == (1.0, 1.0)


def test_answers_score_facts_and_language() -> None:
    asked = question(facts=("750", "180 minutes"))
    scores = SUITES["answers"].score(
        seen(question=asked, answer=answer("Le score minimal est de 750 pour cet examen [1]."))
    )
    assert scores["facts"] == (0.5, 1.0)
    assert scores["all facts"] == (0.0, 1.0)
    assert scores["facts in gold quotes"] == (0.5, 1.0)
    assert scores["language"] == (1.0, 1.0)


def test_a_refusal_states_no_facts_but_is_no_answer_either() -> None:
    scores = SUITES["answers"].score(seen(answer=refusal()))
    assert scores["facts"] == (0.0, 1.0)
    assert "facts when answered" not in scores


def test_citations_are_counted_one_by_one() -> None:
    first = citation(1, DOCUMENTS[0], "Le score minimal est de 750.")
    second = citation(2, DOCUMENTS[1], "File mode copies the data first.")
    given = answer(citations=(first, second))
    scores = SUITES["citations"].score(
        seen(answer=given, placed=(True, False), judged={"checker": ((True, False),), "local": ((True, True),)})
    )
    assert scores["placement"] == (1.0, 2.0)
    assert scores["precision"] == (1.0, 2.0)
    assert scores["recall"] == (1.0, 1.0)
    assert scores["precision [local]"] == (2.0, 2.0)
    assert scores["evidence hit"] == (1.0, 1.0)
    assert scores["on evidence"] == (1.0, 2.0)


def test_an_answer_without_citations_misses_its_evidence() -> None:
    given = answer("Il faut 750.", citations=(), claims=(Claim("Il faut 750", 0, 11, "not_found", 0.2),))
    scores = SUITES["citations"].score(seen(answer=given, judged={"checker": ((),)}))
    assert scores == {"recall": (0.0, 1.0), "evidence hit": (0.0, 1.0)}


def test_a_refusal_has_no_citations_to_judge() -> None:
    assert SUITES["citations"].score(seen(answer=refusal())) == {}


def test_sentences_outside_claims_count_as_unsupported() -> None:
    given = answer("Le score minimal est de 750 [1]. Il est aussi possible de tricher.")
    assert outside_claims(given) == ("Il est aussi possible de tricher.",)
    scores = SUITES["citations"].score(seen(answer=given, placed=(True,), judged={"checker": ((True,),)}))
    assert scores["recall"] == (1.0, 2.0)


@pytest.mark.parametrize(
    "frame",
    [
        "Réponse : B.",
        "Answer: A, C.",
        "Ce que disent les sources :",
        "Les sources ne permettent pas de répondre à cette question.",
    ],
)
def test_the_assistants_frames_state_nothing(frame: str) -> None:
    assert outside_claims(answer(frame, claims=())) == ()


def test_a_frame_around_a_quote_in_the_other_language_states_nothing() -> None:
    text = "D'après « Input modes. Overview » (source en anglais) : « Pipe mode streams data [1]. »"
    start = text.index("Pipe")
    claim = Claim("Pipe mode streams data", start, start + 22, "supported", 1.0, (1,))
    assert outside_claims(answer(text, claims=(claim,))) == ()


def test_exam_questions_count_only_exact_choices() -> None:
    asked = question(kind="mcq", options=("a", "b", "c", "d", "e"), answers=(0, 2), facts=())
    suite = SUITES["mcq"]
    assert suite.score(seen(question=asked, answer=answer(choice=("A", "C"))))["exact"] == (1.0, 1.0)
    assert suite.score(seen(question=asked, answer=answer(choice=("A",))))["exact"] == (0.0, 1.0)
    assert suite.score(seen(question=asked, answer=answer(choice=("A",))))["chance"] == (0.1, 1.0)


def test_suites_are_eligible_for_their_kinds_only() -> None:
    off_topic = question(kind="unanswerable", facts=(), evidence=())
    exam = question(kind="mcq", options=("a", "b"), answers=(0,))
    assert [s.name for s in chosen(["all"]) if s.eligible(off_topic)] == ["citations", "refusal", "latency"]
    assert [s.name for s in chosen(["all"]) if s.eligible(exam)] == ["retrieval", "citations", "mcq", "latency"]


def test_figures_by_group_leave_crashed_cases_out() -> None:
    def case(id_: str, pair: str, recall: float, **more: Any) -> CaseRecord:
        return CaseRecord(question(id_), pair, scores={"retrieval": {"recall@5": (recall, 1.0)}}, **more)

    crashed = CaseRecord(question("c"), error="ValueError: no")
    exam = CaseRecord(
        question("m", kind="mcq", options=("a", "b"), answers=(0,)),
        "fr>fr",
        scores={"retrieval": {"recall@5": (0.0, 1.0)}},
    )
    result = summarise(SUITES["retrieval"], [case("a", "fr>fr", 1.0), case("b", "fr>en", 0.0), crashed, exam])
    assert (result.cases, result.errors) == (3, 1)
    values = {m.group: (m.value, m.n) for m in result.metrics}
    assert values == {
        "all": (0.5, 2), "same": (1.0, 1), "cross": (0.0, 1), "fr>fr": (1.0, 1), "fr>en": (0.0, 1), "open": (0.5, 2),
        "mcq": (0.0, 1),
    }  # fmt: skip


def test_latencies_become_percentiles() -> None:
    cases = [
        CaseRecord(question(f"q{n}"), scores={"latency": SUITES["latency"].score(seen(answer=answer(trace=trace)))})
        for n, trace in enumerate(Trace(seconds={"total": float(s)}) for s in (1, 2, 3))
    ]
    result = summarise(SUITES["latency"], cases)
    assert result.metric("total p50").value == 2.0  # type: ignore[union-attr]
    assert result.metric("total p95").value == pytest.approx(2.9)  # type: ignore[union-attr]


def test_a_document_named_whole_is_hit_by_any_part() -> None:
    asked = question(evidence=(Reference("notes/examen.md"),))
    scores = SUITES["retrieval"].score(seen(question=asked, passages=[("corpus/notes/examen.md", 40, 56)]))
    assert scores["recall@1"] == (1.0, 1.0)


def test_options_that_no_source_speaks_of_state_nothing() -> None:
    text = (
        "Réponse : A.\n\n"
        "A. Le score minimal. Rien d'autre : Le score minimal est de 750 [1].\n\n"
        "B. Un autre score [1:] ou deux : aucune source trouvée n'en parle assez pour la confirmer ou l'écarter."
    )
    start = text.index("Le score minimal est")
    claim = Claim("Le score minimal est de 750", start, start + 27, "supported", 1.0, (1,))
    assert outside_claims(answer(text, claims=(claim,))) == ()
