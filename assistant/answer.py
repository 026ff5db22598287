"""The pipeline from a question to a checked answer: the only place that knows its order.

Evidence first: passages and evidence sentences are given out before any model runs. A model only phrases what code
found; every sentence is checked before the answer is final. Nothing raises through `ask`: failures are events, and a
chat model that fails is replaced by quotes. Closing the iterator stops the model.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant import compose
from assistant.bilingual import Bilingual
from assistant.checking.lexicon import load_lexicon
from assistant.checking.verdict import Checker
from assistant.citations import Check, resolve
from assistant.conflicts import find_conflicts, with_conflicts
from assistant.errors import AssistantError, ModelUnavailable
from assistant.evidence import Candidate, EvidenceFinder, choose, cite
from assistant.letters import letter_opinion, with_opinion
from assistant.models import ChatModel, open_chat_model
from assistant.options import choose_options, score_options
from assistant.prompts import answer_messages, is_refusal, prompt_id
from assistant.query import parse_question
from assistant.refusal import Gate, judge
from assistant.retrieve import Retriever, SearchSettings
from assistant.review.schema import StatementEvent
from assistant.review.statements import StatementChecker
from assistant.schema import (
    Answer,
    Event,
    Evidence,
    Failed,
    Final,
    Passage,
    Question,
    Retrieved,
    Searching,
    Status,
    Token,
    Trace,
    Turn,
)
from assistant.settings import AssistantSettings
from assistant.support import SentenceChecker
from assistant.terms import groups_of
from assistant.wording import say
from ingest.embed import Embedder, open_embedder
from ingest.errors import IngestError
from ingest.schema import Document, Lang
from ingest.settings import IngestSettings, user_cache
from ingest.store import Index, open_index


class Assistant:
    """Answers questions from one open index. Safe to share between threads; one model call at a time is wise."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        model: ChatModel | None,
        settings: AssistantSettings,
        notices: tuple[str, ...] = (),
    ) -> None:
        lexicon = load_lexicon()
        self.index = index
        self.settings = settings
        self.notices = notices
        self._model = model
        self._names = Bilingual(lexicon)
        self._retriever = Retriever(index, embedder, self._names.expand)
        self._finder = EvidenceFinder(index, embedder)
        self._checker = SentenceChecker(lexicon, embedder)
        self._search = SearchSettings(
            candidates=settings.candidates, passages=settings.passages, dense_weight=settings.dense_weight
        )
        self.statements = StatementChecker(
            self._retriever, self._finder, lexicon, Checker(lexicon, embedder), self._search
        )

    @property
    def model_name(self) -> str:
        """Id of the chat model, "extractive" without one."""
        return self._model.name if self._model is not None else "extractive"

    def document(self, uri: str) -> Document | None:
        """A document of the index, for the sources panel."""
        return self.index.find_document(uri)

    def gate(self, text: str, history: Sequence[Turn] = ()) -> Gate:
        """How well the sources answer a question, without answering it. Raises QuestionError."""
        question = parse_question(text, history, max_chars=self.settings.max_question_chars)
        passages = self._retriever.search(question.text, question.lang, self._search)
        groups = groups_of(question.text, question.lang, self._names)
        candidates = self._finder.candidates(question.text, groups, passages)
        return judge(question.text, question.lang, groups, candidates, passages, self._finder)

    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """Judge every claim of a text. Ends with exactly one Done or Failed."""
        return self.statements.check_text(text, lang=lang)

    def warm_up(self) -> None:
        """Let the chat model read the fixed beginning of both prompts, so that the first question does not wait."""
        if self._model is None:
            return
        for lang in ("fr", "en"):
            question = parse_question("?", lang=lang)
            try:
                for _ in self._model.stream(answer_messages(question, ()), max_tokens=1):
                    break
            except ModelUnavailable:
                return  # the first question will say what is wrong

    def ask(self, text: str, history: Sequence[Turn] = (), *, lang: Lang | None = None) -> Iterator[Event]:
        """Answer a message. Ends with exactly one Final or Failed."""
        try:
            question = parse_question(text, history, lang=lang, max_chars=self.settings.max_question_chars)
            yield Searching(question)
            yield from self._answer(question)
        except (AssistantError, IngestError) as error:
            yield Failed(error.code, error.message, error.help)

    def _answer(self, question: Question) -> Iterator[Event]:
        run = _Run(question, self.index.manifest.build, self.model_name)
        with run.timed("retrieve"):
            passages = self._retriever.search(question.text, question.lang, self._search)
        with run.timed("evidence"):
            groups = groups_of(question.text, question.lang, self._names)
            candidates = self._finder.candidates(question.text, groups, passages)
            evidence = choose(candidates, self.settings.evidence)
            gate = judge(question.text, question.lang, groups, candidates, passages, self._finder)
        yield Retrieved(question, passages, tuple(cite(e) for e in evidence))
        if question.options:
            yield Final(self._choice(question, run, gate))
        elif gate.score < self.settings.refusal_threshold or not evidence:
            yield Final(_refusal(question, evidence, run, gate))
        elif self._model is None:
            yield Final(self._quotes(question, evidence, candidates, run))
        else:
            yield from self._phrased(question, evidence, candidates, run, passages)

    def _quotes(
        self, question: Question, evidence: Sequence[Evidence], candidates: Sequence[Candidate], run: _Run
    ) -> Answer:
        with run.timed("compose"):
            resolved = self._compared(question, compose.from_quotes(question, evidence), evidence)
        return run.answer("answered", resolved)

    def _phrased(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        candidates: Sequence[Candidate],
        run: _Run,
        passages: Sequence[Passage],
    ) -> Iterator[Event]:
        """Let the model phrase the evidence, check every sentence, fall back to quotes when it fails."""
        assert self._model is not None
        pieces: list[str] = []
        stream = self._model.stream(answer_messages(question, evidence), max_tokens=self.settings.max_tokens)
        try:
            with run.timed("model"):
                for piece in stream:
                    if not pieces:
                        run.mark("first_token")
                    pieces.append(piece)
                    yield Token(piece)
        except ModelUnavailable as error:
            run.notices.append(say("model-failed", question.lang, reason=str(error)))
            yield Final(self._quotes(question, evidence, candidates, run))
            return
        finally:
            close = getattr(stream, "close", None)
            if close is not None:
                close()
        text = "".join(pieces)
        run.tokens = len(pieces)
        if is_refusal(text) or not any(c.isalnum() for c in text):
            yield Final(_refusal(question, evidence, run, None))
            return
        with run.timed("check"):
            check = self._check(question, evidence)
            resolved = resolve(text, evidence, check)
            status, resolved, reason = compose.after_check(question, resolved, evidence, check)
            resolved = self._compared(question, resolved, evidence)
        yield Final(run.answer(status, resolved, reason))

    def _choice(self, question: Question, run: _Run, gate: Gate) -> Answer:
        with run.timed("options"):
            supports = score_options(question, self._retriever, self._finder, self._names, self._search)
            chosen, proven = choose_options(supports, question.choose)
        if self._model is not None:
            try:
                with run.timed("model"):
                    opinion = letter_opinion(self._model, question)
                chosen, proven = with_opinion(supports, opinion, question.choose)
            except ModelUnavailable as error:
                run.notices.append(say("model-failed", question.lang, reason=str(error)))
        with run.timed("compose"):
            resolved, evidence = compose.from_options(question, supports, chosen)
        if not evidence:
            return _refusal(question, (), run, gate)
        proven = proven and gate.score >= self.settings.refusal_threshold
        status: Status = "answered" if proven else "partial"
        reason = "" if proven else say("partial-choice", question.lang)
        return run.answer(status, resolved, reason, tuple(s.option.letter for s in chosen))

    def _compared(
        self, question: Question, resolved: compose.Resolved, evidence: Sequence[Evidence]
    ) -> compose.Resolved:
        conflicts = find_conflicts(resolved.citations, evidence, self._checker, question.lang)
        return with_conflicts(resolved, conflicts, question.lang)

    def _check(self, question: Question, evidence: Sequence[Evidence]) -> Check:
        return lambda sentence, named: self._checker.check(sentence, named, evidence, question.lang)


