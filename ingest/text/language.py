"""Which language a text is in, French or English: counts of small words and accents.

Owns the lists of small words. Knows nothing of documents or files. Standard library only.
"""

from __future__ import annotations

import re

from ingest.schema import Lang

# Enough to decide; a longer text is judged by its beginning, middle and end.
_SAMPLE = 4000

_FRENCH_TEXT = """
le la les un une des du de et est sont dans pour par sur avec sans que qui quoi quel quelle quels quelles ce
cette ces cet il elle ils elles on nous vous je tu ne pas plus mais ou où donc au aux se son sa ses leur leurs
comme être peut doit fait faire entre lors ainsi aussi très chaque tout tous toute toutes dont afin lorsque
puis selon cela combien comment pourquoi quand après avant même autre autres
"""
_FRENCH = frozenset(_FRENCH_TEXT.split())
_ENGLISH_TEXT = """
the of and to is are for with that this these those it its be by as at from an in not you your can which when
how what why where who will would should must has have had was were been if than then but or use used uses
using into does do each all any more most other only such there their they we our between after before about
may both
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
# Small words of both languages: no names, even with a capital at the beginning of a sentence.
FUNCTION_WORDS = _FRENCH | _ENGLISH | {"a", "i", "à"}
_WORD = re.compile(r"[^\W\d_]+")
_ELISION = re.compile(r"\b(?:[dljmnst]|qu|jusqu|lorsqu)['’](?=[a-zà-ÿ])", re.IGNORECASE)
_ACCENTS = re.compile(r"[éèêëàâîïôùûçœÉÈÊÀÇŒ]")


def detect_language(text: str) -> Lang:
    """`fr` or `en`; `en` where nothing speaks for either."""
    sample = _sample(text)
    words = [word.lower() for word in _WORD.findall(sample)]
    english = 2 * sum(1 for word in words if word in _ENGLISH)
    french = 2 * sum(1 for word in words if word in _FRENCH)
    french += 2 * len(_ELISION.findall(sample)) + len(_ACCENTS.findall(sample))
    return "fr" if french > english else "en"


def certain_language(text: str) -> Lang | None:
    """The language of a text, None where one small word more would turn the decision ("Pipe mode.")."""
    french, english = detect_language(f"{text} le"), detect_language(f"{text} the")
    return french if french == english else None


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))
