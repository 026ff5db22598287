"""The pipeline from a question to a checked answer: the only place that knows its order.

Evidence first: passages and evidence sentences are given out before any model runs. A model only phrases what code
found; every sentence is checked before the answer is final. Nothing raises through `ask`: failures are events, and a
chat model that fails is replaced by quotes. Closing the iterator stops the model.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import replace
from typing import Any

from assistant.answering import compose
from assistant.answering.aged import AgedNotes
from assistant.answering.choice import choice
from assistant.answering.conflicts import find_conflicts, with_conflicts
from assistant.answering.joined import Place, either, not_again, one_by_one
from assistant.answering.phrasing.phrased import Drafting, phrased
from assistant.answering.phrasing.prompts import answer_messages
from assistant.answering.requests.collection import Collection
from assistant.answering.requests.serve import Requests
from assistant.answering.run import Run
from assistant.answering.searching import StandIn, embedder_of, search_of
from assistant.answering.support import SentenceChecker
from assistant.answering.wording import say
from assistant.arranging.arrange import arranged, served
from assistant.asking.asked import read_question
from assistant.asking.bilingual import Bilingual
from assistant.asking.query import parse_question, read_message
from assistant.asking.spelling import Speller
from assistant.asking.talk.vocabulary import Vocabulary
from assistant.checking.opinion.open import open_second_opinion
from assistant.checking.opinion.second_opinion import SecondLook, SecondOpinion
from assistant.checking.reading.lexicon import load_lexicon
from assistant.checking.verdict import Checker
from assistant.choosing.letters import letter_opinion, notes_for
from assistant.choosing.options import OptionSupport, score_options
from assistant.errors import ModelUnavailable
from assistant.finding.evidence import EvidenceFinder, Found
from assistant.finding.picking import pick, quotable
from assistant.finding.ranking import Ranked, as_evidence, rank
from assistant.finding.refusal import Gate, judge
from assistant.finding.retrieve import Retriever, SearchSettings
from assistant.finding.versions import Versions, words_of
from assistant.models.open import open_chat_model
from assistant.review.changes import ChangeLog, telling
from assistant.review.schema import StatementEvent
from assistant.review.statements import StatementChecker
from assistant.schema import (
    Answer,
    ChatModel,
    Citation,
    Event,
    Evidence,
    Final,
    Passage,
    Question,
    Retrieved,
    Searching,
    Turn,
    Utterance,
)
from assistant.settings import EXTRACTIVE, AssistantSettings
from ingest.embedding.calibration import notice_of
from ingest.embedding.embed import Embedder, HashingEmbedder
from ingest.errors import CiteprepError
from ingest.index.store import Index, open_index
from ingest.schema import Document, Lang
from ingest.settings import IngestSettings, user_cache
from ingest.subjects import told


class Assistant:
    """Answers questions from one open index. Safe to share between threads; one model call at a time is wise."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        model: ChatModel | None,
        settings: AssistantSettings,
        notices: tuple[str, ...] = (),
        *,
        search: SearchSettings | None = None,
        checker: Checker | None = None,
        sentences: Callable[[Checker], SentenceChecker] = SentenceChecker,
        second: SecondOpinion | None = None,
    ) -> None:
        lexicon = load_lexicon()
        self.index = index
        self.embedder = embedder
        self.settings = settings
        self.notices = notices
        self._model = model
        checker = checker or Checker(lexicon, embedder)
        self._words = StandIn(self.by_words)
        self._given: dict[str, Any] = {"search": search, "checker": checker, "sentences": sentences, "second": second}
        speller = Speller(words_of(index))
        self._versions = Versions(index)
        self._names = Bilingual(lexicon, speller)
        self._vocabulary = Vocabulary(self._names, [d.source.title for d in index.documents.values()])
        self._finder = EvidenceFinder(index, embedder)
        self._retriever = Retriever(index, embedder, self._finder.closest)
        self._claims = checker
        self._checker = sentences(checker)
        self._search = search or search_of(settings)
        hosted = ":" in settings.chat_model and model is not None
        self._requests = Requests(
            Collection(index, lexicon, self._names, self._versions),
            self._shown,
            self.model_name,
            hosted,
            settings.refusal_threshold,
        )
        look = SecondLook(checker, second) if second is not None else None
        self._aged = AgedNotes(ChangeLog(telling(index), lexicon, checker), self._versions.in_language)
        searching = (self._retriever, self._finder, lexicon, checker, self._search, look)
        self.statements = StatementChecker(*searching, self._aged.shown, self._aged.changes)

    def over(self, index: Index) -> Assistant:
        """The same assistant, models and settings, over another index."""
        notices = tuple(notice for notice in self.notices if notice != self.index.warning)
        if index.warning:
            notices = (index.warning, *notices)
        return Assistant(index, self.embedder, self._model, self.settings, notices, **self._given)

    def like(self, settings: AssistantSettings, model: ChatModel | None) -> Assistant:
        """The same assistant, index and checker, with other settings and another chat model."""
        other = copy.copy(self)
        other.settings, other._model = settings, model
        other._words = StandIn(other.by_words)
        return other

    def by_words(self) -> Assistant:
        """The same without the embedding model and Chroma: quotes, found and chosen by their words alone."""
        search = replace(self._search, dense_weight=0.0)
        given = {**self._given, "search": search, "checker": None, "second": None}
        index, words = self.index.without_meaning(), HashingEmbedder()
        other = Assistant(index, words, None, self.settings, self.notices, **given)
        other._words = StandIn[Assistant](None)  # nothing stands in for it
        return other

    @property
    def model_name(self) -> str:
        """Id of the chat model, "extractive" without one."""
        return self._model.name if self._model is not None else "extractive"

    @property
    def chat_model(self) -> ChatModel | None:
        """The chat model; None when answers are quotes."""
        return self._model

    @property
    def search_settings(self) -> SearchSettings:
        """The search settings in force."""
        return self._search

    def passages(self, question: Question, wanted: int) -> tuple[Passage, ...]:
        """At least as many ranked passages as an answer uses, at most `wanted`."""
        settings = replace(self._search, passages=max(wanted, self._search.passages))
        return self._retriever.search(read_question(question, self._names), settings)[:wanted]

    def document(self, uri: str) -> Document | None:
        """A document of the index, for the sources panel."""
        return self.index.find_document(uri)

    def gate(self, text: str, history: Sequence[Turn] = ()) -> Gate:
        """How well the sources answer a question, without answering it. Raises QuestionError."""
        return self._ranked(self.understand(text, history))[1]

    def sentences(self, text: str, history: Sequence[Turn] = ()) -> list[Ranked]:
        """The sentences found for a question, most likely answers first. Raises QuestionError."""
        return self._ranked(self.understand(text, history))[0]

    def opinions(self, text: str) -> tuple[list[OptionSupport], Mapping[str, float] | None]:
        """What the sources, and the chat model if there is one, say of each option of an exam question.

        Raises QuestionError, ModelUnavailable.
        """
        question = self.understand(text)
        found = self._find(question)
        supports = self._supports(question, found)
        if self._model is None:
            return supports, None
        evidence = as_evidence(pick(rank(found, self._finder), self.settings.evidence, found.asked))
        return supports, letter_opinion(self._model, question, notes_for([told(e.span) for e in evidence], supports))

    def understand(
        self, text: str, history: Sequence[Turn] = (), *, lang: Lang | None = None, reader: Lang | None = None
    ) -> Question:
        """The question that a message asks. Raises QuestionError."""
        return self.read(text, history, lang=lang, reader=reader).question

    def read(
        self, text: str, history: Sequence[Turn] = (), *, lang: Lang | None = None, reader: Lang | None = None
    ) -> Utterance:
        """A message as it is meant in its conversation. Raises QuestionError."""
        most = self.settings.max_question_chars
        return read_message(text, history, lang=lang, reader=reader, max_chars=most, vocabulary=self._vocabulary)

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

    def ask(
        self, text: str, history: Sequence[Turn] = (), *, lang: Lang | None = None, reader: Lang | None = None
    ) -> Iterator[Event]:
        """Answer a message, in `lang` or its own language or the reader's. Ends with exactly one Final or Failed."""
        try:
            said = self.read(text, history, lang=lang, reader=reader)
            yield Searching(said.question)
            yield from self._reply(said)
        except CiteprepError as error:
            yield from self._words.events(error, lambda one: one.ask(text, history, lang=lang, reader=reader))

    def answer(self, text: str, history: Sequence[Turn] = (), *, lang: Lang | None = None) -> Answer:
        """The finished answer to a message, for programs. Raises what `ask` tells as Failed."""
        events = self._reply(self.read(text, history, lang=lang))
        return next(event.answer for event in events if isinstance(event, Final))

    def _reply(self, said: Utterance) -> Iterator[Event]:
        """A question answered, several one by one, a request served."""
        run = Run(said.question, self.index.manifest.build, self.model_name)
        if said.request:
            yield Final(self._requests.answer(said, run))
        elif said.parts:
            yield from one_by_one(said.parts, self._answer, run)
        else:
            other = self._answer(said.otherwise) if said.otherwise is not None else iter(())
            yield from either(self._answer(said.question), other)

    def _answer(self, question: Question, before: Set[Place] = frozenset()) -> Iterator[Event]:
        run = Run(question, self.index.manifest.build, self.model_name)
        with run.timed("retrieve"):
            asked = read_question(question, self._names)
            passages = self._retriever.search(asked, self._search)
        if self.index.trouble:
            run.notices.append(say("search-exact", question.lang, reason=self.index.trouble))
        with run.timed("evidence"):
            found = self._finder.find(asked, passages)
            ranked = rank(found, self._finder)
            gate = judge(found, self._finder, ranked, None if question.options else self._claims)
            correcting = gate.correction.sentence if gate.correction else None
            picked = pick(ranked, self.settings.evidence, asked, correcting)
            evidence = self._versions.evidence(as_evidence(picked), question.lang)
            quoted = not_again(quotable(picked, asked), evidence, before)
        run.gate = gate.score
        yield Retrieved(question, passages, tuple(Citation.of(e.span, e.number) for e in evidence))
        with closing(self._composed(question, found, gate, evidence, quoted, run)) as events:
            yield from self._aged.first(arranged(events, asked, evidence, served(picked)), found)

    def _composed(
        self, question: Question, found: Found, gate: Gate, evidence: Sequence[Evidence], quoted: list[int], run: Run
    ) -> Generator[Event, None, None]:
        """The answer made of what was found, in the order of its sentences."""
        if question.options:
            with run.timed("options"):
                supports = self._supports(question, found)
            threshold = self.settings.refusal_threshold
            yield from choice(question, evidence, found, supports, self._model, run, gate, threshold)
        elif gate.correction is not None:
            yield Final(compose.corrected(question, evidence, quoted, run))
        elif gate.score < self.settings.refusal_threshold or not evidence:
            yield Final(compose.refusal(question, evidence, run, gate))
        elif self._model is None:
            yield Final(self._quotes(question, evidence, quoted, run))
        else:
            yield from self._phrased(question, evidence, quoted, run)

    def _ranked(self, question: Question) -> tuple[list[Ranked], Gate]:
        found = self._find(question)
        ranked = rank(found, self._finder)
        return ranked, judge(found, self._finder, ranked, None if question.options else self._claims)

    def _shown(self, question: Question) -> tuple[list[Ranked], Gate]:
        """The sentences as the reader sees them."""
        ranked, gate = self._ranked(question)
        return self._versions.ranked(ranked, question.lang), gate

    def _find(self, question: Question) -> Found:
        asked = read_question(question, self._names)
        return self._finder.find(asked, self._retriever.search(asked, self._search))

    def _supports(self, question: Question, found: Found) -> list[OptionSupport]:
        given = score_options(question.options, found, self._retriever, self._finder, self._names, self._search)
        return [one.told_by(lambda c: self._versions.candidate(c, question.lang)) for one in given]

    def _quotes(self, question: Question, evidence: Sequence[Evidence], quoted: Sequence[int], run: Run) -> Answer:
        with run.timed("compose"):
            told = compose.from_quotes(question, evidence, quoted)
            resolved = self._compared(question, told, evidence)
        return run.answer("answered", resolved)

    def _phrased(
        self, question: Question, evidence: Sequence[Evidence], quoted: Sequence[int], run: Run
    ) -> Iterator[Event]:
        """The sources' answer, then what the chat model makes of it."""
        assert self._model is not None
        sources = self._quotes(question, evidence, quoted, run)
        found = Drafting(
            question,
            evidence,
            quoted,
            check=lambda sentence, named: self._checker.check(sentence, named, evidence, question.lang),
            finished=lambda resolved: self._compared(question, resolved, evidence),
        )
        most, beside = self.settings.max_tokens, self.settings.words_beside
        yield from phrased(found, sources, self._model, run, most=most, beside=beside)

    def _compared(
        self, question: Question, resolved: compose.Resolved, evidence: Sequence[Evidence]
    ) -> compose.Resolved:
        conflicts = find_conflicts(resolved.citations, evidence, self._checker, question.lang)
        return with_conflicts(resolved, conflicts, question.lang)


def open_assistant(
    settings: AssistantSettings | None = None,
    ingest: IngestSettings | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Assistant:
    """Open the index, the embedder and the chat model, by the settings of the environment where none are given.

    `say` hears what is being opened, in the order in which a question needs it.

    A chat model that cannot be opened is a notice, not an error: answers are quotes then; an embedding model that
    cannot is told, and tried again by each question. Raises IngestError when there is no index, or it does not fit, and
    OpinionUnavailable when a second opinion on claims is asked for and there is none.
    """
    settings = settings or AssistantSettings.from_env()
    ingest = ingest or IngestSettings.from_env()
    notices: list[str] = []
    say("Opening the index ...")
    index = open_index(ingest)
    if index.warning:
        notices.append(index.warning)
    say("Loading the embedding model ...")
    embedder = embedder_of(index.manifest, ingest, say)
    if notice := notice_of(embedder.name):
        notices.append(notice)
    if settings.chat_model != EXTRACTIVE:
        say("Opening the chat model ...")
    try:
        model = open_chat_model(settings, user_cache())
    except ModelUnavailable as error:
        model = None
        notices.append(str(error))
    second = open_second_opinion(settings, user_cache(), model)
    return Assistant(index, embedder, model, settings, tuple(notices), second=second)
