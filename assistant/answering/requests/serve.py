"""Answers to messages that ask nothing of the sources themselves: about the last answer, the collection, the product.

Owns which part serves which kind, and what is said where there is nothing to go back to. Finding is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.citations import Resolved
from assistant.answering.requests.about_answer import Asked, about_answer
from assistant.answering.requests.about_product import about_product
from assistant.answering.requests.collection import Collection
from assistant.answering.run import Run
from assistant.answering.wording import say
from assistant.asking.talk.cues import evenly
from assistant.finding.ranking import Ranked, as_evidence
from assistant.finding.refusal import Gate
from assistant.schema import Answer, Question, Utterance
from ingest.schema import Lang

_NAMED: dict[Lang, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:francais|french)\w*"),
    "en": re.compile(r"\b(?:anglais|english)\w*"),
}
_OTHER: dict[Lang, Lang] = {"fr": "en", "en": "fr"}
Find = Callable[[Question], tuple[Sequence[Ranked], Gate]]


@dataclass(frozen=True, slots=True)
class Requests:
    """Serves requests over one collection. `find` gives the sentences for a question and how well they answer it."""

    collection: Collection
    find: Find
    model: str
    hosted: bool
    threshold: float

    def answer(self, said: Utterance, run: Run) -> Answer:
        """The answer to a request. Raises KeyError for a request that nothing serves."""
        question = said.question
        if said.kind == "product":
            text = about_product(said.request, question.lang, self.model, hosted=self.hosted)
            return run.answer("answered", Resolved(text, (), ()))
        if said.kind == "collection":
            found = self.collection.answer(said.request, question.text, question.asked, question.lang)
            return run.answer("answered", found)
        return self._again(said, run)

    def _again(self, said: Utterance, run: Run) -> Answer:
        """The last question's sentences, chosen anew for what is wanted of them."""
        question = said.again
        if question is None:
            return run.answer("answered", Resolved(say("talk-no-topic", said.question.lang), (), ()))
        ranked, gate = self.find(question)
        run.gate = gate.score
        if gate.score < self.threshold or not ranked:
            return self._nothing(replace(question, lang=said.question.lang), ranked, run)
        lang = _wanted_language(said.question) if said.request == "translate" else said.question.lang
        if lang != question.lang:
            question = replace(question, lang=lang)
            if said.request == "translate" and all(one.candidate.span.lang != lang for one in ranked):
                ranked = self.find(question)[0]  # pages in both languages are found in the reader's
        subject = ", ".join(said.about if said.question.follow_up else ()) or question.text
        resolved = about_answer(said.request, Asked(question, ranked, lang, subject))
        return replace(run.answer("answered", resolved), lang=lang)

    def _nothing(self, question: Question, ranked: Sequence[Ranked], run: Run) -> Answer:
        text = say("talk-unanswered", question.lang, question=question.text)
        return run.refused(text, "", as_evidence(ranked))


def _wanted_language(question: Question) -> Lang:
    """The language that a message names, else the other one than its own."""
    even = evenly(question.asked)
    named = [lang for lang, pattern in _NAMED.items() if pattern.search(even)]
    return named[0] if named else _OTHER[question.lang]
