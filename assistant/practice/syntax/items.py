"""A fact as a question among facts of its kind: the stem, the wrong options, what says so; and what is refused.

Owns wording and choice of options. A wrong option is another fact's answer, of the same form, from the same page before
the same folder, never one that the fact's own sentence holds. What cannot be told apart is not asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from assistant.practice.schema import PracticeItem
from assistant.practice.syntax.facts import Fact
from ingest.schema import Reference, hash_of
from ingest.text.analysis import content_words, fold

_OTHERS = 3
_STEMS = {
    "en": {
        "definition": "In “{title}”, what is {article} {about}?",
        "condition": "In “{title}”: {about}, what follows?",
        "purpose": "In “{title}”: what do you {head} to {about}?",
        "limit": "Which number belongs in the gap? “{about}” (“{title}”)",
        "table": "In the table “{where}”: what stands under “{column}” for “{about}”?",
        "term": "In “{title}” (“{where}”), of what is this said: “{about}”?",
    },
    "fr": {
        "definition": "Dans « {title} », qu’est-ce qui est {about} ?",
        "condition": "Dans « {title} » : {about}, que se passe-t-il ?",
        "purpose": "Dans « {title} » : que faut-il pour {about} ?",
        "limit": "Quel nombre manque ? « {about} » (« {title} »)",
        "table": "Dans le tableau « {where} » : que dit la colonne « {column} » pour « {about} » ?",
        "term": "Dans « {title} » (« {where} »), de quoi est-il dit : « {about} » ?",
    },
}
_NOTES = {
    "en": (
        "The source says: “{quote}”",
        "“{uri}” says it of something else: “{quote}”",
        "The source has another value: “{quote}”",
    ),
    "fr": (
        "La source dit : « {quote} »",
        "« {uri} » le dit d’autre chose : « {quote} »",
        "La source donne une autre valeur : « {quote} »",
    ),
}


@dataclass(slots=True)
class Yield:
    """What became of the facts: how many there were, how many were released, and why the others were not."""

    facts: Counter[str] = field(default_factory=Counter)
    released: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """For a terminal or the page: yield by kind, then the reasons."""
        rows = [f"{sum(self.facts.values())} facts, {sum(self.released.values())} questions released."]
        rows += [f"  {kind}: {self.released[kind]} of {count}" for kind, count in sorted(self.facts.items())]
        return [*rows, *(f"  refused, {reason}: {n}" for reason, n in self.refused.most_common())]


def items_of(
    facts: Sequence[Fact], exam: str, domain_of: Callable[[Fact], str], told: Yield, each_page: int = 6
) -> list[PracticeItem]:
    """The questions of the facts, at most `each_page` of a kind from a page; `told` counts what was refused too."""
    pools: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        told.facts[fact.kind] += 1
        pools[fact.kind, fact.lang].append(fact)
    items: dict[str, PracticeItem] = {}
    asked: dict[str, list[frozenset[str]]] = defaultdict(list)
    pages: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        reason, item = _item(fact, pools[fact.kind, fact.lang], exam, domain_of(fact))
        page = (fact.said.uri, fact.kind)
        if item is not None and pages[page] >= each_page:
            reason, item = "enough of this kind from the page", None
        if item is not None:
            words = frozenset(content_words(f"{fact.about} {fact.head}"))
            if any(len(words & other) > 0.8 * min(len(words), len(other)) for other in asked[fact.said.uri]):
                reason, item = "asked already", None
        if item is None:
            told.refused[reason] += 1
            continue
        asked[fact.said.uri].append(words)
        pages[page] += 1
        told.released[fact.kind] += 1
        items[item.id] = item
    return list(items.values())


def _item(fact: Fact, pool: Sequence[Fact], exam: str, domain: str) -> tuple[str, PracticeItem | None]:
    title = fact.said.document.source.title
    key = _shown(fact.key, fact)
    if len(key) < 2 and not key.isdecimal():
        return "answer too short", None
    if len(fact.about) > 420:
        return "question too long", None
    if fact.kind != "limit" and _told(key, f"{fact.about} {title}"):
        return "answer in the question", None
    wrong = _numbers(fact, pool) if fact.kind == "limit" else _alike(fact, pool)
    if len(wrong) < _OTHERS:
        return "too few answers alike", None
    options = (key, *(text for text, _ in wrong))
    if len({fold(one) for one in options}) != len(options):
        return "options alike", None
    quote = fact.said.quote
    right, other, value = _NOTES[fact.lang]
    notes = [right.format(quote=quote)]
    notes += [
        value.format(quote=quote) if source is None else other.format(uri=_title(source), quote=source.said.quote)
        for _, source in wrong
    ]
    evidence = [Reference(fact.said.uri, quote)]
    evidence += [Reference(source.said.uri, source.said.quote) for _, source in wrong if source is not None]
    return "", PracticeItem(
        id=f"own-{hash_of(exam, fact.said.uri, fact.kind, fact.head, fact.about)}",
        exam=exam,
        domain=domain,
        lang=fact.lang,
        type="single",
        stem=_stem(fact, title),
        options=options,
        answers=(0,),
        explanation=quote,
        evidence=tuple(dict.fromkeys(evidence)),
        option_notes=tuple(notes),
    )


def _title(fact: Fact) -> str:
    return fact.said.document.source.title


def _stem(fact: Fact, title: str) -> str:
    where, _, rest = fact.head.partition("|")
    about = fact.about if fact.kind != "condition" else fact.about[0].lower() + fact.about[1:]
    return (
        _STEMS[fact.lang][fact.kind]
        .format(title=title, about=about, head=fact.head, where=where, column=rest.rpartition("|")[2], article="")
        .replace("what is  ", "what is ")
    )


def _shown(key: str, fact: Fact) -> str:
    """An answer as an option: a name keeps its letters, a clause begins with a capital like the others."""
    return key if fact.kind in ("limit", "table", "term", "definition") else key[0].upper() + key[1:]


def _told(key: str, stem: str) -> bool:
    words = set(content_words(key))
    return bool(words) and len(words & set(content_words(stem))) > 0.5 * len(words)


def _alike(fact: Fact, pool: Iterable[Fact]) -> Sequence[tuple[str, Fact | None]]:
    """Answers of other facts, the same page's first, then those nearest in length; none that says nearly the same."""
    if fact.others:
        shape = _shape(fact.key)

        def rank(text: str) -> tuple[bool, int, str]:
            return _shape(text) != shape, abs(len(text) - len(fact.key)), hash_of(fact.about, text)

        return [(text, None) for text in sorted(fact.others, key=rank) if _apart(text, fact)][:_OTHERS]
    beside = ((_distance(fact, other), other.key, other) for other in pool if _may_stand_beside(fact, other))
    found = sorted(beside, key=lambda one: one[:2])
    chosen: list[tuple[str, Fact | None]] = []
    for _, text, other in found:
        shown = _shown(text, fact)
        long = max(len(shown), len(fact.key)) > 2.2 * min(len(shown), len(fact.key)) + 12
        if long or any(_near(shown, one) for one, _ in chosen):
            continue
        chosen.append((shown, other))
        if len(chosen) == _OTHERS:
            break
    return chosen


