"""Items as an Anki deck.

Stable by design: the note type and the decks have fixed ids and a note's guid comes from its item id, so importing a
newer export updates the cards and keeps the learner's history. Fields are HTML: all text is escaped here.
"""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Sequence
from pathlib import Path

from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import ExportError
from assistant.practice.grade import printed_order
from assistant.practice.schema import LETTERS, PracticeItem
from assistant.practice.texts import text
from assistant.practice.views import letters
from ingest.schema import hash_of

# Ids once given out; changing one makes Anki add new cards instead of updating.
MODEL_ID = 1_607_392_319_501
_DECK_SPACE = 1 << 40

_FIELDS = ("Item", "Question", "Options", "Answer", "Explanation", "Source")
_FRONT = '<div class="question">{{Question}}</div>{{Options}}'
_BACK = (
    "{{FrontSide}}<hr id=answer>"
    '<div class="key">{{Answer}}</div><div class="why">{{Explanation}}</div><div class="source">{{Source}}</div>'
)
_CSS = """.card { font: 18px/1.5 system-ui, sans-serif; text-align: left; max-width: 42em; margin: 0 auto;
  padding: 1em; }
ol.options { list-style: upper-alpha; }
.task { font-style: italic; }
.key { font-weight: 600; }
.notes { font-size: 16px; }
.source { font-size: 15px; margin-top: 1em; }
blockquote { margin: .4em 0; padding-left: .8em; border-left: 3px solid #888; }
cite { font-style: normal; overflow-wrap: anywhere; }"""


def write_deck(
    items: Sequence[PracticeItem], blueprint: Blueprint, path: Path, *, made: datetime.datetime | None = None
) -> None:
    """Write items as one .apkg with a deck for each language. Raises ExportError when genanki is missing.

    `made` (default: now) is every note's time of change: Anki's import updates a note when it is later than its own.
    """
    try:
        import genanki
    except ImportError as error:
        raise ExportError("The package genanki is missing.", help="pip install 'genanki>=0.13,<0.14'") from error
    model = genanki.Model(
        MODEL_ID,
        "citeprep question",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Question", "qfmt": _FRONT, "afmt": _BACK}],
        css=_CSS,
    )
    decks = []
    for lang in sorted({item.lang for item in items}):
        name = f"citeprep::{blueprint.code} ({lang})"
        deck = genanki.Deck(deck_id(blueprint.id, lang), name)
        for item in items:
            if item.lang == lang:
                fields = note_fields(item)
                guid = genanki.guid_for("citeprep", item.id)
                deck.add_note(genanki.Note(model=model, fields=fields, guid=guid, tags=_tags(item)))
        decks.append(deck)
    genanki.Package(decks).write_to_file(str(path), timestamp=made.timestamp() if made else None)


def deck_id(exam: str, lang: str) -> int:
    """The deck's id in Anki: the same for every export of an exam in a language."""
    return _DECK_SPACE + int(hash_of("deck", exam, lang), 16) % _DECK_SPACE


def note_fields(item: PracticeItem) -> list[str]:
    """The fields of a note, in the order of the note type, as HTML."""
    order = printed_order(item)
    options = "".join(f"<li>{_html(item.options[k])}</li>" for k in order)
    prompts = "".join(f"<li>{_html(prompt)}</li>" for prompt in item.pairs)
    task = f'<p class="task">{_html(text(item.type, item.lang, n=item.choose))}</p>'
    notes = ""
    if item.option_notes:
        rows = (f"<li>{LETTERS[place]}: {_html(item.option_notes[k])}</li>" for place, k in enumerate(order))
        notes = f'<ul class="notes">{"".join(rows)}</ul>'
    source = "".join(
        f"<blockquote>{_html(ref.quote)}</blockquote><cite>{_html(ref.uri)}</cite>" for ref in item.evidence
    )
    return [
        _html(item.id),
        f"<p>{_html(item.stem)}</p>{task}",
        (f"<ol>{prompts}</ol>" if prompts else "") + f'<ol class="options">{options}</ol>',
        _html(text("answer", item.lang, key=" ".join(letters(order, item.answers)))),
        f"<p>{_html(item.explanation)}</p>{notes}",
        source,
    ]


def _tags(item: PracticeItem) -> list[str]:
    return [re.sub(r"\s+", "-", f"{kind}::{name}") for kind, name in (("domain", item.domain), ("type", item.type))]


def _html(words: str) -> str:
    """Text as HTML. Braces are spelled out too: Anki would read `{{...}}` as a field or a cloze."""
    escaped = html.escape(words).replace("{", "&#123;").replace("}", "&#125;")
    return escaped.replace("\n", "<br>")
