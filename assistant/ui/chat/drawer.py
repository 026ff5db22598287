"""What happens in the list of conversations: it opens, is searched, titles change, conversations go and come back.

Owns the state of the drawer. Which conversation is open in the chat is not known here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.markup import Html
from assistant.ui.action import Action
from assistant.ui.chat.keeper import UNKEPT, Keeper
from assistant.ui.chat.shelf import SHELF, Said, Shelf, shelf_html
from assistant.ui.chat.state import Conversation
from assistant.ui.locale import load_labels
from assistant.ui.session import Session
from assistant.ui.trouble import explained


class Drawer:
    """The drawer of each session; `run` names this run of the program, for the browser."""

    def __init__(self, keeper: Keeper, run: str) -> None:
        self._keeper, self._run = keeper, run

    def draw(self, session: Session, talk: Conversation) -> Html:
        """The bar with the open conversation, and the drawer while it is open."""
        shelf, labels, error = SHELF.of(session), load_labels(session.lang), UNKEPT.of(session)
        listed = self._keeper.list(session, shelf.search) if shelf.open else ()
        trouble = f"{labels('kept.unkept')} {explained(error, labels)}" if error else ""
        return shelf_html(shelf, talk, listed, labels, run=self._run, trouble=trouble)

    def act(self, session: Session, action: Action) -> None:
        """One action of the page's script; any other name does nothing."""
        steps: dict[str, Callable[[Session, Shelf, str], Shelf]] = {
            "toggle": lambda session, shelf, _: Shelf(not shelf.open, focus=shelf.focus + 1),
            "search": lambda session, shelf, _: replace(shelf, search=action.text("text", 200)),
            "rename": lambda session, shelf, id: replace(shelf, renaming=id, focus=shelf.focus + 1),
            "keep_title": lambda session, shelf, _: replace(shelf, renaming="", focus=shelf.focus + 1),
            "renamed": lambda session, shelf, id: self._renamed(session, shelf, id, action.text("title", 500)),
            "delete": self._deleted,
            "undo": lambda session, shelf, _: self._restored(session, shelf),
        }
        step = steps.get(action.act)
        if step:
            shelf = replace(SHELF.of(session), said=None)
            SHELF.put(session, step(session, shelf, action.text("value", 32)))

    def say(self, session: Session, said: Said | None, *, closed: bool = False) -> None:
        """Put something on the line below the bar; None clears it."""
        SHELF.change(session, lambda shelf: replace(Shelf() if closed else shelf, said=said, focus=shelf.focus))

    def _renamed(self, session: Session, shelf: Shelf, id: str, title: str) -> Shelf:
        now = self._keeper.rename(session, id, title)
        said = Said("kept.gone" if now is None else "kept.renamed", {"title": now or ""})
        return replace(shelf, renaming="", said=said, focus=shelf.focus + 1)

    def _deleted(self, session: Session, shelf: Shelf, id: str) -> Shelf:
        gone = self._keeper.delete(session, id)
        if gone is None:
            return replace(shelf, said=Said("kept.gone"))
        return replace(shelf, said=Said("kept.deleted", {"title": gone.title}), deleted=id, focus=shelf.focus + 1)

    def _restored(self, session: Session, shelf: Shelf) -> Shelf:
        back = self._keeper.restore(session, shelf.deleted)
        said = Said("kept.restored", {"title": back.title}) if back else Said("kept.gone")
        return replace(shelf, said=said, deleted="", focus=shelf.focus + 1)
