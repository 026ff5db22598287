"""Pictures of progress as inline SVG: mastery by domain, days of practice, exam results against the pass line. Pure.

Words stay HTML next to the drawing, so they keep their size on a narrow screen; each drawing says in words what it
shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.markup import Html, element, rect, svg
from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import BlueprintError
from assistant.practice.schema import Result
from assistant.practice.training.schedule import DESIRED_RETENTION
from assistant.ui.locale import Labels

_DAYS = 30
_EXAMS = 12
_WEEKS = 16


def domain_name(blueprint: Blueprint | None, domain: str, labels: Labels) -> str:
    """A domain's name in the page's language; its id where the exam no longer has it."""
    try:
        return blueprint.domain(domain).name.in_lang(labels.lang) if blueprint else domain
    except BlueprintError:
        return domain


def percent(share: float) -> int:
    """A share in 0..1 in whole percent."""
    return round(100 * share)


def mastery_picture(rows: Sequence[Mapping[str, Any]], blueprint: Blueprint, labels: Labels) -> Html:
    """Mastery by domain: the estimate as a line, its 90 % interval as a band."""
    drawn = []
    for row in rows:
        name = domain_name(blueprint, row["domain"], labels)
        if row["total"]:
            values = {"low": percent(row["low"]), "high": percent(row["high"])}
            said = labels("practice.level", right=row["right"], total=row["total"], **values)
        else:
            said = labels("practice.level_none")
        picture = _band(row["mean"], row["low"], row["high"], f"{name}{labels.colon} {said}", known=bool(row["total"]))
        drawn.append(_row(name, said, picture))
    return element("ul", *drawn, class_="cp-levels")


def result_picture(result: Result, blueprint: Blueprint | None, labels: Labels) -> Html:
    """The domains of an exam against the pass line."""
    line = (result.pass_mark - result.scale_min) / (result.scale_max - result.scale_min)
    drawn = []
    for row in result.domains:
        name = domain_name(blueprint, row.domain, labels)
        verdict = labels("exam.meets" if row.meets else "exam.misses")
        said = labels(
            "exam.domain_line", right=row.right, total=row.total, low=percent(row.low), high=percent(row.high)
        )
        picture = _band(
            row.share, row.low, row.high, f"{name}{labels.colon} {said} {verdict}", line=line, good=row.meets
        )
        drawn.append(_row(name, f"{said} {verdict}", picture))
    caption = element("p", labels("exam.line_note", share=percent(line)), class_="cp-quiet")
    return element("div", element("ul", *drawn, class_="cp-levels"), caption)


def _row(name: str, said: str, picture: Html) -> Html:
    words = element("span", said, class_="cp-quiet")
    return element("li", element("span", name, class_="cp-level-name"), words, picture)


def _band(
    share: float,
    low: float,
    high: float,
    said: str,
    *,
    known: bool = True,
    line: float | None = None,
    good: bool | None = None,
) -> Html:
    parts: list[Html | None] = [rect(0, 3, 100, 6, "cp-track")]
    if known:
        tone = {None: "", True: " is-good", False: " is-bad"}[good]
        parts.append(rect(100 * low, 3, 100 * (high - low), 6, f"cp-band{tone}"))
        parts.append(rect(100 * share - 0.5, 1, 1, 10, f"cp-mean{tone}"))
    if line is not None:
        parts.append(rect(100 * line - 0.2, 0, 0.4, 12, "cp-pass"))
    return svg(parts, 100, 12, said, "cp-band-svg")


def days_picture(days: Sequence[Mapping[str, Any]], labels: Labels) -> Html | None:
    """Answers of the last days with practice: right ones below, wrong ones on top."""
    shown = days[-_DAYS:]
    if not shown:
        return None
    most = max(day["total"] for day in shown)
    step = 100 / max(8, len(shown))
    bars: list[Html | None] = [rect(0, 39.6, 100, 0.4, "cp-track")]
    for place, day in enumerate(shown):
        right, total = 38 * day["right"] / most, 38 * day["total"] / most
        bars.append(rect(place * step + step * 0.15, 39.6 - total, step * 0.7, total - right, "cp-bar-wrong"))
        bars.append(rect(place * step + step * 0.15, 39.6 - right, step * 0.7, right, "cp-bar-right"))
    answers, right = sum(day["total"] for day in shown), sum(day["right"] for day in shown)
    first, last = (labels.date(shown[end]["day"]) for end in (0, -1))
    values = {"first": first, "last": last, "most": most}
    said = labels("practice.days_said", total=answers, right=right, **values)
    return element("figure", svg(bars, 100, 40, said, "cp-plot"), element("figcaption", said), class_="cp-figure")


def forecast_picture(due: Mapping[str, Any], labels: Labels) -> Html | None:
    """What comes back on each of the next days; what is due already stands first, with the rest of today."""
    counts = [due["now"] + due["ahead"][0], *due["ahead"][1:]] if due["ahead"] else []
    most = max(counts, default=0)
    if not most:
        return None
    step = 100 / len(counts)
    bars: list[Html | None] = [rect(0, 39.6, 100, 0.4, "cp-track")]
    for place, count in enumerate(counts):
        height = 38 * count / most
        bars.append(rect(place * step + step * 0.15, 39.6 - height, step * 0.7, height, "cp-bar-right"))
    said = labels(
        "practice.forecast_said", days=len(counts), total=sum(counts), today=counts[0], tomorrow=counts[1], most=most
    )
    return element("figure", svg(bars, 100, 40, said, "cp-plot"), element("figcaption", said), class_="cp-figure")


def retention_picture(weeks: Sequence[Mapping[str, Any]], recall: float | None, labels: Labels) -> Html | None:
    """The share still known when it came back, by week, and the share that is wanted as a line."""
    shown = weeks[-_WEEKS:]
    if not shown:
        return None
    step = 100 / max(8, len(shown))
    wanted = 39.6 - 38 * DESIRED_RETENTION
    parts: list[Html | None] = [rect(0, wanted, 100, 0.3, "cp-pass"), rect(0, 39.6, 100, 0.4, "cp-track")]
    for place, week in enumerate(shown):
        height = 38 * week["right"] / week["total"]
        parts.append(rect(place * step + step * 0.15, 39.6 - height, step * 0.7, height, "cp-bar-right"))
    right, total = sum(week["right"] for week in shown), sum(week["total"] for week in shown)
    values = {"share": percent(right / total), "wanted": percent(DESIRED_RETENTION)}
    said = labels("practice.retention_said", right=right, total=total, weeks=len(shown), **values)
    if recall is not None:
        said = f"{said} {labels('practice.recall_said', share=percent(recall))}"
    return element("figure", svg(parts, 100, 40, said, "cp-plot"), element("figcaption", said), class_="cp-figure")


def exams_picture(points: Sequence[Mapping[str, Any]], low: int, high: int, labels: Labels) -> Html | None:
    """Estimates of the finished exams with their intervals, and the pass line of the last one."""
    shown = points[-_EXAMS:]
    if not shown:
        return None

    def height(value: float) -> float:
        return 40 - 40 * (value - low) / (high - low)

    mark = shown[-1]["pass_mark"]
    step = 100 / max(8, len(shown))
    parts: list[Html | None] = [
        rect(0, height(mark) - 0.15, 100, 0.3, "cp-pass"),
        rect(0, 39.8, 100, 0.2, "cp-track"),
    ]
    for place, point in enumerate(shown):
        middle, top = (place + 0.5) * step, height(point["high"])
        tone = " is-good" if point["passed"] else " is-bad"
        parts.append(rect(middle - step * 0.12, top, step * 0.24, height(point["low"]) - top, f"cp-band{tone}"))
        parts.append(rect(middle - step * 0.25, height(point["scaled"]) - 0.4, step * 0.5, 0.8, f"cp-mean{tone}"))
    said = labels("practice.exams_said", scores=", ".join(str(point["scaled"]) for point in shown), mark=mark)
    return element("figure", svg(parts, 100, 40, said, "cp-plot"), element("figcaption", said), class_="cp-figure")
