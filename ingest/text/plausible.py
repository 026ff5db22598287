"""Is a text French or English at all? The share of its words that are known.

Owns the threshold and the list of known words (`data/words.txt`: every word that the project's own corpus has more than
once, both languages). A text of letters that were mapped wrongly, or of another alphabet or language, has hardly a
known word; ordinary prose has, by its small words alone. Knows nothing of formats or files.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from ingest.text.analysis import STOP_WORDS, fold
from ingest.text.language import FUNCTION_WORDS

# Below this share of known words a text is no French or English prose. Measured on 300 AWS pages and the corpus (the
# lowest, a table of voices in forty languages, has 0.19, the next 0.37; prose has 0.4 and more) against the same texts
# with their letters moved by every step of the alphabet (1 of 7,500 reaches 0.15).
KNOWN_SHARE = 0.15
# A text with fewer words says too little to be judged.
FEWEST_WORDS = 12
# A longer text is judged by this many words from its beginning, its middle and its end each.
_SAMPLE = 4000
_WORD = re.compile(r"[^\W\d_]{2,}")
# Letters and signs that French and English texts have beyond ASCII.
_USUAL = frozenset("àâäæçéèêëîïôöœùûüÿñÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜ«»‹›“”‘’„–—…•·°€£§©®™²³µ×±¼½¾¿¡\u00a0\u00ad\u202f→≤≥≠")


def known_share(text: str) -> float | None:
    """Share (0..1) of the words that are French or English as far as is known; None where there are too few words.

    Each word counts once: with its letters moved by one, "the" is "sgd", a word of this field, and would carry a text.
    """
    found = _WORD.findall(_sample(text))
    if len(found) < FEWEST_WORDS:
        return None
    words = {unicodedata.normalize("NFC", word.casefold()) for word in set(found)}
    return len(words & _known()) / len(words)


def is_language(text: str) -> bool:
    """False where hardly a word is French or English; True where the text is, or is too short to tell."""
    share = known_share(text)
    return share is None or share >= KNOWN_SHARE


def usual_letters(text: str) -> bool:
    """Whether the characters beyond ASCII are those of French and English: a wrong encoding brings others."""
    beyond = [character for character in text if character > "\x7f"]
    return sum(1 for character in beyond if character in _USUAL) >= 0.9 * len(beyond)


@cache
def _known() -> frozenset[str]:
    listed = (Path(__file__).parent / "data" / "words.txt").read_text(encoding="utf-8").split()
    small = FUNCTION_WORDS | STOP_WORDS["en"] | STOP_WORDS["fr"]
    return frozenset({*listed, *(fold(word) for word in small), *small})


def _sample(text: str) -> str:
    size = 8 * _SAMPLE
    if len(text) <= 3 * size:
        return text
    middle = len(text) // 2
    return " ".join((text[:size], text[middle : middle + size], text[-size:]))
