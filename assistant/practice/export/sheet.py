"""Items as an exam sheet for paper: one HTML file without scripts or outside files, the key on pages of its own.

Owns the sheet's markup and print style. All text is escaped here.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from assistant.formulas import with_formulas
from assistant.practice.blueprint import Blueprint
from assistant.practice.grade import printed_order
from assistant.practice.schema import LETTERS, PracticeItem
from assistant.practice.texts import text
from assistant.practice.views import letters
from ingest.schema import Lang

CSS = """
:root { color-scheme: light; }
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; color: #000; background: #fff; max-width: 46em;
  margin: 2em auto; padding: 0 1em; overflow-wrap: break-word; }
h1 { font-size: 16pt; } h2 { font-size: 14pt; }
.fill { display: flex; gap: 2em; margin: 1.5em 0; } .fill span { flex: 1; border-bottom: 1px solid #000; }
ol.questions { padding-left: 2.2em; } ol.questions > li { margin-bottom: 1.4em; break-inside: avoid; }
.task { font-style: italic; margin: .3em 0; }
.options { list-style: none; padding: 0; } .options li { display: flex; gap: .6em; margin: .25em 0; }
.box { flex: none; box-sizing: border-box; width: 1em; height: 1em; border: 1px solid #000; margin-top: .2em; }
.box.round { border-radius: 50%; }
.blank { display: inline-block; width: 2.2em; border-bottom: 1px solid #000; }
.key { break-before: page; page-break-before: always; }
.key > ol > li { margin-bottom: 1em; break-inside: avoid; }
blockquote { margin: .3em 0 .3em 1em; } cite { font-style: normal; font-size: 9pt; }
@media print { body { margin: 0; max-width: none; padding: 0; } @page { margin: 18mm; } }
""".strip()


def sheet(items: Sequence[PracticeItem], blueprint: Blueprint, lang: Lang) -> str:
    """The whole page: questions in the order given, then the key with explanations and sources.

    The time is the exam's, shrunk with the number of questions.
    """
    minutes = max(1, round(blueprint.minutes * len(items) / blueprint.count))
    head = text("sheet.head", lang, count=len(items), minutes=minutes)
    parts = [
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_html(blueprint.code)}</title>\n<style>\n{CSS}\n</style>\n</head>\n<body>",
        f"<h1>{_html(blueprint.name)}</h1>\n<p>{_html(head)}</p>",
        f'<p class="fill"><span>{_html(text("name", lang))}</span><span>{_html(text("date", lang))}</span></p>',
        '<ol class="questions">',
        *(f'<li lang="{item.lang}">{"".join(_question(item))}</li>' for item in items),
        f'</ol>\n<section class="key">\n<h2>{_html(text("key", lang))}</h2>\n<ol>',
        *(f'<li lang="{item.lang}">{"".join(_key(item))}</li>' for item in items),
        "</ol>\n</section>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _question(item: PracticeItem) -> Iterator[str]:
    order = printed_order(item)
    yield f"<div>{_html(item.stem)}</div>"
    yield f'<p class="task">{_html(text(item.type, item.lang, n=item.choose))}</p>'
    if item.pairs:
        prompts = (f'<li><span class="blank"></span> {_html(prompt)}</li>' for prompt in item.pairs)
        yield f"<ol>{''.join(prompts)}</ol>"
    mark = {"single": '<span class="box round"></span>', "several": '<span class="box"></span>'}.get(item.type, "")
    if item.type == "ordering":
        mark = '<span class="blank"></span>'
    rows = (f"<li>{mark}<span>{LETTERS[p]}. {_html(item.options[k])}</span></li>" for p, k in enumerate(order))
    yield f'<ul class="options">{"".join(rows)}</ul>'


def _key(item: PracticeItem) -> Iterator[str]:
    order = printed_order(item)
    yield f"<strong>{' '.join(letters(order, item.answers))}</strong> {_html(item.explanation)}"
    if item.option_notes:
        notes = (f"<li>{LETTERS[p]}: {_html(item.option_notes[k])}</li>" for p, k in enumerate(order))
        yield f"<ul>{''.join(notes)}</ul>"
    for ref in item.evidence:
        yield f"<blockquote>{_html(ref.quote)}<br><cite>{_html(ref.uri)}</cite></blockquote>"


def _html(words: str) -> str:
    return with_formulas(words, lambda part: html.escape(part).replace("\n", "<br>"))
