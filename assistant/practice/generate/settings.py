"""Settings of algorithms: default values and tuning objectives, whose values read the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.sources import Sentence
from assistant.practice.generate.writing.wording import of_subject
from ingest.schema import Lang

_HYPER = re.compile(r"^The (?P<algo>[A-Z]\w[\w .+-]*?|k-means|k-NN|linear learner) hyperparameter (?P<name>\w+)\b")
_VALUE = re.compile(
    r"(?:(?<!, and )defaults to|its default is|the default is) (?P<v>-?\d+(?:\.\d+)?(?:e-?\d+)?)(?![\w.]*\w)"
)
_DEFAULTS = re.compile(r"^(?P<algo>[A-Z][\w .-]*?|Linear learner) defaults are (?P<rest>.+)$")
_PAIR = re.compile(r"\ban? (?P<name>[a-z]\w+) of (?P<v>\d[\d.,]*\d|\d)\b")
_EPOCHS = re.compile(r"\b(?P<v>\d+) (?P<name>epochs)\b")
_OBJECTIVE = re.compile(r"^(?P<algo>[A-Z][\w -]*?) tuning (?P<way>minimizes|maximizes) (?P<rest>.+)$")
_METRIC = re.compile(r"\b(?:train|test|validation):\w+")
_NAMES = {
    "k-means": "K-Means",
    "linear learner": "Linear Learner",
    "Linear learner": "Linear Learner",
    "K-means": "K-Means",
}


def find_settings(sentences: Iterable[Sentence]) -> list[Fact]:
    """Default values and tuning objectives that English sentences state, in order."""
    found: list[Fact] = []
    for sentence in sentences:
        if sentence.lang == "en":
            found.extend(_defaults(sentence))
            found.extend(_objective(sentence))
    return found


def _defaults(sentence: Sentence) -> Iterator[Fact]:
    text = sentence.text.rstrip(".")
    hyper = _HYPER.match(text)
    if hyper:
        values = list(_VALUE.finditer(text))
        if len(values) == 1 and text.count("default") == 1:
            yield _fact(sentence, text, hyper["algo"], hyper["name"], values[0])
        return
    several = _DEFAULTS.match(text)
    if several:
        for hit in (*_PAIR.finditer(text), *_EPOCHS.finditer(text)):
            yield _fact(sentence, text, several["algo"], hit["name"], hit)


def _fact(sentence: Sentence, text: str, algo: str, name: str, hit: re.Match[str]) -> Fact:
    known = _NAMES.get(algo, algo)
    label: dict[Lang, str] = {
        "en": f"the {known} hyperparameter {name}",
        "fr": f"l’hyperparamètre {name} {of_subject(known)}",
    }
    start, end = hit.span("v")
    frame = f"{text[:start]}{{}}{text[end:]}."
    return Fact(
        "default", f"default-{name}", f"{known} {name}", label, hit["v"], sentence, frame, extra={"algo": known}
    )


def _objective(sentence: Sentence) -> Iterator[Fact]:
    hit = _OBJECTIVE.match(sentence.text.rstrip("."))
    metrics = tuple(dict.fromkeys(_METRIC.findall(hit["rest"]))) if hit else ()
    if hit is None or not metrics or " for " in hit["rest"].split(",")[0]:
        return
    algo = _NAMES.get(hit["algo"], hit["algo"])
    label: dict[Lang, str] = {"en": algo, "fr": algo}
    frame = f"{hit['algo']} tuning {hit['way']} {{}}."
    yield Fact("objective", "objective", algo, label, metrics[0], sentence, frame, metrics, extra={"way": hit["way"]})
