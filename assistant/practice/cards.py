"""A learner's own cards: question and answer pairs from CSV, Anki and notes, as practice items.

Owns where the pairs are in each format, and how a pair becomes an item: a choice among the answers of the learner's own
cards, so that the quiz, the page and the schedule take it as any other question. Whether a card is true is not known
here: it is the learner's word.
"""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.practice.errors import BankError
from assistant.practice.schema import MOST_TEXT, PracticeItem
from ingest.errors import IngestError
from ingest.readers.decode import decode_or_guess
from ingest.readers.office.package import open_package, part_of
from ingest.readers.separated import rows_of, separator_of
from ingest.schema import hash_of
from ingest.text.language import detect_language

EXAMPLE = 'A table with two columns, for example:\n  Question,Answer\n  "What does a shard take in?",1 MB a second'
SUFFIXES = frozenset({".csv", ".tsv", ".apkg", ".txt", ".md", ".markdown"})

_MOST_BYTES = 64_000_000
_OTHERS = 3
_NONE_OF_THESE = {"fr": "Aucune de ces réponses", "en": "None of these"}
_QUESTIONS = frozenset("question questions q front recto terme term mot".split())
_ANSWERS = frozenset("answer answers a back verso réponse reponse réponses définition definition".split())
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_INLINE = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?P<question>\S.*?)[ \t]*:::?[ \t]+(?P<answer>\S.*)")
_LABELLED = re.compile(r"(?:Q|Question)\s?:{1,2}[ \t]*(.+)\n+[ \t]*(?:A|R|Answer|Réponse)\s?:{1,2}[ \t]*(.+)", re.I)
_FENCE = re.compile(r"(?ms)^[ \t]*(```|~~~).*?^[ \t]*\1[^\n]*$|`[^`\n]*`")
_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::(.*?))?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Card:
    """A question and its answer, as text."""

    question: str
    answer: str


def read_cards(path: Path) -> tuple[Card, ...]:
    """The cards of a file, each question once. Raises BankError, which says what a file of cards looks like."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BankError(f"{path}: larger than {_MOST_BYTES // 1_000_000} MB.", help="Split the file.")
        data = path.read_bytes()
        found = list(_anki(data, str(path)) if path.suffix.lower() == ".apkg" else _of_text(path, data))
    except OSError as error:
        raise BankError(f"{path} cannot be read: {error.strerror}.") from error
    except IngestError as error:
        raise BankError(f"{path}: {error.message}", help=EXAMPLE) from error
    by_question = {card.question: card for card in found if card.question and card.answer}
    if not by_question:
        raise BankError(f"{path} holds no question with an answer.", help=EXAMPLE)
    return tuple(by_question.values())


def items_of(cards: Sequence[Card], exam: str, domain: str) -> list[PracticeItem]:
    """An item per card: its answer among those of up to three other cards, the same ones each time.

    A card that is alone has "None of these" beside its answer.
    """
    answers = list(dict.fromkeys(card.answer for card in cards))
    items = []
    for card in cards:
        lang = detect_language(f"{card.question} {card.answer}")
        others = [answer for answer in answers if answer.casefold() != card.answer.casefold()]
        others.sort(key=lambda answer: (abs(len(answer) - len(card.answer)), hash_of(card.question, answer)))
        distinct = list({answer.casefold(): answer for answer in others}.values())[:_OTHERS]
        options = [card.answer, *(distinct or [_NONE_OF_THESE[lang]])]
        items.append(
            PracticeItem(
                id=f"card-{hash_of(exam, card.question)}",
                exam=exam,
                domain=domain,
                lang=lang,
                type="single",
                stem=card.question[:MOST_TEXT],
                options=tuple(option[:MOST_TEXT] for option in options),
                answers=(0,),
                explanation=card.answer[:MOST_TEXT],
                evidence=(),
            )
        )
    return items


def _of_text(path: Path, data: bytes) -> Iterator[Card]:
    text = decode_or_guess(data, str(path))[0]
    headers = dict(re.findall(r"(?m)^#([a-z ]+):(.*)$", text.split("\n\n", 1)[0]))
    if path.suffix.lower() in (".csv", ".tsv") or "separator" in headers:
        return _of_rows(text, headers)
    return _of_notes(text)


def _of_rows(text: str, headers: dict[str, str]) -> Iterator[Card]:
    """The pairs of a table; lines that begin with "#" are Anki's headers."""
    body = "\n".join(line for line in text.split("\n") if not re.match(r"#[a-z ]+:", line))
    named = headers.get("separator", "").strip()
    rows = rows_of(body, _SEPARATORS.get(named.lower(), named[:1]) or separator_of(body))
    names = [cell.strip().casefold() for cell in rows[0]] if rows else []
    columns = headers.get("columns", "").split(_SEPARATORS.get(named.lower(), "\t"))
    first, second = _columns(names) or _columns([name.strip().casefold() for name in columns]) or (0, 1)
    aside = {int(headers[key]) - 1 for key in headers if key.endswith(" column") and headers[key].strip().isdecimal()}
    for number, row in enumerate(rows):
        if number == 0 and _columns(names):
            continue
        cells = [cell for place, cell in enumerate(row) if place not in aside] if aside else row
        if len(cells) > max(first, second):
            yield _card(cells[first], cells[second], marked_up="html" in headers)


