"""What one browser tab has said and heard: the conversation as a frozen value, and how it goes on.

Pure: each step gives the next conversation, or None where it cannot be taken; `session.Kept.change` takes them one at a
time, so that a stopped exchange takes no more although words still arrive.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from assistant.conversations import schema as conversations
from assistant.conversations.schema import KeptConversation
from assistant.schema import Turn
from assistant.ui.ids import anchor
from assistant.ui.session import Kept
from assistant.ui.sources import AsWhat, Chosen, Cited, Recorded
from ingest.schema import Lang

MAX_EXCHANGES = 40
_HISTORY_EXCHANGES = 8
_RECEIPTS = 8


@dataclass(frozen=True, slots=True)
class Exchange(conversations.Exchange):
    """A question and its answer so far, on the page."""

    @staticmethod
    def of(kept: conversations.Exchange) -> Exchange:
        """The same exchange on the page."""
        return Exchange(*(getattr(kept, field.name) for field in fields(kept)))

    def same_as(self, other: Exchange) -> bool:
        """Whether it is the same question, however far its answer: numbers are those of one conversation."""
        return (self.id, self.asked_at) == (other.id, other.asked_at)

    @property
    def anchor(self) -> str:
        """Its name on the page."""
        return anchor("exchange", self.id)

    @property
    def cited(self) -> Cited:
        """The exchange's sources, for the panel."""
        as_what: AsWhat | None = None if self.phase == "searching" else "evidence"
        if self.answer is not None:
            as_what = "cited" if self.answer.citations else "nearest"
        return Cited(self.anchor, self.text, self.citations, as_what, Recorded(self.asked_at, self.hashes))


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

    `id` and `title` are those it is kept under ("": it is not), `earlier` counts the exchanges before those shown.
    `branching`: the next question begins another conversation with the exchanges shown.
    `following` is the number of the next exchange, `chosen` what the sources panel shows, `answer_lang` the language
    that the learner pinned for the answers.
    """

    id: str = ""
    title: str = ""
    earlier: int = 0
    exchanges: tuple[Exchange, ...] = ()
    branching: bool = False
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

    @staticmethod
    def of(kept: KeptConversation, like: Conversation) -> Conversation:
        """A kept conversation as it is opened, at its last answer's first source; settings stay as they are."""
        shown = tuple(map(Exchange.of, kept.exchanges[-MAX_EXCHANGES:]))
        chosen = Chosen(shown[-1].anchor, next((c.number for c in shown[-1].citations), None)) if shown else None
        return replace(
            like,
            id=kept.summary.id,
            title=kept.summary.title,
            earlier=len(kept.exchanges) - len(shown),
            exchanges=shown,
            chosen=chosen,
            branching=False,
            following=kept.following,
        )

    def begun(self, text: str, asked_at: str = "") -> Conversation | None:
        """With one more question, which is looked at; None while another one is being answered."""
        if self.running:
            return None
        exchange = Exchange(self.following, text, asked_at=asked_at)
        exchanges = (*self.exchanges, exchange)[-MAX_EXCHANGES:]
        return replace(
            self,
            exchanges=exchanges,
            earlier=self.earlier + len(self.exchanges) + 1 - len(exchanges),
            branching=False,
            chosen=Chosen(exchange.anchor),
            following=self.following + 1,
        )

    def before(self, number: int) -> Conversation:
        """With the exchanges before a number, which is the next one."""
        return replace(self, exchanges=tuple(e for e in self.exchanges if e.id < number), following=number)

    def with_state(self, exchange: Exchange) -> Conversation | None:
        """With an exchange's next state; None when it was stopped or is gone, and must not go on.

        The first source of an answer is opened, unless the learner looks at something else; what was opened in the
        sources' answer stays open in the one that follows it.
        """
        before = next((old for old in self.exchanges if old.same_as(exchange) and old.running), None)
        if before is None:
            return None
        chosen = self.chosen
        first = next(iter(exchange.answer.citations), None) if exchange.answer else None
        if first and before.answer is None and chosen and chosen.of == exchange.anchor:
            chosen = Chosen(exchange.anchor, first.number)
        exchanges = tuple(exchange if old.same_as(exchange) else old for old in self.exchanges)
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
        """A new one, with the same settings; an answer that is still coming finds no place any more."""
        return Conversation(answer_lang=self.answer_lang, receipts=self.receipts)

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


CONVERSATION = Kept(Conversation())
"""Where the chat keeps the conversation that is open in a session."""
