"""Quantities in French and English text, and whether those of a claim agree with those of a source.

Owns number formats, units, bounds and ranges (5 To = 5 TB, 1 000 = 1,000, 0,5 = 0.5, "up to", "au moins").
Versions, instance names and identifiers (ml.p3.2xlarge, HTTP/2, k-1) are names, not quantities.
Knows nothing of documents; text in, values out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.checking.units import UNIT_WORDS, Unit, find_unit
from ingest.analysis import fold, is_stop_word, stem
from ingest.schema import Lang

Bound = Literal["exact", "upper", "lower", "low_end", "high_end"]
Outcome = Literal["none", "match", "conflict", "missing"]

_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(
    rf"(?<![\w.,/^_=*:-])(?P<sign>[-\u2212](?=\d))?"
    rf"(?P<digits>\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[.]\d+)"
    rf"(?:[eE][-+]?\d+)?(?P<order>(?:st|nd|rd|th|er|re|e|ème)\b)?(?![\w^])(?!-[A-Za-z\d])"
)
_GLUED = re.compile(r"(?<![\w.,/-])(?P<digits>\d+(?:[.,]\d+)?)(?P<unit>[kKMGTP][oB]|[KMGTP]i[oB]|ms|s|h|min|%|x)\b")
_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve".split(),
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze".split(),
}
_EXTRA_WORDS = {"une": 1.0, "dozen": 12.0, "hundred": 100.0, "cent": 100.0, "hundreds": 100.0, "centaines": 100.0,
                "twice": 2.0, "double": 2.0, "half": 0.5, "moitie": 0.5, "tiers": 1 / 3, "third": 1 / 3,
                "quinze": 15.0, "fifteen": 15.0, "vingt": 20.0, "twenty": 20.0, "trente": 30.0, "thirty": 30.0}
_SCALES = {"thousand": 1e3, "mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9,
           "billion": 1e9, "billions": 1e9}
_WORD = re.compile(r"[^\W\d_]+")
_UPPER = re.compile(
    r"\b(?:up to|at most|no more than|not more than|maximum(?: of)?|max|less than|fewer than|under|below|limited to|"
    r"limit(?:ed)? (?:of|to|is)|within|smaller than|lower than|never exceeds?|cannot exceed|not exceed|capped at|"
    r"jusqu'?\s?a|au plus|au maximum(?: de)?|maximale?(?: de| est de)?|moins de|inferieure? a|limitee? a|"
    r"ne depasse(?:nt)? pas|ne peut depasser|sous|en dessous de|plafonnee? a|plafond de)\W{0,2}$|[<\u2264]\s?$"
)
_LOWER = re.compile(
    r"\b(?:at least|minimum(?: of)?|min|more than|over|above|greater than|exceeds?|larger than|higher than|"
    r"no less than|not less than|never below|not below|starts? at|or more|from|"
    r"au moins|au minimum(?: de)?|minimale?(?: de| est de)?|plus de|superieure? a|depasse(?:nt)?|jamais en dessous de|"
    r"pas moins de|au-dessus de|au dela de|a partir de)\W{0,2}$|[>\u2265]\s?$"
)
_AFTER_LOWER = re.compile(r"^\W{0,2}(?:or more|or above|or higher|ou plus|et plus|au moins|minimum|au minimum|at minimum)\b")
_AFTER_UPPER = re.compile(r"^\W{0,2}(?:or less|or fewer|at most|ou moins|au plus|maximum|au maximum|at maximum)\b")
_RANGE_GAP = re.compile(r"^\s*(?:to|and|a|et|through|-|\u2013|\u2014)\s*$")
_RANGE_OPEN = re.compile(r"\b(?:between|entre|from|de|range(?:s|d)? from|of|va de|varie de|allant de|comprise? entre)\W{0,2}$")
_VERSION = re.compile(r"(?:version|python|tensorflow|pytorch|mxnet|spark|java|chapter|section|figure|http/?|v)\W{0,2}$")
_MONTHS = (
    "january february march april may june july august september october november december "
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
).split()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text gives it. `value` is in the base unit of `dimension` (bytes, seconds, 1 for counts).

    `other` is a second reading where the format is ambiguous ("1,500" in French). `noun` is the stem of what is
    counted. A weak quantity (the article "un", "one") may agree with another but is not missed.
    """

    value: float
    dimension: str
    bound: Bound
    text: str
    start: int
    end: int
    noun: frozenset[str] = frozenset()
    other: float | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class NumberFinding:
    """What comparing the quantities of a claim with a source gave; the first trouble first."""

    outcome: Outcome
    matched: int = 0
    conflicts: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


