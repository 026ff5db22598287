"""What a message points back to: the things of the last question or answer, in order, and the message made whole.

Owns which several things stand side by side ("File, Fast File and Pipe"), which of them an ordinal means, and how a
message that leans is written out for the search. Pure text work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.asking.talk.leaning import asks_of_its_own, defines, introduces, substance
from assistant.asking.talk.said import Said, said_of, without
from assistant.asking.talk.vocabulary import Thing, Vocabulary, same_thing, things_of
from ingest.schema import Lang
from ingest.text.analysis import content_words, fold, is_stop_word, query_terms
from ingest.text.sentences import split_sentences

# How an answer names a source in the other language (`wording`): its words are no names of what was said.
_LEAD_IN = re.compile(r"(?:According to|D['’]après) [“«].*?[”»] \([^)]*\)\s*:\s*")
_TITLE = re.compile(r"(?:According to|D['’]après) [“«]\s*(.*?)\s*[”»] \(")
_MARK = re.compile(r"\s*\[\d{1,3}\](?!\()")
_QUOTES = re.compile(r"[«»“”]")
_ITEM = re.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+(.+)$", re.MULTILINE)
_AND = re.compile(
    r"^[\s,;?]*(?:(?:and|or|et|ou|vs|versus|against|from|with|par rapport|contre|puis)\b[\s.,]*)"
    r"(?:(?:the|a|an|le|la|les|un|une|du|de|des|l'|d')\s*)*$|^\s*[,/]\s*$",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s*(?:,|;)\s*(?:(?:and|or|et|ou)\s+)?|\s+(?:and|or|et|ou)\s+")
_HEAD = re.compile(
    r"^.*(?::|\b(?:are|is|include|includes|has|have|offers|supports|to|sont|est|comprend|propose|offre|a|dans|vers)\b)\s*"
)
_AROUND_ORDINAL = re.compile(r"(?:\b(?:le|la|les|the|du|de la|au|a la|celui|celle)\s|\bl')?$")
_BEHIND_ORDINAL = re.compile(
    r"^\s*(?:(?:one|ones)\b|(?:of|d'entre|parmi|de ces|des) (?:them|these|those|the two|eux|elles|deux)\b)?"
)
_MOST_WORDS = 5  # of an item; a longer piece is a clause
_FEWEST, _MOST_ITEMS = 2, 12
_MOST_NAMES, _MOST_ANSWER = 6, 200  # names, characters
_OWN = 0.6  # weight from which a thing can be what a message is about
_MOST_LEFT = 1  # words of a question beside its things, up to which they say what it is about
_LONG = 9  # content words from which only what a question names is repeated


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about after an exchange.

    `question` is the last question, standalone; `things` are what it names, else what its answer does; `named` is true
    for the first. `items` are what stands side by side in the question, or in its `answer`. `root` is the question that
    it goes back to, where it repeats one, and `stem` what was then typed; `typed` is what was typed where it leaned.
    `told`: its things say what the question is about; in "which algorithm gives a class to each pixel?" they do not.
    `lists` are the things side by side in the answer and in the titles that it names, with the words around them.
    """

    question: str
    lang: Lang
    things: tuple[Thing, ...] = ()
    named: bool = False
    items: tuple[str, ...] = ()
    answer: str = ""
    root: str = ""
    stem: str = ""
    typed: str = ""
    lists: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = ()
    told: bool = False


def topic_of(question: str, lang: Lang, answer: str, vocabulary: Vocabulary, items: Sequence[str] = ()) -> Topic:
    """The topic that a question and its answer leave."""
    said = said_of(question, lang, vocabulary)
    found, things = said.things, said.own
    if not things and defines(said):
        things = found  # what it asks the meaning of, known to the sources by that spelling or not
    told = plain(answer)
    named = bool(things)
    if not named:
        first = next((told[a:b] for a, b in split_sentences(told)), "")[:_MOST_ANSWER]
        things = tuple(t for t in things_of(first, lang, vocabulary) if t.name)[:_MOST_NAMES]
    lists = tuple(listed for text in (*_TITLE.findall(answer), told) for listed in _lists(text))
    left = [w for w in substance(said) if not any(t.start <= w.start < t.end for t in things)]
    items = _beside(question, found) or tuple(items)
    # Words without a name stand for a question only alone: "intégré, détecte, anormaux" is no subject to ask about.
    subject = len(things) == 1 or all(thing.name for thing in things)
    clear = named and subject and len(left) <= _MOST_LEFT
    return Topic(question, lang, things, named, items, told, lists=lists, told=clear)


def _beside(question: str, things: Sequence[Thing]) -> tuple[str, ...]:
    """The things of a question that stand side by side: "bagging and boosting", "L1 vs L2"."""
    found: list[str] = []
    for one, other in pairwise(thing for thing in things if not _AND.match(thing.text)):
        if _AND.match(question[one.end : other.start]):
            found += [one.text] * (not found) + [other.text]
    return tuple(found)


def plain(answer: str) -> str:
    """What an answer says, without the lead-ins, marks and quotation marks that code put around it."""
    return _QUOTES.sub("", _MARK.sub("", _LEAD_IN.sub("", answer))).strip()


