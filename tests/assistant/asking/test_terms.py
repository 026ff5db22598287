"""The things a question speaks of: what is written as a name, what opens a sentence, ways to say one thing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asking.focus import new_names, offers
from assistant.asking.shape import compares
from assistant.asking.terms import (
    OtherWords,
    Synonyms,
    TermGroup,
    groups_of,
    identifiers_in,
    is_name,
    names_in,
    opening_terms,
    opens,
)
from ingest.text.analysis import analyse, query_terms


@pytest.mark.parametrize(
    ("word", "first", "name"),
    [
        ("SMOTE", True, True), ("SMOTE", False, True), ("Kinesis", False, True), ("Kinesis", True, False),
        ("kinesis", False, False), ("max_depth", True, True), ("UpdateEndpoint", True, True), ("iPhone", True, True),
        ("p3", True, True), ("f1", False, True), ("42", False, False), ("2023", False, False), ("7", True, False),
        ("k-means", False, False), ("S3", True, True), ("École", False, True), ("école", False, False),
        ("École", True, False), ("ÉCOLE", True, True),
    ],
)  # fmt: skip
def test_words_written_as_names(word: str, first: bool, name: bool) -> None:
    assert is_name(word, first=first) is name


@pytest.mark.parametrize(
    ("before", "said"),
    [("", True), ("  ", True), ("## ", True), ("👉 ", True), ("« ", True), ("word ", False), ("1. ", False)],
)
def test_what_opens_a_text(before: str, said: bool) -> None:
    assert opens(before) is said


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What is SMOTE?", ["SMOTE"]),
        ("Is Kinesis faster than Firehose?", ["Kinesis", "Firehose"]),
        ("Kinesis is fast.", []),  # a first capital says nothing at the beginning
        ("Does AWS SageMaker need Docker?", ["Docker"]),  # what every page is about is no name
        ("Explain max_depth and eta.", ["max_depth"]),
        ("It stops. Then Glue runs.", ["Glue"]),
        ("Que fait Kinesis ?", ["Kinesis"]),
        ("Le ml.p3.2xlarge suffit-il ?", ["ml.p3.2xlarge"]),
        ("quel est le taux ?", []),
        ("", []),
    ],
)
def test_names_in_a_question(text: str, names: list[str]) -> None:
    assert [word.text for word in names_in(analyse(text))] == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("min_data_in_leaf and eta", ["min_data_in_leaf"]),
        ("call UpdateEndpoint twice", ["UpdateEndpoint"]),
        ("LOESS or STL", ["LOESS", "STL"]),
        ("two GPUs", ["GPUs"]),
        ("trn1 or ml.p3.2xlarge", ["trn1", "ml.p3.2xlarge"]),
        ("plain words only", []),
        ("A IT of", []),  # two capitals may be a word
        ("42 and 1,000", []),
    ],
)
def test_identifiers(text: str, found: list[str]) -> None:
    spans = identifiers_in(text)
    assert [text[word.start : word.end] for word in spans] == found


@given(st.text(alphabet="aBc_1. éÉ?", max_size=40))
@settings(deadline=None, max_examples=60)
def test_names_and_identifiers_stand_where_they_say(text: str) -> None:
    said = analyse(text)
    for word in names_in(said):
        assert said.text[word.start : word.end] == word.text
    for word in identifiers_in(said.text):
        assert 0 <= word.start < word.end <= len(said.text)


# groups


def covered(group: TermGroup, text: str) -> bool:
    return group.covered_by(set(query_terms(text)))


def test_a_group_is_covered_by_any_way_to_say_it_whole() -> None:
    text = "Le taux d'apprentissage baisse"
    start = text.index("taux")
    place = Synonyms(start, start + len("taux d'apprentissage"), ("learning rate",), name=False)
    first, *rest = groups_of(analyse(text), OtherWords((place,)))
    assert len(first.alternatives) == 2
    assert covered(first, "the learning rate falls")
    assert covered(first, "un taux d'apprentissage")
    assert not covered(first, "the rate falls")
    assert not covered(first, "learning is slow")
    assert [covered(group, "il baisse") for group in rest] == [True]


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("the of and", 0), ("What does it mean?", 0), ("retention", 1), ("retention retention", 1),
     ("retention of a stream", 2), ("Explain the difference between precision and recall", 2)],
)  # fmt: skip
def test_words_of_asking_are_no_things(text: str, count: int) -> None:
    assert len(groups_of(analyse(text), OtherWords())) == count


def test_a_name_is_known_as_one() -> None:
    groups = groups_of(analyse("the retention of Kinesis"), OtherWords())
    assert [group.name for group in groups] == [False, True]


@pytest.mark.parametrize(
    ("rarity", "weight"),
    [({"rare": 5.0, "usual": 1.0, "other": 2.0}, 2.0), ({"rare": 5.0, "usual": 1.0, "other": 9.0}, 5.0)],
)
def test_a_thing_weighs_as_its_rarest_word_said_in_the_commonest_way(rarity: dict[str, float], weight: float) -> None:
    ways = ((frozenset({"rare"}), frozenset({"usual"})), (frozenset({"other"}),))
    assert TermGroup(ways).weight(lambda term: rarity[term]) == weight


@pytest.mark.parametrize(("most", "held"), [(0, set()), (1, {"pipe"}), (2, {"pipe", "mode"})])
def test_what_a_text_is_about_stands_at_its_beginning(most: int, held: set[str]) -> None:
    assert held <= opening_terms("Pipe mode streams data", most)
    assert bool(opening_terms("Pipe mode streams data", most)) is bool(held)


# kinds of answers


@pytest.mark.parametrize(
    ("quote", "wants", "expected"),
    [
        ("The window is 24-hour.", "duration", True), ("Il dure 180 minutes.", "duration", True),
        ("It lasts a week.", "duration", True), ("Il dure une heure.", "duration", True),
        ("It has 5 shards.", "duration", False), ("It lasts long.", "duration", False),
        ("A record has 1 MB.", "size", True), ("au plus 256 Kio", "size", True), ("20 000 caractères", "size", True),
        ("It is large.", "size", False), ("5 hours", "size", False),
        ("It saves 90 %.", "share", True), ("25 percent", "share", True), ("trente pour cent", "share", False),
        ("It costs $0.05.", "money", True), ("0,02 € par heure", "money", True), ("C'est gratuit.", "money", True),
        ("It costs much.", "money", False),
        ("There are five.", "number", True), ("Il y en a 3.", "number", True), ("There are some.", "number", False),
        ("Because of it.", "reason", True), ("Cela permet de trier.", "reason", True), ("It runs.", "reason", False),
        ("It runs when asked.", "condition", True), ("Sauf le lundi.", "condition", True),
        ("It runs.", "condition", False), ("Anything.", None, True), ("It is Kinesis.", "name", True),
        ("It is a stream.", "name", False),
    ],
)  # fmt: skip
def test_what_a_sentence_offers(quote: str, wants: object, expected: bool) -> None:
    assert offers(quote, wants, ()) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quote", "asked", "names"),
    [
        ("Kinesis stores records.", (), []),  # the first word's capital says nothing
        ("SMOTE stores records.", (), ["SMOTE"]),
        ("Use Kinesis or Firehose.", ("kinesis",), ["Firehose"]),
        ("Set max_depth to 6.", (), ["max_depth"]),
        ("Set max_depth to 6.", ("max_depth",), []),
        ("The p3 is older than the P4.", ("p3",), ["P4"]),
        ("", (), []),
    ],
)
def test_names_that_the_question_does_not_hold(quote: str, asked: tuple[str, ...], names: list[str]) -> None:
    assert new_names(quote, asked) == names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What is the difference between A and B?", True), ("Precision vs recall", True), ("Comparez A et B", True),
        ("How does A differ from B?", True), ("Distinguer A de B", True), ("What is A?", False), ("", False),
    ],
)  # fmt: skip
def test_setting_things_side_by_side(text: str, said: bool) -> None:
    assert compares(analyse(text)) is said


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("How does SMOTE work?", False), ("How do the rules of Debugger work ?", False), ("Does SMOTE work?", True),
        ("Comment fonctionne SMOTE ?", False), ("Comment SMOTE fonctionne-t-il ?", False),
        ("Comment marche le mode Pipe ?", False), ("SMOTE fonctionne-t-il en continu ?", True),
        ("How does SMOTE work with text?", True), ("Which modes work with shards?", True),
    ],
)  # fmt: skip
def test_how_something_works_asks_for_no_sentence_that_says_work(text: str, asked: bool) -> None:
    said = analyse(text)
    places = [word for word in said.words if word.text in ("work", "fonctionne", "marche")]
    known = OtherWords(tuple(Synonyms(word.start, word.end, ("operate",), name=False) for word in places))
    for other in (OtherWords(), known):
        terms = {term for group in groups_of(said, other) for term in group.alternatives[0][0]}
        assert bool(terms & set(query_terms("work fonctionne marche"))) is asked


@pytest.mark.parametrize("text", ["label 100 000 images", "label 100,000 images", "label 100\u202f000 images"])
def test_how_many_of_something_is_no_thing_to_be_named(text: str) -> None:
    said = [way for group in groups_of(analyse(text), OtherWords()) for way in group.alternatives[0]]
    assert not any(term.isdigit() for word in said for term in word)


def test_words_of_choosing_are_not_what_is_asked_about() -> None:
    groups = groups_of(analyse("quand choisir Athena, lequel utiliser"), OtherWords())
    assert [sorted(group.alternatives[0][0])[0] for group in groups] == ["athen"]