def quantities(text: str, lang: Lang) -> tuple[Quantity, ...]:
    """Quantities in order of place."""
    found = [*_figures(text, lang), *_glued(text, lang)]
    taken = [(quantity.start, quantity.end) for quantity in found]
    found += [q for q in _worded(text, lang) if not any(q.start < end and start < q.end for start, end in taken)]
    found.sort(key=lambda quantity: quantity.start)
    return tuple(_with_ranges(text, found))


def compare(claim: str, evidence: str, claim_lang: Lang, evidence_lang: Lang, context: str = "") -> NumberFinding:
    """Do the quantities of the claim stand in the evidence (or, failing that, its context)?

    `conflict` where the evidence gives another quantity of the same kind, `missing` where it gives none.
    """
    wanted = quantities(claim, claim_lang)
    given = quantities(evidence, evidence_lang)
    around = quantities(context, evidence_lang) if context else ()
    strong = [quantity for quantity in wanted if not quantity.weak]
    free = list(given)
    matched = 0
    unmatched: list[Quantity] = []
    for quantity in wanted:
        hit = next((g for g in free if _agree(quantity, g)), None) or next((g for g in given if _agree(quantity, g)), None)
        if hit is not None:
            matched += not quantity.weak
            if hit in free:
                free.remove(hit)
        elif not quantity.weak or any(_same_kind(quantity, g) for g in free if not g.weak):
            unmatched.append(quantity)
    unmatched = [q for q in unmatched if not any(_agree(q, g) for g in around)]
    conflicts, missing = [], []
    for quantity in unmatched:
        rival = _rival(quantity, free) or _rival(quantity, list(given))
        if rival is None:
            missing.append(quantity.text)
        else:
            conflicts.append((quantity.text, rival.text))
    outcome: Outcome = "none" if not strong and not conflicts else "match"
    if conflicts:
        outcome = "conflict"
    elif missing:
        outcome = "missing"
    return NumberFinding(outcome, matched, tuple(conflicts), tuple(missing))


def _agree(a: Quantity, b: Quantity) -> bool:
    if a.dimension != b.dimension and not (_countlike(a) and _countlike(b)):
        return False
    values_a = [a.value] if a.other is None else [a.value, a.other]
    values_b = [b.value] if b.other is None else [b.value, b.other]
    if not any(_close(x, y, a.dimension) for x in values_a for y in values_b):
        return False
    return _bounds_fit(a.bound, b.bound)


def _close(x: float, y: float, dimension: str) -> bool:
    if abs(x - y) <= 1e-9 * max(abs(x), abs(y), 1e-300):
        return True
    if dimension != "bytes" or not x or not y:
        return False
    ratio = max(x, y) / min(x, y)  # 1 GB read as 1,000 or as 1,024 MB
    return any(abs(ratio - (1.024**power)) < 1e-6 for power in (1, 2, 3, 4))


def _bounds_fit(claim: Bound, evidence: Bound) -> bool:
    upper, lower = {"upper", "high_end"}, {"lower", "low_end"}
    return not (claim in upper and evidence in lower) and not (claim in lower and evidence in upper)


def _countlike(quantity: Quantity) -> bool:
    return quantity.dimension in ("", "date")


def _same_kind(a: Quantity, b: Quantity) -> bool:
    if a.dimension != b.dimension:
        return False
    return bool(a.dimension) or not a.noun or not b.noun or bool(a.noun & b.noun)


