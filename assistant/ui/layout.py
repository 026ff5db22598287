"""The page: head, language switch, one tab per function in `TABS`. Components only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.library.library import Libraries
from assistant.markup import Html
from assistant.practice.blueprint import load_catalogue
from assistant.ui.action import Action, learner_id
from assistant.ui.audit import tab as audit_tab
from assistant.ui.chat import tab as chat_tab
from assistant.ui.check import tab as check_tab
from assistant.ui.data.own import OwnData
from assistant.ui.data.own import drawn as own_data
from assistant.ui.exam import tab as exam_tab
from assistant.ui.exam.render import offer
from assistant.ui.header import Choice, header
from assistant.ui.ids import Id
from assistant.ui.library import tab as library_tab
from assistant.ui.library.render import collection_choices
from assistant.ui.locale import Labels, load_labels
from assistant.ui.page import FIRST_LANG, Arrival, Head, Page
from assistant.ui.ports import AssistantPort, seen
from assistant.ui.practice import tab as practice_tab
from assistant.ui.practice.desk import Desk
from assistant.ui.quality import tab as quality_tab
from assistant.ui.session import Session
from assistant.ui.settings import tab as settings_tab
from assistant.ui.settings.state import CHOSEN
from assistant.ui.web import theme
from assistant.ui.web.files import css, function, language_function
from assistant.ui.web.loop import in_a_loop
from assistant.ui.wiring import AT_ONCE, html
from ingest.errors import CiteprepError
from ingest.library.owners import NOBODY
from ingest.schema import LANGS

TABS: tuple[Callable[[Page], None], ...] = (
    chat_tab.build,
    library_tab.build,
    check_tab.build,
    practice_tab.build,
    exam_tab.build,
    audit_tab.build,
    quality_tab.build,
)
_LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_QUEUE = 32
_SESSIONS = 500  # browser tabs whose state Gradio keeps
_UPLOADS = (60, 900)  # seconds: how often uploads that were never taken in are looked for, and how old they are


@in_a_loop
def build_page(
    assistant: AssistantPort,
    *,
    library: Libraries | None = None,
    max_question_chars: int = 6000,
    opened: Callable[[], object] | None = None,
    models: bool = True,
    alone: bool = True,
    shared: bool = False,
) -> gr.Blocks:
    """The whole page around an assistant and a library, for `site.whole.site`.

    `opened` returns once an assistant that is still being opened is there: its head is drawn again then.
    `alone`: whether only this machine reaches the page. `models`: whether another chat model, and its server, may be
    chosen on the page. `shared`: people sign in, and each has a library of their own.
    """
    labels = load_labels(FIRST_LANG)
    blocks = gr.Blocks(title=labels("page.title"), fill_width=True, analytics_enabled=False, delete_cache=_UPLOADS)
    with blocks:
        session = gr.State(Session(FIRST_LANG, NOBODY if shared else ""))
        with gr.Row(elem_id=Id.TOP):
            head = html(Id.HEAD, "forms")
            settings = settings_tab.component()
            language = gr.Radio(
                [(_LANGUAGE_NAMES[lang], lang) for lang in LANGS],
                value=FIRST_LANG,
                label=labels("page.language"),
                elem_id=Id.LANGUAGE,
                scale=0,
                min_width=190,
            )
        shown = _head(assistant, library, head, Desk(alone=alone))
        page = Page(assistant, max_question_chars, session, language, shown, library, alone)
        page.translate(language, lambda labels: {"label": labels("page.language")})
        with gr.Tabs(elem_id=Id.TABS, overflow_behavior="wrap"):
            for build in TABS:
                build(page)
        own = (OwnData(library).steps(), own_data) if alone and not shared else None
        settings_tab.connect(page, settings, models=models, more=own)
        _connect(page, blocks, shared=shared)
        if opened is not None:
            blocks.load(lambda session: (opened(), page.head.drawn(session))[1], [session], [head], **AT_ONCE)
    blocks.queue(max_size=_QUEUE)
    blocks.state_session_capacity = _SESSIONS
    return blocks


def _head(assistant: AssistantPort, library: Libraries | None, component: gr.HTML, desk: Desk) -> Head:
    exams = tuple(load_catalogue().exams.values())

    def choice(session: Session) -> Choice:
        chosen, labels = CHOSEN.of(session), load_labels(session.lang)
        try:
            collections = collection_choices(library.of(session.user).collections, labels) if library else []
        except CiteprepError:  # the Library tab says what is wrong with it
            collections = []
        return Choice(exams, chosen.exam, collections, chosen.wishes.collection)

    def drawn(session: Session) -> str:
        name = CHOSEN.of(session).model_name or assistant.model_name
        labels = load_labels(session.lang)
        offered = running_exam(desk, session, labels)
        told = seen(assistant, session).index.manifest
        return header(told, name, assistant.notices, labels, choice(session), offered)

    return Head(component, drawn)


def running_exam(desk: Desk, session: Session, labels: Labels) -> Html | None:
    """An exam of the session's learner that runs, offered in the head; of a broken file the Exam tab tells."""
    if not session.learner:
        return None
    try:
        found = desk.learner(desk.owner(session.learner)).running_session()
    except CiteprepError:
        return None
    return offer(found.exam, labels) if found else None


def _connect(page: Page, blocks: gr.Blocks, *, shared: bool) -> None:
    """The language switch: by the browser when the page opens, by hand afterwards; and who comes, from where."""
    arriving = gr.Textbox(visible=False)

    def on_language(session: Session, lang: str) -> list[Any]:
        session.lang = next((known for known in LANGS if known == lang), session.lang)
        return page.updates(session)

    def on_open(session: Session, lang: str, arriving: str, request: gr.Request) -> list[Any]:
        came = Action(arriving)
        if shared:
            session.user = request.username or NOBODY
        session.learner = learner_id(request.username, came.data.get("learner")) or ""
        session.lang = next((known for known in LANGS if known == lang), session.lang)
        page.arrive(session, Arrival(came.text("conversation"), came.text("run") not in ("", page.run)))
        return [lang, *page.updates(session)]

    inputs = [page.session, page.language]
    opening = function("open", shared=("learner",))
    blocks.load(on_open, [*inputs, arriving], [page.language, *page.outputs()], js=opening, **AT_ONCE)
    page.language.input(on_language, inputs, page.outputs(), **AT_ONCE)
    page.language.change(None, [page.language], None, js=language_function(), **AT_ONCE)


def page_options() -> dict[str, Any]:
    """How the page looks, for whoever serves it."""
    return {"theme": theme.build_theme(), "css": css()}
