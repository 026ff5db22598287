"""Denials: what they cover in a sentence, and whether a claim denies what its source says (or the other way round)."""

from __future__ import annotations

import pytest

from assistant.checking.reading.negation import denials
from assistant.checking.reading.negation import denied as is_denied
from tests.assistant.checking.asked import as_lang, reading, signals, verdict

FLIPPED = 0.5  # of polarity: the source and the claim say otherwise


@pytest.mark.parametrize(
    ("lang", "text", "denied", "said"),
    [
        ("en", "Firehose does not store records, but S3 keeps files.", "store records", "Firehose S3 files"),
        ("en", "Pipe mode needs no disk.", "disk", "Pipe mode needs"),
        ("en", "The stream cannot be encrypted because keys expired.", "encrypted", "stream keys expired"),
        ("en", "It trains models without labels and stores files.", "labels", "trains models stores files"),
        ("en", "A replica never accepts writes.", "accepts writes", "replica"),
        ("en", "Training uses GPUs instead of CPUs.", "CPUs", "Training GPUs"),
        ("en", "It doesn't need a server.", "server", ""),
        ("fr", "Firehose ne stocke pas les fichiers, mais S3 garde les données.", "stocke fichiers", "garde données"),
        ("fr", "Le mode Pipe n'utilise aucun disque.", "disque", "mode Pipe"),
        ("fr", "Le mode Pipe n’utilise pas de disque.", "disque", "mode Pipe"),
        ("fr", "Il entraîne des modèles sans étiquettes.", "étiquettes", "entraîne modèles"),
        ("fr", "Le modèle ne lit ni les images ni le texte.", "lit images texte", "modèle"),
        ("fr", "Le flux n'est jamais chiffré.", "chiffré", "flux"),
        ("fr", "Il est incapable de lire les images.", "lire images", ""),
    ],
)
def test_what_a_denial_covers(lang: str, text: str, denied: str, said: str) -> None:
    found = denials(text, as_lang(lang))
    places = {word: (text.index(word), text.index(word) + len(word)) for word in f"{denied} {said}".split()}
    assert [word for word in denied.split() if not is_denied(found, *places[word])] == []
    assert [word for word in said.split() if is_denied(found, *places[word])] == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It supports not only images but also text."),
        ("en", "No more than five jobs run."),
        ("en", "The job stops no later than Monday."),
        ("en", "It works whether or not the data is encrypted."),
        ("en", "It runs on serverless inference."),
        ("fr", "Il accepte non seulement les images mais aussi le texte."),
        ("fr", "Pas plus de cinq tâches tournent."),
        ("fr", "Il convient à n'importe quel format."),
        ("fr", "C'est une inférence sans serveur."),
        ("fr", "Firehose ne livre que vers S3."),
        ("fr", "La précision est sans doute plus ou moins égale."),
    ],
)
def test_phrases_that_look_like_denials(lang: str, text: str) -> None:
    assert reading(text, as_lang(lang)).denials == ()


def test_two_denials_of_one_word_cancel() -> None:
    items = {item.text: item.negated for item in reading("It cannot run without credentials.").items}
    assert items["credentials"] is False


