"""The learner's copy as HTML: what would change in each note, line by line, and the button that downloads it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.markup import Html, element
from assistant.review.audit import AuditedNote
from assistant.review.copying import Copy
from assistant.ui.ids import Id
from assistant.ui.locale import Labels
from assistant.ui.trouble import status


@dataclass(frozen=True, slots=True)
class NoteCopy:
    """A note with what its copy would be; None where its file is not there any more as it was read."""

    note: AuditedNote
    chosen: int
    copy: Copy | None


def copies(made: Sequence[NoteCopy], said: str, labels: Labels, *, comparing: bool = False) -> Html:
    """What is said, every note of which something was chosen, and the button that stops a note being compared."""
    parts = [_note(one, labels) for one in made]
    chosen = sum(one.chosen for one in made)
    bar = element("a", labels.count("audit.copy_bar", chosen), href=f"#{Id.AUDIT_COPY}", class_="cp-copy-bar")
    heading = (bar, element("h2", labels("audit.copies")), element("p", labels("audit.copies_help"), class_="cp-quiet"))
    halt = element("button", labels("audit.halt"), type="button", class_="cp-button", data_act="halt")
    return element(
        "section", status(said), halt if comparing else None, *(heading if parts else ()), *parts, class_="cp-copies"
    )


def _note(made: NoteCopy, labels: Labels) -> Html:
    note = made.note
    title = element("h3", element("span", note.title, lang=note.lang), f" ({note.uri.rsplit('/', 1)[-1]})")
    if made.copy is None:
        return element("div", title, element("p", labels("audit.copy_gone")), class_="cp-copy")
    done = made.chosen - len(made.copy.left)
    button = element(
        "button",
        labels.count("audit.download", done),
        type="button",
        class_="cp-button",
        data_act="download",
        data_value=note.uri,
    )
    left = [element("li", claim.text, lang=claim.lang) for claim in made.copy.left]
    return element(
        "div",
        title,
        element("pre", *_lines(made.copy.diff), class_="cp-diff", tabindex="0", lang=note.lang) if done else None,
        element("p", labels("audit.copy_left")) if left else None,
        element("ul", *left) if left else None,
        button if done else None,
        class_="cp-copy",
    )


def _lines(diff: Sequence[str]) -> Iterator[Html]:
    """The lines of a diff, each with its sign; those that say only where they stand are left out."""
    for line in diff:
        if not line.startswith("@@"):
            yield element("del" if line.startswith("-") else "ins", f"{line[0]} {line[1:]}\n")
