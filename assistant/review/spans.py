"""What a claim needs from the text around it: its language, and whether it says what it is about.

Text in, values out; knows nothing of documents or verdicts.
"""

from __future__ import annotations

import re

from ingest.schema import Lang
from ingest.text.language import FUNCTION_WORDS, detect_language

# A sentence that begins so says what it is about only together with the one before it.
_LEANING = re.compile(
    r"\W*(?:(?:and|but|so|then|also|et|mais|donc|puis|alors|aussi|de plus)\b[ ,]*)?"
    r"(?:it|its|they|their|this|that|these|those|such|both|otherwise|in that case|"
    r"il|elle|ils|elles|ce|c['’]est|cet|cette|ces|cela|celui-ci|celle-ci|ceux-ci|celles-ci|ce dernier|cette dernière|"
    r"sa|son|ses|leur|leurs|sinon|dans ce cas)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_ACCENTS = re.compile(r"[éèêëàâîïôùûçœ]", re.IGNORECASE)


def leans(text: str) -> bool:
    """Whether a sentence can only be understood together with the one before it."""
    return bool(_LEANING.match(text))


def claim_lang(text: str, start: int, end: int) -> Lang:
    """Language of a claim: from its own words where they say it, else from its line, else from the text."""
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    return next((detect_language(part) for part in (text[start:end], line) if _tells(part)), detect_language(text))


def _tells(text: str) -> bool:
    words = (word.lower() for word in _WORD.findall(text))
    return bool(_ACCENTS.search(text)) or any(word in FUNCTION_WORDS for word in words)
