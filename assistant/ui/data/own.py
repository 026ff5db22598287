"""The part of the settings for all that a learner has here: files to download, one to bring back, the end of it.

Owns what a click does and how that looks; what is copied, checked, put aside and deleted is `records.folder`'s.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.conversations.store import ConversationStore
from assistant.conversations.store import default_path as conversations_path
from assistant.library.library import Libraries, uploads_folder
from assistant.library.uploads import Uploads
from assistant.markup import Html, element
from assistant.practice.records.store import PracticeStore
from assistant.practice.records.store import default_path as practice_path
from assistant.records.errors import FolderError
from assistant.records.folder import delete, restore
from assistant.ui.data.downloads import BACKUP, EXPORT
from assistant.ui.ids import setting_field
from assistant.ui.locale import Labels
from assistant.ui.settings.handlers import Step
from assistant.ui.settings.state import Chosen
from assistant.ui.web.messages import Data, text
from ingest.errors import CiteprepError
from ingest.settings import user_data

MEGABYTES = 200  # the most of an upload


class OwnData:
    """The actions on the data folder, and their part of the settings. `library` follows what changes."""

    def __init__(self, library: Libraries | None) -> None:
        self._library = library

    def steps(self) -> Mapping[str, Step]:
        """What each action does."""
        return {
            "data_restore": self._restore,
            "data_ask": lambda own, data, labels: replace(own, deleting=True),
            "data_keep": lambda own, data, labels: replace(own, deleting=False),
            "data_delete": self._delete,
        }

    def _restore(self, own: Chosen, data: Data, labels: Labels) -> Chosen:
        uploads = Uploads(uploads_folder())
        try:
            copy = uploads.path(text(data, "path"))
            try:
                contents, aside = restore(copy, user_data(), _now(), replace=True)
            finally:
                uploads.discard(copy)
            self._follow()
        except FolderError as error:
            return replace(own, said=labels("data.not_restored", why=str(error)), alert=True)
        except CiteprepError:
            return replace(own, said=labels("data.not_arrived", mb=MEGABYTES), alert=True)
        said = labels.count("data.restored", len(contents.files))
        if aside is not None:
            said = f"{said} {labels('data.aside', folder=str(aside))}"
        return replace(own, said=said, deleting=False)

    def _delete(self, own: Chosen, data: Data, labels: Labels) -> Chosen:
        """Only where it was asked about before, and the word was typed."""
        if not own.deleting:
            return own
        if text(data, "word").strip().lower() != labels("data.word"):
            return replace(own, said=labels("data.other_word", word=labels("data.word")), alert=True)
        try:
            contents = delete(user_data())
            self._follow()
        except CiteprepError as error:
            return replace(own, said=labels("data.not_deleted", why=str(error)), alert=True)
        return replace(own, said=labels.count("data.deleted", len(contents.files)), deleting=False)

    def _follow(self) -> None:
        """Files that this program writes to are there, in their present form, and the index is of what there is now."""
        ConversationStore(conversations_path())
        PracticeStore(practice_path())
        if self._library is not None:
            self._library.of("").follow()


def drawn(chosen: Chosen, labels: Labels) -> Html:
    """The part of the settings."""
    return element(
        "details",
        element("summary", labels("data.title")),
        element("p", labels("data.about", folder=str(user_data())), class_="cp-quiet"),
        element("div", *_files(labels), class_="cp-library-row"),
        *(_sure(labels) if chosen.deleting else _end(labels)),
        class_="cp-own-data",
        id=setting_field("data"),
        open=chosen.deleting,
    )


def _files(labels: Labels) -> Iterator[Html]:
    yield element("a", labels("data.backup"), href=BACKUP, download=True, class_="cp-button")
    yield element("a", labels("data.export"), href=f"{EXPORT}?lang={labels.lang}", download=True, class_="cp-button")
    field = element("input", type="file", accept=".zip", data_upload="data_restore", data_most=MEGABYTES * 1_000_000)
    yield element("label", labels("data.restore"), field, class_="cp-inline")


def _end(labels: Labels) -> Iterator[Html]:
    yield element("button", labels("data.delete"), type="button", data_act="data_ask", class_="cp-button")


def _sure(labels: Labels) -> Iterator[Html]:
    word = element("input", name="word", id=setting_field("word"), autocomplete="off", spellcheck="false", maxlength=40)
    yield element("p", labels("data.sure"), class_="cp-warn")
    yield element(
        "form",
        element("label", labels("data.type", word=labels("data.word")), word, class_="cp-inline"),
        element("button", labels("data.delete_yes"), type="submit", class_="cp-button"),
        element("button", labels("data.delete_no"), type="button", data_act="data_keep", class_="cp-button"),
        class_="cp-library-row",
        data_form="data_delete",
    )


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()
