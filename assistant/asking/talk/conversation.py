"""A message understood in its conversation, before anything is searched: its kind, and what it refers to.

Owns the order of the reading: several questions in one message are told apart, requests about the answer, the
collection or the product are recognised by what their words leave unexplained (`said`), a message leans on the last
topic or not (`leaning`), and one that does is made whole (`referents`). The turns before are read the same way, so
that "why?" after "and its limit?" still knows what the conversation is about. No model, no index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.asking.options import split_options
from assistant.asking.spelling import write_out
from assistant.asking.talk.cues import Cue
from assistant.asking.talk.leaning import leaning_of, leans, other_reading
from assistant.asking.talk.referents import Topic, made_whole, topic_of
from assistant.asking.talk.said import Said, said_of
from assistant.asking.talk.several import asks_on, before_going_on, questions_in
from assistant.asking.talk.vocabulary import Vocabulary
from assistant.schema import Turn, UtteranceKind
from ingest.schema import Lang


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as the conversation gives it sense.

    `texts` are the questions to search, standalone: one, or one for each question of a message that asks several; for a
    request the last question, for one of an object what it is asked of. `request` names what is wanted. `leaned`: for
    each text, whether the conversation was needed. `topic` is what the conversation was about before, `stem` what was
    typed, `typed` each of several questions as it was; `otherwise` the other way to read it, where that is not out of
    the question.
    """

    kind: UtteranceKind
    texts: tuple[str, ...]
    request: str = ""
    leaned: tuple[bool, ...] = (False,)
    topic: Topic | None = None
    stem: str = ""
    otherwise: str = ""
    typed: tuple[str, ...] = ()


def understood(text: str, lang: Lang, topic: Topic | None, vocabulary: Vocabulary) -> Understood:
    """A message (one stem, without options) after a conversation about `topic`."""
    said = said_of(write_out(text, lang), lang, vocabulary)
    cue = said.request()
    if cue is not None and not (said.turns and said.own):
        return _requested(said, cue, topic)
    parts = questions_in(said, lambda part: said_of(part, lang, vocabulary), _leans_on)
    if len(parts) > 1:
        return _several(parts, topic, vocabulary)
    whole, leaned, otherwise = _standalone(said, topic)
    otherwise = otherwise or before_going_on(said.text)
    return Understood("follow-up" if leaned else "new", (whole,), "", (leaned,), topic, said.text, otherwise)


def _requested(said: Said, cue: Cue, topic: Topic | None) -> Understood:
    """A request, of what the message names or else of the last question."""
    of, name = cue.request.of, cue.request.name
    wanted = "" if cue.request.object == "none" else " ".join(word.text for word in said.left(cue))
    if said.file is not None:
        wanted = said.file.rsplit(".", 1)[0].replace("-", " ").replace("_", " ")
    if of == "product":
        return Understood(of, (said.text,), name, (False,), topic)
    leaned = not wanted and topic is not None and (of == "answer" or said.pronoun is not None)
    if leaned and topic is not None:
        names = " ".join(thing.text for thing in topic.things)
        wanted = names if of == "collection" and names else topic.question
    return Understood(of, (wanted,), name, (leaned,), topic)


def topic_after(history: Sequence[Turn], lang: Lang, vocabulary: Vocabulary) -> Topic | None:
    """What a conversation is about after its turns; None where nothing was asked."""
    topic: Topic | None = None
    for place, turn in enumerate(history):
        if turn.role != "user" or not turn.text.strip():
            continue
        answer = next((t.text for t in history[place + 1 : place + 2] if t.role == "assistant"), "")
        stem, _ = split_options(turn.text)
        topic = _after(understood(stem.strip(), lang, topic, vocabulary), answer, lang, vocabulary)
    return topic


def _after(message: Understood, answer: str, lang: Lang, vocabulary: Vocabulary) -> Topic | None:
    if message.kind in ("answer", "product"):
        return message.topic
    if message.kind == "collection":
        if not message.texts[0] or message.request in ("documents", "count", "topics"):
            return message.topic
        return topic_of(message.texts[0], lang, answer, vocabulary)
    if message.kind == "several":
        items = [_named(text, lang, vocabulary) for text in message.texts]
        return topic_of(message.texts[-1], lang, answer, vocabulary, items)
    before = message.topic if message.kind == "follow-up" else None
    topic = topic_of(message.texts[0], lang, answer, vocabulary, before.items if before else ())
    if before is not None and (kept := [thing for thing in before.things if thing.text in message.texts[0]]):
        names = [thing for thing in topic.things if thing.name and thing not in kept]
        topic = replace(
            topic, things=(*kept, *names), named=True, told=before.told
        )  # "how is it seen?" is no new subject
    root = (before.root or before.question) if before else ""
    if root and message.texts[0].startswith(root):  # it repeats the question before, and goes back to it
        return replace(topic, root=root, stem=message.stem, typed=message.stem)
    return replace(topic, typed=message.stem) if before else topic


def _named(text: str, lang: Lang, vocabulary: Vocabulary) -> str:
    said = said_of(text, lang, vocabulary)
    return " ".join(thing.text for thing in said.own) or text


def _standalone(said: Said, topic: Topic | None) -> tuple[str, bool, str]:
    """The message whole, whether the conversation was needed for it, and the other way to read it ("": none)."""
    if topic is None:
        return said.text, False, ""
    leaning = leaning_of(said, topic.things, topic.answer)
    alone, whole = said.text[said.opens :].strip() or said.text, made_whole(said, topic)
    if leans(leaning):
        named = " ".join(thing.text for thing in topic.things)
        return whole, True, alone if said.own else f"{named} {alone}" if topic.named and said.ordinal is None else ""
    return said.text, False, whole if other_reading(leaning) else ""


def _leans_on(before: Said, said: Said) -> bool:
    return leans(leaning_of(said, before.things))


def _several(parts: Sequence[Said], topic: Topic | None, vocabulary: Vocabulary) -> Understood:
    texts: list[str] = []
    leaned: list[bool] = []
    for before, said in zip((None, *parts), parts, strict=False):
        text, leans_on, _ = _standalone(said, topic)
        if topic is not None and before is not None and asks_on(before, said):
            text, leans_on = made_whole(said, topic), True
        texts.append(text)
        leaned.append(leans_on)
        topic = topic_of(text, said.lang, "", vocabulary)
    typed = tuple(said.text for said in parts)
    return Understood("several", tuple(texts), "", tuple(leaned), topic, typed=typed)
