"""One learner's conversation: what was asked, how far each answer has come, which source is open.

Exchanges are frozen values; `Session` is the one thing that changes. Gradio hands every handler of a browser tab the
same `Session` object, and handlers run at the same time (an answer is being written while a citation is clicked or
Stop is pressed), so its changes are made under a lock and a stopped exchange takes no more.
"""

from __future__ import annotations

import dataclasses
import threading
from dataclasses import dataclass
from typing import Literal

from assistant.schema import Answer, Citation, Failed, Question, Turn
from assistant.ui.sources import Cited
from ingest.schema import Lang

Phase = Literal["searching", "retrieved", "drafting", "done", "failed", "stopped"]
RUNNING: frozenset[Phase] = frozenset({"searching", "retrieved", "drafting"})
MAX_EXCHANGES = 40
_HISTORY_EXCHANGES = 4
_RECEIPTS = 8


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer so far. `passages` counts what was found."""

    id: int
    text: str
    phase: Phase = "searching"
    question: Question | None = None
    passages: int = 0
    evidence: tuple[Citation, ...] = ()
    draft: str = ""
    answer: Answer | None = None
    failure: Failed | None = None

    @property
    def running(self) -> bool:
        """Whether the answer is still being made."""
        return self.phase in RUNNING

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What a number in this exchange opens: the answer's citations, else the nearest, else the evidence."""
        if self.answer is None:
            return self.evidence
        return self.answer.citations or self.answer.nearest

    @property
    def cited(self) -> Cited:
        """The exchange's sources, for the panel."""
        if self.answer is not None:
            return Cited(self.id, self.text, self.citations, "cited" if self.answer.citations else "nearest")
        return Cited(self.id, self.text, self.citations, None if self.phase == "searching" else "evidence")


@dataclass(frozen=True, slots=True)
class Selection:
    """The source that the panel shows: an exchange, and one of its numbers (None: the list of them)."""

    exchange: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """A question that goes back into its field, ahead of what was typed since or only where nothing was.

    The browser empties the field when it sends, so what is not taken must come back. It also puts it in: what the
    server knows of the field is older than what is being typed in it.
    """

    text: str
    only_if_empty: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the browser is told of a question that it sent under a number of its own; `number` counts receipts."""

    number: int
    sent: str
    returned: Returned | None


class Session:
    """The conversation of one browser tab.

    Not a dataclass: Gradio would write a dataclass in a `gr.State` out into the page's public configuration.
    """

    def __init__(self, lang: Lang = "en", answer_lang: Lang | None = None) -> None:
        self.lang: Lang = lang
        self.answer_lang: Lang | None = answer_lang
        self.exchanges: tuple[Exchange, ...] = ()
        self.selection: Selection | None = None
        self._receipts: tuple[Receipt, ...] = ()
        self._next = 1
        self._lock = threading.RLock()

    def __deepcopy__(self, memo: dict[int, object]) -> Session:
        """A new conversation: Gradio copies the first value for every browser tab, and a lock cannot be copied."""
        return Session(self.lang, self.answer_lang)

    @property
    def running(self) -> bool:
        """Whether an answer is being made."""
        return any(exchange.running for exchange in self.exchanges)

    def begin(self, text: str) -> Exchange | None:
        """Add a question and look at it; None while another one is being answered."""
        with self._lock:
            if self.running:
                return None
            exchange = Exchange(self._next, text)
            self._next += 1
            self.exchanges = (*self.exchanges, exchange)[-MAX_EXCHANGES:]
            self.selection = Selection(exchange.id)
            return exchange

    def find(self, id_: int) -> Exchange | None:
        """An exchange that is still in the conversation."""
        return next((exchange for exchange in self.exchanges if exchange.id == id_), None)

    def put(self, exchange: Exchange) -> bool:
        """Replace an exchange by its next state; False when it was stopped or is gone, and must not go on."""
        with self._lock:
            current = self.find(exchange.id)
            if current is None or not current.running:
                return False
            self.exchanges = tuple(exchange if old.id == exchange.id else old for old in self.exchanges)
            return True

    def stop(self) -> bool:
        """Stop what is running; False when nothing was."""
        with self._lock:
            running = [exchange for exchange in self.exchanges if exchange.running]
            for exchange in running:
                self.put(dataclasses.replace(exchange, phase="stopped"))
            return bool(running)

    def take_back(self, id_: int) -> str | None:
        """Remove the last exchange if it is this one and has ended; its text, to be asked again."""
        with self._lock:
            last = self.exchanges[-1] if self.exchanges else None
            if last is None or last.id != id_ or last.running:
                return None
            self.exchanges = self.exchanges[:-1]
            return last.text

    def clear(self) -> None:
        """Forget the conversation; an answer that is still coming finds no place any more."""
        with self._lock:
            self.exchanges, self.selection = (), None

    def resume(self, before: Session) -> None:
        """Take over the conversation of the page before a reload; an answer that was being written has stopped."""
        with before._lock:
            exchanges, selection, following = before.exchanges, before.selection, before._next
        with self._lock:
            self.exchanges = tuple(dataclasses.replace(e, phase="stopped") if e.running else e for e in exchanges)
            self.selection, self._next = selection, following

    def receive(self, sent: str, returned: Returned | None) -> tuple[Receipt, ...]:
        """Add a receipt; the last ones, newest last. The page may skip a state of a part that changes twice at once."""
        with self._lock:
            number = self._receipts[-1].number + 1 if self._receipts else 1
            self._receipts = (*self._receipts, Receipt(number, sent, returned))[-_RECEIPTS:]
            return self._receipts

    def history(self, before: Exchange) -> tuple[Turn, ...]:
        """The last answered questions ahead of an exchange, oldest first."""
        answered = [e for e in self.exchanges if e.id < before.id and e.answer is not None]
        turns: list[Turn] = []
        for exchange in answered[-_HISTORY_EXCHANGES:]:
            assert exchange.answer is not None
            turns += [Turn("user", exchange.text), Turn("assistant", exchange.answer.text)]
        return tuple(turns)
