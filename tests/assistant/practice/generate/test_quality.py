"""What readings of the bank found wrong, each cause held by a test: options, explanations, plurals."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.needs import Needs
from assistant.practice.generate.facts.sources import Sources
from assistant.practice.generate.facts.telling import load_telling
from assistant.practice.generate.rules.bank import Released
from assistant.practice.generate.select import select
from assistant.practice.generate.writing.compose import _unrepeated, compose_roles
from assistant.practice.generate.writing.distractors import LEAST_PEERS, pick_names
from assistant.practice.generate.writing.said import Roles
from assistant.practice.generate.writing.wording import Wording
from ingest.schema import Lang
from tests.assistant.practice.generate.material import BY_ID, FAMILIES, LEXICON, draft, sentences

# Statements that a name tells by itself, as it was read in a draw: family, member, first words.
TOLD_BY_NAME: dict[Lang, tuple[tuple[str, str, str], ...]] = {
    "en": (
        ("imputation", "listwise deletion", "removes every row"),
        ("validation", "time series cross-validation", "always trains on the past"),
        ("batch-component", "multi-node parallel job", "spans several EC2 instances"),
        ("scaling", "unit-norm normalization", "rescales each row"),
        ("polly-feature", "pronunciation lexicon", "customizes how Amazon Polly pronounces"),
    ),
    "fr": (
        ("imputation", "listwise deletion", "retire toute ligne"),
        ("validation", "time series cross-validation", "entraîne toujours sur le passé"),
        ("batch-component", "multi-node parallel job", "s’étend sur plusieurs instances"),
        ("scaling", "unit-norm normalization", "ramène chaque ligne"),
        ("polly-feature", "pronunciation lexicon", "personnalise la façon"),
    ),
}


def rng(*parts: str) -> random.Random:
    return random.Random(":".join(parts))


@pytest.fixture(scope="module")
def roles(facts: list[Fact], sources: Sources) -> Roles:
    return Roles(facts, FAMILIES, "en", Wording(), load_telling(), sources)


@pytest.fixture(scope="module")
def french_roles(facts: list[Fact], sources: Sources) -> Roles:
    return Roles(facts, FAMILIES, "fr", Wording(), load_telling(), sources)


def test_names_of_the_same_kind_are_taken_first(roles: Roles) -> None:
    scree, *_ = roles.members("chart")["scree plot"]
    peers = BY_ID["chart"].peers("scree plot")
    for seed in range(20):
        picked = pick_names(roles, scree, 3, random.Random(seed))
        assert sum(name.en in peers for name, *_ in picked) >= LEAST_PEERS["which"]


def test_names_that_say_what_they_do_are_only_matched(roles: Roles) -> None:
    kinds = {d.kind for d in compose_roles(roles, Wording(), Needs(), rng) if d.family == "api-parameter"}
    assert kinds == {"matching"}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_name_is_not_described_by_its_own_meaning(roles: Roles, french_roles: Roles, lang: Lang) -> None:
    read = roles if lang == "en" else french_roles
    for family, name, told in TOLD_BY_NAME[lang]:
        (said,) = (said for said in read.members(family)[name] if said.statement.startswith(told))
        assert not read.telling(said), told


def test_a_metric_that_dampens_outliers_is_no_option_beside_mae() -> None:
    family = BY_ID["regression-metric"]
    mae = next(name for name in family.names if name.en == "MAE")
    assert {"RMSLE", "Huber loss"} <= family.sharers(mae)


def test_two_measures_of_linear_association_are_no_options_beside_each_other() -> None:
    family = BY_ID["selection"]
    pearson = next(name for name in family.names if name.en == "Pearson correlation")
    assert "variance inflation factor" in family.sharers(pearson)


def test_a_statement_does_not_repeat_the_noun_of_the_stem() -> None:
    said = "is a proprietary Forecast algorithm built on causal networks"
    assert _unrepeated(said, BY_ID["forecast-algorithm"], "en") == "is a proprietary one built on causal networks"
    assert _unrepeated("is an RSA key pair", BY_ID["key-kind"], "en") == "is an RSA key pair"
    athena = BY_ID["athena-feature"]
    assert _unrepeated("lets Amazon Athena read blocks", athena, "en") == "lets Athena read blocks"
    assert _unrepeated("permet à Amazon Athena de lire", athena, "fr") == "permet à Athena de lire"


def test_a_name_in_s_is_not_always_a_plural(roles: Roles) -> None:
    loss, *_ = roles.members("class-metric")["log loss"]
    assert loss.sentence.startswith("Log loss judges ")
    weights, *_ = roles.members("resampling")["class weights"]
    assert weights.sentence.startswith("Class weights multiply ")


def test_a_french_plural_keeps_the_verb_of_the_statement_right(french_roles: Roles) -> None:
    weights, *_ = french_roles.members("resampling")["class weights"]
    assert weights.sentence.startswith("Ce qui multiplie la perte de chaque exemple")
    assert weights.sentence.endswith(", ce sont les poids de classe (class weights).")


def test_a_measure_is_no_option_beside_the_methods_that_use_it() -> None:
    family = BY_ID["selection"]
    filters = next(name for name in family.names if name.en == "filter methods")
    assert {"chi-squared filter", "mutual information"} <= family.sharers(filters)


def test_what_nobody_has_read_is_taken_only_where_nothing_else_is_left() -> None:
    (line,) = sentences("A widget holds tags.")
    unread = replace(draft("Which thing holds tags of many kinds?", facts=("a",), sentence=line), reviewed=False)
    read = draft("Which chart shows the shares of a whole by its angles?", facts=("b",), sentence=line)
    for drafts in ([unread, read], [unread]):
        for seed in range(10):
            released, rng = Released(Sources([], LEXICON)), random.Random(seed)
            chosen = select(drafts, {"en": {"modeling": 1}}, lambda _: True, released, rng, frozenset())
            assert [item for item, _ in chosen.taken] == drafts[-1:]
