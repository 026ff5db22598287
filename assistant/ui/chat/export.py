"""A conversation as Markdown: for the clipboard and for a file. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.conversations.schema import Exchange
from assistant.schema import Answer, Citation
from assistant.ui.locale import Labels
from assistant.ui.sources import source_markdown
from assistant.ui.trouble import failure_text


def conversation_markdown(exchanges: Sequence[Exchange], labels: Labels) -> str:
    """All exchanges that have ended, questions as headings."""
    parts = [f"# {labels('export.title')}"]
    for exchange in exchanges:
        if exchange.running:
            continue
        parts += [f"## {labels('export.question')} {exchange.id}", _quoted(exchange.text)]
        parts += [f"### {labels('export.answer')}", exchange_markdown(exchange, labels)]
    return "\n\n".join(part for part in parts if part) + "\n"


def exchange_markdown(exchange: Exchange, labels: Labels) -> str:
    """One answer with its statements' verdicts and its sources, quotes included."""
    if exchange.answer is None:
        if exchange.failure is not None:
            return failure_text(exchange.failure, labels)
        return f"{exchange.draft.strip()}\n\n{labels('export.stopped')}".strip()
    return "\n\n".join(_answer(exchange.answer, exchange.citations, labels))


def _answer(answer: Answer, citations: Sequence[Citation], labels: Labels) -> Iterator[str]:
    if answer.choice:
        key = "one" if len(answer.choice) == 1 else "other"
        yield f"**{labels(f'choice.label.{key}')}{labels.colon} {', '.join(answer.choice)}**"
    yield answer.text or labels(f"status.{answer.status}")
    if answer.reason:
        yield answer.reason
    if answer.claims:
        rows = [
            f"- {labels(f'verdict.{claim.support}.label')}{labels.colon} {claim.text}"
            + (f" ({claim.reason_in(labels.lang)})" if claim.reason else "")
            for claim in answer.claims
        ]
        yield f"**{labels('export.statements')}**\n\n" + "\n".join(rows)
    if citations:
        heading = labels("export.sources" if answer.citations else "refusal.nearest").rstrip(" \u00a0:")
        yield f"**{heading}**\n\n" + "\n".join(source_markdown(citation, labels) for citation in citations)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
