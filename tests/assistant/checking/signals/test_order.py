"""Which way things go: more or less, before or after, greater than what, the default and the alternative."""

from __future__ import annotations

import pytest

from tests.assistant.checking.asked import signals, verdict

TURNED = [
    # increase and decrease
    ("en", "A higher learning rate decreases the loss.", "A higher learning rate increases the loss."),
    ("fr", "Un taux d'apprentissage élevé diminue la perte.", "Un taux d'apprentissage élevé augmente la perte."),
    ("fr>en", "La régularisation augmente le surapprentissage.", "Regularization reduces overfitting."),
    ("en>fr", "Regularization increases overfitting.", "La régularisation réduit le surapprentissage."),
    ("en", "The tuner maximizes the validation loss.", "The tuner minimizes the validation loss."),
    ("fr>en", "Le réglage maximise la perte de validation.", "Tuning minimizes the validation loss."),
    ("en", "Use a larger batch size.", "Use a smaller batch size."),
    ("fr>en", "Les instances Spot sont plus chères.", "Spot instances are cheaper."),
    ("en", "Spot instances are more expensive.", "Spot instances are less expensive."),
    ("en", "The endpoint is synchronous.", "The endpoint is asynchronous."),
    ("fr>en", "SMOTE sous-échantillonne la classe majoritaire.", "SMOTE oversamples the minority class."),
    ("fr>en", "La KPL est utilisée par les consommateurs.", "The KPL is used by producers."),
    ("en", "Amazon Polly converts speech to text.", "Amazon Polly converts text to speech."),
    ("fr>en", "Amazon Polly convertit la parole en texte.", "Amazon Polly converts text to speech."),
    # before and after
    ("en", "The data is encrypted after it is uploaded.", "The data is encrypted before it is uploaded."),
    ("fr", "Les données sont chiffrées après le transfert.", "Les données sont chiffrées avant le transfert."),
    ("fr>en", "Les données sont chiffrées après le transfert.", "Data is encrypted before the transfer."),
    ("en", "Split the dataset before you scale the features.", "Scale the features before you split the dataset."),
    ("en", "First deploy the model, then evaluate it.", "First evaluate the model, then deploy it."),
    # than
    ("en", "File mode starts faster than Pipe mode.", "Pipe mode starts faster than File mode."),
    ("fr", "Le mode File démarre plus vite que le mode Pipe.", "Le mode Pipe démarre plus vite que le mode File."),
    ("en", "A GPU is cheaper than a CPU.", "A CPU is cheaper than a GPU."),
    # the default
    ("en", "The default optimizer is sgd.", "The optimizer is adam (default) or sgd."),
    ("en", "The default optimizer is sgd.", "The optimizer is adam by default, with sgd as the alternative."),
    ("en", "By default, 5 epochs are run.", "The number of epochs is between 5 and 50; the default is 10."),
]  # fmt: skip
SAME_WAY = [
    ("en", "A high learning rate raises the loss.", "A higher learning rate increases the loss."),
    ("fr>en", "La régularisation réduit le surapprentissage.", "Regularization decreases overfitting."),
    ("fr>en", "Les instances Spot sont moins chères.", "Spot instances are cheaper."),
    ("en", "Spot instances are less expensive.", "Spot instances are cheaper."),
    ("en", "The data is uploaded after it is encrypted.", "The data is encrypted before it is uploaded."),
    ("fr>en", "Avant le transfert, les données sont chiffrées.", "Data is encrypted before the transfer."),
    ("en", "Evaluate the model, then deploy it.", "First evaluate the model, then deploy it."),
    ("en", "File mode starts slower than Pipe mode.", "Pipe mode starts faster than File mode."),
    ("en", "A CPU is more expensive than a GPU.", "A GPU is cheaper than a CPU."),
    ("fr>en", "Le mode Pipe démarre plus vite que le mode File.", "Pipe mode starts faster than File mode."),
    ("en", "The lower the threshold, the higher the recall.", "The higher the threshold, the lower the recall."),
    ("en", "The default optimizer is adam.", "The optimizer is adam (default) or sgd."),
    ("en", "The default optimizer is adam.", "The optimizer is adam by default, with sgd as the alternative."),
    ("en", "10 epochs are run by default.", "The number of epochs is between 5 and 50; the default is 10."),
]


@pytest.mark.parametrize(("langs", "claim", "source"), TURNED)
def test_the_other_way_round_is_contradicted(langs: str, claim: str, source: str) -> None:
    assert signals(claim, source, langs).certain_conflict
    assert verdict(claim, source, langs).support == "contradicted"


@pytest.mark.parametrize(("langs", "claim", "source"), SAME_WAY)
def test_the_same_way_in_other_words_is_no_conflict(langs: str, claim: str, source: str) -> None:
    assert not signals(claim, source, langs).conflict


def test_an_antonym_under_a_denial_says_the_same() -> None:
    found = signals("The bucket does not reject the file.", "The bucket accepts the file.")
    assert not found.direction.conflicts


def test_an_order_is_read_only_where_both_texts_give_one() -> None:
    source = "The job reads and writes the data."
    assert not signals("The job reads the data before it writes it.", source).sequence.known