def _rival(quantity: Quantity, given: list[Quantity]) -> Quantity | None:
    """The quantity of the source that stands where the claim's stands: same noun, then same dimension, then any."""
    strong = [g for g in given if not g.weak]
    same_value = [g for g in strong if g.value == quantity.value or g.text.split()[:1] == quantity.text.split()[:1]]
    for pool in (
        [g for g in strong if g.dimension == quantity.dimension and g.noun & quantity.noun],
        [g for g in same_value if g.dimension != quantity.dimension],
        [g for g in strong if g.dimension == quantity.dimension],
        strong,
    ):
        if pool:
            return pool[0]
    return None


def _figures(text: str, lang: Lang) -> list[Quantity]:
    found = []
    for match in _NUMBER.finditer(text):
        before = fold(text[max(0, match.start() - 30) : match.start()] + "|")[:-1]
        if _VERSION.search(before) or _is_list_number(text, match):
            continue
        value, other = _value(match["digits"], lang)
        exponent = re.search(r"[eE]([-+]?\d+)$", match.group())
        if exponent:
            value *= 10.0 ** int(exponent.group(1))
        if match["sign"]:
            value = -value
        found.append(_quantity(text, match.start(), match.end("digits"), value, other, lang, bool(match["order"])))
    return found


def _glued(text: str, lang: Lang) -> list[Quantity]:
    found = []
    for match in _GLUED.finditer(text):
        value, other = _value(match["digits"], lang)
        found.append(_quantity(text, match.start(), match.end("digits"), value, other, lang, False))
    return found


def _worded(text: str, lang: Lang) -> list[Quantity]:
    found = []
    words = list(_WORD.finditer(text))
    for place, match in enumerate(words):
        folded = fold(match.group())
        value = _word_value(folded, lang)
        if value is None:
            continue
        end = match.end()
        weak = folded in ("un", "une", "one", "six" if lang == "xx" else "one", "double", "third", "tiers")
        following = fold(words[place + 1].group()) if place + 1 < len(words) else ""
        if following in _SCALES:
            value, end, weak = value * _SCALES[following], words[place + 1].end(), False
        if weak and find_unit(text, end) is not None:
            weak = folded in ("un", "une", "one") and fold(text[max(0, match.start() - 12) : match.start()]).endswith("d'")
        quantity = _quantity(text, match.start(), end, value, None, lang, False)
        found.append(Quantity(**{**_fields(quantity), "weak": weak}))
    return found


def _word_value(folded: str, lang: Lang) -> float | None:
    if folded in _WORDS[lang]:
        return float(_WORDS[lang].index(folded))
    return _EXTRA_WORDS.get(folded)


def _value(digits: str, lang: Lang) -> tuple[float, float | None]:
    """Value, and the other reading where the format leaves two."""
    compact = re.sub(_SPACE, "", digits)
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", compact):
        thousands = float(compact.replace(",", ""))
        if lang == "en" or compact.count(",") > 1 or "." in compact:
            return thousands, None
        return float(compact.replace(",", ".")), thousands
    if lang == "fr" and re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", compact):
        decimal = None if compact.count(".") > 1 or "," in compact else float(compact)
        return float(compact.replace(".", "").replace(",", ".")) if decimal is None else decimal, (
            None if decimal is None else float(compact.replace(".", ""))
        )
    compact = compact.replace(",", ".")
    if compact.count(".") > 1:
        compact = compact.replace(".", "")
    return float(compact), None


