"""HTML that is safe by construction: plain text is escaped wherever it enters, only `Html` passes as it is.

Forgetting something here shows too much on the page ("&amp;lt;"), never too little escaping. Standard library only.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

_VOID = frozenset({"br", "hr", "img", "input"})


class Html(str):
    """Text that is HTML already. Joining it to plain text with `+` or an f-string gives plain text again."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Plain text as HTML, in content and in attributes; what no browser can show (lone surrogates, NUL) is replaced."""
    if isinstance(text, Html):
        return text
    shown = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return Html(html.escape(shown, quote=True))


def join(parts: Iterable[str | None], between: str = "") -> Html:
    """The parts in a row, plain ones escaped, None left out."""
    return Html(escape(between).join(escape(part) for part in parts if part is not None))


def element(tag: str, *children: str | None, **attributes: str | int | bool | None) -> Html:
    """One element. `class_` stands for class, `data_value` for data-value; None and False leave an attribute out."""
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    opening = f"<{tag}{written}>"
    return Html(opening if tag in _VOID else f"{opening}{join(children)}</{tag}>")


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def rect(x: float, y: float, width: float, height: float, class_: str) -> Html:
    """A rectangle, in the units of the picture; less than nothing is no width."""
    numbers = {"x": x, "y": y, "width": max(0.0, width), "height": max(0.0, height)}
    return element("rect", class_=class_, **{name: f"{value:.2f}" for name, value in numbers.items()})


def svg(parts: Sequence[Html | None], width: int, height: int, said: str, class_: str) -> Html:
    """A picture that stretches with its place; `said` is what it shows, in words."""
    return element(
        "svg",
        *parts,
        class_=class_,
        viewBox=f"0 0 {width} {height}",
        preserveAspectRatio="none",
        role="img",
        aria_label=said,
    )
