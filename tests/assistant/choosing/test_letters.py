"""A model's second opinion on an exam question."""

from __future__ import annotations

from assistant.choosing.letters import letter_messages, letter_opinion, notes_for, with_opinion
from assistant.choosing.options import OptionSupport, choose_options
from assistant.choosing.weighing import Signals
from assistant.finding.evidence import Candidate
from assistant.schema import Option, Question
from ingest.schema import Document, Source, Span
from tests.fakes import ScriptedChatModel

OPTIONS = tuple(Option(letter, f"option {letter}") for letter in "ABCD")
QUESTION = Question("Which?", "Which?", "en", OPTIONS)


def supports(*scores: float) -> list[OptionSupport]:
    return [
        OptionSupport(option, score, None, signals=Signals(score, score))
        for option, score in zip(OPTIONS, scores, strict=True)
    ]


def sentence(text: str) -> Candidate:
    document = Document(Source("corpus/aws/x.md", "X", "aws-doc", "en"), text, ())
    return Candidate(Span(document, 0, len(text)), 1, 0.9, 0.5, 0.5)


def test_a_reply_is_read_as_letters_that_exist() -> None:
    assert letter_opinion(ScriptedChatModel("B."), QUESTION) == {"B": 1.0}
    assert letter_opinion(ScriptedChatModel("It is F or Z"), QUESTION) == {}


def test_agreement_is_what_counts_as_proven() -> None:
    chosen, agree = with_opinion(supports(0.2, 0.8, 0.3, 0.1), {"B": 0.9, "A": 0.1}, 1)
    assert ([s.option.letter for s in chosen], agree) == (["B"], True)
    _, agree = with_opinion(supports(0.2, 0.8, 0.3, 0.1), {"A": 0.9, "B": 0.1}, 1)
    assert not agree


def test_the_sources_decide_when_the_model_has_no_opinion() -> None:
    chosen, _ = with_opinion(supports(0.2, 0.1, 0.3, 0.9), {}, 1)
    assert [s.option.letter for s in chosen] == ["D"]


def test_without_a_model_a_clear_lead_is_needed() -> None:
    assert choose_options(supports(0.3, 0.9, 0.1, 0.1), 1)[1]
    assert not choose_options(supports(0.5, 0.52, 0.1, 0.1), 1)[1]


def test_several_letters_come_in_their_order() -> None:
    chosen, _ = choose_options(supports(0.1, 0.9, 0.1, 0.95), 2)
    assert [s.option.letter for s in chosen] == ["B", "D"]


def test_the_model_reads_the_sentences_of_the_stem_and_of_every_option_once() -> None:
    found = [
        OptionSupport(OPTIONS[0], 0.5, sentence("Pipe mode streams data from S3.")),
        OptionSupport(OPTIONS[1], 0.4, sentence("File mode copies data first.")),
        OptionSupport(OPTIONS[2], 0.1, None),
    ]
    notes = notes_for(["Pipe mode streams data from S3.", "Modes differ in where data lies.", "A third."], found)
    assert notes == (
        "Pipe mode streams data from S3.",
        "Modes differ in where data lies.",
        "File mode copies data first.",
    )
    text = letter_messages(QUESTION, notes)[-1][1]
    assert text.index("- File mode") < text.index("Which?") < text.index("A. option A")


def test_without_notes_only_the_question_is_asked() -> None:
    assert letter_messages(QUESTION)[-1][1].startswith("Which?")


def test_a_model_without_an_opinion_agrees_with_nothing() -> None:
    assert not with_opinion(supports(0.9, 0.1, 0.1, 0.1), {}, 1)[1]
