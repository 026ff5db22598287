"""A checked claim as the page says it: outcome, reason in the reader's language, the quote that corrects it. Pure.

For the Check tab and the audit of the notes, which show the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.markup import Html, element
from assistant.review.audit_report import ICONS
from assistant.review.corrections import edits
from assistant.review.schema import OUTCOMES, CheckedClaim, Outcome
from assistant.ui.chat.render import cite_button
from assistant.ui.ids import choice_button
from assistant.ui.locale import Labels
from assistant.ui.quote import quoted

__all__ = ["ICONS", "choices", "correction", "counted", "mark", "otherwise", "replaced", "tone", "why"]


def tone(outcome: Outcome) -> str:
    """The class of style sheets of an outcome."""
    return outcome.replace("_", "-")


def mark(outcome: Outcome, labels: Labels) -> Html:
    """Icon and words of an outcome."""
    icon = element("span", ICONS[outcome], " ", aria_hidden="true", class_="cp-icon")
    words = element("strong", labels(f"verdict.{outcome}.label"))
    return element("span", icon, words, class_=f"cp-verdict {tone(outcome)}")


def why(claim: CheckedClaim, labels: Labels) -> str:
    """Why it came out so, in the language of the page; of an old name what else its check found, too."""
    told = [one.said(labels.lang) for one in claim.aged]
    if claim.outcome == "aged":
        return " ".join([*told, *otherwise(claim, labels)])
    return " ".join([claim.reason_in(labels.lang) or labels(f"verdict.{claim.verdict}.help"), *told])


def otherwise(claim: CheckedClaim, labels: Labels) -> tuple[str, ...]:
    """What the check found of a claim of which nothing but a name has aged; nothing of any other."""
    if claim.outcome != "aged" or any(one.kind != "name" for one in claim.aged):
        return ()
    return (labels("check.otherwise", verdict=labels(f"verdict.{claim.verdict}.label")),)


def replaced(claim: CheckedClaim) -> tuple[tuple[str, str], ...]:
    """The claim's words that others take the place of, each pair once."""
    return tuple(dict.fromkeys((claim.text[one.start : one.end], one.new) for one in edits(claim)))


def correction(claim: CheckedClaim, anchor: str, labels: Labels) -> Html | None:
    """The quote that says what replaces the claim's words, and those words where they are known; None without one."""
    citation = claim.correction
    if citation is None:
        return None
    pairs = "; ".join(labels("check.instead_of", old=old, new=new) for old, new in replaced(claim))
    said = element("span", f"{pairs}. ", class_="cp-replaced") if pairs else None
    lead = element("strong", labels("check.correction"), labels.colon, " ")
    return element(
        "div", lead, said, quoted(citation, "q"), " ", cite_button(anchor, citation, labels), class_="cp-fix"
    )


def counted(outcomes: Iterable[Outcome]) -> dict[Outcome, int]:
    """How many there are of each, the worst first, none of those of which there are none."""
    known = list(outcomes)
    return {outcome: known.count(outcome) for outcome in OUTCOMES if outcome in known}


def choices(name: str, legend: str, options: Sequence[tuple[str, str]], chosen: str) -> Html:
    """A group of which one is chosen, as radio buttons: (value, words) each. `name` is also the event they raise."""
    buttons = (
        element(
            "label",
            element(
                "input",
                type="radio",
                name=name,
                id=choice_button(name, value),
                value=value,
                data_choice=name,
                checked=True if value == chosen else None,
            ),
            element("span", words),
        )
        for value, words in options
    )
    return element("fieldset", element("legend", legend), *buttons, class_="cp-choices")
