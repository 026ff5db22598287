"""What one browser tab has said and heard: the conversation as a frozen value, and how it goes on.

Pure: each step gives the next conversation, or None where it cannot be taken; `session.Kept.change` takes them one at a
time, so that a stopped exchange takes no more although words still arrive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assistant.schema import Answer, Citation, Failed, Question, Turn
from assistant.ui.ids import anchor
from assistant.ui.session import Kept
from assistant.ui.sources import Chosen, Cited
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
    def anchor(self) -> str:
        """Its name on the page."""
        return anchor("exchange", self.id)

    @property
    def cited(self) -> Cited:
        """The exchange's sources, for the panel."""
        if self.answer is not None:
            return Cited(self.anchor, self.text, self.citations, "cited" if self.answer.citations else "nearest")
        return Cited(self.anchor, self.text, self.citations, None if self.phase == "searching" else "evidence")


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


@dataclass(frozen=True, slots=True)
class Conversation:
    """The conversation of one browser tab: at most the last `MAX_EXCHANGES` exchanges, oldest first.

    `following` is the number of the next exchange, `chosen` what the sources panel shows, `answer_lang` the language
    that the learner pinned for the answers.
    """

    exchanges: tuple[Exchange, ...] = ()
    chosen: Chosen | None = None
    answer_lang: Lang | None = None
    receipts: tuple[Receipt, ...] = ()
    following: int = 1

    @property
    def running(self) -> bool:
        """Whether an answer is being made."""
        return any(exchange.running for exchange in self.exchanges)

    @property
    def last(self) -> Exchange:
        """The newest exchange. Raises IndexError while there is none."""
        return self.exchanges[-1]

    def begun(self, text: str) -> Conversation | None:
        """With one more question, which is looked at; None while another one is being answered."""
        if self.running:
            return None
        exchange = Exchange(self.following, text)
        return replace(
            self,
            exchanges=(*self.exchanges, exchange)[-MAX_EXCHANGES:],
            chosen=Chosen(exchange.anchor),
            following=self.following + 1,
        )

    def with_state(self, exchange: Exchange) -> Conversation | None:
        """With an exchange's next state; None when it was stopped or is gone, and must not go on.

        The first source of an answer is opened, unless the learner looks at something else.
        """
        if not any(old.id == exchange.id and old.running for old in self.exchanges):
            return None
        chosen = self.chosen
        if chosen and chosen.of == exchange.anchor and exchange.answer and exchange.answer.citations:
            chosen = Chosen(exchange.anchor, exchange.answer.citations[0].number)
        exchanges = tuple(exchange if old.id == exchange.id else old for old in self.exchanges)
        return replace(self, exchanges=exchanges, chosen=chosen)

    def stopped(self) -> Conversation | None:
        """With what runs stopped; None when nothing does."""
        return self._all_stopped() if self.running else None

    def without_last(self, id_: int) -> Conversation | None:
        """Without the last exchange, to be asked again; None unless it is this one and has ended."""
        if not self.exchanges or self.last.id != id_ or self.last.running:
            return None
        return replace(self, exchanges=self.exchanges[:-1])

    def cleared(self) -> Conversation:
        """Without any exchange; an answer that is still coming finds no place any more."""
        return replace(self, exchanges=(), chosen=None)

    def reopened(self) -> Conversation:
        """As the page after a reload takes it over: an answer that was being written has stopped."""
        return Conversation(self._all_stopped().exchanges, self.chosen, following=self.following)

    def received(self, sent: str, returned: Returned | None) -> Conversation:
        """With one more receipt, of the last ones: the page may skip a state of a part that changes twice at once."""
        number = self.receipts[-1].number + 1 if self.receipts else 1
        return replace(self, receipts=(*self.receipts, Receipt(number, sent, returned))[-_RECEIPTS:])

    def named(self, anchor: str) -> Exchange | None:
        """The exchange of this name on the page, while it is in the conversation."""
        return next((exchange for exchange in self.exchanges if exchange.anchor == anchor), None)

    def history(self, before: Exchange) -> tuple[Turn, ...]:
        """The last answered questions ahead of an exchange, oldest first."""
        answered = [e for e in self.exchanges if e.id < before.id and e.answer is not None]
        turns: list[Turn] = []
        for exchange in answered[-_HISTORY_EXCHANGES:]:
            assert exchange.answer is not None
            turns += [Turn("user", exchange.text), Turn("assistant", exchange.answer.text)]
        return tuple(turns)

    def _all_stopped(self) -> Conversation:
        ended = (replace(one, phase="stopped") if one.running else one for one in self.exchanges)
        return replace(self, exchanges=tuple(ended))


CONVERSATION = Kept(Conversation(), Conversation.reopened)
"""Where the chat keeps a session's conversation; it goes on after a reload."""
