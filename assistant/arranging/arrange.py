"""The statements of an answer in groups: the direct answer, the sides of a comparison or its table, steps, then the
rest by what it is (definition, when, how, pitfalls).

Owns which statement stands in which group. No word is written here and none is left out: the text of the answer stays
as it is, and each of its statements is in exactly one group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.arranging.roles import ROLES, role_of
from assistant.arranging.sides import sides_of, table_rows, title_of
from assistant.asking.asked import Asked
from assistant.asking.terms import TermGroup
from assistant.finding.ranking import Ranked
from assistant.finding.ranking import sides as compared
from assistant.schema import Answer, Citation, Claim, Event, Evidence, Final, Group, GroupRole, Quoted
from ingest.schema import Span

_LIKELY = 0.25  # chance to state the answer: the least for a part that counts as answered
_FEW = 3  # statements that are read at a glance
_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A claim by its place in the answer, and the words of the source that it cites first."""

    place: int
    span: Span | None


def served(picked: Sequence[Ranked]) -> int:
    """How many parts of a question have a sentence that is likely to answer them."""
    parts = range(len(picked[0].by_part) if picked else 0)
    return sum(any(one.by_part[part] >= _LIKELY for one in picked) for part in parts)


def arranged(events: Iterator[Event], asked: Asked, evidence: Sequence[Evidence], parts: int) -> Iterator[Event]:
    """The events of a question, its answer with its groups; `parts` of the question are served (`served`)."""
    for event in events:
        if isinstance(event, Final | Quoted):
            yield type(event)(with_groups(event.answer, asked, evidence, parts))
        else:
            yield event


def with_groups(answer: Answer, asked: Asked, evidence: Sequence[Evidence], parts: int) -> Answer:
    """The answer with its groups, none where it is short; rows of a table that compares the sides are cited too."""
    refused = answer.status == "refused"
    found = 0 if refused else parts if len(asked.parts) > 1 else 1
    return _grouped(replace(answer, asked=len(asked.parts), found=found), asked, evidence)


def _grouped(answer: Answer, asked: Asked, evidence: Sequence[Evidence]) -> Answer:
    """The groups of what the sources say, and a last one for what a model says beside them."""
    if answer.status not in ("answered", "partial") or answer.choice or not answer.claims:
        return answer
    spans = {one.span.place: one.span for one in evidence}
    cited = {citation.number: spans.get(citation.place) for citation in answer.citations}
    statements = [_Statement(place, _span(claim, cited)) for place, claim in enumerate(answer.claims)]
    copied = [one for one in statements if answer.claims[one.place].copied]
    if not copied or len(copied) == len(statements):
        return _with_roles(answer, asked, statements)
    found = _with_roles(answer, asked, copied)
    words = [one for one in statements if one not in copied]
    return replace(found, groups=(*found.groups, _group("wording", words))) if found.groups else found


def _with_roles(answer: Answer, asked: Asked, statements: Sequence[_Statement]) -> Answer:
    sides = compared(asked)
    if asked.compares and len(sides) > 1:
        found = _compared(answer, asked, sides, statements)
        if found is not None:
            return found
    steps = _steps(statements, answer.claims)
    if len(steps) > 1:
        rest = [one for one in statements if one not in steps]
        return replace(answer, groups=(*_direct(rest[:1]), _group("steps", steps), *_by_role(rest[1:])))
    if len(statements) <= _FEW:
        return answer
    return replace(answer, groups=(*_direct(statements[:1]), *_by_role(statements[1:])))


def _span(claim: Claim, cited: Mapping[int, Span | None]) -> Span | None:
    return next((span for number in claim.citations if (span := cited.get(number)) is not None), None)


def _compared(
    answer: Answer, asked: Asked, sides: Sequence[TermGroup], statements: Sequence[_Statement]
) -> Answer | None:
    """Side by side: the table of the source that has the sides as columns, else each side's own statements.

    None where the statements do not tell the sides apart.
    """
    rows = next((rows for one in statements if one.span and (rows := table_rows(one.span, sides))), ())
    if rows:
        known = {citation.place: citation.number for citation in answer.citations}
        more = _cited(rows, known)
        table = Group("table", rows=tuple(known[row.place] for row in rows))
        in_table = {row.place for row in rows}
        rest = [one for one in statements if one.span is None or one.span.place not in in_table]
        citations = (*answer.citations, *more)
        left = [one for one in statements if one not in rest]  # said already by the table, and kept in the answer
        groups = (*_direct(rest[:1]), table, *_by_role([*rest[1:], *left]))
        return replace(answer, groups=groups, citations=citations)
    titles = [title_of(side, asked) for side in sides]
    own: list[list[_Statement]] = [[] for _ in sides]
    rest = []
    for one in statements:
        spoken = sides_of(one.span, sides) if one.span else ()
        (own[spoken[0]] if len(spoken) == 1 else rest).append(one)
    if not all(titles) or sum(map(bool, own)) < 2:
        return None
    columns = [_group("side", mine, title) for title, mine in zip(titles, own, strict=True)]
    return replace(answer, groups=(*_direct(rest[:1]), *columns, *_by_role(rest[1:])))


def _cited(rows: Sequence[Span], known: dict[tuple[str, int, int], int]) -> list[Citation]:
    """Citations of the rows that are not cited yet, numbered on; `known` is told of them."""
    more: list[Citation] = []
    for row in rows:
        if row.place not in known:
            known[row.place] = len(known) + 1
            more.append(Citation.of(row, known[row.place]))
    return more


def _steps(statements: Sequence[_Statement], claims: Sequence[Claim]) -> list[_Statement]:
    """The items of a numbered list of one source, in its order."""
    numbered = [one for one in statements if one.span is not None and _is_numbered(one.span)]
    if not numbered:
        return []
    first = numbered[0].span
    assert first is not None
    own = [one for one in numbered if one.span and (one.span.uri, one.span.section) == (first.uri, first.section)]
    return sorted(own, key=lambda one: one.span.start if one.span else 0)


def _is_numbered(span: Span) -> bool:
    block = span.block
    text = span.document.text
    return block is not None and block.kind == "list" and bool(_NUMBERED.match(text[block.start : block.end]))


def _direct(statements: Sequence[_Statement]) -> tuple[Group, ...]:
    return (_group("direct", statements),) if statements else ()


def _by_role(statements: Sequence[_Statement]) -> list[Group]:
    by: dict[GroupRole, list[_Statement]] = {}
    for one in statements:
        by.setdefault(role_of(one.span) if one.span else "more", []).append(one)
    return [_group(role, by[role]) for role in (*ROLES, "more") if role in by]


def _group(role: GroupRole, statements: Sequence[_Statement], title: str = "") -> Group:
    return Group(role, tuple(one.place for one in statements), title)