def open_assistant(settings: AssistantSettings, ingest: IngestSettings) -> Assistant:
    """Open the index, the embedder and the chat model.

    A chat model that cannot be opened is a notice, not an error: answers are quotes then. Raises IngestError when
    there is no index, or it does not fit, or the embedding model cannot be loaded.
    """
    notices: list[str] = []
    index = open_index(ingest)
    if index.warning:
        notices.append(index.warning)
    embedder = open_embedder(ingest)
    embedder.embed_queries(["warm up"])
    try:
        model = open_chat_model(settings, user_cache())
    except ModelUnavailable as error:
        model = None
        notices.append(str(error))
    return Assistant(index, embedder, model, settings, tuple(notices))


@dataclass(slots=True)
class _Run:
    """What one question collects on its way: times, notices, ids."""

    question: Question
    index: str
    model: str
    clock: Callable[[], float] = time.perf_counter
    seconds: dict[str, float] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    tokens: int = 0
    started: float = field(default_factory=time.perf_counter)

    def timed(self, stage: str) -> _Stage:
        return _Stage(self, stage)

    def mark(self, stage: str) -> None:
        """Seconds since the question arrived."""
        self.seconds[stage] = round(self.clock() - self.started, 3)

    def trace(self) -> Trace:
        self.mark("total")
        return Trace(self.model, self.index, prompt_id(), dict(self.seconds), self.tokens)

    def answer(
        self, status: Status, resolved: compose.Resolved, reason: str = "", choice: tuple[str, ...] = ()
    ) -> Answer:
        return Answer(
            status=status,
            text=resolved.text,
            lang=self.question.lang,
            claims=resolved.claims,
            citations=resolved.citations,
            choice=choice,
            reason=reason,
            notices=tuple(self.notices),
            trace=self.trace(),
        )


@dataclass(slots=True)
class _Stage:
    run: _Run
    name: str
    start: float = 0.0

    def __enter__(self) -> None:
        self.start = self.run.clock()

    def __exit__(self, *_: object) -> None:
        self.run.seconds[self.name] = round(self.run.clock() - self.start, 3)


def _refusal(question: Question, evidence: Sequence[Evidence], run: _Run, gate: Gate | None) -> Answer:
    lang = question.lang
    if gate is None:
        reason = say("refused-model", lang)
    elif gate.missing:
        reason = say("refused-missing", lang, names=", ".join(gate.missing[:4]))
    else:
        reason = say("refused-reason", lang)
    return Answer(
        status="refused",
        text=say("refused", lang),
        lang=lang,
        reason=reason,
        nearest=tuple(cite(e) for e in evidence[:3]),
        notices=tuple(run.notices),
        trace=run.trace(),
    )
