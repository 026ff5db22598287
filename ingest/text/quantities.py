"""Quantities in French and English text: numbers with their unit, bound, range, rate and what they count.

Owns number formats (1 000 = 1,000, 0,5 = 0.5), bounds ("up to", "au moins") and ranges. Versions, instance names and
identifiers (ml.p3.2xlarge, HTTP/2, k-1) are names, not quantities. Text in, values out; what a denial does to a bound
is the checker's (`checking.reading.bounds`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ingest.schema import Lang
from ingest.text.analysis import fold, is_stop_word, stem
from ingest.text.months import FOLDED_MONTHS
from ingest.text.number_words import AND_HALF, Worded, worded
from ingest.text.plain import flat
from ingest.text.units import Unit, find_rate, find_unit

Bound = Literal["exact", "upper", "lower", "low_end", "high_end"]
Meanings = Callable[[str, Lang], frozenset[str]]

_SPACE = "[ \u00a0\u202f\u2009]"
# What may follow a number after a hyphen: a unit ("24-hour"), or the other end of a range with one ("60-900 seconds").
_HYPHENED = (
    r"(?:%|(?:(?:milli|micro)?seconds?|minutes?|hours?|days?|weeks?|months?|years?|bits?|[KMGT]i?[Bo]|[kmgt]i?b|ms|fold|"
    r"(?:kilo|mega|giga|tera)?bytes?|way|class|step|word|node|page|layer|character|record|column|row|core|sample|point|"
    r"dimension(?:al)?|question|letter|digit|item|(?:milli)?secondes?|heures?|jours?|mois|ans?)\b)"
)
_MEASURE = rf"(?:{_HYPHENED}|\d+(?:[.,]\d+)?[ -]?{_HYPHENED})"
_NUMBER = re.compile(
    rf"(?<![\w/^_*:])(?:(?<!-)|(?<=\d-)(?=[\d.,]+[ -]?{_HYPHENED}))(?<![\w][.,])(?P<sign>[-\u2212](?=\d))?"
    rf"(?P<digits>\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[.]\d+)(?P<power>[eE][-+]?\d+)?"
    rf"(?:(?P<order>st|nd|rd|th|er|re|e|ème)\b|(?=(?:[kKMGTP]i?[oBb]|ms|s|h|min|d|j)\b)|(?![\w^/]))(?!-(?!{_MEASURE})[A-Za-z\d])"
)
_UPPER = re.compile(
    r"(?:\b(?:up to|at most|no more than|not more than|no longer than|maximum(?: of| is)?|max|less than|fewer than|"
    r"under|below|limited to|limit(?:ed)? (?:of|to|is)|within|smaller than|lower than|shorter than|capped at|cap of|"
    r"ceiling of|"
    r"or less than|jusqu'? ?a|au plus|au maximum(?: de)?|maximum est(?: de)?|maximale?(?: de| est de)?|moins de|"
    r"inferieure?s? a|"
    r"limitee?s? a|sous|en dessous de|plafonnee?s? a|plafond (?:de|est de)|pas plus de)|[<\u2264])\W{0,2}$"
)
_LOWER = re.compile(
    r"(?:\b(?:at least|minimum(?: of| is)?|min|more than|over|above|greater than|exceed(?:s|ing)?|larger than|"
    r"higher than|"
    r"longer than|no less than|not less than|no fewer than|beyond|starts? at|"
    r"au moins|au minimum(?: de)?|minimum est(?: de)?|minimale?(?: de| est de)?|plus de|"
    r"superieure?s? a|depasser?(?:nt)?|"
    r"pas moins de|au-dessus de|au-? ?dela de|a partir de)|[>\u2265])\W{0,2}$"
)
_AFTER_LOWER = re.compile(
    r"^\W{0,2}(?:(?!and |et )[\w-]+ ){0,2}?(?:or more|or above|or higher|or longer|ou plus|et plus|au moins|minimum|"
    r"au minimum|"
    r"at minimum|at least)\b"
)
_AFTER_UPPER = re.compile(
    r"^\W{0,2}(?:(?!and |et )[\w-]+ ){0,2}?(?:or less|or fewer|at most|ou moins|au plus|maximum|"
    r"au maximum|at maximum)\b"
)
_RANGE_GAP = re.compile(r"^\s*(?:to|and|a|et|through|-|jusqu'a|up to)\s*(?:a |of )?$")
_RANGE_OPEN = re.compile(
    r"\b(?:between|entre|from|de|d'|range(?:s|d)? from|of|va de|varie de|allant de|comprise?s? entre)\W{0,2}$"
)
_NUMBERED = re.compile(r"\b(?:chapter|section|figure|type|phase|option|question|step|etape|chapitre|nfsv?)\W{0,2}$")
_VERSION = re.compile(r"\b(?P<of>version|versions|python|tensorflow|pytorch|mxnet|spark|java|http/?|v|tls)\W{0,2}$")
VERSION = "version"
_OF = {word: word for word in ("python", "tensorflow", "pytorch", "mxnet", "spark", "java", "tls")}
# How often: "twice per second", "cinq fois". "At once" and "une fois que" say no number, "more than once" no exact one.
TIMES = "times"
_TIMES = re.compile(r" (?:times|fois)\b(?! que\b)")
_ONCE = re.compile(
    r"(?<!more than )\b(?:(?P<two>twice)|(?P<three>thrice)|"
    r"(?P<one>(?:once|une fois)(?= (?:per|a|an|every|each|par|chaque|in)\b)|"
    r"(?:(?<=only )|(?<=exactly )|(?<=at least )|(?<=at most ))once|"
    r"(?:(?<=seulement )|(?<=exactement )|(?<=qu')|(?<=au moins )|(?<=au plus ))une fois|"
    r"(?<!at )(?:once|une fois)(?=[.;)]|$)))\b"
)
_MONTHS = re.compile(rf"\b(?:{'|'.join(FOLDED_MONTHS)})\b")
_SCALES = {"thousand": 1e3, "mille": 1e3, "million": 1e6, "milliard": 1e9, "billion": 1e9}
_SCALE = re.compile(r" ?(?P<scale>thousand|mille|millions?|milliards?|billions?)\b(?: d(?:e |'))?")
_WORD = re.compile(r"[^\W\d_]+")
_FORMULA = re.compile(r"(?<![\w$])(?P<letter>[a-zA-Z]) ?(?P<sign>[-+\u2212\u2013]) ?(?P<digits>\d+)(?![\w.])")
_PART_OF = re.compile(r"(?: of an? | an? | d'| de |-)")
_NOUN_WORDS = 4
_OUT_OF = re.compile(r"(?: [\w'-]+){0,3} (?:sur|out of|in every|in|of every) ")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text gives it. `value` is in the base unit of `dimension` (bytes, seconds, 1 for counts).

    `other` is a second reading where the format is ambiguous ("1,500" in French). `noun` is what is counted (stems
    and meanings), `rate` the seconds of a "per ...". A weak quantity ("one", "a day") may agree but is not missed; a
    loose one ("two ways") is missed only where the evidence counts the same thing. `factor` is of its unit.
    """

    value: float
    dimension: str
    text: str
    start: int
    end: int
    bound: Bound = "exact"
    noun: frozenset[str] = frozenset()
    rate: float | None = None
    other: float | None = None
    weak: bool = False
    loose: bool = False
    factor: float = 1.0