def _may_stand_beside(fact: Fact, other: Fact) -> bool:
    own = fact.said.quote
    if other is fact or other.said.quote == own or fold(other.key) in fold(own) or not _apart(other.key, fact):
        return False
    return other.said.uri == fact.said.uri if fact.kind == "term" else other.pool == fact.pool


def _distance(fact: Fact, other: Fact) -> tuple[int, int, str]:
    """How far another fact is: the same page, the same folder, elsewhere; then how far its answer is in length."""
    folder = other.said.uri.rpartition("/")[0] == fact.said.uri.rpartition("/")[0]
    far = 0 if other.said.uri == fact.said.uri else 1 if folder else 2
    if fact.kind == "definition" and other.head == fact.head:
        far -= 1
    return far, abs(len(other.key) - len(fact.key)), hash_of(fact.about, other.key, other.said.uri, other.about)


def _shape(text: str) -> tuple[bool, bool]:
    """Whether an answer holds a number, and whether it is more than one word: answers of another shape stand out."""
    return any(map(str.isdigit, text)), len(text.split()) > 1


def _apart(text: str, fact: Fact) -> bool:
    return not _near(text, fact.key)


def _near(one: str, other: str) -> bool:
    """Whether two answers could mean the same: most words of the shorter are in the longer."""
    a, b = set(content_words(one)), set(content_words(other))
    if fold(one) == fold(other):
        return True
    return len(a) > 1 and len(b) > 1 and len(a & b) > 0.6 * min(len(a), len(b))


def _numbers(fact: Fact, pool: Iterable[Fact]) -> Sequence[tuple[str, Fact | None]]:
    """Other numbers for a gap: those that the same page gives for other things, then its half, double and tenfold."""
    near = [one.key for one in pool if one.said.uri == fact.said.uri and one.pool == fact.pool and one.key != fact.key]
    plain = fact.key.replace(",", "").replace("\u202f", "").replace("\u00a0", "")
    value = float(plain)
    made = [value * 2, value / 2 if value > 1 and (value / 2).is_integer() else value * 3, value * 10, value * 5]
    near += [f"{one:,.0f}" if "," in fact.key else f"{one:g}" if one < 1e6 else f"{one:.0f}" for one in made]
    said = fold(fact.said.quote)
    return [(one, None) for one in dict.fromkeys(near) if one != fact.key and f" {one} " not in said][:_OTHERS]
