"""A second opinion: how two chances become one, what it may not overrule, and the models that give it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from assistant.checking.opinion.chat_opinion import ChatOpinion, messages_for
from assistant.checking.opinion.cross_encoder import CrossEncoderOpinion, chance, entailment
from assistant.checking.opinion.open import open_second_opinion
from assistant.checking.opinion.second_opinion import Combination, SecondLook, load_combination, log_odds, source_text
from assistant.checking.window import Window
from assistant.errors import ModelUnavailable, OpinionUnavailable
from assistant.logistic import Logistic, LogisticError, Term, sigmoid
from assistant.schema import Message
from assistant.settings import AssistantSettings
from tests.assistant.checking.asked import checker, judged

SOURCE = "The landing tray keeps a parcel for 24 hours before it is sent back."
SAME = "A parcel stays in the landing tray for 24 hours before it is sent back."
OTHER = "A parcel stays in the landing tray for 48 hours before it is sent back."
VAGUE = "Clerks may open a parcel that waits in the tray."


class Opinion:
    """Always of one mind; remembers what it was asked."""

    name = "scripted"

    def __init__(self, value: float) -> None:
        self.value = value
        self.asked: list[tuple[str, str]] = []

    def probability(self, claim: str, evidence: Sequence[Window]) -> float:
        self.asked.append((claim, evidence[0].text))
        return self.value


def look(opinion: Opinion) -> SecondLook:
    return SecondLook(checker(), opinion, combination(0.0, 0.3, 1.0, 7.0))


def reviewed(claim: str, opinion: Opinion) -> str:
    item = Window.alone(SOURCE, "en")
    return look(opinion).review(claim, item, "en", judged(claim, [item], "en")).support


def test_an_opinion_decides_where_the_signals_do_not() -> None:
    assert reviewed(VAGUE, Opinion(0.999)) == "supported"
    assert reviewed(VAGUE, Opinion(0.001)) != "supported"
    assert reviewed(SAME, Opinion(0.001)) == "partly"


def test_another_number_is_no_matter_of_opinion() -> None:
    opinion = Opinion(0.999)
    assert reviewed(OTHER, opinion) == "contradicted"
    assert opinion.asked == []


def test_copied_words_are_no_matter_of_opinion() -> None:
    opinion = Opinion(0.001)
    assert reviewed(SOURCE, opinion) == "supported"
    assert opinion.asked == []


def test_the_place_of_the_evidence_stays() -> None:
    evidence = [Window.alone("Stamps are sold at the second window.", "en"), Window.alone(SOURCE, "en")]
    first = judged(SAME, evidence, "en")
    assert first.best == 1
    assert look(Opinion(0.01)).review(SAME, evidence[1], "en", first).best == 1


def combination(bias: float, checker: float, opinion: float, most: float, pairs: int = 0) -> Combination:
    return Combination(Logistic((Term("checker", checker), Term("opinion", opinion)), bias), most, pairs)


def test_both_chances_count() -> None:
    both = combination(-0.5, 0.5, 2.0, 1.0)
    assert both.chance(0.5, 0.5) == pytest.approx(sigmoid(-0.5))
    assert both.chance(0.9, 0.6) == pytest.approx(sigmoid(-0.5 + 0.5 * log_odds(0.9) + 2.0 * log_odds(0.6)))
    assert both.chance(0.9, 0.99) == both.chance(0.9, sigmoid(1.0))
    assert 0.0 < both.chance(0.0, 0.0) < both.chance(1.0, 1.0) < 1.0


def test_a_model_without_coefficients_gets_those_of_any_other(tmp_path: Path) -> None:
    assert load_combination("never heard of") == load_combination("any other")
    assert load_combination("any other").pairs == 0
    file = tmp_path / "c.json"
    row = {"bias": 1, "features": {"checker": [2, 0, 1], "opinion": [3, 0, 1]}, "most": 5, "pairs": 4}
    file.write_text(json.dumps({"models": {"known": row}}), encoding="utf-8")
    assert load_combination("known", file) == combination(1.0, 2.0, 3.0, 5.0, 4)
    with pytest.raises(LogisticError):
        load_combination("unknown", file)


def test_a_model_reads_heading_context_and_words() -> None:
    item = Window.alone("| 4 |\n", "en", ("Page", "Limits"), "| Number |")
    assert source_text(item) == "(Limits) | Number | | 4 |"


class Chat:
    """Gives the probabilities it was told."""

    name = "chat"

    def __init__(self, found: Mapping[str, float]) -> None:
        self.found = found
        self.messages: Sequence[Message] = ()

    def letter_probabilities(self, messages: Sequence[Message], letters: Sequence[str]) -> Mapping[str, float]:
        self.messages = messages
        return {letter: self.found.get(letter, 0.0) for letter in letters}


def test_a_chat_model_is_read_by_the_probabilities_of_yes_and_no() -> None:
    item = Window.alone(SOURCE, "en")
    chat = Chat({"Yes": 0.4, "yes": 0.2, "No": 0.1, "no": 0.1})
    assert ChatOpinion(chat).probability(SAME, [item]) == pytest.approx(0.75)
    assert chat.messages[-1] == ("user", f"Source: {SOURCE}\nClaim: {SAME}")
    assert ChatOpinion(Chat({})).probability(SAME, [item]) == pytest.approx(0.5)


def test_the_beginning_of_the_prompt_never_changes_and_its_end_is_short() -> None:
    item = Window.alone("word " * 400, "en")
    one, other = messages_for("a", [item]), messages_for("b", [Window.alone("x", "fr")] * 5)
    assert one[:-1] == other[:-1]
    assert len(one[-1][1]) < 800
    assert other[-1][1].count("x") == 2
    assert {text for role, text in one if role == "assistant"} == {"Yes", "No"}


def test_entailment_is_found_by_its_name() -> None:
    assert entailment({0: "contradiction", 1: "entailment", 2: "neutral"}, "m") == 1
    assert entailment({0: "not_entailment", 1: "entailment"}, "m") == 1
    assert entailment({0: "LABEL_0"}, "m") is None
    with pytest.raises(OpinionUnavailable, match="none of them is entailment"):
        entailment({0: "LABEL_0", 1: "LABEL_1"}, "m")


def test_scores_become_chances() -> None:
    assert chance([0.0], None) == 0.5
    assert chance([1.0, 1.0, 1.0], 2) == pytest.approx(1 / 3)
    assert chance([900.0, -900.0], 0) == pytest.approx(1.0)
    assert chance([900.0, -900.0], 1) == pytest.approx(0.0)


def test_none_is_opened_unless_asked_for(tmp_path: Path) -> None:
    assert AssistantSettings.from_env({}).check_model == ""
    assert AssistantSettings.from_env({"CHECK_MODEL": "local"}).check_model == "local"
    assert open_second_opinion(AssistantSettings(), tmp_path) is None


def test_a_missing_chat_model_is_one_sentence_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(OpinionUnavailable, match=r"not prepared.*make chat-model"):
        open_second_opinion(AssistantSettings(check_model="local"), tmp_path)


def test_a_chat_model_that_fails_says_so() -> None:
    class Down(Chat):
        def letter_probabilities(self, messages: Sequence[Message], letters: Sequence[str]) -> Mapping[str, float]:
            raise ModelUnavailable("down")

    with pytest.raises(ModelUnavailable):
        ChatOpinion(Down({})).probability(SAME, [Window.alone(SOURCE, "en")])


@pytest.mark.model
def test_a_missing_cross_encoder_is_one_sentence_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(OpinionUnavailable, match=r"cannot be loaded.*--second-opinion"):
        open_second_opinion(AssistantSettings(check_model=str(tmp_path / "nothing")), tmp_path)


@pytest.mark.model
@pytest.mark.parametrize("labels", [("contradiction", "entailment", "neutral"), ("score",)])
def test_a_cross_encoder_of_either_kind_gives_a_chance(tmp_path: Path, labels: tuple[str, ...]) -> None:
    opinion = CrossEncoderOpinion(str(tiny_model(tmp_path, labels)))
    assert opinion.open()[1] == (1 if len(labels) > 1 else None)
    one = opinion.probability(SAME, [Window.alone(SOURCE, "en")])
    both = opinion.probability(SAME, [Window.alone(SOURCE, "en"), Window.alone(OTHER, "en")])
    assert 0.0 < one < 1.0
    assert both >= one - 1e-6


def tiny_model(folder: Path, labels: tuple[str, ...]) -> Path:
    """A BERT classifier of a few hundred random weights, saved as the libraries save one."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    words = sorted({word.strip(".").casefold() for word in f"{SOURCE} {SAME} {OTHER}".split()})
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", *words]), encoding="utf-8")
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=6 + len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=128,
        id2label=dict(enumerate(labels)),
        label2id={label: place for place, label in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(str(vocabulary)).save_pretrained(folder)
    return folder
