"""A checked text as HTML: its claims, the worst first or where they stand, the coverage, the corrected version. Pure.

Everything from a person or a document goes through `markup`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.markup import Html, element
from assistant.review.schema import CheckedClaim, Correction
from assistant.ui.chat import judged
from assistant.ui.chat.render import cite_button
from assistant.ui.check.state import ORDERS, Check, Filter
from assistant.ui.locale import Labels
from assistant.ui.quote import quoted
from assistant.ui.trouble import failure


def result(check: Check | None, wanted: Filter, labels: Labels) -> Html:
    """The check as it is: an introduction before the first one, then the text with its verdicts so far.

    Once nothing more is to come, what a filter lets through.
    """
    if check is None:
        return _welcome(labels)
    return element(
        "section",
        *_parts(check, wanted, labels),
        class_="cp-review",
        id=check.anchor,
        tabindex="-1",
        aria_label=labels("check.result"),
        aria_busy="true" if check.running else "false",
    )


def _welcome(labels: Labels) -> Html:
    card = element(
        "button",
        element("span", labels("check.example"), class_="cp-kind"),
        element("span", labels("check.example_text"), class_="cp-example"),
        type="button",
        data_act="example_select",
        data_value="example",
    )
    return element(
        "div",
        element("h2", labels("check.title")),
        element("p", labels("check.lead")),
        element("div", card, class_="cp-examples"),
        class_="cp-welcome",
    )


def _parts(check: Check, wanted: Filter, labels: Labels) -> Iterator[Html | None]:
    if check.failure is not None:
        yield element("p", element("strong", labels("check.failed")))
        yield failure(check.failure, labels)
    if check.phase == "stopped":
        yield element("p", labels("check.stopped_help"), class_="cp-quiet")
    if check.phase == "searching":
        yield element("p", labels("check.searching"), class_="cp-working")
    if check.claims:
        yield _picture(check, labels)
    if check.claims and not check.running:
        yield _choices(check, wanted, labels)
    if check.phase == "checking":
        text = labels("check.progress", n=labels.number(len(check.claims)), total=labels.number(len(check.spans)))
        yield element("p", text, class_="cp-working")
    whole = check.running or not check.claims or wanted == Filter(order="text")
    shown = _annotated(check, labels) if whole else (_claim(check, c, labels) for c in check.shown(wanted))
    yield element("div", *shown, class_="cp-annotated")
    if not check.running and check.claims:
        yield _corrected(check, labels)


def _picture(check: Check, labels: Labels) -> Html:
    """The bar of verdicts, how much is supported, and while verdicts are to come how many of each there are."""
    share = labels("check.coverage", percent=round(100 * check.checked.coverage))
    counts = judged.counted(claim.outcome for claim in check.claims)
    rows = (
        element("li", judged.mark(outcome, labels), f"{labels.colon} {labels.number(count)}")
        for outcome, count in counts.items()
    )
    return element(
        "header",
        element("p", element("strong", share), " ", _bar(check, labels)),
        element("ul", *rows) if check.running else None,
        class_="cp-picture",
    )


def _bar(check: Check, labels: Labels) -> Html:
    """A cell for each claim, and how many are supported."""
    supported = sum(claim.verdict == "supported" for claim in check.claims)
    cells = (element("i", class_=judged.tone(claim.outcome)) for claim in check.claims)
    text = labels("coverage.text", supported=supported, n=len(check.claims))
    bar = element("span", *cells, class_="cp-bar", aria_hidden="true")
    return element("span", bar, element("span", text), class_="cp-coverage")


def _choices(check: Check, wanted: Filter, labels: Labels) -> Html:
    """Which claims, with their counts, and in which order."""
    counts = judged.counted(claim.outcome for claim in check.claims)
    only = [("", f"{labels('check.all')} ({labels.number(len(check.claims))})")]
    for outcome, count in counts.items():
        words = labels(f"verdict.{outcome}.label")
        only.append((outcome, f"{judged.ICONS[outcome]} {words} ({labels.number(count)})"))
    orders = [(order, labels(f"check.order.{order}")) for order in ORDERS]
    return element(
        "div",
        judged.choices("only", labels("check.only"), only, wanted.only),
        judged.choices("order", labels("check.order.title"), orders, wanted.order),
        class_="cp-choosing",
    )


def _annotated(check: Check, labels: Labels) -> Iterator[Html]:
    """The text line by line: what claims nothing as it stands, each claim on a row of its own with its verdict."""
    at = 0
    for place, (start, end) in enumerate(check.spans):
        yield from _plain(check.text[at:start])
        at = max(at, end)
        if place < len(check.claims):
            yield _claim(check, check.claims[place], labels)
        else:
            yield _waiting(check, check.text[start:end], labels)
    yield from _plain(check.text[at:])


def _plain(text: str) -> Iterator[Html]:
    for line in text.split("\n"):
        if any(character.isalnum() for character in line):
            yield element("p", line.strip(), class_="cp-between", dir="auto")


def _claim(check: Check, claim: CheckedClaim, labels: Labels) -> Html:
    tone = judged.tone(claim.outcome)
    cites = (cite_button(check.anchor, citation, labels) for citation in claim.citations)
    reason = f"{labels.colon} {judged.why(claim, labels)} "
    return element(
        "div",
        element("span", claim.text, class_="cp-said", lang=claim.lang, dir="auto"),
        element("p", judged.mark(claim.outcome, labels), reason, *cites, class_="cp-why"),
        judged.correction(claim, check.anchor, labels),
        class_=f"cp-claim is-checked {tone}",
    )


def _waiting(check: Check, text: str, labels: Labels) -> Html:
    said = labels("check.waiting" if check.running else "check.not_checked")
    return element(
        "div",
        element("span", text, class_="cp-said", dir="auto"),
        element("p", said, class_="cp-why cp-quiet"),
        class_="cp-claim is-waiting",
    )


def _corrected(check: Check, labels: Labels) -> Html:
    return element(
        "details",
        element("summary", labels("check.corrected")),
        element("p", labels("check.corrected_help"), class_="cp-quiet"),
        element("ul", *(_piece(check, piece, labels) for piece in check.checked.corrected)),
        class_="cp-corrected",
    )


def _piece(check: Check, piece: Correction, labels: Labels) -> Html:
    """A quote with its number, and the claim's words where it says something else."""
    said = " ".join(check.claims[place].text for place in piece.claims)
    lang = check.claims[piece.claims[0]].lang
    if piece.citation is None:
        words = element("q", said, lang=lang)
        return element("li", element("span", labels("check.uncovered"), " ", words, class_="cp-quiet"))
    instead = element("p", labels("check.instead"), " ", element("q", said, lang=lang), class_="cp-quiet")
    cited = cite_button(check.anchor, piece.citation, labels)
    quote = quoted(piece.citation, "blockquote", " ", cited)
    return element("li", quote, instead if piece.changed else None)
