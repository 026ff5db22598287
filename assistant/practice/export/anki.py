"""Items as an Anki deck.

Stable by design: the note type and the decks have fixed ids and a note's guid comes from its item id, so importing a
newer export updates the cards and keeps the learner's history. The fields are as fixed as the ids: with another field
under the same id Anki updates nothing and adds nothing. Tags are under a name of ours, out of the way of the learner's.
Fields are HTML: all text is escaped here; `\\(...\\)` stays, as Anki draws formulas.
"""

from __future__ import annotations

import datetime
import html
import json
import re
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.practice.blueprint import Blueprint
from assistant.practice.days import Zone, day_of
from assistant.practice.errors import ExportError
from assistant.practice.grade import printed_order
from assistant.practice.schema import LETTERS, CardState, PracticeItem
from assistant.practice.texts import text
from assistant.practice.training.schedule import DESIRED_RETENTION
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


_REVIEW = "UPDATE cards SET type = 2, queue = 2, factor = 2500, reps = 1, due = ?, ivl = ?, data = ? WHERE nid = ?"


@dataclass(frozen=True, slots=True)
class Practised:
    """What a learner practised, to be taken along: when each item comes back, and where their day begins."""

    cards: Mapping[str, CardState]
    zone: Zone = None


def write_deck(
    items: Sequence[PracticeItem],
    blueprint: Blueprint,
    path: Path,
    *,
    made: datetime.datetime | None = None,
    practised: Practised | None = None,
) -> None:
    """Write items as one .apkg with a deck for each language, new cards in the order given.

    `made` (default: now) is every note's time of change: Anki's import updates a note when it is later than its own.
    Raises ExportError when genanki is missing.
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
        for place, item in enumerate((item for item in items if item.lang == lang), 1):
            guid = genanki.guid_for("citeprep", item.id)
            note = genanki.Note(model=model, fields=note_fields(item), guid=guid, tags=_tags(item), due=place)
            deck.add_note(note)
        decks.append(deck)
    genanki.Package(decks).write_to_file(str(path), timestamp=made.timestamp() if made else None)
    if practised:
        _take_along(path, {genanki.guid_for("citeprep", item.id): item.id for item in items}, practised)


def _take_along(path: Path, items: Mapping[str, str], practised: Practised) -> None:
    """Put when each card comes back into a written deck, as Anki's own reviews with FSRS's numbers.

    `items` are item ids by the guids of their notes.
    """
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(parts["collection.anki2"])
        (created,) = base.execute("SELECT crt FROM col").fetchone()
        first = datetime.datetime.fromtimestamp(created, datetime.UTC).date()
        for note, guid in base.execute("SELECT id, guid FROM notes").fetchall():
            card = practised.cards.get(items.get(guid, ""))
            row = _review_row(card, first, practised.zone) if card else None
            if row:
                base.execute(_REVIEW, (*row, note))
        base.commit()
        parts["collection.anki2"] = base.serialize()
    finally:
        base.close()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def _review_row(card: CardState, first: datetime.date, zone: Zone) -> tuple[int, int, str] | None:
    """When a card is due in days since the collection began, its interval in days, and FSRS's numbers."""
    try:
        kept = json.loads(card.data)
        stability, difficulty = float(kept["stability"]), float(kept["difficulty"])
        last = datetime.date.fromisoformat(str(kept.get("day") or kept["last_review"])[:10])
    except (ValueError, KeyError, TypeError):
        return None  # what cannot be read is a new card there
    due = day_of(card.due, zone)
    numbers = {"s": round(stability, 4), "d": round(difficulty, 3), "dr": DESIRED_RETENTION}
    return (due - first).days, max(1, (due - last).days), json.dumps(numbers)


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
    return [
        re.sub(r"\s+", "-", f"citeprep::{kind}::{name}")
        for kind, name in (("domain", item.domain), ("type", item.type))
    ]


def _html(words: str) -> str:
    """Text as HTML. Braces are spelled out too: Anki would read `{{...}}` as a field or a cloze."""
    escaped = html.escape(words).replace("{", "&#123;").replace("}", "&#125;")
    return escaped.replace("\n", "<br>")