def quantities(text: str, lang: Lang, meanings: Meanings | None = None) -> tuple[Quantity, ...]:
    """Quantities in order of place. `meanings` gives ids for a counted noun, so that it can be found translated."""
    found = [*_formulas(text), *_frequencies(text)]
    inside = [(formula.start, formula.end) for formula in found]
    found += [q for q in _figures(text, lang, meanings) if not any(s <= q.start < e for s, e in inside)]
    taken = [(quantity.start, quantity.end) for quantity in found]
    found += [q for q in _in_words(text, lang, meanings) if not any(q.start < e and s < q.end for s, e in taken)]
    found.sort(key=lambda quantity: quantity.start)
    return tuple(_with_ranges(text, _with_shares(text, found)))


def _formulas(text: str) -> list[Quantity]:
    """ "k - 1", "n+1": what is added to a letter, in a dimension of its own."""
    found = []
    for match in _FORMULA.finditer(text):
        value = float(match["digits"]) * (1.0 if match["sign"] == "+" else -1.0)
        found.append(Quantity(value, f"{match['letter'].lower()}+", match.group(), *match.span()))
    return found


def _frequencies(text: str) -> list[Quantity]:
    """ "twice", "once per second": how often, without a figure."""
    found = []
    for match in _ONCE.finditer(flat(text)):
        value = 2.0 if match["two"] else 3.0 if match["three"] else 1.0
        rate = find_rate(text, match.end())
        words, before = text[match.start() : match.end()], flat(text[: match.start()])[-45:]
        bound: Bound = "lower" if _LOWER.search(before) else "upper" if _UPPER.search(before) else "exact"
        found.append(Quantity(value, TIMES, words, *match.span(), bound, rate=rate, loose=True))
    return found


