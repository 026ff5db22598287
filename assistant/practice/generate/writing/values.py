"""From facts to drafts: limits, default values, tuning objectives, formulas, lists, cases and orders.

As `compose`, for facts whose statement is a value, a list or an order.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.families import capital
from assistant.practice.generate.facts.formulas import in_lang
from assistant.practice.generate.facts.quantities import Figure, closeness, neighbours, read_quantity, write_quantity
from assistant.practice.generate.facts.sources import Sentence
from assistant.practice.generate.writing.drafts import Choice, Claim, Draft
from assistant.practice.generate.writing.wording import Wording, french_spaces, sentence
from assistant.practice.schema import ItemType
from ingest.schema import Lang, Span

Rng = Callable[..., random.Random]
_METRICS = 3
_FRENCH_WORD = re.compile(r"(?:L[ae]s?|Une?|D[eu]s?|Plus|Par|Dans|Pour) |[LD]’")
_ARTICLE = re.compile(r"^(?:les? |la |l’)")
_ORDER: dict[Lang, str] = {"en": "In order:", "fr": "Dans l’ordre\u00a0:"}


def compose_values(facts: Sequence[Fact], lang: Lang, wording: Wording, rng: Rng) -> Iterator[Draft]:
    """Drafts of one language from all facts that are not roles."""
    known = _known_numbers(facts)
    by_kind: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_kind[fact.kind].append(fact)
    for fact in by_kind["limit"]:
        yield from _limit(fact, lang, wording, known, rng(fact.id, lang))
    for fact in by_kind["default"]:
        yield from _default(fact, lang, wording, by_kind["default"], rng(fact.id, lang))
    for fact in by_kind["objective"]:
        yield from _objective(fact, lang, wording, by_kind["objective"], rng(fact.id, lang))
    for fact in by_kind["formula"]:
        yield from _formula(fact, lang, wording, by_kind["formula"], rng(fact.id, lang))
    for fact in (*by_kind["list"], *by_kind["case"]):
        yield from _list(fact, lang, wording, rng(fact.id, lang))
    for fact in by_kind["steps"]:
        yield from _order(fact, lang, wording, rng(fact.id, lang))


def _known_numbers(facts: Iterable[Fact]) -> dict[str, list[float]]:
    known: dict[str, list[float]] = defaultdict(list)
    for fact in facts:
        quantity = read_quantity(fact.statement) if fact.kind == "limit" else None
        if quantity is not None:
            known[quantity.unit].append(quantity.number)
    return known


def _limit(
    fact: Fact, lang: Lang, wording: Wording, known: dict[str, list[float]], rng: random.Random
) -> Iterator[Draft]:
    quantity = read_quantity(fact.statement)
    stem = fact.label[lang]
    if quantity is None or not stem:
        return
    given = [float(number) for number in fact.extra["near"].split()]
    near = given or rng.sample(neighbours(quantity, known[quantity.unit] if quantity.unit else (), 5), 3)
    texts = [write_quantity(quantity.number, quantity, lang), *(write_quantity(n, quantity, lang) for n in near)]
    values = [fact.statement, *(write_quantity(n, quantity, "en") for n in near)]
    yield from _valued(fact, lang, wording, stem, texts, values, _spread(quantity, near), rng)


def _spread(quantity: Figure, near: Sequence[float]) -> float:
    return sum(closeness(quantity.number, number) for number in near) / max(1, len(near))


def _default(fact: Fact, lang: Lang, wording: Wording, all_: Sequence[Fact], rng: random.Random) -> Iterator[Draft]:
    quantity = read_quantity(fact.statement)
    if quantity is None or quantity.number in (0, 1):
        return
    same = [read_quantity(other.statement) for other in all_ if other.family == fact.family]
    numbers = {q.number for q in same if q is not None and q.number > 0}
    near = sorted(
        (n for n in numbers if n != quantity.number and (n < 1) == (quantity.number < 1)),
        key=lambda n: (-closeness(quantity.number, n), n),
    )[:2]
    near += [n for n in neighbours(quantity, (), 6) if n not in near][: 3 - len(near)]
    texts = [write_quantity(n, quantity, lang) for n in (quantity.number, *near)]
    values = [fact.statement, *(write_quantity(n, quantity, "en") for n in near)]
    stem = wording.stem("default", lang, rng, {"subject": fact.label[lang]})
    yield from _valued(fact, lang, wording, stem, texts, values, _spread(quantity, near), rng)


def _valued(
    fact: Fact,
    lang: Lang,
    wording: Wording,
    stem: str,
    texts: Sequence[str],
    values: Sequence[str],
    nearness: float,
    rng: random.Random,
) -> Iterator[Draft]:
    if len(set(texts)) < 4:
        return
    note = wording.note("value", lang, value=texts[0])
    choices = [
        Choice(text, place == 0, (Claim(fact.claim(value), fact.lang),), fact.sentence.text if place == 0 else note)
        for place, (text, value) in enumerate(zip(texts, values, strict=True))
    ]
    rng.shuffle(choices)
    yield _made(
        fact, lang, "single", stem, choices, [fact.sentence], _explained(fact, lang, texts[0]), 0.25 + 0.45 * nearness
    )


def _explained(fact: Fact, lang: Lang, answer: str) -> str:
    """The sentence of the source, or its French with the answer in its place; the bare answer where nobody wrote it."""
    if fact.lang == lang:
        return fact.sentence.text
    said = fact.extra.get("said", "")
    return french_spaces(said.replace("{}", answer) if said else f"Réponse : {answer}.")


def _objective(fact: Fact, lang: Lang, wording: Wording, all_: Sequence[Fact], rng: random.Random) -> Iterator[Draft]:
    own = {metric for other in all_ if other.subject == fact.subject for metric in other.parts}
    others = sorted(
        {metric for other in all_ if other.extra["way"] == fact.extra["way"] for metric in other.parts} - own
    )
    # An algorithm with many metrics has one for each task: the stem would have to name the task.
    if len(others) < 3 or len(fact.parts) > _METRICS:
        return
    stem = wording.stem("objective", lang, rng, {"algo": fact.subject, "way": wording.way(fact.extra["way"], lang)})
    key = rng.choice(fact.parts)
    texts = [key, *rng.sample(others, 3)]
    names = (fact.subject,)
    choices = [
        Choice(text, place == 0, (Claim(fact.claim(text), "en", names),), fact.sentence.text if place == 0 else note)
        for note in (wording.note("value", lang, value=key),)
        for place, text in enumerate(texts)
    ]
    rng.shuffle(choices)
    explanation = fact.sentence.text if lang == "en" else french_spaces(f"{fact.subject} : {', '.join(fact.parts)}.")
    yield _made(fact, lang, "single", stem, choices, [fact.sentence], explanation, 0.55)


def _formula(fact: Fact, lang: Lang, wording: Wording, all_: Sequence[Fact], rng: random.Random) -> Iterator[Draft]:
    others = [other for other in all_ if other.statement != fact.statement]
    if len(others) < 3:
        return
    picked = rng.sample(others, 3)
    stem = wording.stem("formula", lang, rng, {"formula": in_lang(fact.statement, lang)})
    choices = [
        Choice(
            capital(_ARTICLE.sub("", one.label[lang])),
            one is fact,
            # Another metric has another formula, which its note cites: nothing is left to check.
            (Claim(fact.claim(), "en", (fact.subject,)),) if one is fact else (),
            french_spaces(sentence(f"{one.label[lang]} = {in_lang(one.statement, lang)}.")),
            one.label[lang],
        )
        for one in (fact, *picked)
    ]
    rng.shuffle(choices)
    sentences = [fact.sentence, *(one.sentence for one in picked)]
    explanation = sentence(f"{fact.label[lang]} = {in_lang(fact.statement, lang)}.")
    yield _made(fact, lang, "single", stem, choices, sentences, explanation, 0.5)


def _list(fact: Fact, lang: Lang, wording: Wording, rng: random.Random) -> Iterator[Draft]:
    stem = fact.label[lang]
    count = len(fact.parts)
    if not stem or count not in (1, 2, 3):
        return
    members = [fact.extra.get(f"fr:{part}", part) if lang == "fr" else part for part in fact.parts]
    right_note = _explained(fact, lang, _row([_uncapital(text) for text in members]))
    own_key = fact.extra.get(f"fr:{fact.parts[0]}", fact.parts[0]) if lang == "fr" else fact.parts[0]
    choices: list[Choice] = []
    for text in (*fact.parts, *fact.extra["others"].split("\n")):
        shown = fact.extra.get(f"fr:{text}", text) if lang == "fr" else text
        right = text in fact.parts
        claim = Claim(fact.claim(_inside(text)), fact.lang, (text,))
        wrong_note = _not_listed(lang) if count > 1 else wording.note("value", lang, value=_uncapital(own_key))
        choices.append(Choice(shown, right, (claim,), right_note if right else wrong_note, shown))
    rng.shuffle(choices)
    stem = french_spaces(stem) if lang == "fr" else stem
    if count > 1:
        stem = f"{stem} {wording.choose(count, lang)}"
    yield _made(fact, lang, "several" if count > 1 else "single", stem, choices, [fact.sentence], right_note, 0.5)


def _inside(text: str) -> str:
    first = text.split(" ")[0]
    article = first in ("A", "An", "The", "La", "Le", "Les", "Un", "Une") or text.startswith("L’")
    return text[0].lower() + text[1:] if article else text


def _row(texts: Sequence[str]) -> str:
    """A French list in a sentence: a, b et c."""
    return " et ".join((", ".join(texts[:-1]), texts[-1])) if len(texts) > 1 else texts[0]


def _uncapital(text: str) -> str:
    return text[0].lower() + text[1:] if _FRENCH_WORD.match(text) else text


def _not_listed(lang: Lang) -> str:
    return "La source ne le nomme pas ici." if lang == "fr" else "The source does not name it here."


def _order(fact: Fact, lang: Lang, wording: Wording, rng: random.Random) -> Iterator[Draft]:
    stem = fact.label[lang]
    if not stem:
        return
    shown = [fact.extra[f"fr:{part}"] if lang == "fr" else part for part in fact.parts]
    places = list(range(len(shown)))
    while places == sorted(places):
        rng.shuffle(places)
    choices = [
        Choice(shown[place], True, (), wording.note("place", lang, place=str(place + 1)), shown[place])
        for place in places
    ]
    order = tuple(places.index(step) for step in range(len(shown)))
    sentences = [fact.sentence, *_more(fact)]
    steps = " → ".join(f"{text}{_measured(fact, part, lang)}" for text, part in zip(shown, fact.parts, strict=True))
    told = f"{fact.sentence.text} " if lang == fact.lang and not _more(fact) else ""
    explanation = f"{told}{_ORDER[lang]} {steps}."
    draft = _made(fact, lang, "ordering", stem, choices, sentences, explanation, 0.5)
    yield replace(draft, order=order)


def _measured(fact: Fact, part: str, lang: Lang) -> str:
    """The quantity by which a thing has its place, in brackets."""
    quantity = read_quantity(fact.extra.get(f"q:{part}", ""))
    return f" ({write_quantity(quantity.number, quantity, lang)})" if quantity else ""


def _more(fact: Fact) -> list[Sentence]:
    rows = [row.split("\t") for row in fact.extra.get("more", "").split("\n") if row]
    headings = fact.sentence.span.headings
    return [replace(fact.sentence, span=Span.alone(text, fact.lang, headings, uri)) for uri, text in rows]


def _made(
    fact: Fact,
    lang: Lang,
    type_: ItemType,
    stem: str,
    choices: Sequence[Choice],
    sentences: Sequence[Sentence],
    explanation: str,
    difficulty: float,
) -> Draft:
    return Draft(
        kind=fact.kind,
        family=fact.family,
        lang=lang,
        type=type_,
        stem=french_spaces(stem) if lang == "fr" else stem,
        choices=tuple(choices),
        facts=(fact.id,),
        sentences=tuple(dict.fromkeys(sentences)),
        domains=fact.sentence.domains,
        explanation=explanation,
        subject=fact.subject,
        difficulty=round(min(0.95, max(0.1, difficulty)), 2),
        asked=((fact.subject, fact.statement),),
        minor=bool(fact.extra.get("minor")) or fact.kind == "default",
    )
