"""Plots as inline SVG, from numbers to markup: bars with intervals, curves, and spans of time. Pure.

Colours and fonts come from the page's style sheet (classes s0, s1, ... for bars, c0, c1, ... for curves), so that one
drawing serves light and dark. Every drawing carries its description; the figures stand in tables beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.markup import Html, element, escape, join

_WIDTH, _HEIGHT = 640.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 12.0, 14.0, 46.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A value in 0..1 with its interval; None draws nothing."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A named line through (x, y), both in 0..1."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stage and its median and 95th percentile, in seconds."""

    name: str
    p50: float
    p95: float


def bars(title: str, groups: Sequence[str], series: Sequence[str], values: Sequence[Sequence[Bar | None]]) -> Html:
    """Grouped bars: `values[group][series]`."""
    slot = (_WIDTH - _LEFT - _RIGHT) / max(1, len(groups))
    width = slot * 0.8 / max(1, len(series))
    parts = [_grid()]
    for column, (group, row) in enumerate(zip(groups, values, strict=True)):
        left = _LEFT + column * slot + slot * 0.1
        for number, bar in enumerate(row):
            if bar is not None:
                parts.append(_bar(left + number * width, width * 0.9, bar, number, f"{group}, {series[number]}"))
        parts.append(_text(left + slot * 0.4, _HEIGHT - _BOTTOM + 18, group, anchor="middle"))
    parts.append(_legend(series))
    return _figure(title, parts)


def curves(title: str, lines: Sequence[Curve], *, x_label: str, mark: float | None = None) -> Html:
    """Lines over 0..1, with a vertical mark where a setting stands."""
    parts = [_grid()]
    for tick in range(0, 11, 2):
        parts.append(_text(_x(tick / 10), _HEIGHT - _BOTTOM + 16, f"{tick / 10:.1f}", anchor="middle"))
    if mark is not None:
        x = _number(_x(mark))
        parts.append(element("line", x1=x, x2=x, y1=_number(_y(1)), y2=_number(_y(0)), class_="mark"))
    for number, line in enumerate(lines):
        path = " ".join(f"{_number(_x(x))},{_number(_y(y))}" for x, y in line.points)
        parts.append(element("polyline", element("title", line.name), points=path, class_=f"line c{number}"))
    parts.append(_text(_x(1), _HEIGHT - 7, x_label, anchor="end", class_="quiet"))
    parts.append(_legend([line.name for line in lines], "c"))
    return _figure(title, parts)


def stretches(title: str, rows: Sequence[Stretch]) -> Html:
    """Horizontal bars: the median in full, up to the 95th percentile pale."""
    longest = nice_ceiling(max((row.p95 for row in rows), default=1.0))
    step, left = 26.0, 118.0
    height = 24 + step * len(rows) + 24
    scale = (_WIDTH - left - 90) / longest
    parts: list[Html] = []
    for number, row in enumerate(rows):
        y = 12 + number * step
        label = f"{row.p50:.2f} / {row.p95:.2f} s"
        parts.append(_text(left - 8, y + 13, row.name, anchor="end"))
        parts.append(_rect(left, y, row.p95 * scale, 16, "pale"))
        parts.append(_rect(left, y, row.p50 * scale, 16, "deep"))
        parts.append(_text(left + row.p95 * scale + 6, y + 13, label, class_="quiet"))
    bottom = 12 + step * len(rows) + 14
    for part in range(5):
        value = longest * part / 4
        parts.append(_text(left + value * scale, bottom, f"{value:g} s", anchor="middle", class_="quiet"))
    return _figure(title, parts, height=height)


def nice_ceiling(value: float) -> float:
    """The next of 1, 2, 4, 5, 8 or 10 times a power of ten; 1 for nothing."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in (1, 2, 4, 5, 8, 10) if step * power >= value - 1e-12), 10 * power)


def _grid() -> Html:
    parts = []
    for tick in range(0, 11, 2):
        y = _number(_y(tick / 10))
        parts.append(element("line", x1=_number(_LEFT), x2=_number(_WIDTH - _RIGHT), y1=y, y2=y, class_="grid"))
        parts.append(_text(_LEFT - 6, _y(tick / 10) + 4, f"{tick / 10:.1f}", anchor="end", class_="quiet"))
    return join(parts)


def _bar(x: float, width: float, bar: Bar, number: int, name: str) -> Html:
    middle = _number(x + width / 2)
    title = element("title", f"{name}: {bar.value:.3f} [{bar.low:.3f}, {bar.high:.3f}]")
    column = _rect(x, _y(bar.value), width, _y(0) - _y(bar.value), f"s{number}", title)
    whisker = element("line", x1=middle, x2=middle, y1=_number(_y(bar.low)), y2=_number(_y(bar.high)), class_="whisker")
    return join([column, whisker])


def _legend(names: Sequence[str], series: str = "s") -> Html:
    parts, x = [], _LEFT
    for number, name in enumerate(names):
        parts.append(_rect(x, _HEIGHT - 16, 12, 10, f"{series}{number}"))
        parts.append(_text(x + 16, _HEIGHT - 7, name))
        x += 34 + 6.6 * len(name)
    return join(parts)


def _figure(title: str, parts: Sequence[Html], *, height: float = _HEIGHT) -> Html:
    box = {"viewBox": f"0 0 {_number(_WIDTH)} {_number(height)}", "aria-label": title}
    drawing = element("svg", element("title", title), *parts, role="img", **box)
    return element("figure", drawing, element("figcaption", title))


def _rect(x: float, y: float, width: float, height: float, class_: str, *children: Html) -> Html:
    return element(
        "rect", *children, x=_number(x), y=_number(y), width=_number(max(0.0, width)), height=_number(max(0.0, height)),
        class_=class_,
    )  # fmt: skip


def _text(x: float, y: float, text: str, *, anchor: str = "start", class_: str | None = None) -> Html:
    return element("text", escape(text), x=_number(x), y=_number(y), class_=class_, text_anchor=anchor)


def _x(value: float) -> float:
    return _LEFT + value * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float) -> float:
    return _HEIGHT - _BOTTOM - value * (_HEIGHT - _TOP - _BOTTOM)


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
