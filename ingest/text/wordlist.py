"""Words that French and English texts of this field use, and whether a text is of a language at all.

Owns the word list (`data/word_weights.txt`: the words of the corpus and of the AWS documentation by how many texts
use them, as a power of two, and the commonest words of both languages) and what is plausible as text.
Standard library only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words that are looked at before anything is said about a text.
_FEWEST_WORDS = 12
# Share of the longer words that are common in the list, from which a text is French or English.
_KNOWN_SHARE, _COMMON = 0.1, 4
# Share of the longer words in the list from which a text is surely French or English.
_SURE_SHARE = 0.35
# Share of the runs of three letters that words of the list have too. Polish and Finnish have 0.57 and more, English
# with its letters moved by any step of the alphabet 0.49 and less.
_RUN_SHARE, _FEWEST_OF_RUN = 0.53, 3
_LATIN = re.compile(r"[a-zà-öø-ÿœ]+")


@cache
def known_words() -> dict[str, int]:
    """The words of the list in lower case, with the power of two of how many texts use them (2 to 9)."""
    lines = (Path(__file__).parent / "data" / "word_weights.txt").read_text(encoding="utf-8").splitlines()
    return {word: int(line[0]) for line in lines for word in line[2:].split()}


@cache
def _runs() -> frozenset[str]:
    """Runs of three letters (a space at the ends of a word) that several words of the list have."""
    counts = Counter(run for word in known_words() for run in set(_runs_of(word)))
    return frozenset(run for run, count in counts.items() if count >= _FEWEST_OF_RUN)


def _runs_of(word: str) -> Iterator[str]:
    framed = f" {word} "
    return (framed[index : index + 3] for index in range(len(framed) - 2))


def can_be_language(text: str) -> bool:
    """Whether a text can be of a language that people write.

    False only for what is long enough to say and written in Latin letters, where hardly a word is known and the
    letters follow each other as in no language: a file whose letters are mapped wrongly. Other scripts are taken as
    they are.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    latin = [word for word in words if _LATIN.fullmatch(word) and len(word) > 1]
    if len(latin) < _FEWEST_WORDS or len(latin) < 0.5 * len(words):
        return True
    known = known_words()
    # Each word counts once: with its letters moved, "the" is "max", and one frequent word would carry the text.
    longer = {word for word in latin if len(word) > 2}
    if longer and sum(known.get(word, 0) >= _COMMON for word in longer) >= _KNOWN_SHARE * len(longer):
        return True
    common = _runs()
    runs = [run for word in latin for run in _runs_of(word)]
    return sum(run in common for run in runs) >= _RUN_SHARE * len(runs)


def is_surely_language(text: str) -> bool:
    """Whether a text speaks for itself: many of its words are known, or it is long enough and reads like a language.

    False for a text without words, unlike `can_be_language`.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    longer = [word for word in words if len(word) > 2]
    known = known_words()
    if not longer:
        return False
    if sum(known.get(word, 0) >= 2 for word in longer) >= _SURE_SHARE * len(longer):
        return True
    latin = sum(1 for word in longer if _LATIN.fullmatch(word))
    return latin >= max(_FEWEST_WORDS, 0.5 * len(words)) and can_be_language(text)
