"""A model's second opinion on an exam question."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from assistant.choosing.letters import letter_messages, letter_opinion, letters_in, notes_for, orders, with_opinion
from assistant.choosing.options import OptionSupport, choose_options
from assistant.choosing.weighing import Signals
from assistant.errors import ModelTimeout, ModelUnavailable
from assistant.finding.evidence import Candidate
from assistant.schema import Message, Option, Question
from ingest.schema import Document, Source, Span
from tests.fakes import ScriptedChatModel

OPTIONS = tuple(Option(letter, f"option {letter}") for letter in "ABCD")
QUESTION = Question("Which?", "Which?", "en", OPTIONS)


def supports(*scores: float) -> list[OptionSupport]:
    return [
        OptionSupport(option, score, sentence(f"{option.text} is said."), signals=Signals(score, score, score))
        for option, score in zip(OPTIONS, scores, strict=True)
    ]


def sentence(text: str) -> Candidate:
    document = Document(Source("corpus/aws/x.md", "X", "aws-doc", "en"), text, ())
    return Candidate(Span(document, 0, len(text)), 1, 0.9, 0.5, 0.5)


def test_a_reply_is_read_as_letters_that_exist() -> None:
    assert letter_opinion(ScriptedChatModel("B."), QUESTION) == {"B": 1.0}
    assert letter_opinion(ScriptedChatModel("It is F or Z"), QUESTION) == {}


def test_a_model_that_agrees_makes_a_choice_sure_and_one_that_does_not_leaves_it_open() -> None:
    chosen, sure = with_opinion(supports(0.2, 0.8, 0.3, 0.1), {"B": 0.9, "A": 0.1}, 1)
    assert ([s.option.letter for s in chosen], sure) == (["B"], True)
    _, sure = with_opinion(supports(0.35, 0.4, 0.38, 0.1), {"A": 0.9, "B": 0.1}, 1)
    assert not sure


def test_a_choice_without_a_sentence_about_it_is_not_proven() -> None:
    found = supports(0.1, 0.9, 0.1, 0.1)
    assert choose_options(found, 1)[1]
    found[1] = replace(found[1], best=None)
    assert not choose_options(found, 1)[1]
    assert not with_opinion(found, {"B": 1.0}, 1)[1]


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
    notes = notes_for(["Modes differ in where data lies.", "A second."], found)
    assert notes == (
        "Modes differ in where data lies.",
        "option A: Pipe mode streams data from S3.",
        "option B: File mode copies data first.",
    )
    assert notes_for(["Pipe mode streams data from S3."], found[:1]) == ("option A: Pipe mode streams data from S3.",)
    text = letter_messages(QUESTION, notes)[-1][1]
    assert text.index("- option B: File mode") < text.index("Which?") < text.index("A. option A")


def test_without_notes_only_the_question_is_asked() -> None:
    assert letter_messages(QUESTION)[-1][1].startswith("Which?")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("B", ("B",)),
        ("B) Pipe mode", ("B",)),
        ("A, C", ("A", "C")),
        ("C, C et A", ("C", "A")),
        ("C et A", ("C", "A")),
        ("Réponse : D.", ("D",)),
        ("The right one is B.", ("B",)),
        ("A model is trained.\nB", ("B",)),
        ("F", ()),
        ("I do not know", ()),
    ],
)
def test_letters_are_read_from_a_reply(reply: str, expected: tuple[str, ...]) -> None:
    assert letters_in(reply, "ABCD") == expected


class BiasedChat:
    """Likes the option that says "right", and whatever stands first; notes in which order it was asked."""

    name = "biased"

    def __init__(self, wait: float = 0.0, after: int = 0) -> None:
        self.asked: list[str] = []
        self._wait, self._after = wait, after

    def letter_probabilities(
        self, messages: Sequence[Message], letters: Sequence[str], *, seconds: float | None = None
    ) -> Mapping[str, float]:
        lines = messages[-1][1].splitlines()[-len(letters) :]
        if len(self.asked) >= self._after:
            time.sleep(self._wait)
        self.asked.append("".join(line[-1] for line in lines))
        weights = [(8.0 if place == 0 else 1.0) * (4.0 if "right" in line else 1.0) for place, line in enumerate(lines)]
        return {letter: weight / sum(weights) for letter, weight in zip(letters, weights, strict=True)}


def test_a_model_that_favours_a_place_does_not_choose_by_it() -> None:
    options = tuple(Option(letter, text) for letter, text in zip("ABCD", ("w1", "w2", "right 3", "w4"), strict=True))
    model = BiasedChat()
    alone = model.letter_probabilities(letter_messages(Question("Q?", "Q?", "en", options)), "ABCD")
    assert max(alone, key=lambda letter: alone[letter]) == "A"
    opinion = letter_opinion(model, Question("Q?", "Q?", "en", options))
    assert max(opinion, key=lambda letter: opinion[letter]) == "C"
    assert sum(opinion.values()) == pytest.approx(1.0)
    assert model.asked[1:] == ["1234", "4321", "3412", "2143"]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_the_first_two_orders_turn_every_place_round(count: int) -> None:
    first, second = orders(count)[:2]
    assert [a + b for a, b in zip(first, second, strict=True)] == [count - 1] * count
    assert all(sorted(order) == list(range(count)) for order in orders(count))


def test_what_a_slow_model_said_in_time_counts_and_a_silent_one_is_late() -> None:
    question = Question("Q?", "Q?", "en", OPTIONS)
    opinion = letter_opinion(BiasedChat(wait=5.0, after=1), question, seconds=0.3)
    assert max(opinion, key=lambda letter: opinion[letter]) == "A"
    with pytest.raises(ModelTimeout):
        letter_opinion(BiasedChat(wait=5.0), question, seconds=0.1)
    with pytest.raises(ModelUnavailable):
        letter_opinion(ScriptedChatModel(ModelUnavailable("gone")), question, seconds=5.0)


def test_a_letter_named_twice_is_one_of_two() -> None:
    asked = Question("Q?", "Q?", "en", OPTIONS, choose=2)
    opinion = letter_opinion(ScriptedChatModel("B, B and C"), asked)
    assert opinion == {"B": 0.5, "C": 0.5}
