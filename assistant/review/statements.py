"""Every claim of a text against the sources: found, searched for in both languages, judged, one event each.

Owns the order of these steps for one text. The claims are cut by `checking.claims`, the verdict is `checking`'s; what
is searched may be limited to kinds of sources (the audit reads the AWS documents only).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.asking.asked import asked_of
from assistant.asking.bilingual import Bilingual
from assistant.checking.judge import NEAR, Judgement, completes, judge
from assistant.checking.opinion.second_opinion import SecondLook
from assistant.checking.reading.claims import split_claims
from assistant.checking.reading.lexicon import Lexicon
from assistant.checking.reasons import reason
from assistant.checking.verdict import Checker
from assistant.checking.window import Window
from assistant.finding.evidence import Candidate, EvidenceFinder
from assistant.finding.retrieve import Retriever, SearchSettings
from assistant.review.changes import ChangeLog, Told
from assistant.review.errors import TextError
from assistant.review.schema import CheckedClaim, CheckedText, Done, Found, Judged, StatementEvent
from assistant.review.spans import claim_lang, leans
from assistant.review.windows import pairs, window, windows
from assistant.schema import Citation, Failed
from ingest.errors import CiteprepError
from ingest.schema import Kind, Lang, Span
from ingest.text.characters import normal, normal_with_places, whole

MAX_CHARS = 200_000
_WINDOWS = 8
_PAIRS = 3
_OF_SOURCE = frozenset({"source", "cue", "a", "b"})  # words of a reason that may be the source's
# Passages asked for when only some kinds of sources are wanted: the others are left out afterwards.
_WIDE = 80


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim to judge: its words made to stand alone, its place, and the claim before it where it leans on that.

    `sentence` is the whole sentence of a claim that is one of several clauses.
    """

    text: str
    start: int
    end: int
    lang: Lang
    before: str = ""
    sentence: str = ""

    @property
    def whole(self) -> Statement:
        """The whole sentence as a claim."""
        return dataclasses.replace(self, text=self.sentence, sentence="")


