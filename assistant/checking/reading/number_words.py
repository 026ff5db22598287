"""Numbers written as words, French and English: "soixante-cinq", "twenty-five", "a thousand", "un cinquième".

Text in, places and values out. "un", "une", "one", "a" count only where something says that they count ("one hour",
"un seul"). Knows nothing of units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checking.reading.plain import flat
from ingest.schema import Lang

_SMALL: dict[Lang, dict[str, float]] = {
    "en": {
        word: float(value)
        for value, word in enumerate(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen".split()
        )
    },
    "fr": {
        word: float(value)
        for value, word in enumerate(
            "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
        )
    },
}
_SMALL["en"] |= {w: 10.0 * v for v, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SMALL["en"] |= {
    "single": 1.0,
    "sole": 1.0,
    "lone": 1.0,
    "dozen": 12.0,
    "hundred": 100.0,
    "hundreds": 100.0,
    "thousand": 1e3,
    "thousands": 1e3,
    "dozens": 12.0,
    "trillion": 1e12,
    "million": 1e6,
    "billion": 1e9,
}
_SMALL["fr"] |= {w: 10.0 * v for v, w in enumerate("vingt trente quarante cinquante soixante septante".split(), 2)}
_SMALL["fr"] |= {"une": 1.0, "vingts": 20.0, "octante": 80.0, "huitante": 80.0, "nonante": 90.0}
_SMALL["fr"] |= {
    "dizaine": 10.0,
    "douzaine": 12.0,
    "quinzaine": 15.0,
    "vingtaine": 20.0,
    "trentaine": 30.0,
    "quarantaine": 40.0,
    "cinquantaine": 50.0,
    "soixantaine": 60.0,
    "millier": 1e3,
    "centaine": 100.0,
    "centaines": 100.0,
    "milliers": 1e3,
}
_SMALL["fr"] |= {"cent": 100.0, "cents": 100.0, "mille": 1e3, "million": 1e6, "millions": 1e6}
_SMALL["fr"] |= {"milliard": 1e9, "milliards": 1e9}
_SCALES = {"hundred", "thousand", "million", "billion", "cent", "cents", "mille", "millions", "milliard"}
_SCALES |= {"milliards", "millions"}
_PARTS: dict[Lang, dict[str, float]] = {
    "en": {"half": 50.0, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0},
    "fr": {"moitie": 50.0, "quart": 25.0, "cinquieme": 20.0, "dixieme": 10.0},
}
_THIRD: dict[Lang, str] = {"en": "third", "fr": "tiers"}
_ROUND = frozenset({"hundred", "hundreds", "thousands", "centaine", "centaines", "milliers", "dizaine", "dozen"})
_SINGLE = frozenset({"single", "sole", "lone"})
_ARTICLES = frozenset({"un", "une", "one", "a", "an"})
_WORD = re.compile(r"[^\W\d_]+")
_FRACTION = re.compile(r"(?<![\w/.,-])(?P<top>\d{1,2})/(?P<bottom>\d{1,3})(?![\w/.,])")
_AND_HALF = re.compile(r" (?:and a half|et demie?)\b")
_COUNTS_ONE = re.compile(r"\b(?:only|exactly|seulement|just|at most|au plus|au maximum|maximum|qu'|que) ?$")
_ONE_COUNTS = re.compile(r"^ (?:single|only|seule?|unique)\b")


@dataclass(frozen=True, slots=True)
class Worded:
    """A number in words at `start:end`. `part` for a share in percent; `article` when it may only be an article.

    `loose` for a small or round number that prose uses without counting ("two ways", "hundreds", "half").
    """

    start: int
    end: int
    value: float
    part: bool = False
    article: bool = False
    loose: bool = False


def worded(text: str, lang: Lang) -> list[Worded]:
    """Numbers in words, and fractions (1/3), in order of place."""
    plain = flat(text)
    words = list(_WORD.finditer(plain))
    found = [
        Worded(m.start(), m.end(), 100.0 * int(m["top"]) / int(m["bottom"]), part=True)
        for m in _FRACTION.finditer(plain)
        if 0 < int(m["top"]) < int(m["bottom"])
    ]
    position = 0
    while position < len(words):
        size, number = _at(plain, words, position, lang)
        if number is not None:
            found.append(number)
        position += max(1, size)
    return sorted(found, key=lambda number: number.start)


def _at(plain: str, words: list[re.Match[str]], position: int, lang: Lang) -> tuple[int, Worded | None]:
    first = words[position].group()
    following = words[position + 1].group() if position + 1 < len(words) else ""
    article = first in ("a", "an") and lang == "en"
    if first in _SMALL[lang] or (article and (following in _SCALES or following in (*_PARTS[lang], _THIRD[lang]))):
        part = _part(words, position, following, lang)
        if part is not None:
            return 2, part
        return _whole(plain, words, position, lang)
    if first in ("half", "moitie", "demi", "demie"):
        return 1, Worded(words[position].start(), words[position].end(), 50.0, part=True, loose=True)
    return 1, None


def _part(words: list[re.Match[str]], position: int, following: str, lang: Lang) -> Worded | None:
    """ "un cinquième", "two thirds"."""
    top = _SMALL[lang].get(words[position].group(), 1.0)
    word = following.rstrip("s") if following != _THIRD[lang] else following
    if word in _PARTS[lang]:
        share = _PARTS[lang][word]
    elif following and following.rstrip("s") == _THIRD[lang].rstrip("s"):
        share = 100.0 / 3.0
    else:
        return None
    return Worded(words[position].start(), words[position + 1].end(), top * share, part=True)


def _whole(plain: str, words: list[re.Match[str]], position: int, lang: Lang) -> tuple[int, Worded | None]:
    size = 1
    while position + size < len(words) and _continues(plain, words, position + size, lang):
        size += 1
    while size > 1 and words[position + size - 1].group() in ("and", "et"):
        size -= 1
    start, end = words[position].start(), words[position + size - 1].end()
    value = _sum([words[position + k].group() for k in range(size)], lang)
    scale = max((1.0, *(_SMALL[lang].get(words[position + k].group(), 1.0) for k in range(size))))
    if half := _AND_HALF.match(plain[end:]):
        value += 0.5 * scale if scale >= 1e3 else 0.5
        end += half.end()
        return size + len(half.group().split()), Worded(start, end, value)
    if words[position].group() in _SINGLE:
        return 1, Worded(start, end, 1.0, loose=True)
    article = size == 1 and words[position].group() in _ARTICLES
    if article and (_COUNTS_ONE.search(plain[:start]) or _ONE_COUNTS.match(plain[end:])):
        article = False
    loose = value <= 2 or words[position].group() in _ROUND
    return size, Worded(start, end, value, article=article, loose=loose)


def _continues(plain: str, words: list[re.Match[str]], at: int, lang: Lang) -> bool:
    gap = plain[words[at - 1].end() : words[at].start()]
    if gap not in (" ", "-"):
        return False
    word, before = words[at].group(), words[at - 1].group()
    if word in ("and", "et"):
        after = words[at + 1].group() if at + 1 < len(words) else ""
        return before in (
            _SMALL[lang] if lang == "en" else {"vingt", "trente", "quarante", "cinquante", "soixante"}
        ) and (
            (lang == "en" and before == "hundred" and after in _SMALL[lang])
            or (lang == "fr" and after in ("un", "une", "onze"))
        )
    return word in _SMALL[lang] and (before not in _ARTICLES or word in _SCALES or (lang == "fr" and word == "mille"))


def _sum(words: list[str], lang: Lang) -> float:
    total = current = 0.0
    for word in words:
        if word in ("and", "et"):
            continue
        value = _SMALL[lang].get(word, 1.0)
        if value >= 1e3:
            total += max(1.0, current) * value
            current = 0.0
        elif value == 100.0 or (word in ("vingt", "vingts") and current == 4.0):
            current = max(1.0, current) * value
        else:
            current += value
    return total + current
