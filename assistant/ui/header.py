"""The head of the page as HTML: what this is, from which sources it answers, what to know. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.markup import Html, element
from assistant.settings import EXTRACTIVE
from assistant.ui.ids import setting_field
from assistant.ui.locale import Labels

if TYPE_CHECKING:
    from assistant.practice.blueprint import Blueprint
    from ingest.index.manifest import Manifest

_DATE_CHARS = len("2026-11-23")


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen in the head: an exam, and a collection (id and name) that answers are to come from."""

    exams: Sequence[Blueprint]
    exam: str
    collections: Sequence[tuple[str, str]] = ()
    collection: str = ""


def header(
    manifest: Manifest,
    model_name: str,
    notices: Sequence[str],
    labels: Labels,
    choice: Choice | None = None,
    offered: Html | None = None,
) -> Html:
    """Name, one sentence, the exam, what the program has to say; the counts of the index unfold."""
    facts = (element("li", fact) for fact in _facts(manifest, model_name, labels))
    said = (element("p", notice, class_="cp-quiet", lang="en") for notice in notices)  # the program's own words
    about = element(
        "details",
        element("summary", labels("page.about")),
        element("ul", *facts, class_="cp-counts", aria_label=labels("page.facts")),
        class_="cp-about-page",
        id=setting_field("about"),
    )
    return element(
        "header",
        element("h1", labels("page.brand")),
        element("p", labels("page.tagline"), class_="cp-tagline"),
        element("div", *(_choices(choice, labels) if choice else ()), about, class_="cp-head-line"),
        *said,
        offered,
        class_="cp-header",
    )


def _choices(choice: Choice, labels: Labels) -> Iterator[Html]:
    """The exam; where there are several collections, which of them answers come from; what became of the exam."""
    exams = [(exam.id, exam.code) for exam in choice.exams]
    yield _select("exam", labels("page.exam"), exams, choice.exam)
    if len(choice.collections) > 1 or choice.collection:
        scopes = [("", labels("page.scope_all")), *choice.collections]
        yield _select("scope", labels("page.scope"), scopes, choice.collection)
    chosen = next((exam for exam in choice.exams if exam.id == choice.exam), None)
    if chosen is not None and chosen.retired_on is not None:
        codes = {exam.id: exam.code for exam in choice.exams}
        successors = labels("page.and").join(codes[id] for id in chosen.successors if id in codes)
        day = labels.date(chosen.retired_on.isoformat())
        words = labels("page.retired", exam=chosen.code, date=day, successors=successors)
        yield element("span", words, class_="cp-quiet cp-retired")


def _select(name: str, label: str, choices: Sequence[tuple[str, str]], chosen: str) -> Html:
    options = (element("option", words, value=value, selected=value == chosen) for value, words in choices)
    select = element("select", *options, name=name, id=setting_field(name), data_change=name)
    return element("label", label, select, class_="cp-inline")


def _facts(manifest: Manifest, model_name: str, labels: Labels) -> Iterator[str]:
    yield labels.count("page.documents", manifest.documents)
    yield labels.count("page.chunks", manifest.chunks)
    yield labels("page.no_model") if model_name == EXTRACTIVE else labels("page.model", name=model_name)
    yield labels("page.built", date=labels.date(manifest.created[:_DATE_CHARS]))
    yield labels("page.offline")