class StatementChecker:
    """Judges statements against one open index. Safe to share between threads."""

    def __init__(
        self,
        retriever: Retriever,
        finder: EvidenceFinder,
        lexicon: Lexicon,
        checker: Checker,
        search: SearchSettings,
        second: SecondLook | None = None,
        shown: Callable[[Span, Lang], Span] = lambda span, _: span,
        changes: ChangeLog | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.changes = changes or ChangeLog((), lexicon, checker)
        self.checker = checker
        self._retriever = retriever
        self._finder = finder
        self._names = Bilingual(lexicon)
        self._search = search
        self._second = second
        self.shown = shown

    def check_text(
        self, text: str, *, lang: Lang | None = None, kinds: Sequence[Kind] = (), max_chars: int = MAX_CHARS
    ) -> Iterator[StatementEvent]:
        """Judge every claim of a text, in order; ends with exactly one Done or Failed. `lang` pins the language."""
        try:
            if len(text) > max_chars:
                raise TextError(
                    f"The text has {len(text)} characters; the limit is {max_chars}.", help="Check it in parts."
                )
            text = whole(text)
            statements = self._of(text, lang)
            if not statements:
                raise TextError("There is no statement in this text.")
            yield Found(tuple((s.start, s.end) for s in statements))
            numbers = Numbers(self.shown)
            claims: list[CheckedClaim] = []
            for statement in statements:
                candidates = self.candidates(statement, kinds)
                judged = self.judge(statement, candidates, kinds)
                told = self.told(statement, candidates, None)
                claims.append(numbers.checked(statement, text, judged, told))
                yield Judged(claims[-1], len(claims), len(statements))
            yield Done(CheckedText(text, tuple(claims)))
        except CiteprepError as error:
            yield Failed(error.code, error.message, error.help)

    def _of(self, text: str, lang: Lang | None) -> list[Statement]:
        """The claims of a text as it was typed: read in its normal form, placed where they stand."""
        read = normal_with_places(text)
        found = [(one, *read.place(one.start, one.end)) for one in self.statements(read.text, lang)]
        return [dataclasses.replace(one, start=start, end=end) for one, start, end in found]

    def statements(self, text: str, lang: Lang | None = None) -> list[Statement]:
        """The claims of a text, in order; one that leans on the one before goes with its words."""
        found: list[Statement] = []
        for claim in split_claims(text, lang, self.lexicon):
            before = found[-1].text if found and leans(claim.text) else ""
            own = lang or claim_lang(text, claim.start, claim.end)
            found.append(Statement(claim.text, claim.start, claim.end, own, before, claim.sentence))
        return found

    def judge(
        self,
        statement: Statement,
        candidates: Sequence[Candidate],
        kinds: Sequence[Kind] = (),
        near: float = NEAR,
    ) -> Judgement:
        """The verdict on one statement, from the windows that bear on it most. A second opinion comes last, once.

        `near` is the relevance from which a sentence of perhaps another subject contradicts it.

        A clause may say too little alone ("and the rest follows"): where no window supports it, one that supports its
        whole sentence does, found among sources of the same `kinds`.
        """
        first = self._first(statement, candidates, near)
        if statement.sentence and first.support in ("partly", "not_found"):
            sentence = self._first(statement.whole, self.candidates(statement.whole, kinds), near)
            first = sentence if sentence.support == "supported" else first
        if self._second is not None and first.windows:
            verdict = self._second.review(statement.text, first.windows[0], statement.lang, first.verdict)
            first = Judgement(verdict, first.windows)
        return self._as_shown(statement, first)

    def _as_shown(self, statement: Statement, judged: Judgement) -> Judgement:
        """The same judgement, its reason in the words that the reader will see: of two versions one is searched.

        A reason that names none of the source's words stays as it is.
        """
        verdict = judged.verdict
        if not judged.windows or verdict.why is None or not _OF_SOURCE & {name for name, _ in verdict.why.values}:
            return judged
        shown = self.shown(judged.windows[0].span, statement.lang)
        if shown is judged.windows[0].span:
            return judged
        findings = self.checker.findings(statement.text, [window(shown)], statement.lang, by_meaning=False)[0]
        why = reason(verdict.support, findings)
        if why.key != verdict.why.key:
            return judged
        told = dataclasses.replace(verdict, why=why, reason=why.said(statement.lang))
        return Judgement(told, judged.windows)

    def _first(self, statement: Statement, candidates: Sequence[Candidate], near: float) -> Judgement:
        single = windows(candidates, _WINDOWS, statement.text)
        best = self._judge(statement, single, near)
        if best.verdict.support == "partly":
            joined = self._judge(statement, pairs(candidates, _PAIRS), near)
            if completes(joined.verdict, best.verdict):
                return joined
        return best

    def told(self, statement: Statement, candidates: Sequence[Candidate], as_of: str | None) -> tuple[Told, ...]:
        """What has changed since a statement of `as_of` was true, see `ChangeLog.told`."""
        return self.changes.told(statement.text, statement.lang, windows(candidates, _WINDOWS), as_of)

    def candidates(self, statement: Statement, kinds: Sequence[Kind] = ()) -> list[Candidate]:
        """Sentences of both languages that may bear on a statement, best first."""
        asked = asked_of(f"{statement.before} {statement.text}".strip(), statement.lang, self._names)
        settings = dataclasses.replace(self._search, passages=_WIDE) if kinds else self._search
        passages = self._retriever.search(asked, settings)
        if kinds:
            passages = tuple(p for p in passages if p.source.kind in kinds)[: self._search.passages]
        return self._finder.candidates(asked, passages)

    def _judge(self, statement: Statement, evidence: Sequence[Window], near: float) -> Judgement:
        return judge(self.checker, statement.text, evidence, statement.lang, near)


@dataclass(slots=True)
class Numbers:
    """Gives every place cited in a text one number, in order of first use.

    `shown` gives the words in which a reader of a language sees a place.
    """

    shown: Callable[[Span, Lang], Span] = lambda span, _: span
    known: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def checked(self, statement: Statement, text: str, judged: Judgement, told: Sequence[Told] = ()) -> CheckedClaim:
        """A statement of a text with its verdict, what has changed since, and numbered citations.

        Words that tell of more than a new name come first, those of a new name after what the verdict rests on.
        """
        verdict = judged.verdict
        said = text[statement.start : statement.end]
        first = [one.window for one in told if one.window is not None and one.aged.kind != "name"]
        last = [one.window for one in told if one.window is not None and one.aged.kind == "name"]
        cited = {window.span.place: window for window in (*first, *judged.windows, *last)}
        shown = {place: self._cite(self.shown(window.span, statement.lang)) for place, window in cited.items()}
        aged = (
            dataclasses.replace(one.aged, number=shown[one.window.span.place].number) if one.window else one.aged
            for one in told
        )
        return CheckedClaim(
            text=said,
            start=statement.start,
            end=statement.end,
            lang=statement.lang,
            verdict=verdict.support,
            confidence=round(verdict.confidence, 3),
            reason=verdict.reason,
            citations=tuple(dict.fromkeys(shown.values())),
            read_as="" if statement.text == normal(said) else statement.text,
            aged=tuple(aged),
            corrects=verdict.replaces and not first,
            why=verdict.why,
        )

    def _cite(self, span: Span) -> Citation:
        return Citation.of(span, self.known.setdefault(span.place, len(self.known) + 1))
