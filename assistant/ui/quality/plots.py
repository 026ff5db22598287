"""The pictures of the Quality tab as inline SVG: shares with intervals, the trade-off of refusing, seconds. Pure.

As in `render_plots`: words stay HTML beside the drawing, so they keep their size on a narrow screen, and each drawing
says in words what it shows. Colours are classes of quality.css.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.markup import Html, element, rect, svg
from assistant.ui.quality.summary import Figure, TradeOff

_THICK = 14
TONES = {None: "", True: " is-good", False: " is-bad"}


def share_bar(figure: Figure, said: str) -> Html:
    """A share as a bar from 0 to 1, its interval as a line with ends, its target as an upright line."""
    tone = TONES[figure.reached]
    low, high = 100 * figure.low, 100 * figure.high
    parts = [
        rect(0, 3, 100, 8, "cp-track"),
        rect(0, 3, 100 * figure.value, 8, f"cp-share{tone}"),
        rect(low, 6.4, high - low, 1.2, "cp-whisker"),
        rect(min(low, 99.7), 4, 0.3, 6, "cp-whisker"),
        rect(max(0, high - 0.3), 4, 0.3, 6, "cp-whisker"),
    ]
    if figure.target is not None:
        parts.append(rect(min(99.5, 100 * figure.target - 0.25), 0, 0.5, _THICK, "cp-pass"))
    return svg(parts, 100, _THICK, said, "cp-share-svg")


def seconds_bar(median: float, late: float, longest: float, said: str) -> Html:
    """The median as a full bar, up to the 95th percentile as a pale one; `longest` is the right end."""
    scale = 100 / longest if longest > 0 else 0.0
    parts = [
        rect(0, 3, 100, 8, "cp-track"),
        rect(0, 3, late * scale, 8, "cp-late"),
        rect(0, 3, median * scale, 8, "cp-share"),
    ]
    return svg(parts, 100, _THICK, said, "cp-share-svg")


def trade_off_plot(curve: TradeOff, said: str) -> Html:
    """Three lines over the threshold (0..1 both ways); the dashed upright line is the threshold that is set."""
    lines = {
        "is-precision": [(point.threshold, point.precision) for point in curve.points],
        "is-recall": [(point.threshold, point.recall) for point in curve.points],
        "is-lost": [(point.threshold, point.lost) for point in curve.points],
    }
    grid = [rect(0, y - 0.1, 100, 0.2, "cp-track") for y in (0.1, 25, 50, 75, 99.9)]
    set_at = f"{100 * curve.threshold:.2f}"
    mark = element("line", x1=set_at, x2=set_at, y1="0", y2="100", class_="cp-set")
    drawn = (element("polyline", points=_points(points), class_=f"cp-line {name}") for name, points in lines.items())
    return svg([*grid, mark, *drawn], 100, 100, said, "cp-trade-off")


def line_sample(class_: str) -> Html:
    """A short piece of a line, for a legend."""
    line = element("line", x1="0", x2="30", y1="5", y2="5", class_=f"cp-line {class_}")
    return element("svg", line, viewBox="0 0 30 10", class_="cp-sample", aria_hidden="true")


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{100 * x:.2f},{100 - 100 * y:.2f}" for x, y in points)
