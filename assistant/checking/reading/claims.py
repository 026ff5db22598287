"""The claims of a text, at their exact places: sentences, list items, table cells, clauses that stand on their own.

Questions, headings and hedges ("il me semble", "I think") are not claims; code is skipped. No model is needed.
Knows nothing of evidence or verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from assistant.checking.reading.lexicon import Lexicon
from assistant.checking.reading.reading import Item, read
from ingest.schema import Lang
from ingest.text.language import detect_language
from ingest.text.plain import flat
from ingest.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class ClaimSpan:
    """A claim: `text` is what is checked, standing alone; `start:end` is its place in the text as written.

    For a prose claim `text == source[start:end]`. A table cell is put with its row and column ("Row: column: cell").
    A clause that shares the subject of the one before has it put in front in `text`. `sentence` is the whole sentence
    where the claim is one of several clauses of it, else "".
    """

    text: str
    start: int
    end: int
    lang: Lang
    sentence: str = ""


_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]|[ \t]{0,3}(?:=+|-{3,})[ \t]*$")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_RULE_ROW = re.compile(r"^\|?[\s:|-]+\|?$")
_BAR = re.compile(r"(?<!\\)\|")
_QUOTED = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:=+|-+)[ \t]*$")  # of a heading in the line above
_HEDGE = re.compile(
    r"^(?:(?:il me semble|je (?:pense|crois|suppose|dirais|trouve)|a mon avis|selon moi|d'apres moi|pour moi|"
    r"si je (?:me souviens|me rappelle) bien|sauf erreur(?: de ma part)?|me semble-t-il|j'ai l'impression|"
    r"i (?:think|believe|guess|suppose|would say)|in my (?:opinion|view)|it seems to me|to me|imho|as far as i know|"
    r"afaik|if i (?:remember|recall) correctly|i'm (?:pretty |fairly |quite )?sure)"
    r"(?!\w)(?:,?\s?(?:that\b|que\b|qu'))?[\s,:]*)+"
)
_ONLY_HEDGE = re.compile(
    r"^(?:(?:mais |et |but |and )?(?:je ne suis pas (?:sur|certaine?)|je ne sais pas(?: trop)?|a verifier|a confirmer|"
    r"peut-etre|i'?m not sure|i am not sure|not sure|i don't know|maybe|perhaps|to be checked|correct me if i'm wrong|"
    r"dites-moi si je me trompe)\b[^.]{0,40})[.!…]*$"
)
_QUESTION = re.compile(r"\?[\s»\"')\]]*$")
_JOIN = re.compile(
    r"(?P<comma>,?) (?P<word>(?:and|but|while|whereas|et|mais)\b|tandis qu(?:e |')|alors qu(?:e |'))\s*|; "
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|cannot|may|must|will|does|do|did|should|est|sont|etait|etaient|a|ont|avait|"
    r"peut|peuvent|doit|doivent|va|vont|fait|font|n'est|n'a)\b"
)
_ELLIPSIS = re.compile(r"\b(?:not|pas|non|so|aussi|too)\W*$")  # "... whereas the other does not" says nothing alone
_NO_VERB_AFTER = re.compile(
    r"\b(?:the|an?|of|to|for|in|on|with|by|from|its|their|each|every|no|and|or|le|la|les|l'|un|une|des|de|d'|du|son|sa|"
    r"ses|leurs?|ce|cette|ces|pour|par|sans|avec|en|et|ou|a|au|aux) ?$"
)
_PRONOUN = re.compile(r"^(?:it|they|he|she|this|these|that|il|elle|ils|elles|on|cela|ca|celui-ci|celle-ci|ceux-ci)\b")
_LEAST_WORDS = 3
_ENOUGH_WORDS = 5  # to tell the language of a sentence by itself


def split_claims(text: str, lang: Lang | None = None, lexicon: Lexicon | None = None) -> tuple[ClaimSpan, ...]:
    """Claims in order of place, each in its own language unless `lang` says which.

    With a lexicon, clauses are told apart by all their verbs; without, by auxiliaries only.
    """
    whole = lang or detect_language(text)
    found: list[ClaimSpan] = []
    for start, end in _blocks(text):
        if text[start:end].lstrip().startswith("|"):
            found += _table(text, start, end, whole)
            continue
        for a, b in split_sentences(text, start, end):
            long = lang is None and len(text[a:b].split()) >= _ENOUGH_WORDS
            found += _sentence(text, a, b, detect_language(text[a:b]) if long else whole, lexicon)
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that may hold claims: prose, or one table; headings and fences left out."""
    start: int | None = None
    table = fenced = False
    position = 0
    lines = text.splitlines(keepends=True)
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        bare = line.strip()
        underlined = bool(bare) and not bare.startswith(("|", "-", "*")) and bool(_UNDERLINE.match(below))
        skip = fenced or underlined or bool(_HEADING.match(line)) or bool(_FENCE.match(line))
        if _FENCE.match(line):
            fenced = not fenced
        row = bare.startswith("|")
        if start is not None and (skip or row != table):
            yield start, position
            start = None
        if not skip and start is None and bare:
            start, table = position, row
        position += len(line)
    if start is not None:
        yield start, position


