"""Does a text state a fact, and in which language is it? Pure text work, the same for French and English.

Both sides are brought to one form first: case and accents folded, numbers in one notation ("1 000,5", "1,000.5"),
small number words as digits, units and percent signs set apart, punctuation dropped. A plural ending more or less
does not matter, and the last word of a fact may be a stem. Alternatives of a fact stand between " | ".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.schema import LANGS, Lang
from ingest.text.analysis import fold
from ingest.text.language import certain_language
from ingest.text.number_words import Worded, worded

_THOUSANDS = re.compile(r"(?<![\w.,])(\d{1,3})((?:[ ,’'](?=\d{3}(?!\d))\d{3})+)")
_DECIMAL_COMMA = re.compile(r"(?<![\w.,])(\d+),(\d+)(?![\d,])")
_ZEROS = re.compile(r"(?<![\w.])(\d+)(?:\.0+|(\.\d*?[1-9])0+)(?![\w.]*\d)")
_OCTETS = re.compile(r"(?<=\d)([ \u00a0\u202f]?)([kKMGTP])(i?)o\b")
_UNIT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) ?(%|\$|[kmgtp]i?b|ms|min|h|s)(?![a-z0-9])")
_PRICE = re.compile(r"\$ ?(\d+(?:\.\d+)?)")
_MINUS = re.compile(r"(?<!\w)-(?=\d)")
_DASHES = re.compile(r"[-/–—‑+]")
_NOT_WORD = re.compile(r"[^\w.%$€]+")
_PER_CENT = re.compile(r"\b(?:per ?cent|pour ?cent)\b")
_DOLLARS = re.compile(r"\b(?:dollars?|usd)\b")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"\n]*\"")
_MOST_ENDING = 4
_MARKER = re.compile(r"\[\d+\]")


@lru_cache(maxsize=8192)
def canonical(text: str) -> str:
    """The form in which texts and facts are compared: words between single spaces."""
    folded = _in_digits(_DOLLARS.sub("$", fold(_OCTETS.sub(r"\1\2\3B", text.replace("\u2212", "-")))))
    folded = _THOUSANDS.sub(lambda m: m.group(1) + re.sub(r"\D", "", m.group(2)), folded)
    folded = _DECIMAL_COMMA.sub(r"\1.\2", folded)
    folded = _ZEROS.sub(lambda m: m.group(1) + (m.group(2) or ""), folded)
    folded = _PER_CENT.sub("%", _MINUS.sub(" minus ", folded))
    folded = _UNIT.sub(r"\1 \2 ", _PRICE.sub(r"\1 $", folded))
    words = (word.strip(".") for word in _NOT_WORD.sub(" ", _DASHES.sub(" ", folded)).split())
    return " ".join(word for word in words if word)


def _in_digits(text: str) -> str:
    """The text with its numbers in words as digits, whichever language says them; "one" and bare scales stay words."""
    found = [number for lang in LANGS for number in worded(text, lang)]
    last = len(text) + 1
    for number in sorted(found, key=lambda n: (-n.end, n.start)):
        if number.end > last or number.part or number.article or number.value == 1 or _is_scale(number, text):
            continue
        text = f"{text[: number.start]}{number.value:.10g}{text[number.end :]}"
        last = number.start
    return text


def _is_scale(number: Worded, text: str) -> bool:
    """ "hundreds", "cents", "million": of a price or behind figures they are no number of their own."""
    return number.value >= 100 and text[number.start : number.end].isalpha()


def fact_stated(fact: str, text: str) -> bool:
    """True when the text holds some alternative of the fact, word by word."""
    said = canonical(text)
    return any(_pattern(canonical(way)).search(said) is not None for way in fact.split("|") if way.strip())


def share_stated(facts: Sequence[str], text: str) -> float:
    """Share of the facts that a text states; raises ZeroDivisionError for no facts."""
    return sum(fact_stated(fact, text) for fact in facts) / len(facts)


def language_match(text: str, lang: Lang) -> bool | None:
    """Is the text, quotations and citation markers left out, in that language? None when it does not show.

    A text does not show its language when one small word more would turn the decision ("Pipe mode [1].").
    """
    own = _MARKER.sub(" ", _QUOTED.sub(" ", text))
    found = certain_language(own)
    return None if found is None else found == lang


@lru_cache(maxsize=4096)
def _pattern(fact: str) -> re.Pattern[str]:
    words = fact.split()
    parts = [_word(word, last=number == len(words)) for number, word in enumerate(words, start=1)]
    return re.compile(r"(?<!\S)" + " ".join(parts) + r"(?!\S)")


def _word(word: str, *, last: bool) -> str:
    """A word with or without its plural; the last word of a fact may be a stem ("minimis", "undersampl")."""
    if not word.isalpha() or len(word) < 3:
        return re.escape(word)
    stem = word[:-1] if word[-1] in "sx" and len(word) > 3 else word
    return re.escape(stem) + (rf"[a-z]{{0,{_MOST_ENDING}}}" if last and len(stem) >= 5 else "(?:e?s|x|e)?")