def standing_for(place: int, topic: Topic) -> str:
    """What an ordinal means (1 the first, -1 the last), of the question's things or of a list in the answer, or ""."""
    asked = set(query_terms(topic.question))
    told = sorted(topic.lists, key=lambda one: -len(asked & one[1]))
    for items in (topic.items, *(items for items, _ in told)):
        if len(items) >= max(_FEWEST, abs(place)):
            return items[place - 1 if place > 0 else place]
    return ""


def enumerations(text: str) -> list[tuple[str, ...]]:
    """What a text sets side by side, in its order: the items of lists, then the pieces of "A, B and C"."""
    return [items for items, _ in _lists(text)]


def _lists(text: str) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """`enumerations`, each with the words of its sentence."""
    found: list[tuple[tuple[str, ...], frozenset[str]]] = []
    listed = tuple(match.group(1).strip() for match in _ITEM.finditer(text))
    if len(listed) >= _FEWEST:
        found.append((listed[:_MOST_ITEMS], frozenset(query_terms(text))))
    for start, end in split_sentences(text):
        items = _side_by_side(text[start:end])
        if len(items) >= _FEWEST:
            found.append((items[:_MOST_ITEMS], frozenset(query_terms(text[start:end]))))
    return found


def made_whole(said: Said, topic: Topic) -> str:
    """A message that leans, written out with what it leans on.

    An ordinal becomes the thing it means. A message that is hardly more than a name ("et pour X ?") asks the last
    question of that name. One that asks something itself asks it of what was named before; any other repeats the
    question that the topic began with, and what was typed since.
    """
    stem = said.text
    if said.ordinal is not None and (item := standing_for(said.ordinal[0], topic)):
        return f"{item} {_without_ordinal(said)}".strip()
    fresh = [t for t in said.own if not any(same_thing(t, other) for other in topic.things)]
    plain_words = [w for w in said.content if not any(t.start <= w.start < t.end for t in said.own)]
    if fresh and all(t.name for t in said.own) and not plain_words and said.pronoun is None:
        return _of_another(topic, " ".join(t.text for t in said.own))
    own = stem[said.opens :].strip() or stem
    if introduces(said) or asks_of_its_own(said):
        return own
    first = (said.pronoun or (len(stem),))[0]
    if plain_words and any(t.name and t.start < first for t in fresh):
        return own  # "and Firehose, how long does it keep them?" says itself what it is about
    before = topic.root or topic.question
    subject = " ".join(t.text for t in topic.things)
    if topic.told and not said.too and _asks_something(said):
        return f"{subject} {own}"  # it asks something itself: what was asked before would be answered again
    if len(content_words(before)) > _LONG and any(t.name for t in topic.things):
        before = subject
    names = "" if topic.named else subject
    named = any(thing.name and thing.text in topic.stem for thing in topic.things)
    between = topic.stem if named or not substance(said) else ""
    return " ".join(part for part in (before, between, names, stem) if part)


def _asks_something(said: Said) -> bool:
    """Whether a message has words of its own beside the things that it calls by a name."""
    return any(not any(name.start <= word.start < name.end for name in said.names) for word in substance(said))


def _of_another(topic: Topic, name: str) -> str:
    """The last question asked of another thing: in the place of its only thing, else behind it."""
    if topic.named and len(topic.things) == 1:
        thing = topic.things[0]
        if topic.question[thing.start : thing.end] == thing.text:
            return f"{topic.question[: thing.start]}{name}{topic.question[thing.end :]}"
    return f"{topic.question} {name}"


def _without_ordinal(said: Said) -> str:
    assert said.ordinal is not None
    start, end = said.ordinal[1]
    before = _AROUND_ORDINAL.search(said.even[:start])
    behind = _BEHIND_ORDINAL.match(said.even[end:])
    begin = before.start() if before else start
    return without(said, ((0, said.opens), (begin, end + (behind.end() if behind else 0))))


def _side_by_side(sentence: str) -> tuple[str, ...]:
    """The pieces of the longest coordination of a sentence; none where its pieces are clauses."""
    pieces = _PARTED.split(sentence.strip(" .!?"))
    if len(pieces) < _FEWEST:
        return ()
    first = _HEAD.sub("", pieces[0]).strip()
    runs: list[list[str]] = [[]]
    for place, piece in enumerate([first, *pieces[1:]]):
        words = piece.split()
        short = 0 < len(words) <= _MOST_WORDS and not (place and is_stop_word(fold(words[0])))
        last = place == len(pieces) - 1
        if short or (last and runs[-1]):
            runs[-1].append(piece.strip() if short else _named_start(words))
        else:
            runs.append([])
    best = max(runs, key=len)
    return tuple(item for item in best if content_words(item))


def _named_start(words: Sequence[str]) -> str:
    """The first words of a piece that goes on as a clause: up to the first small word."""
    kept: list[str] = []
    for word in words[:_MOST_WORDS]:
        if is_stop_word(fold(word)):
            break
        kept.append(word)
    return " ".join(kept)
