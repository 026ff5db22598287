"""Every rule lets a good item pass and gives a reason for a bad one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.practice.generate.facts.sources import Sources
from assistant.practice.generate.rules import AGAINST_SOURCES, CHEAP, RULES
from assistant.practice.generate.rules.bank import Released
from tests.assistant.practice.generate.material import (
    BY_ID,
    LEXICON,
    Copying,
    choice,
    context,
    document,
    draft,
    sentences,
)

NEO = "SageMaker Neo compiles a trained model once for many targets."
DEBUGGER = "SageMaker Debugger watches training jobs in real time."
PAGE = document([NEO, DEBUGGER], uri="corpus/aws/neo.md")


def reason(rule: str, item: object, *args: object) -> str | None:
    ctx = args[0] if args else context([PAGE])
    return RULES[rule](item, ctx)  # type: ignore[arg-type]


def sourced(**changes: object):  # type: ignore[no-untyped-def]
    (first, *_) = sentences(NEO, uri="corpus/aws/neo.md")
    return draft(sentence=first, **changes)  # type: ignore[arg-type]


def claimed(right: str = NEO, wrong: str = "SageMaker Debugger compiles a trained model once for many targets."):  # type: ignore[no-untyped-def]
    choices = [
        choice("SageMaker Neo", right=True, claim=right, names=("SageMaker Neo",)),
        choice("SageMaker Debugger", claim=wrong, names=("SageMaker Debugger",)),
        *(
            choice(name, claim=wrong.replace("SageMaker Debugger", name), names=(name,))
            for name in ("SageMaker Inference Recommender", "SageMaker Model Registry")
        ),
    ]
    return sourced(choices=choices)


def test_a_good_item_passes_every_rule() -> None:
    item = claimed()
    assert {rule: why for rule in RULES if (why := reason(rule, item))} == {}
    assert set(RULES) == set(CHEAP) | set(AGAINST_SOURCES)


def test_evidence_must_stand_in_the_document() -> None:
    assert reason("evidence-verbatim", sourced()) is None
    (other,) = sentences("SageMaker Neo compiles nothing at all for anyone.", uri="corpus/aws/neo.md")
    assert "not in corpus/aws/neo.md" in (reason("evidence-verbatim", draft(sentence=other)) or "")
    (other,) = sentences(NEO, uri="corpus/aws/unknown.md")
    assert reason("evidence-verbatim", draft(sentence=other))


@pytest.mark.parametrize(
    ("rule", "stem"),
    [
        ("stem-content", "Which feature is it?"),
        ("stem-form", "Which of the following is true of SageMaker Neo and Debugger?"),
        ("stem-form", "Laquelle est vraie au sujet de SageMaker Neo ?"),
        ("stem-form", "Which SageMaker feature does NOT compile a trained model?"),
        ("stem-form", "SageMaker Neo compiles a trained model."),
    ],
)
def test_a_stem_must_ask_something_that_can_be_answered(rule: str, stem: str) -> None:
    assert reason(rule, draft(stem))


def test_a_source_that_ties_itself_to_a_date_is_left() -> None:
    (old,) = sentences("As of 2019 SageMaker Neo compiles a trained model once.")
    assert "2019" in (reason("dated", draft(sentence=old)) or "")


def test_a_statement_that_many_share_does_not_identify() -> None:
    (said,) = sentences("SageMaker Neo supports several frameworks and targets.")
    weak = draft(sentence=said, asked=(("SageMaker Neo", "supports several frameworks and targets"),))
    assert "many could be said to" in (reason("identifying", weak) or "")
    (said,) = sentences("XGBoost reads its data in several formats of text.")
    broad = draft(sentence=said, family="lexicon-storage", asked=(("Amazon S3", "reads its data in several formats"),))
    assert reason("identifying", broad) is None  # its section, Purpose, says what a thing is


def test_a_description_may_not_name_another_member() -> None:
    item = draft(asked=(("SageMaker Neo", "compiles what SageMaker Autopilot found"),))
    assert reason("other-name-in-statement", item)
    assert reason("other-name-in-statement", draft(asked=(("SageMaker Neo", "compiles a model"),))) is None


def test_language_and_typography() -> None:
    assert reason("language", draft("Quelle fonctionnalité compile un modèle pour plusieurs cibles ?", lang="en"))
    assert reason("language", draft("Which feature compiles a model for the many targets ?", lang="fr"))
    good = "Quelle fonctionnalité compile un modèle pour plusieurs cibles\u202f?"
    assert reason("language", draft(good, lang="fr")) is None
    assert reason("typography", draft(good, lang="fr")) is None
    assert reason("typography", draft(good.replace("\u202f", " "), lang="fr"))
    assert reason("typography", draft(good.replace("un modèle", "l'image"), lang="fr"))
    assert reason("typography", draft(asked=(("Tomek links", "is pairs of examples"),)))


def test_identifiers_must_be_written_somewhere() -> None:
    assert reason("names-known", draft("Which SageMaker feature sets CompileEverythingOnce for many targets?"))


@pytest.mark.parametrize(
    ("rule", "options"),
    [
        ("options-distinct", ("*SageMaker Neo", "sagemaker neo.", "SageMaker Clarify", "SageMaker Autopilot")),
        ("options-distinct", ("*SageMaker Neo", "SageMaker Debugger", "SageMaker Clarify")),
        ("options-distinct", ("*Reads files from object storage", "Reads the files from object storage", "B", "C")),
        ("options-length", ("*Compiles a trained model once so that it runs on many targets", "Runs", "Waits", "Ends")),
        (
            "options-length",
            ("*Ends", "Compiles a model for one target", "Watches a job in real time", "Shifts traffic"),
        ),
        ("options-grammar", ("*Is a compiler", "Watches jobs", "Shifts traffic", "Labels data")),
        ("options-grammar", ("*Neo (compiler)", "Debugger", "Clarify", "Autopilot")),
        ("options-absolute", ("*Compiles a model", "Always fails", "Labels data", "Shifts traffic")),
        ("options-absolute", ("*Compiles a model", "Labels data", "Shifts traffic", "All of the above")),
    ],
)
def test_nothing_in_the_form_of_options_tells(rule: str, options: tuple[str, ...]) -> None:
    assert reason(rule, draft(options=options, kind="describe"))


@pytest.mark.parametrize(
    ("stem", "options"),
    [
        ("Which feature monitors models?", ("*SageMaker Model Monitor", "SageMaker Neo", "Clarify", "Autopilot")),
        ("Which database keeps time series?", ("*Amazon Timestream", "Amazon RDS", "Redshift", "DynamoDB")),
        ("Which returns only protected health information?", ("*DetectPHI", "DetectText", "Infer", "Start")),
        ("Which maps columns to other columns?", ("*ApplyMapping", "Unbox", "Filter", "Spigot")),
        ("Which learns how users go with IPv4 addresses?", ("*IP Insights", "K-Means", "XGBoost", "DeepAR")),
        ("What reaches data in Amazon S3?", ("*An S3 endpoint", "An internet gateway", "A NAT device", "A route")),
        ("Which detects GPUs with low use?", ("*LowGPUUtilization", "Overfit", "DeadRelu", "Confusion")),
    ],
)
def test_the_key_may_not_be_said_by_the_stem(stem: str, options: tuple[str, ...]) -> None:
    assert reason("key-in-stem", draft(stem, options, family=""))


def test_the_right_name_is_not_the_only_one_of_its_kind() -> None:
    stem = "Which chart draws explained variance per principal component?"
    lone = draft(stem, ("*Scree plot", "Pair plot", "Pie chart", "Loss curve"), family="chart")
    assert reason("options-alike", lone) == "1 of the wrong options are of the kind of the right one"
    near = draft(stem, ("*Scree plot", "Elbow plot", "Pie chart", "Loss curve"), family="chart")
    assert reason("options-alike", near) is None
    labels = {name.en: name.label("fr") for name in BY_ID["chart"].names}
    french = tuple(
        mark + labels[name]
        for mark, name in (("*", "scree plot"), ("", "elbow plot"), ("", "residual plot"), ("", "pie chart"))
    )
    assert reason("options-alike", draft(stem, french, family="chart", lang="fr")) is None
    assert reason("options-alike", draft(stem, family="encoding")) is None  # all its members are alike
    assert reason("options-alike", replace(lone, kind="describe")) is None  # one is enough beside a description
    assert reason("options-alike", replace(lone, kind="matching")) is None


def test_a_word_that_wrong_options_share_tells_nothing() -> None:
    options = ("*One-hot encoding", "Target encoding", "Ordinal encoding", "Hashing trick")
    assert reason("key-in-stem", draft("Which encoding has one column per category?", options, family="")) is None


def test_a_french_item_is_also_judged_by_the_words_of_its_english_source() -> None:
    said = "{} finds and classifies all instances of objects in an image."
    choices = [
        choice(name, right=name == "Object Detection", claim=said.format(name), names=(name,))
        for name in ("Object Detection", "BlazingText", "DeepAR", "IP Insights")
    ]
    item = draft("Que trouve-t-on dans une image\u202f?", choices=choices, lang="fr")
    assert "'object'" in (reason("key-in-stem", item) or "")


def test_pairs_that_tell_each_other() -> None:
    options = ("Holds jobs in a queue", "Defines a job", "Polls for tasks")
    prompts = (("Job queue", 0), ("Task poller", 2), ("Job definition", 1))
    item = draft("Match each.", options, kind="matching", type="matching", pairs=prompts, family="")
    assert reason("key-in-stem", item)


def test_pairs_that_tell_each_other_at_the_source() -> None:
    said = {
        "Object Detection": ("finds all objects of an image", "Trouve ce que montre une image"),
        "IP Insights": ("learns how users go with IPv4 addresses", "Associe des entités à des adresses IPv4"),
        "K-Means": ("groups points around centers", "Regroupe des points autour de centres"),
        "XGBoost": ("adds one tree after another", "Ajoute un arbre après l’autre"),
    }
    choices = [
        choice(french, right=True, claim=f"{name} {english}.", names=(name,))
        for name, (english, french) in said.items()
    ]
    prompts = tuple((name, place) for place, name in enumerate(said))
    item = draft("Associez.", choices=choices, kind="matching", type="matching", pairs=prompts, family="", lang="fr")
    assert reason("key-in-stem", item)
    quiet = replace(item, pairs=prompts[1:])
    assert reason("key-in-stem", quiet) is None


def test_the_key_must_be_what_its_quote_says() -> None:
    assert reason("key-supported", claimed(right="SageMaker Neo trains a model.")) == (
        "not supported by its quote: SageMaker Neo trains a model."
    )


def test_a_key_that_another_page_denies_is_contested() -> None:
    other = document(["SageMaker Neo compiles a trained model twice for many targets."], uri="corpus/aws/other.md")
    assert "corpus/aws/other.md" in (
        reason("key-uncontested", claimed(), context([PAGE, other], Copying(denied="Neo"))) or ""
    )


def test_what_is_said_of_another_thing_too_identifies_nothing() -> None:
    other = document(["TensorRT compiles a trained model once for many targets."], uri="corpus/aws/other.md")
    assert "of something else" in (reason("said-of-one", claimed(), context([PAGE, other])) or "")


def test_a_wrong_option_that_any_page_supports_is_right() -> None:
    other = document(["SageMaker Debugger compiles a trained model once for many targets."], uri="corpus/aws/x.md")
    assert "'SageMaker Debugger' may be right" in (
        reason("distractors-unsupported", claimed(), context([PAGE, other])) or ""
    )


def test_a_pair_that_fits_two_prompts_is_refused() -> None:
    other = document(["SageMaker Debugger compiles models."], uri="corpus/aws/x.md")
    choices = [
        choice("Compiles models", right=True, claim="SageMaker Neo compiles models.", names=("SageMaker Neo",)),
        choice("Watches jobs", right=True, claim="SageMaker Debugger watches jobs.", names=("SageMaker Debugger",)),
    ]
    pairs = (("SageMaker Neo", 0), ("SageMaker Debugger", 1))
    (first,) = sentences(NEO, uri="corpus/aws/neo.md")
    item = draft("Match.", choices=choices, kind="matching", type="matching", pairs=pairs, sentence=first)
    assert "may fit too" in (reason("distractors-unsupported", item, context([PAGE, other])) or "")


def test_what_a_search_finds_counts_as_a_source() -> None:
    said = "SageMaker Debugger compiles a trained model once for many targets."
    other = document([said], uri="corpus/aws/x.md")
    asked: list[str] = []

    def find(text: str, lang: str) -> list[tuple[str, int, int]]:
        asked.append(text)
        return [("corpus/aws/x.md", 0, len(said))]

    assert "may be right" in (reason("retrieved-unsupported", claimed(), context([PAGE, other], find=find)) or "")
    assert asked == [said]
    assert reason("retrieved-unsupported", claimed()) is None


class TestBankRules:
    released = Released(Sources([PAGE], LEXICON))
    first = draft(facts=("a",), asked=(("SageMaker Neo", "compiles a trained model once"),))
    released.add(first)

    def test_one_fact_is_asked_once_per_language(self) -> None:
        assert self.released.duplicate(draft("Something else entirely?", facts=("a",))) == "the fact is asked already"
        assert self.released.duplicate(draft("Tout autre chose ?", facts=("a",), lang="fr")) is None

    def test_the_same_question_in_other_words_is_a_duplicate(self) -> None:
        stem = self.first.stem.replace("Which", "Name which")
        assert self.released.duplicate(draft(stem, facts=("b",))) == "nearly the same stem"

    def test_a_description_that_another_item_holds_is_a_clue(self) -> None:
        same = draft("Other?", facts=("b",), asked=(("SageMaker Neo", "compiles a trained model once"),))
        assert self.released.clue(same)
        other = draft("Other?", facts=("b",), asked=(("SageMaker Clarify", "explains single predictions"),))
        assert self.released.clue(other) is None

    def test_items_with_nearly_the_same_options_are_not_both_released(self) -> None:
        released = Released(Sources([PAGE], LEXICON))
        options = ("*Compiles a model", "Watches jobs", "Shifts traffic", "Labels data")
        released.add(draft("What does Neo do?", options, kind="describe", facts=("c",)))
        again = draft("What does Debugger do?", options, kind="describe", facts=("d",))
        assert released.clue(again) == "another item has nearly the same options"
