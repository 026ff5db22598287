"""How the loop closes: the learner's own explanation of what was missed, checked; and whether they are ready.

Owns these actions and how they look. Verdicts are the assistant's check of texts, the interval is `readiness`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol, cast

from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import PracticeError
from assistant.practice.export.revision import revision
from assistant.practice.training.readiness import MINUTES, Readiness, readiness
from assistant.practice.training.training import Training
from assistant.review.schema import CheckedClaim, Done, StatementEvent
from assistant.schema import Failed
from assistant.ui.action import Action
from assistant.ui.locale import Labels
from assistant.ui.ports import AssistantPort
from assistant.ui.practice.belongings import saved
from assistant.ui.practice.desk import Desk
from assistant.ui.practice.plots import domain_name, mastery_picture, percent
from assistant.ui.practice.render import button, words
from assistant.ui.practice.state import Place, Step
from assistant.ui.trouble import failure, status
from ingest.schema import Lang

MOST_WORDS = 2000
"""Characters of an explanation: each of its sentences is searched for and checked while the learner waits."""


class _Checks(Protocol):
    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """The verdicts on a text's claims."""


class Closing:
    """The actions that close the loop."""

    def __init__(self, assistant: AssistantPort, desk: Desk) -> None:
        self._assistant, self._desk = assistant, desk

    def steps(self) -> dict[str, tuple[Step, ...]]:
        """What each action of this part of the tab does."""
        return {"explain": (self._explain,), "ready": (self._ready,), "ready_sheet": (self._sheet,)}

    def _explain(self, place: Place, action: Action, labels: Labels) -> Place:
        """Keep what the learner wrote with the card, and check it sentence by sentence."""
        found, own = place.feedback, action.text("words", MOST_WORDS).strip()
        if found is None:
            return place
        if not any(map(str.isalnum, own)):
            raise PracticeError(labels("practice.explain.empty"))
        self._desk.learner(place.learner).explain(found.item.id, own)
        for event in cast(_Checks, self._assistant).check_text(own, lang=found.item.lang):
            if isinstance(event, Done):
                return replace(place, checked=event.result.claims, focus=place.focus + 1)
            if isinstance(event, Failed):
                return replace(place, said=failure(event, labels))
        return place

    def _training(self, place: Place) -> tuple[Training, Blueprint]:
        blueprint = self._desk.catalogue[place.exam]
        store = self._desk.learner(place.learner)
        return Training(store, self._desk.bank(blueprint.id, store), blueprint), blueprint

    def _found(self, place: Place, labels: Labels) -> tuple[Readiness, Blueprint]:
        training, blueprint = self._training(place)
        return readiness(training, place.lang or labels.lang), blueprint

    def _ready(self, place: Place, action: Action, labels: Labels) -> Place:
        found, blueprint = self._found(place, labels)
        return replace(place, made=ready(found, blueprint, labels), focus=place.focus + 1)

    def _sheet(self, place: Place, action: Action, labels: Labels) -> Place:
        found, blueprint = self._found(place, labels)
        page = revision(found, blueprint, "fr" if labels.lang == "fr" else "en", self._title)
        name = f"citeprep-{blueprint.id}-{MINUTES}-min.html"
        made = saved(name, "text/html", page.encode(), labels, place.focus)
        return replace(place, made=element("div", made, ready(found, blueprint, labels)), focus=place.focus + 1)

    def _title(self, uri: str) -> str:
        document = self._assistant.document(uri)
        return document.source.title if document else uri


def ready(found: Readiness, blueprint: Blueprint, labels: Labels) -> Html:
    """The answer with its interval, by domain, and the facts most likely to be missed."""
    values = {"scaled": found.scaled, "low": found.low, "high": found.high, "mark": found.pass_mark}
    rows = [
        {
            "domain": row.domain,
            "right": row.right,
            "total": row.total,
            "mean": row.mean,
            "low": row.low,
            "high": row.high,
        }
        for row in found.domains
    ]
    facts = (
        element(
            "li",
            element("span", words(one.item.explanation), lang=one.item.lang),
            element("span", labels("practice.ready.chance", share=percent(one.chance)), class_="cp-tag"),
            element("span", domain_name(blueprint, one.item.domain, labels), class_="cp-tag"),
        )
        for one in found.risks
    )
    return element(
        "section",
        element("h3", labels("practice.ready.title", code=blueprint.code)),
        status(labels(f"practice.ready.{found.answer}", **values)),
        element("p", labels("practice.ready.how", day=labels.date(found.on.isoformat())), class_="cp-quiet"),
        mastery_picture(rows, blueprint, labels),
        element("h3", labels("practice.ready.facts", n=len(found.risks))),
        element("ol", *facts, class_="cp-risks"),
        button(labels("practice.ready.sheet", minutes=MINUTES), "ready_sheet"),
        class_="cp-ready",
    )


def explaining(own: str, checked: tuple[CheckedClaim, ...], lang: str, labels: Labels, *, ask: bool) -> Html | None:
    """What the learner wrote about this item, each sentence with its verdict; asks for it where it was missed."""
    if not own and not ask:
        return None
    box = element("textarea", own, name="words", rows=4, maxlength=MOST_WORDS, lang=lang)
    form = element(
        "form",
        element("label", element("span", labels("practice.explain.ask")), box, class_="cp-field"),
        element("button", labels("practice.explain.check"), type="submit", class_="cp-button"),
        class_="cp-form",
        data_form="explain",
    )
    return element(
        "section",
        element("h3", labels("practice.explain.title")),
        element("p", labels("practice.explain.before"), class_="cp-quiet") if own and not checked else None,
        *(_claim(claim, labels) for claim in checked),
        form,
        class_="cp-explain",
    )


def _claim(claim: CheckedClaim, labels: Labels) -> Html:
    tone = claim.verdict.replace("_", "-")
    first = claim.citations[0] if claim.citations and claim.verdict != "not_found" else None
    quote = element("q", first.quote, lang=first.lang) if first is not None else None
    return element(
        "div",
        element("span", claim.text, lang=claim.lang),
        element("span", labels(f"verdict.{claim.verdict}.label"), class_=f"cp-verdict {tone}"),
        element("p", claim.reason_in(labels.lang), class_="cp-quiet") if claim.reason else None,
        quote,
        class_=f"cp-claim is-checked {tone}",
    )
