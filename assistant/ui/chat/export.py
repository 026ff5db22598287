"""A conversation as Markdown: for the clipboard and for a file. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.review.markdown import plain, shown
from assistant.schema import Answer, Citation
from assistant.ui.chat.state import Exchange
from assistant.ui.locale import Labels


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
            return f"{exchange.failure.message} {exchange.failure.help}".strip()
        return f"{exchange.draft.strip()}\n\n{labels('export.stopped')}".strip()
    return "\n\n".join(_answer(exchange.answer, exchange.citations, labels))


def _answer(answer: Answer, citations: Sequence[Citation], labels: Labels) -> Iterator[str]:
    if answer.choice:
        key = "one" if len(answer.choice) == 1 else "other"
        yield f"**{labels(f'choice.label.{key}')}: {', '.join(answer.choice)}**"
    yield answer.text or labels(f"status.{answer.status}")
    if answer.reason:
        yield answer.reason
    if answer.claims:
        rows = [
            f"- {labels(f'verdict.{claim.support}.label')}: {claim.text}"
            + (f" ({claim.reason})" if claim.reason else "")
            for claim in answer.claims
        ]
        yield f"**{labels('export.statements')}**\n\n" + "\n".join(rows)
    if citations:
        yield f"**{labels('export.sources')}**\n\n" + "\n".join(_source(citation, labels) for citation in citations)


def _source(citation: Citation, labels: Labels) -> str:
    place = [plain(citation.title)]
    if citation.section and citation.section != citation.title:
        place.append(plain(citation.section))
    if citation.page is not None:
        place.append(f"{labels('sources.page')} {citation.page}")
    if citation.as_of:
        place.append(citation.as_of)
    where = shown(citation.url, citation.uri)
    told = ": ".join(plain(part) for part in citation.told if part)
    return f"- [{citation.number}] {', '.join(place)}. {where}\n  > {told}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