def _columns(names: Sequence[str]) -> tuple[int, int] | None:
    """Which columns hold question and answer, when the names say it."""
    question = next((place for place, name in enumerate(names) if name in _QUESTIONS), None)
    answer = next((place for place, name in enumerate(names) if name in _ANSWERS), None)
    return (question, answer) if question is not None and answer is not None else None


def _of_notes(text: str) -> Iterator[Card]:
    """ "question:: answer" lines, and "Q: ..." above "A: ...", outside code."""
    plain = _FENCE.sub(lambda match: match.group() if "\n" not in match.group() else "", text)
    for question, answer in _LABELLED.findall(plain):
        yield _card(question, answer)
    for line in _LABELLED.sub("", plain).split("\n"):
        match = _INLINE.fullmatch(line)
        if match and "`" not in match["question"][-1:]:
            yield _card(match["question"], match["answer"])


def _anki(data: bytes, name: str) -> Iterator[Card]:
    """The first two fields of each note of a deck; a gap in a text asks for what stands in it."""
    archive = open_package(data, name, "media", _MOST_BYTES)
    collections = [part for part in ("collection.anki21", "collection.anki2") if part in archive.namelist()]
    if "collection.anki21b" in archive.namelist() or not collections:
        help = 'In Anki, export again with "Support older Anki versions" ticked, or as notes in plain text (.txt).'
        raise BankError(f"{name} is a deck of Anki's newest format.", help=help)
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(part_of(archive, collections[0], name))
        rows = base.execute("SELECT flds FROM notes ORDER BY id").fetchall()
    except sqlite3.Error as error:
        raise BankError(f"{name} is no readable deck ({error}).", help=EXAMPLE) from error
    finally:
        base.close()
    for (fields,) in rows:
        parts = str(fields).split("\x1f")
        gaps = _CLOZE.findall(parts[0])
        if gaps:
            yield _card(_CLOZE.sub("____", parts[0]), ", ".join(gap for gap, _ in gaps), marked_up=True)
        elif len(parts) > 1:
            yield _card(parts[0], parts[1], marked_up=True)


def _card(question: str, answer: str, *, marked_up: bool = False) -> Card:
    return Card(_plain(question, marked_up), _plain(answer, marked_up))


def _plain(text: str, marked_up: bool) -> str:
    """The words of a field, without tags and sounds where it is HTML."""
    if marked_up:
        text = re.sub(r"<(?:style|script)\b.*?</(?:style|script)>|\[sound:[^\]]*\]", " ", text, flags=re.I | re.S)
        text = html.unescape(re.sub(r"<br\s*/?>|</(?:div|p|li)>", " ", re.sub(r"<(?!br|/)[^>]*>", "", text)))
        text = re.sub(r"<[^>]*>", "", text)
    return " ".join(text.split())