CONTRARY = [
    ("en", "Data Streams can write to S3.", "Data Streams cannot write to S3."),
    ("en", "Data Streams cannot write to S3.", "Data Streams can write to S3."),
    ("fr", "Data Streams peut écrire dans S3.", "Data Streams ne peut pas écrire dans S3."),
    ("fr>en", "Data Streams peut écrire dans S3.", "Data Streams cannot write to S3."),
    ("en>fr", "Data Streams cannot write to S3.", "Data Streams peut écrire dans S3."),
    ("en", "Pipe mode needs a local disk.", "Pipe mode needs no local disk."),
    ("fr>en", "Le mode Pipe a besoin d'un disque local.", "Pipe mode needs no local disk."),
    ("en>fr", "Pipe mode needs no local disk.", "Le mode Pipe a besoin d'un disque local."),
    ("en", "PCA needs labels.", "PCA works without labels."),
    ("en", "A replica always accepts writes.", "A replica never accepts writes."),
    ("en", "The algorithm does not support GPU training.", "The algorithm supports GPU training."),
    ("fr", "L'algorithme ne prend pas en charge les GPU.", "L'algorithme prend en charge les GPU."),
    ("fr>en", "L'algorithme ne prend pas en charge les GPU.", "The algorithm supports GPUs."),
    ("en>fr", "K-means requires labelled data.", "K-means ne requiert pas de données étiquetées."),
    ("fr", "Le flux est chiffré.", "Le flux n'est jamais chiffré."),
]
AGREED = [
    ("en", "Data Streams cannot write to S3.", "Data Streams is not able to write to S3."),
    ("en", "The endpoint rejects CSV files.", "The endpoint does not accept CSV files."),
    ("fr>en", "Data Streams ne peut pas écrire dans S3.", "Data Streams cannot write to S3."),
    ("fr>en", "Le mode Pipe n'a pas besoin de disque local.", "Pipe mode needs no local disk."),
    ("en>fr", "It works without labels.", "Il fonctionne sans étiquettes."),
    ("fr", "Le flux n'est jamais chiffré.", "Le flux n’est pas chiffré."),
    ("en>fr", "The stream is never encrypted.", "Le flux n'est jamais chiffré."),
    ("en", "It is impossible to delete the log.", "The log cannot be deleted."),
    ("fr>en", "Il est impossible de supprimer le journal.", "The log cannot be deleted."),
    ("en", "The limit is no more than 5 TB.", "The limit is at most 5 TB."),
    ("fr", "Firehose ne livre que vers S3.", "Firehose livre seulement vers S3."),
]


@pytest.mark.parametrize(("langs", "claim", "source"), CONTRARY)
def test_a_denial_of_one_side_is_told_and_never_supported(langs: str, claim: str, source: str) -> None:
    found = signals(claim, source, langs)
    assert found.polarity.flip >= FLIPPED or found.direction.conflicts
    assert verdict(claim, source, langs).support != "supported"


@pytest.mark.parametrize(("langs", "claim", "source"), AGREED)
def test_the_same_denial_in_other_words_is_no_conflict(langs: str, claim: str, source: str) -> None:
    found = signals(claim, source, langs)
    assert found.polarity.flip < FLIPPED
    assert not found.direction.conflicts


def test_the_finding_says_which_text_denies() -> None:
    claim, source = "Data Streams cannot write to S3.", "Data Streams can write to S3."
    assert signals(claim, source).polarity.denied_by == "claim"
    assert signals(source, claim).polarity.denied_by == "source"


def test_a_denial_about_another_thing_is_no_conflict() -> None:
    claim = "Firehose delivers data to Amazon S3."
    source = "Firehose delivers data to Amazon S3, and no server has to be managed."
    assert signals(claim, source).polarity.flip < FLIPPED


@pytest.mark.parametrize(
    ("lang", "claim", "source"),
    [
        ("en", "Glue doesn't only read CSV.", "Glue reads CSV and JSON."),
        ("en", "Glue is not just a crawler.", "Glue is a crawler and a catalog."),
        ("fr", "Glue ne lit pas seulement le CSV.", "Glue lit le CSV et le JSON."),
        ("fr", "Glue ne lit pas que le CSV.", "Glue lit le CSV et le JSON."),
    ],
)
def test_not_only_denies_nothing(lang: str, claim: str, source: str) -> None:
    assert not signals(claim, source, lang).conflict


def test_not_able_denies_the_verb_that_follows() -> None:
    assert verdict("Glue isn't able to read CSV.", "Glue can read CSV.").support == "contradicted"


@pytest.mark.parametrize(
    "claim", ["Traffic stays off the internet and passes through the VPC.", "It prefers the VPC over the internet."]
)
def test_what_is_set_aside_is_denied_in_other_words(claim: str) -> None:
    source = "The service sends the traffic through the VPC instead of the internet."
    assert signals(claim, source).polarity.flip < FLIPPED
