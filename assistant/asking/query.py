"""What a person typed, understood: language, stem and options, and what it means in its conversation.

The rules are few and visible: an option starts a line with its letter (`options`), a message is read in its
conversation (`conversation`). Pure text work, no model and no index.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.asking.bilingual import Bilingual
from assistant.asking.options import about_options, how_many, last_exam_question, split_options, without_tail
from assistant.asking.spelling import write_out
from assistant.asking.talk.conversation import Understood, topic_after, understood
from assistant.asking.talk.vocabulary import Vocabulary
from assistant.checking.reading.lexicon import load_lexicon
from assistant.errors import QuestionError
from assistant.schema import Question, Turn, Utterance
from ingest.schema import Lang
from ingest.text.analysis import analyse
from ingest.text.characters import normal, whole
from ingest.text.language import certain_language, detect_language

__all__ = ["how_many", "parse_question", "read_message", "split_options"]

# What a terminal reads as an order (colours, moves of the cursor), whole: its tail "[31m" would be taken for a name.
_ORDERS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FRENCH_MARK = re.compile(r"\w[ \u00a0\u202f][?!]")


def parse_question(
    asked: str,
    history: Sequence[Turn] = (),
    *,
    lang: Lang | None = None,
    reader: Lang | None = None,
    max_chars: int = 6000,
    vocabulary: Vocabulary | None = None,
) -> Question:
    """The question that a message asks, whole; see `read_message`."""
    return read_message(asked, history, lang=lang, reader=reader, max_chars=max_chars, vocabulary=vocabulary).question


def read_message(
    asked: str,
    history: Sequence[Turn] = (),
    *,
    lang: Lang | None = None,
    reader: Lang | None = None,
    max_chars: int = 6000,
    vocabulary: Vocabulary | None = None,
) -> Utterance:
    """Understand a message. Raises QuestionError when it is empty or too long.

    `lang` is decided; `reader` is the page's language, for a message that does not show its own ("SMOTE ?").
    `vocabulary` knows what the sources have names for; without it the lexicon's names have to do.
    """
    text = normal(whole(_ORDERS.sub("", asked))).strip()
    if not text:
        raise QuestionError("There is no question.")
    if len(text) > max_chars:
        raise QuestionError(f"The question has {len(text)} characters; the limit is {max_chars}.")
    stem, options = split_options(text)
    options, tail = without_tail(options)
    language = lang or _language(stem if len(stem) > 20 else text, history, reader)
    if options:
        choose = max(how_many(stem), how_many(tail))
        question = Question(text, write_out(stem, language), language, options, choose)
        return Utterance("new", question)
    said = analyse(write_out(stem, language))
    if about_options(said) and (earlier := last_exam_question(history)) is not None:
        before, options = earlier  # "why is B right and the others wrong?" is about the question before
        return Utterance("follow-up", Question(text, before, language, options, how_many(before), follow_up=True))
    known = vocabulary or _lexicon_only()
    topic = topic_after(history, language, known) if history else None
    return _message(text, said.text, language, understood(stem, language, topic, known))


def _message(asked: str, stem: str, lang: Lang, found: Understood) -> Utterance:
    """A message with its questions: as typed, and as they are searched."""
    typed = found.typed or (asked,) * len(found.texts)
    texts = zip(typed, found.texts, found.leaned, strict=True)
    parts = tuple(Question(part, text, lang, follow_up=leaned) for part, text, leaned in texts)
    several = found.kind == "several"
    question = Question(asked, stem, lang) if several else parts[0]
    about = tuple(thing.text for thing in found.topic.things) if found.topic is not None else ()
    other = Question(asked, found.otherwise, lang, follow_up=not question.follow_up) if found.otherwise else None
    again = _again(found, lang) if found.kind == "answer" else None
    return Utterance(found.kind, question, parts if several else (), found.request, about, other, again)


def _again(found: Understood, lang: Lang) -> Question | None:
    """What a request about an answer goes back to: what it names, else the last question as it was asked."""
    text, topic = found.texts[0], found.topic
    if topic is None or not found.leaned[0]:
        return Question(text, text, lang) if text else None
    return Question(topic.typed or text, text, _certain(text) or lang, follow_up=bool(topic.typed))


@cache
def _lexicon_only() -> Vocabulary:
    return Vocabulary(Bilingual(load_lexicon()))


def _language(text: str, history: Sequence[Turn], reader: Lang | None) -> Lang:
    """The language of a message: its own, else that of the conversation, else the reader's."""
    said = [text, *(turn.text for turn in reversed(history) if turn.role == "user")]
    certain = next((found for found in map(_certain, said) if found is not None), None)
    return certain or reader or detect_language(text)


def _certain(text: str) -> Lang | None:
    """The language that a text shows; a space before the question mark is French usage."""
    return certain_language(text) or ("fr" if _FRENCH_MARK.search(text) else None)
