"""The sheet to read before an exam: where the learner stands, and the facts most likely to be missed.

Owns the sheet's order and words; how it looks is `sheet`'s. One HTML file without scripts, made for paper: 25 minutes.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

from assistant.formulas import with_formulas
from assistant.practice.blueprint import Blueprint
from assistant.practice.export.sheet import CSS
from assistant.practice.schema import PracticeItem
from assistant.practice.texts import text
from assistant.practice.training.readiness import MINUTES, Readiness, Risk
from ingest.schema import Lang


def revision(found: Readiness, blueprint: Blueprint, lang: Lang, titled: Callable[[str], str] = str) -> str:
    """The whole sheet; `titled` gives a document's title for its uri."""
    head = text(f"ready.{found.answer}", lang, low=found.low, high=found.high, mark=found.pass_mark)
    minutes = text("ready.minutes", lang, n=len(found.risks), minutes=MINUTES)
    parts = [
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_html(blueprint.code)}</title>\n<style>\n{CSS}\n</style>\n</head>\n<body>",
        f"<h1>{_html(blueprint.name)}</h1>\n<p>{_html(head)}</p>\n<ul>",
        *(f"<li>{_html(row)}</li>" for row in _domains(found, blueprint, lang)),
        f'</ul>\n<p>{_html(minutes)}</p>\n<ol class="questions">',
        *(f'<li lang="{one.item.lang}">{"".join(_fact(one, titled))}</li>' for one in found.risks),
        "</ol>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _domains(found: Readiness, blueprint: Blueprint, lang: Lang) -> Iterator[str]:
    for row in found.domains:
        name = blueprint.domain(row.domain).name.in_lang(lang)
        low, high = round(100 * row.low), round(100 * row.high)
        known = text("level", lang, name=name, right=row.right, total=row.total, low=low, high=high)
        yield known.strip() if row.total else text("none", lang, name=name).strip()


def _fact(risk: Risk, titled: Callable[[str], str]) -> Iterator[str]:
    item = risk.item
    yield f"<div>{_html(item.stem)}</div><p><strong>{_html(_key(item))}</strong></p>"
    yield f"<p>{_html(item.explanation)}</p>"
    for ref in item.evidence:
        yield f"<blockquote>{_html(ref.quote)}<br><cite>{_html(titled(ref.uri))} ({_html(ref.uri)})</cite></blockquote>"


def _key(item: PracticeItem) -> str:
    if item.pairs:
        return "; ".join(f"{prompt}: {item.options[k]}" for prompt, k in zip(item.pairs, item.answers, strict=True))
    return (" → " if item.type == "ordering" else "; ").join(item.options[k] for k in item.answers)


def _html(words: str) -> str:
    return with_formulas(words, lambda part: html.escape(part).replace("\n", "<br>"))
