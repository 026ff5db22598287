"""What is the learner's own in the practice tab: progress out, in and away, cards brought along, questions taken out.

Owns these actions and their part of the overview. What a document of progress is, is `records.whole`'s, what a card is,
`practice.cards`'.
"""

from __future__ import annotations

import base64
import binascii
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assistant.markup import Html, element
from assistant.practice.cards import SUFFIXES, items_of, read_cards
from assistant.practice.errors import PracticeError
from assistant.practice.export.anki import Practised
from assistant.practice.export.export import Format, export
from assistant.practice.records.store import LearnerStore
from assistant.practice.records.whole import forget, progress_in, progress_out
from assistant.ui.action import Action
from assistant.ui.locale import Labels
from assistant.ui.practice.desk import Desk
from assistant.ui.practice.render import button
from assistant.ui.practice.state import Place, Step
from assistant.ui.trouble import status
from ingest.schema import LANGS, Lang

_MOST_PIECES = 2000
_MOST_BYTES = 16_000_000
_FORMS: Mapping[str, tuple[Format, str, str]] = {
    "anki": ("anki", ".apkg", "application/octet-stream"),
    "csv": ("csv", ".csv", "text/csv"),
}


class Belongings:
    """The actions on what is the learner's own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def steps(self) -> dict[str, tuple[Step, ...]]:
        """What each action of this part of the tab does."""
        return {
            "progress_out": (self._out,),
            "piece": (self._piece,),
            "reset": (self._ask_reset,),
            "reset_no": (self._ask_reset,),
            "reset_yes": (self._reset,),
            **dict.fromkeys((f"take_{form}" for form in _FORMS), (self._take,)),
        }

    def _store(self, place: Place) -> LearnerStore:
        return self._desk.learner(place.learner)

    def _out(self, place: Place, action: Action, labels: Labels) -> Place:
        store = self._store(place)
        name = f"citeprep-progress-{store.now:%Y-%m-%d}.json"
        made = saved(name, "application/json", progress_out(store).encode(), labels, place.focus)
        return replace(place, made=made, focus=place.focus + 1)

    def _take(self, place: Place, action: Action, labels: Labels) -> Place:
        """The questions of the choice as a deck with what was practised, or as a table."""
        form, suffix, kind = _FORMS[action.act.removeprefix("take_")]
        store, blueprint = self._store(place), self._desk.catalogue[place.exam]
        items = self._desk.bank(blueprint.id, store).select(domain=place.domain or None)
        lang: Lang = next((one for one in LANGS if one == labels.lang), "en")
        practised = Practised(store.cards(), store.zone)
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / f"citeprep-{blueprint.id}{suffix}"
            export(form, items, blueprint, out, lang=lang, made=store.now, practised=practised)
            made = saved(out.name, kind, out.read_bytes(), labels, place.focus)
        said = status(labels(f"practice.own.{form}_made", n=len(items)))
        return replace(place, made=made, said=said, focus=place.focus + 1)

    def _piece(self, place: Place, action: Action, labels: Labels) -> Place:
        """A part of a file that the browser sends; with the last one it is taken in."""
        number, count = int(action.number("piece") or 0), int(action.number("of") or 0)
        if not 0 <= number < count <= _MOST_PIECES:
            raise PracticeError(labels("practice.own.too_large"))
        pieces = {**(place.pieces if number else {}), number: action.text("text", 16_000)}
        if len(pieces) < count:
            return replace(place, pieces=pieces)
        try:
            data = base64.b64decode("".join(pieces[k] for k in range(count)), validate=True)
        except (KeyError, binascii.Error) as error:
            raise PracticeError(labels("practice.own.not_arrived")) from error
        if len(data) > _MOST_BYTES:
            raise PracticeError(labels("practice.own.too_large"))
        return self._taken_in(replace(place, pieces={}), Path(action.text("name", 200)).name, data, labels)

    def _taken_in(self, place: Place, name: str, data: bytes, labels: Labels) -> Place:
        store, suffix = self._store(place), Path(name).suffix.lower()
        if suffix == ".json":
            try:
                new = progress_in(store, data.decode("utf-8-sig"))
            except UnicodeDecodeError as error:
                raise PracticeError(labels("practice.own.not_arrived")) from error
            return replace(place, said=status(labels("practice.own.joined", n=new)))
        if suffix not in SUFFIXES:
            raise PracticeError(labels("practice.own.format"))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"cards{suffix}"
            file.write_bytes(data)
            cards = read_cards(file)
        blueprint = self._desk.catalogue[place.exam]
        store.put_items(items_of(cards, blueprint.id, place.domain or blueprint.domain_ids[0]))
        return replace(place, said=status(labels("practice.own.cards", n=len(cards), code=blueprint.code)))

    def _ask_reset(self, place: Place, action: Action, labels: Labels) -> Place:
        return replace(place, resetting=action.act == "reset")

    def _reset(self, place: Place, action: Action, labels: Labels) -> Place:
        """Take all away, after a copy that can be brought back was written."""
        if not place.resetting:
            return place
        store = self._store(place)
        copy = self._desk.folder / f"progress-{store.now:%Y%m%d-%H%M%S}.json"
        copy.write_text(progress_out(store), encoding="utf-8")
        forget(store)
        fresh = Place(place.learner, exam=place.exam, focus=place.focus + 1, answered=place.answered)
        return replace(fresh, said=status(labels("practice.own.gone", path=str(copy))))


def belongings(labels: Labels, *, resetting: bool = False) -> Html:
    """The part of the overview with these actions; folded until all is about to go."""
    asking = element(
        "div",
        element("p", labels("practice.own.sure"), class_="cp-warn"),
        button(labels("practice.own.reset_yes"), "reset_yes"),
        button(labels("practice.own.reset_no"), "reset_no", primary=True),
        class_="cp-buttons",
    )
    field = element("input", type="file", data_read="piece", accept=",".join(sorted({*SUFFIXES, ".json"})))
    return element(
        "details",
        element("summary", labels("practice.own.title")),
        element("p", labels("practice.own.where"), class_="cp-quiet"),
        element(
            "div",
            button(labels("practice.own.out"), "progress_out"),
            button(labels("practice.own.anki"), "take_anki"),
            button(labels("practice.own.csv"), "take_csv"),
            class_="cp-buttons",
        ),
        element("p", labels("practice.own.anki_note"), class_="cp-quiet"),
        element("label", element("span", labels("practice.own.in")), field, class_="cp-field"),
        element("p", labels("practice.own.in_note"), class_="cp-quiet"),
        asking if resetting else button(labels("practice.own.reset"), "reset"),
        class_="cp-report",
        open=resetting,
    )


def saved(name: str, kind: str, data: bytes, labels: Labels, number: int) -> Html:
    """A file as a link; the page's script follows it once for each `number` (web/practice.js)."""
    href = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    link = element("a", labels("practice.own.save", name=name), href=href, download=name, data_made=number)
    return element("p", link, class_="cp-made")
