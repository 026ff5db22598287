"""A sentence as the signals read it: its words and names as items of meaning, each with weight, clause and polarity.

Owns cutting a text into items (concepts of the lexicon, names by their shape, plain words). Knows nothing of pairs
of texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.checking.reading.bounds import bounded
from assistant.checking.reading.clauses import AND, clause_of, clause_starts, own_statement, statement_starts
from assistant.checking.reading.lexicon import NAME_KINDS, ConceptSpan, Lexicon, Token, tokens
from assistant.checking.reading.negation import Denial, denials, denied
from ingest.schema import Lang
from ingest.text.analysis import fold, is_stop_word
from ingest.text.number_words import worded
from ingest.text.plain import flat
from ingest.text.quantities import TIMES, Quantity

# How much of a sentence's content an item carries; quantities are compared by `numbers`, so units weigh nothing.
WEIGHTS = {
    "service": 2.0, "algorithm": 2.0, "parameter": 2.0, "format": 1.6, "metric": 1.5, "name": 2.0,
    "term": 1.0, "word": 0.8, "verb": 0.6, "relation": 0.4, "generic": 0.2, "unit": 0.0,
}  # fmt: skip
_NAME = re.compile(r"[a-z]+[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*|\w+_\w+|\w+(?:\.\w+)+|[A-Z]{2,}\w*|[A-Za-z]+\d\w*")
_PROPER = re.compile(r"[A-Z][a-zà-ÿ]{2,}")
# Left out before terms are looked for: "ne tient pas compte" holds "tient compte".
_PARTICLES = frozenset("ne n pas jamais point not t don doesn won isn aren didn wasn can't".split())
_BOUND_IDS = frozenset({"max", "min", "at-most", "at-least", "more", "less", "above", "below", "upward", "exceed"})
_NOUN_ENDING = re.compile(r"(?:[ts]ions?|ments?|[ae]nces?|age|ages|ures?|(?<!wr)(?<!inv)ites?|ity|ities|very|ously)$")
_OPENS = re.compile(r"(?:^|[,;:.]) ?(?:et |and )?$")  # "plus x monte, moins y ...": a comparative before its clause
_LIGHT = frozenset(
    "etre avoir be do does done doing have has had peut peuvent pouvoir can cannot may must doit doivent devoir soi "
    "meme lui "
    "fois way facon maniere afin cas quoi ainsi alors etc autre same aupres lieu ceux celui celles celle tant soient "
    "pas point whereas based besides among across already yet still even ok able capable capables".split()
)


_OPERATORS = "=+*/×÷^"


@dataclass(frozen=True, slots=True)
class Item:
    """A word, name or concept. `ids` are concept ids (empty for a plain word); `place` counts items from 0."""

    text: str
    start: int
    end: int
    kind: str
    weight: float
    ids: frozenset[str]
    stems: frozenset[str]
    place: int
    clause: int
    negated: bool = False
    statement: int = 0
    verbal: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it names something: a service, an algorithm, a parameter, a format, an identifier."""
        return self.kind in NAME_KINDS or self.kind == "name"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, cut into items, with its denials and quantities; `plain` is the text by `flat`, place for place."""

    text: str
    plain: str
    lang: Lang
    items: tuple[Item, ...]
    denials: tuple[Denial, ...]
    quantities: tuple[Quantity, ...]
    clauses: tuple[int, ...]

    @property
    def names(self) -> tuple[Item, ...]:
        """Items that are names of something."""
        return tuple(item for item in self.items if item.is_name)

    def in_formula(self, item: Item) -> bool:
        """Whether an item is an operand: its place among the others says nothing of who does what."""
        around = self.plain[: item.start].rstrip()[-1:], self.plain[item.end :].lstrip()[:1]
        return any(character in _OPERATORS for character in around if character)

    def clause(self, position: int) -> int:
        """Number of the clause at a position."""
        return clause_of(list(self.clauses), position)

    def bounds_in(self, start: int, end: int) -> bool:
        """Whether a quantity with a bound ("more than 5") stands in a span."""
        return any(q.bound in ("upper", "lower") and start <= q.start and q.end <= end for q in self.quantities)


def read(text: str, lang: Lang, lexicon: Lexicon) -> Reading:
    """Cut a text into items, in order."""
    plain = text.replace("’", "'")
    words = [word for word in tokens(plain) if word.folded not in _PARTICLES]
    starts = clause_starts(text)
    counted = [(n.start, n.end) for n in worded(text, lang) if not n.article]
    items: list[Item] = []
    spans = {span.first: span for span in lexicon.spans(plain, words, lang)}
    found = tuple(d for d in denials(text, lang) if not any(_holds(span, d) for span in spans.values()))
    position = 0
    while position < len(words):
        word, span = words[position], spans.get(position)
        if any(start <= word.start < end for start, end in counted) and (span is None or span.last == position):
            position += 1
            continue
        negated = denied(found, word.start, word.end)
        place = (len(items), clause_of(starts, word.start), negated)
        if span is not None:
            items.append(
                _from_concept(span, words, lexicon, place, position > 0 and _inside_sentence(plain, word.start))
            )
            position = span.last + 1
            continue
        item = _from_word(word, place, position > 0 and _inside_sentence(plain, word.start))
        if item is not None:
            items.append(item)
        position += 1
    measured = bounded(text, lang, lambda part, language: concept_ids(part, language, lexicon))
    items = _without_measures(plain, _turned(plain, items), measured)
    joins = _statement_ands(plain, items, starts)
    starts = sorted({*starts, *joins})
    statements = sorted({*statement_starts(text), *joins})
    items = [
        replace(item, clause=clause_of(starts, item.start), statement=clause_of(statements, item.start))
        for item in items
    ]
    return Reading(text, flat(text), lang, tuple(items), found, measured, tuple(starts))


def _turned(text: str, items: list[Item]) -> list[Item]:
    """ "less expensive", "moins rapide": the adjective turned round, the "less" gone; "more" and "plus" just go."""
    kept: list[Item] = []
    turn = False
    for number, item in enumerate(items):
        beside = bool(kept) and item.kind == "relation" and text[kept[-1].end : item.start].isspace()
        opens = bool(_OPENS.search(flat(text[: item.start])))
        if opens and item.text.casefold() in ("plus", "moins") and number + 1 < len(items):
            turn = "less" in item.ids  # "plus x est bas, plus ...": the comparative stands before its adjective
            continue
        if beside and kept[-1].ids & {"less", "fewer-most"}:
            kept[-1] = replace(item, negated=not item.negated)
        elif beside and kept[-1].ids & {"more", "most"}:
            kept[-1] = item
        else:
            kept.append(replace(item, negated=not item.negated) if turn and item.kind == "relation" else item)
            turn = turn and item.kind != "relation"
    return kept


def _without_measures(text: str, items: list[Item], measured: tuple[Quantity, ...]) -> list[Item]:
    """Items without units of quantities and the words of their bounds ("at least", "or more"); places anew."""
    kept = []
    for item in items:
        inside = any(q.start <= item.start < q.end for q in measured)
        beside = item.ids & _BOUND_IDS and any(
            0 <= q.start - item.end <= 9
            or (0 <= item.start - q.end <= 9 and q.dimension != TIMES)  # "three times less": no bound of the three
            for q in measured
        )
        if not inside and not beside:
            kept.append(item)
    return [replace(item, place=place) for place, item in enumerate(kept)]


def _holds(span: ConceptSpan, denial: Denial) -> bool:
    """Whether a cue is a part of a term: "sans serveur" denies nothing."""
    longer = span.end - span.start > denial.end - denial.start
    return longer and span.start <= denial.start and denial.end <= span.end


def _statement_ands(text: str, items: list[Item], starts: list[int]) -> list[int]:
    """Places of those "and" that join two statements."""
    found = []
    for match in AND.finditer(text.lower()):
        number = clause_of(starts, match.start())
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        clause = [item for item in items if item.clause == number]
        after = [
            item.verbal for item in clause if item.start >= match.end() and item.kind not in ("relation", "generic")
        ]
        verbs_before = any(item.verbal for item in clause if item.end <= match.start())
        thing_first = True in after and not after[0]
        if own_statement(text[starts[number] : match.start()], text[match.end() : end], verbs_before, thing_first):
            found.append(match.start())
    return found


def concept_ids(text: str, lang: Lang, lexicon: Lexicon) -> frozenset[str]:
    """Ids of the concepts in a text, marked so that they cannot be taken for stems."""
    return frozenset(f"#{i}" for span in lexicon.concepts(text, lang) for i in span.ids)


def _from_concept(
    span: ConceptSpan, words: list[Token], lexicon: Lexicon, place: tuple[int, int, bool], inside: bool
) -> Item:
    kind: str = lexicon.kind(span.ids)
    covered = words[span.first : span.last + 1]
    if inside and kind in ("term", "verb") and _PROPER.fullmatch(span.text):
        kind = "name"  # a common word with a capital inside a sentence is a value or a product: "Line", "Gateway"
    stems = frozenset(stem for word in covered for stem in (word.fr, word.en)) if len(covered) == 1 else frozenset()
    verbal = any(lexicon[i].kind == "verb" for i in span.ids) and not _NOUN_ENDING.search(words[span.last].folded)
    ids = frozenset(span.ids)
    return Item(span.text, span.start, span.end, kind, WEIGHTS[kind], ids, stems, *place, verbal=verbal)


def _from_word(word: Token, place: tuple[int, int, bool], inside: bool) -> Item | None:
    operator = inside and word.text in ("AND", "OR", "NOT")
    if (
        (not operator and (is_stop_word(word.folded) or word.folded in _LIGHT))
        or len(word.folded) < 2
        or re.match(r"[\d.,]+[a-z]{0,3}$", word.folded)
    ):
        return None
    named = operator or bool(_NAME.fullmatch(word.text)) or (inside and bool(_PROPER.fullmatch(word.text)))
    kind = "name" if named else "word"
    stems = frozenset({fold(word.text)} if named else {word.fr, word.en})
    return Item(word.text, word.start, word.end, kind, WEIGHTS[kind], frozenset(), stems, *place)


def _inside_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \u00a0«\"'(|")
    return bool(before) and before[-1] not in ".!?:;|\n"