def _table(text: str, start: int, end: int, lang: Lang) -> Iterator[ClaimSpan]:
    """Every cell but those of the header row and of the first column, said with its row and its column."""
    rows = [(m.start(), m.group()) for m in re.compile(r"[^\n]+").finditer(text, start, end)]
    header: list[str] = []
    for offset, line in rows:
        cells = _cells(line, offset)
        if _RULE_ROW.match(line.strip()) or not cells:
            continue
        if not header:
            header = [cell for cell, _ in cells]
            continue
        for number, (cell, place) in enumerate(cells[1:], start=1):
            if cell:
                column = header[number] if number < len(header) else ""
                words = ": ".join(part for part in (cells[0][0], column, cell) if part)
                yield ClaimSpan(words, place, place + len(cell), lang)


def _cells(line: str, offset: int) -> list[tuple[str, int]]:
    """The cells of a row with their places, empty ones too: each column keeps its number."""
    bars = [match.start() for match in _BAR.finditer(line)]
    first = bars[0] + 1 if bars and not line[: bars[0]].strip() else 0
    last = bars[-1] if bars and not line[bars[-1] + 1 :].strip() else len(line)
    edges = [first - 1, *(bar for bar in bars if first <= bar < last), last]
    found = []
    for a, b in pairwise(edges):
        cell = line[a + 1 : b]
        found.append((cell.strip(), offset + a + 1 + len(cell) - len(cell.lstrip())))
    return found


def _sentence(text: str, start: int, end: int, lang: Lang, lexicon: Lexicon | None) -> Iterator[ClaimSpan]:
    """The claims of one sentence."""
    quoted = _QUOTED.match(text, start, end)
    start = quoted.end() if quoted else start
    if _QUESTION.search(text[start:end]) or _ONLY_HEDGE.match(flat(text[start:end])) or _is_label(text, start, end):
        return
    if not any(character.isalpha() for character in text[start:end]):
        return
    subject = ""
    clauses = _clauses(text, start, end, lang, lexicon)
    opening = _HEDGE.match(flat(text[start:end]))
    whole = text[start + (opening.end() if opening else 0) : end].strip() if len(clauses) > 1 else ""
    for number, (a, b) in enumerate(clauses):
        hedge = _HEDGE.match(flat(text[a:b]))
        a += hedge.end() if hedge else 0
        clause = text[a:b]
        if not any(character.isalpha() for character in clause):
            continue
        if number == 0:
            subject = _subject(clause, lang, lexicon)
        pronoun = _PRONOUN.match(flat(clause)) if number else None
        if pronoun and subject:
            yield ClaimSpan(subject + clause[pronoun.end() :], a, b, lang, whole)
        else:
            yield ClaimSpan(clause, a, b, lang, whole)


def _is_label(text: str, start: int, end: int) -> bool:
    """A title or a lead-in: a line of its own with no verb that ends in a colon, or bold words alone."""
    words = text[start:end].strip()
    return (words.endswith(":") and len(words.split()) <= 8) or bool(re.fullmatch(r"\*\*[^*]+\*\*:?", words))


def _clauses(text: str, start: int, end: int, lang: Lang, lexicon: Lexicon | None) -> list[tuple[int, int]]:
    """Places of the clauses of a sentence that each say something of their own."""
    found: list[tuple[int, int]] = []
    begin = start
    for match in _JOIN.finditer(flat(text), start, end):
        before, after = text[begin : match.start()], text[match.end() : end]
        if _stands_alone(before, lang, lexicon) and _opens_statement(after, lang, lexicon):
            found.append((begin, match.start()))
            begin = match.end()
    found.append((begin, end))
    return [_trimmed(text, a, b) for a, b in found]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A place without white space at its ends, and without the comma that ended the clause."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip().rstrip(",").rstrip())


def _stands_alone(clause: str, lang: Lang, lexicon: Lexicon | None) -> bool:
    return len(clause.split()) >= _LEAST_WORDS and _verb_place(clause, lang, lexicon) is not None


def _opens_statement(rest: str, lang: Lang, lexicon: Lexicon | None) -> bool:
    """Whether what follows a conjunction has a subject and then a verb of its own."""
    clause = re.split(r"[,;:]\s|\b(?:and|but|while|whereas|et|mais|tandis|alors)\b", rest)[0]
    if len(clause.split()) < _LEAST_WORDS or _ELLIPSIS.search(flat(clause)):
        return False
    place = _verb_place(clause, lang, lexicon)
    return place is not None and bool(re.search(r"\w", clause[:place]))


def _verb_place(clause: str, lang: Lang, lexicon: Lexicon | None) -> int | None:
    """Where the first verb that follows a subject stands, None without one."""
    finite = next((m.start() for m in _FINITE.finditer(flat(clause)) if clause[: m.start()].strip()), None)
    if finite is not None or lexicon is None:
        return finite
    items = read(clause, lang, lexicon).items
    return next((item.start for item in items if _is_verb(clause, item)), None)


def _is_verb(clause: str, item: Item) -> bool:
    """Whether a word that can be a verb is one here: after a subject, not after an article, a preposition or "to"."""
    before = flat(clause[: item.start])
    return item.verbal and bool(before.strip()) and not _NO_VERB_AFTER.search(before)


def _subject(clause: str, lang: Lang, lexicon: Lexicon | None) -> str:
    place = _verb_place(clause, lang, lexicon)
    words = clause[:place].strip() if place is not None else ""
    return words if 0 < len(words.split()) <= 8 else ""
