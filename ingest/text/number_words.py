"""Numbers written as words, French and English: "soixante-cinq", "twenty-five", "a thousand", "un cinquième".

Text in, places and values out. "un", "une", "one", "a" count only where something says that they count ("one hour",
"un seul"). Knows nothing of units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.schema import LANGS, Lang
from ingest.text.analysis import is_stop_word
from ingest.text.plain import flat

# Whole numbers are text2num's; these words it does not know, or counts only with their accents.
_MORE: dict[Lang, dict[str, float]] = {
    "en": {
        "single": 1.0, "sole": 1.0, "lone": 1.0, "dozen": 12.0, "dozens": 12.0, "hundreds": 100.0, "thousands": 1e3,
        "trillion": 1e12,
    },
    "fr": {
        "zero": 0.0, "dizaine": 10.0, "douzaine": 12.0, "quinzaine": 15.0, "vingtaine": 20.0, "trentaine": 30.0,
        "quarantaine": 40.0, "cinquantaine": 50.0, "soixantaine": 60.0, "centaine": 100.0, "centaines": 100.0,
        "millier": 1e3, "milliers": 1e3,
    },
}  # fmt: skip
_MULTIPLE = frozenset({"dozen", "millier", "milliers", "centaines", "trillion"})
_SCALES = frozenset("hundred thousand million billion cent cents mille millions milliard milliards".split())
_PARTS: dict[Lang, dict[str, float]] = {
    "en": {"half": 50.0, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0},
    "fr": {"moitie": 50.0, "quart": 25.0, "cinquieme": 20.0, "dixieme": 10.0},
}
_THIRD: dict[Lang, str] = {"en": "third", "fr": "tiers"}
_ROUND = frozenset("hundred hundreds thousands millions billions centaine centaines milliers dizaine dozen".split())
_SINGLE = frozenset({"single", "sole", "lone"})
_TEEN = 20.0  # smaller numbers have no plural
_JOINING = frozenset({"and", "et"})
_ARTICLES = frozenset({"un", "une", "one", "a", "an"})
_WORD = re.compile(r"[^\W\d_]+")
_FRACTION = re.compile(r"(?<![\w/.,-])(?P<top>\d{1,2})/(?P<bottom>\d{1,3})(?![\w/.,])")
AND_HALF = re.compile(r" (?:and a half|et demie?)\b")
_COUNTS_ONE = re.compile(r"\b(?:only|exactly|seulement|just|at most|au plus|au maximum|maximum|qu'|que) ?$")
# "un serveur neuf", "un compartiment S3 neuf": new, not nine, as long as nothing follows that can be counted.
_NEW = re.compile(
    r"\b(?:(?:une?|le|la|du|au|ce|cet|cette|chaque|tout|toute|son|sa|notre|votre|leur|aucune?|quelque) |l'|d')"
    r"(?:(?:grande?|petite?|bon|bonne|autre|meme|seule?|premier|derniere?|vrai) )?(?P<noun>[^\W\d_]{3,})"
    r"(?: (?:de |a )?[a-z0-9.-]*\d[a-z0-9.-]*)? $|"
    r"\b(?:quelque chose|rien|quoi) de $|\bremi(?:s|se|ses) a $|\bflambant $"
)
_COUNTED = re.compile(r" (?P<word>[^\W\d_]+[sx])\b")
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


def whole_number(word: str) -> float | None:
    """The number that one folded word is, in digits or in words of either language; None when it is none."""
    if word.isdecimal():
        return float(word)
    return next((number for lang in LANGS if (number := _number((word,), lang)) is not None), None)


def _at(plain: str, words: list[re.Match[str]], position: int, lang: Lang) -> tuple[int, Worded | None]:
    first = words[position].group()
    following = words[position + 1].group() if position + 1 < len(words) else ""
    article = first in ("a", "an") and lang == "en"
    if _is_new(plain, words, position, lang) or _is_percent(plain, words, position, lang):
        return 1, None
    counted = article and following in (*_SCALES, *_PARTS[lang], _THIRD[lang])
    if counted or _number((first,), lang) is not None:
        part = _part(words, position, following, lang)
        if part is not None:
            return 2, part
        return _whole(plain, words, position, lang)
    if first in ("half", "moitie", "demi", "demie"):
        return 1, Worded(words[position].start(), words[position].end(), 50.0, part=True, loose=True)
    return 1, None


def _part(words: list[re.Match[str]], position: int, following: str, lang: Lang) -> Worded | None:
    """ "un cinquième", "two thirds"."""
    top = _number((words[position].group(),), lang) or 1.0
    word = following.rstrip("s") if following != _THIRD[lang] else following
    if word in _PARTS[lang]:
        share = _PARTS[lang][word]
    elif following and following.rstrip("s") == _THIRD[lang].rstrip("s"):
        share = 100.0 / 3.0
    else:
        return None
    return Worded(words[position].start(), words[position + 1].end(), top * share, part=True)


def _whole(plain: str, words: list[re.Match[str]], position: int, lang: Lang) -> tuple[int, Worded | None]:
    said = _run(plain, words, position, lang)
    size = next(n for n in range(len(said), 0, -1) if n == 1 or _number(said[:n], lang) is not None)
    start, end = words[position].start(), words[position + size - 1].end()
    value = _number(said[:size], lang) or 0.0
    scale = max((1.0, *(_number((word,), lang) or 1.0 for word in said[:size])))
    if half := AND_HALF.match(plain[end:]):
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


def _run(plain: str, words: list[re.Match[str]], position: int, lang: Lang) -> tuple[str, ...]:
    """The words from a place on that are all numbers, or join them, with nothing but a space or a hyphen between."""
    last = position + 1
    while last < len(words) and plain[words[last - 1].end() : words[last].start()] in (" ", "-"):
        if words[last].group() not in _JOINING and _number((words[last].group(),), lang) is None:
            break
        last += 1
    return tuple(word.group() for word in words[position:last])


@lru_cache(maxsize=65536)
def _number(said: tuple[str, ...], lang: Lang) -> float | None:
    """The whole number that these folded words say together; None when they say none, or more than one."""
    from text_to_num import text2num

    *before, last = said
    if last in _MORE[lang] and (not before or last in _MULTIPLE):
        times = _number(tuple(before), lang) if before else 1.0
        return None if times is None else times * _MORE[lang][last]
    if last in _JOINING or len(last) == 1 or _is_plural(last, lang):
        return None  # "the sparse ones", "neufs" (new) and the O of "I/O" are no numbers; "trois", "cents" are
    for place, word in enumerate(said):
        if word in _JOINING and not _joins(said[:place], said[place + 1 :], lang):
            return None
    if lang == "en" and said[0] in ("a", "an") and before:
        said = ("one", *said[1:])
    try:
        return float(text2num(" ".join(said), lang))
    except ValueError:
        return None


def _joins(before: tuple[str, ...], after: tuple[str, ...], lang: Lang) -> bool:
    """Whether "and" makes one number: "a hundred and five", "vingt et un"; the ends of a range stay two."""
    if lang == "fr":
        return after in (("un",), ("une",), ("onze",))
    return before[-1:] == ("hundred",) and (_number(after, lang) or 100.0) < 100.0


def _is_plural(word: str, lang: Lang) -> bool:
    """Whether a word is the plural of a number too small to have one."""
    one = _number((word[:-1],), lang) if word.endswith("s") else None
    return one is not None and one < _TEEN


def _is_percent(plain: str, words: list[re.Match[str]], at: int, lang: Lang) -> bool:
    """Whether "cent" is that of "90 pour cent", "neuf pour cent"; "pour cent euros" is a price."""
    if words[at].group() != "cent" or at == 0 or words[at - 1].group() != "pour":
        return False
    before = plain[: words[at - 1].start()].rstrip()
    return before[-1:].isdigit() or (at > 1 and _number((words[at - 2].group(),), lang) is not None)


def _is_new(plain: str, words: list[re.Match[str]], at: int, lang: Lang) -> bool:
    """Whether "neuf" is the adjective: a number stands ahead of what it counts, never right after "un serveur"."""
    if lang != "fr" or words[at].group() != "neuf":
        return False
    match, after = _NEW.search(plain[: words[at].start()]), _COUNTED.match(plain, words[at].end())
    counted = after is not None and not is_stop_word(after["word"])
    return match is not None and not counted and not is_stop_word(match["noun"] or "x")