def _figures(text: str, lang: Lang, meanings: Meanings | None) -> list[Quantity]:
    plain = flat(text)
    found = []
    for match in _NUMBER.finditer(text):
        before = plain[: match.start()][-30:]
        if _NUMBERED.search(before) or _is_list_number(text, match):
            continue
        value, other = _value(match["digits"], lang)
        if version := _VERSION.search(before):
            dimension = f"{VERSION} of {_OF[version['of']]}" if version["of"] in _OF else VERSION
            found.append(Quantity(value, dimension, match.group(), *match.span(), loose=True))
            continue
        if match["power"]:
            value *= 10.0 ** int(match["power"][1:])
        if match["sign"]:
            value, other = -value, None
        end = match.end("power") if match["power"] else match.end("digits")
        if match["order"]:
            found.append(Quantity(value, "ordinal", match.group(), match.start(), match.end()))
        else:
            found.append(_quantity(text, plain, (match.start(), end), (value, other), lang, meanings))
    return found


def _in_words(text: str, lang: Lang, meanings: Meanings | None) -> list[Quantity]:
    plain = flat(text)
    found: list[Quantity] = []
    for number in worded(text, lang):
        if found and number.start < found[-1].end:
            continue  # the half of "two hours and a half", which is read already
        if number.part:
            found.append(_share(text, plain, number))
            continue
        unit = find_unit(text, number.end)
        quantity = _quantity(text, plain, (number.start, number.end), (number.value, None), lang, meanings)
        french_article = text[number.start : number.end].lower() in ("un", "une")
        weak = number.article and unit is None
        loose = number.loose and (unit is None or french_article)
        weak = weak and quantity.dimension != TIMES
        found.append(dataclasses.replace(quantity, weak=weak, loose=loose))
    return found


def _share(text: str, plain: str, number: Worded) -> Quantity:
    """ "a quarter" is 25 percent, "a quarter of an hour" 900 seconds."""
    of = _PART_OF.match(plain, number.end)
    unit = find_unit(text, of.end()) if of is not None else None
    if unit is None:
        words = text[number.start : number.end]
        return Quantity(number.value, "percent", words, number.start, number.end, loose=number.loose)
    value = number.value / 100.0 * unit.factor
    return Quantity(value, unit.dimension, text[number.start : unit.end], number.start, unit.end)


def _value(digits: str, lang: Lang) -> tuple[float, float | None]:
    """Value, and the other reading where the format leaves two."""
    compact = re.sub(_SPACE, "", digits)
    mark, point = (",", ".") if lang == "en" else (".", ",")
    if re.fullmatch(rf"[1-9]\d{{0,2}}(?:[{mark}]\d{{3}})+(?:[{point}]\d+)?", compact):
        grouped = float(compact.replace(mark, "").replace(point, "."))
        ambiguous = lang == "fr" and compact.count(mark) == 1 and point not in compact
        return grouped, float(compact.replace(mark, ".")) if ambiguous else None
    if lang == "fr" and re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", compact):
        decimal = float(compact.replace(",", ".")) if compact.count(",") == 1 else None
        thousands = float(compact.replace(",", ""))
        return (thousands, None) if decimal is None else (decimal, thousands)
    compact = compact.replace(",", ".")
    return float(compact if compact.count(".") <= 1 else compact.replace(".", "")), None


def _quantity(
    text: str,
    plain: str,
    place: tuple[int, int],
    values: tuple[float, float | None],
    lang: Lang,
    meanings: Meanings | None,
) -> Quantity:
    start, end = place
    value, other = values
    scale = _SCALE.match(plain, end)
    if scale:
        value *= _SCALES[scale["scale"].rstrip("s")]
        end = scale.end()
    unit = find_unit(text, end) or _currency_before(text, start)
    if unit is None and _is_date(text, plain, start, end, value):
        return Quantity(value, "date", text[start:end], start, end)
    stop = max(end, unit.end) if unit else end
    before, after = plain[max(0, start - 45) : start], plain[stop : stop + 40]
    bound: Bound = "exact"
    upper, lower = _UPPER.search(before), _LOWER.search(before)
    if upper and lower:  # "no more than" holds "more than": the longer one is meant
        upper, lower = (upper, None) if upper.start() < lower.start() else (None, lower)
    if lower or (not upper and _AFTER_LOWER.search(after)):
        bound = "lower"
    elif upper or _AFTER_UPPER.search(after):
        bound = "upper"
    often = _TIMES.match(plain, end) if unit is None else None
    if often:
        words = text[start : often.end()]
        return Quantity(value, TIMES, words, start, often.end(), bound, rate=find_rate(text, often.end()))
    factor = unit.factor if unit else 1.0
    half = AND_HALF.match(plain, stop) if unit else None
    if half:  # "une heure et demie", "an hour and a half"
        value, stop = value + 0.5, half.end()
    return Quantity(
        value=value * factor,
        dimension=unit.dimension if unit else "",
        text=text[min(start, unit.start) if unit else start : stop],
        start=start,
        end=stop,
        bound=bound,
        noun=frozenset() if unit else _noun(text, stop, lang, meanings),
        rate=None if unit and unit.dimension == "time" else find_rate(text, stop),
        other=None if other is None else other * factor,
        factor=factor,
    )