def _quantity(
    text: str, start: int, end: int, value: float, other: float | None, lang: Lang, ordinal: bool
) -> Quantity:
    scale = re.match(r"\s*([^\W\d_]+)", text[end:])
    if scale and fold(scale.group(1)) in _SCALES:
        value *= _SCALES[fold(scale.group(1))]
        end += scale.end()
    unit = find_unit(text, end) or _currency_before(text, start)
    before = fold(text[max(0, start - 45) : start].replace("’", "'") + "|")[:-1]
    bound: Bound = "exact"
    after = fold("|" + text[unit.end if unit and unit.end > end else end :][:25].replace("’", "'"))[1:]
    if _UPPER.search(before) or _AFTER_UPPER.search(after):
        bound = "upper"
    elif _LOWER.search(before) or _AFTER_LOWER.search(after):
        bound = "lower"
    stop = max(end, unit.end) if unit else end
    if unit is None and _is_date(text, start, end, value):
        return Quantity(value, "date", "exact", text[start:end], start, end)
    dimension = "ordinal" if ordinal else unit.dimension if unit else ""
    factor = unit.factor if unit and not ordinal else 1.0
    noun = frozenset() if unit else _noun(text, end)
    return Quantity(value * factor, dimension, bound, text[start:stop], start, stop, noun, None if other is None else other * factor)


def _noun(text: str, end: int) -> frozenset[str]:
    """Stems of the next content words: what is counted ("10 parallel training jobs")."""
    stems: list[str] = []
    for match in _WORD.finditer(text, end, min(len(text), end + 40)):
        folded = fold(match.group())
        if text[end : match.start()].strip(" \u00a0\u202f'’-") and len(stems) == 0 and re.search(r"[,;.:()]", text[end : match.start()]):
            break
        if is_stop_word(folded):
            if stems:
                break
            continue
        stems += [stem(folded, "fr"), stem(folded, "en")]
        if len(stems) >= 6:
            break
    return frozenset(stems)


def _currency_before(text: str, start: int) -> Unit | None:
    if start and text[start - 1] in "$€":
        return Unit("money", 1.0, start - 1, start)
    return None


def _is_date(text: str, start: int, end: int, value: float) -> bool:
    if 1990 <= value <= 2099 and re.fullmatch(r"\d{4}", text[start:end]) and not re.match(r"\s+[a-z]{3,}s\b", text[end:]):
        return True
    following = _WORD.match(text, end + 1)
    return bool(following and fold(following.group()) in _MONTHS and value <= 31)


def _is_list_number(text: str, match: re.Match[str]) -> bool:
    line_start = text.rfind("\n", 0, match.start()) + 1
    return not text[line_start : match.start()].strip() and bool(re.match(r"[.)]\s", text[match.end() :]))


def _with_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """The two ends of a range know that they are ends, and share the unit that stands after the second."""
    result = list(found)
    for place in range(len(result) - 1):
        low, high = result[place], result[place + 1]
        gap = fold("|" + text[low.end : high.start] + "|")[1:-1] if low.end <= high.start else "x"
        if not _RANGE_GAP.match(gap) or low.value > high.value or "date" in (low.dimension, high.dimension):
            continue
        before = fold(text[max(0, low.start - 20) : low.start] + "|")[:-1]
        if gap.strip() in ("and", "et") and not re.search(r"\b(?:between|entre)\W*$", before):
            continue
        if gap.strip() == "a" and not (_RANGE_OPEN.search(before) or not low.dimension):
            continue
        if low.dimension == "" and high.dimension and high.dimension != "ordinal":
            factor = find_unit(text, _digits_end(text, high))
            scale = factor.factor if factor else 1.0
            low = Quantity(**{**_fields(low), "value": low.value * scale, "dimension": high.dimension})
        result[place] = Quantity(**{**_fields(low), "bound": "low_end"})
        result[place + 1] = Quantity(**{**_fields(high), "bound": "high_end"})
    return result


def _digits_end(text: str, quantity: Quantity) -> int:
    match = re.match(rf"[-\u2212]?\d[\d.,]*(?:{_SPACE}\d{{3}})*", text[quantity.start :])
    return quantity.start + (match.end() if match else 0)


def _fields(quantity: Quantity) -> dict[str, object]:
    return {name: getattr(quantity, name) for name in Quantity.__slots__}


__all__ = ["UNIT_WORDS", "NumberFinding", "Quantity", "compare", "quantities"]
