"""One edit of what a source says, in the ways that were once missed; and sentences near them that are no conflict."""

from __future__ import annotations

import pytest

from tests.assistant.checking.asked import reading, signals, verdict

STANDARD = "It computes z = (x - mean) / standard deviation, so the feature gets mean 0 and standard deviation 1."
CAUGHT = [
    # how often
    ("en", "It can be called twice per second.", "It can be called once per second."),
    ("fr>en", "On l'appelle cinq fois par seconde.", "It is called once per second."),
    ("en", "Records are delivered at most once.", "Records are delivered at least once, never three times."),
    # units after a hyphen, bits, versions, values after "="
    ("en", "It profiles at 200-millisecond steps, not 1-minute ones.", "It profiles at 100-millisecond steps."),
    ("en", "The instance has a network of 100 megabits.", "The instance has a network of 100 gigabits."),
    ("en", "Greengrass version 4 deploys the agent.", "Greengrass version 2 deploys the agent."),
    ("en", "The content type ends in label_size=1.", "The content type ends in label_size=0."),
    # one number said twice where the source has two
    ("en", "It has 100 GB or 100 GB of storage.", "It has 50 GB or 100 GB of storage."),
    ("en", "One private address for each instance is enough.", "Each needs at least two private addresses."),
    ("fr>en", "Elle donne une moyenne de 1 et un écart-type de 0.", STANDARD),
    # paths, columns, kinds of one thing
    ("en", "The volume is found under /opt/ml.", "The volume is mounted at /home/ec2-user/SageMaker."),
    ("en", "STRENGTH says whether a value is high.", "DIRECTION says whether a value is high."),
    ("fr>en", "Le middle filling comble les trous.", "Back filling fills gaps."),
    ("en", "A GetObject call is a management event.", "A GetObject call is a data event."),
    ("fr>en", "Le problème est traité comme une classification.", "It is treated as a regression problem."),
    # denials without "not"
    ("fr>en", "Les endpoints échappent à Auto Scaling.", "Auto Scaling also scales endpoints."),
    ("en", "The policy ignores further alarms.", "The policy can answer further alarms."),
    ("fr>en", "Rien n'empêche de brancher QuickSight sur DynamoDB.", "QuickSight does not support DynamoDB."),
    ("en", "Data capture cannot be used without Monitor.", "Data capture can be used without Monitor."),
    # order and direction
    ("en", "Firehose runs COPY first and writes to S3 afterwards.", "Firehose first writes to S3, then runs COPY."),
    ("en", "Polly turns speech into text.", "Polly turns text into lifelike speech."),
    ("en", "Dropout increases overfitting.", "Raising the dropout rate reduces overfitting."),
]
NO_CONFLICT = [
    ("en", "All data is uploaded at once.", "The data is uploaded at once."),
    ("fr>en", "Le service reprend une fois que le disque est prêt.", "The service resumes when the disk is ready."),
    ("en", "A record may be delivered more than once.", "A record may be delivered more than once or twice."),
    ("en", "KCL 2 is needed.", "KCL version 2.0 is needed."),
    ("en", "Storage is 30 GB, and 30 GB stay free.", "Storage is 30 GB."),
    ("en", "One worker of the group can do it.", "A worker of the group can do it."),
    ("en", "Models are found in /opt/ml/model.", "Artifacts go to /opt/ml/model and data to /opt/ml/input."),
    ("fr>en", "Il faut une pièce bien précise.", "It takes a specific part."),
    ("en", "A person can read it.", "Mechanical Turk workers can read it."),
    ("en", "Features are standardized to mean 0.", "Four times as much data halves the standard error of the mean."),
    ("fr>en", "Elle donne une moyenne de 0 et un écart-type de 1.", STANDARD),
    # a list that takes some of the source's and one more; what may be taken in the place of another; other objects
    ("fr>en", "Outre S3, il lit Athena, EMR et Redshift.", "Processing can take Redshift or Athena instead of S3."),
    ("en", "It reads Presto, Teradata and MongoDB.", "It reads from MySQL, Presto, Spark, Snowflake and Teradata."),
    ("fr>en", "La recherche s'emploie si les jobs sont parallèles.", "The search ignores results, so jobs are many."),
    ("en", "The queue has a limit of 5, a batch a limit of 20.", "Batches have a limit of 20, queues a limit of 5."),
    ("en", "Missing values are skipped.", "The algorithm ignores missing values."),
]  # fmt: skip


@pytest.mark.parametrize(("langs", "claim", "source"), CAUGHT)
def test_an_edited_claim_is_in_conflict(langs: str, claim: str, source: str) -> None:
    found = signals(claim, source, langs)
    assert found.certain_conflict or found.numbers.missing


@pytest.mark.parametrize(("langs", "claim", "source"), NO_CONFLICT)
def test_what_looks_like_an_edit_is_no_conflict(langs: str, claim: str, source: str) -> None:
    assert not signals(claim, source, langs).certain_conflict


def test_a_name_added_to_a_list_is_not_supported() -> None:
    claim, source = "It reads from Presto, Teradata and MongoDB.", "It reads from MySQL, Presto, Spark and Teradata."
    assert signals(claim, source).names.added == ("MongoDB",)
    assert verdict(claim, source).support == "partly"
    exchanged = "It reads from MySQL, Presto, Spark and MongoDB."
    assert verdict(exchanged, source).support == "contradicted"


def test_another_place_than_the_only_one() -> None:
    found = signals("Le bucket peut être dans une autre Région.", "The bucket must be in the same Region.", "fr>en")
    assert found.modal.elsewhere
    assert not signals("The bucket can be in another Region.", "Any Region can hold the bucket.", "en").modal.elsewhere


def test_a_comparative_inside_its_clause_is_kept() -> None:
    words = [item.text for item in reading("Il se déclenche lorsqu'il y a moins de valeurs.", "fr").items]
    assert "moins" in words


def test_a_denial_that_nothing_excuses() -> None:
    plain = signals(
        "CloudTrail suit les appels à InvokeEndpoint.", "CloudTrail does not monitor InvokeEndpoint calls.", "fr>en"
    )
    assert plain.polarity.flip >= 0.25
    assert not plain.polarity.excused
    excused = signals(
        "Without a prefix, objects go to a folder.", "Objects go to a folder unless a prefix is set.", "en"
    )
    assert excused.polarity.flip < 0.5