def _noun(text: str, end: int, lang: Lang, meanings: Meanings | None) -> frozenset[str]:
    """Stems (and meanings) of the next content words: what is counted ("10 parallel training jobs")."""
    names: set[str] = set()
    count = 0
    last = end
    for match in _WORD.finditer(text, end, min(len(text), end + 60)):
        folded = fold(match.group())
        if re.search(r"[,;.:()]", text[last : match.start()]):
            break
        last = match.end()
        if is_stop_word(folded):
            if names and folded not in ("de", "d", "of", "du", "des", "autres", "other", "more", "plus"):
                break
            continue
        names |= {stem(folded, "fr"), stem(folded, "en")}
        count += 1
        if count >= _NOUN_WORDS:
            break
    if meanings is not None and names:
        names |= meanings(text[end:last], lang)
    return frozenset(names)


def _currency_before(text: str, start: int) -> Unit | None:
    return (
        Unit("euro" if text[start - 1] == "€" else "money", 1.0, start - 1, start)
        if start and text[start - 1] in "$€"
        else None
    )


def _is_date(text: str, plain: str, start: int, end: int, value: float) -> bool:
    if 1990 <= value <= 2099 and re.fullmatch(r"\d{4}", text[start:end]):
        return not re.match(r" (?:[a-z]+s)\b", plain[end:]) or bool(_MONTHS.search(plain[max(0, start - 12) : start]))
    return value <= 31 and bool(re.match(r" (?:of )?", plain[end:]) and _MONTHS.match(plain, end + 1))


def _is_list_number(text: str, match: re.Match[str]) -> bool:
    line_start = text.rfind("\n", 0, match.start()) + 1
    return not text[line_start : match.start()].strip() and bool(re.match(r"[.)]\s", text[match.end() :]))


def _with_shares(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "nine trials out of ten", "une requête sur cinq": one share in percent instead of two counts."""
    result: list[Quantity] = []
    plain = flat(text)
    for quantity in found:
        before = result[-1] if result else None
        gap = plain[before.end : quantity.start] if before is not None else ""
        if (
            before is not None and not before.dimension and not quantity.dimension
            and 0 < before.value < quantity.value and _OUT_OF.fullmatch(gap)
        ):  # fmt: skip
            words = text[before.start : quantity.end]
            result[-1] = Quantity(100.0 * before.value / quantity.value, "percent", words, before.start, quantity.end)
        else:
            result.append(quantity)
    return result


def _with_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """The two ends of a range know that they are ends, and share the unit that stands after the second."""
    result = list(found)
    plain = flat(text)
    for place in range(len(result) - 1):
        low, high = result[place], result[place + 1]
        if low.end > high.start or (low.value > high.value > 0 and not high.dimension):
            continue
        gap, before = plain[low.end : high.start], plain[max(0, low.start - 20) : low.start]
        if not _is_range(gap, before, low, high):
            continue
        if not low.dimension and high.dimension not in ("", "ordinal", "date"):
            low = dataclasses.replace(
                low, value=low.value * high.factor, dimension=high.dimension, noun=frozenset(), factor=high.factor
            )
        result[place] = dataclasses.replace(low, bound="low_end", noun=low.noun or high.noun)
        result[place + 1] = dataclasses.replace(high, bound="high_end")
    return result


def _is_range(gap: str, before: str, low: Quantity, high: Quantity) -> bool:
    if not _RANGE_GAP.match(gap) or "date" in (low.dimension, high.dimension):
        return False
    if gap.strip() in ("and", "et"):
        return bool(re.search(r"\b(?:between|entre)\W*$", before))
    if gap.strip() in ("a", "to"):
        return bool(_RANGE_OPEN.search(before)) or not low.dimension or low.dimension == high.dimension
    return True
