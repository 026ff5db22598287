"""What stands on a page: words and ruling lines with their places; and how the letters of a page become words.

Owns the values that the layout works on, and the rules by which letters are one word (gaps, accents drawn over their
letter, ligatures outside Unicode). Knows nothing of PDF libraries, lines or blocks. Standard library only.

Coordinates are points (1/72 inch), x from the left and y from the top edge of the page as it is read.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

BOLD, MONO, UNMAPPED, WHITE = 1, 2, 4, 8

# Share of the letter size from which a gap between two letters is a space; TeX's spaces have 0.22, its kerns below 0.1.
_SPACE = 0.16
# A letter whose foot is that far from its neighbour's, in letter sizes, is raised or lowered: a word of its own.
_SHIFTED = 0.12
_ACCENTS = {
    "`": "\u0300", "\u02cb": "\u0300", "´": "\u0301", "\u02ca": "\u0301", "^": "\u0302", "ˆ": "\u0302",
    "~": "\u0303", "˜": "\u0303", "¨": "\u0308", "¸": "\u0327", "ˇ": "\u030c", "˚": "\u030a", "˘": "\u0306",
    "¯": "\u0304", "˝": "\u030b", "˛": "\u0328", "˙": "\u0307",
}  # fmt: skip
# That many single letters with the same steps between them are one word.
_FEWEST_APART = 4
# More small marks than this on one page are a drawing.
_MOST_DOTS = 120
_DOTLESS = {"ı": "i", "ȷ": "j"}
# Ligatures that fonts keep in the private use area, and the bullets of symbol fonts.
_PRIVATE = {
    "\uf000": "ff", "\uf001": "fi", "\uf002": "fl", "\uf003": "ffi", "\uf004": "ffl",
    "\uf6be": "j", "\uf731": "1", "\uf0b7": "•", "\uf0a7": "•", "\uf06e": "•", "\uf0d8": "•", "\uf076": "•",
    "\uf0fc": "•", "\uf071": "•", "\uf0e0": "→", "\uf0e8": "→", "\uf0a8": "•", "\uf02d": "-", "\uf020": " ",
}  # fmt: skip
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\ufffe\uffff")


@dataclass(frozen=True, slots=True)
class Letter:
    """One character as drawn: its advance from `x0` to `x1`, its foot at `base`. `turn` counts quarter turns."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    style: int = 0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them. `glued`: no space before it either (a raised number, an index)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    style: int = 0
    turn: int = 0
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line, horizontal or vertical."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        """Whether it is wider than high."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size, what is on it, and what of it nobody sees.

    `unknown` is the share of its letters that the file maps to no character, 0 to 1; `hidden` counts the words of
    layers that are switched off. `notes` are texts that readers pinned to the page.
    """

    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: int = 0
    unknown: float = 0.0


def words_of(letters: Iterable[Letter]) -> list[Word]:
    """The words of letters in the order they are drawn; a letter that is a space ends its word."""
    found: list[Word] = []
    current: list[Letter] = []
    for letter in letters:
        text = _PRIVATE.get(letter.text, letter.text)
        if not text.strip() or text.isspace():
            _close(found, current, glued_next=False)
            continue
        if text in _INVISIBLE:
            continue
        if text != letter.text:
            letter = _with_text(letter, text)
        if current and not _follows(current, letter):
            _close(found, current, glued_next=False)
        elif current and _shifted(current[-1], letter):
            _close(found, current, glued_next=True)
        _put(current, letter)
    _close(found, current, glued_next=False)
    return _closed_up([_unmarked(found, index) for index in range(len(found))])


def _closed_up(words: list[Word]) -> list[Word]:
    """The words, those whose letters are set far apart ("T I T L E") whole again."""
    found: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not (len(word.text) == 1 and word.text.isalpha() and _same_steps(run, word)):
            found.extend(_one_word(run))
            run = []
        if len(word.text) == 1 and word.text.isalpha():
            run.append(word)
        else:
            found.append(word)
    return [*found, *_one_word(run)]


def _same_steps(run: list[Word], word: Word) -> bool:
    last = run[-1]
    gap = word.x0 - last.x1
    if word.turn != last.turn or abs(word.base - last.base) > 0.5 or not 0 < gap < 0.8 * word.size:
        return False
    return len(run) == 1 or abs(gap - (last.x0 - run[-2].x1)) < 0.12 * word.size


def _one_word(run: list[Word]) -> list[Word]:
    if len(run) < _FEWEST_APART:
        return run
    text = "".join(word.text for word in run)
    return [replace(run[0], text=text, x1=run[-1].x1, top=min(w.top for w in run), bottom=max(w.bottom for w in run))]


def _follows(current: list[Letter], letter: Letter) -> bool:
    before = current[-1]
    if before.turn != letter.turn:
        return False
    size = max(before.size, letter.size)
    if abs(letter.base - before.base) > 0.75 * size:
        return False
    accent = before.text in _ACCENTS or letter.text in _ACCENTS
    # The letters of a ligature share one place; an accent may be drawn before its letter.
    if letter.x0 - before.x0 < -(0.8 if accent else 0.3) * size:
        return False
    gap = letter.x0 - before.x1
    return gap < _SPACE * size or gap < _spacing(current) + 0.12 * size


def _spacing(current: list[Letter]) -> float:
    """The usual gap inside the word where its letters are set apart, 0 where they touch."""
    if len(current) < 4:
        return 0.0
    gaps = sorted(b.x0 - a.x1 for a, b in itertools.pairwise(current))
    return max(0.0, gaps[len(gaps) // 2])


def _shifted(before: Letter, letter: Letter) -> bool:
    if before.text in _ACCENTS or letter.text in _ACCENTS:
        return False
    return abs(letter.base - before.base) > _SHIFTED * max(before.size, letter.size)


def _put(current: list[Letter], letter: Letter) -> None:
    """Add a letter, an accent that is drawn over or under its neighbour becomes part of it."""
    before = current[-1] if current else None
    if before is not None and before.text in _ACCENTS and _over(before, letter) and letter.text[:1].isalpha():
        current[-1] = _with_text(letter, _accented(letter.text, before.text))
    elif before is not None and letter.text in _ACCENTS and _over(letter, before) and before.text[-1:].isalpha():
        current[-1] = _with_text(before, _accented(before.text, letter.text))
    else:
        current.append(letter)


def _over(accent: Letter, letter: Letter) -> bool:
    middle = (accent.x0 + accent.x1) / 2
    slack = 0.1 * letter.size
    return letter.x0 - slack <= middle <= letter.x1 + slack and accent.x0 < letter.x1 - slack


def _accented(text: str, accent: str) -> str:
    base = _DOTLESS.get(text[-1], text[-1])
    return text[:-1] + unicodedata.normalize("NFC", base + _ACCENTS[accent])


def _with_text(letter: Letter, text: str) -> Letter:
    return Letter(
        text, letter.x0, letter.top, letter.x1, letter.bottom, letter.base, letter.size, letter.style, letter.turn
    )


def _close(found: list[Word], current: list[Letter], *, glued_next: bool) -> None:
    """Make a word of the letters and empty them; "\\n" at its end marks that the next one is glued to it."""
    if not current:
        return
    text = "".join(letter.text for letter in current)
    first = max(current, key=lambda letter: letter.size)
    style = first.style
    if BOLD & style and not all(letter.style & BOLD for letter in current):
        style &= ~BOLD
    found.append(
        Word(
            unicodedata.normalize("NFC", text) + ("\n" if glued_next else ""),
            min(letter.x0 for letter in current),
            min(letter.top for letter in current),
            max(letter.x1 for letter in current),
            max(letter.bottom for letter in current),
            current[-1].base,
            first.size,
            style,
            first.turn,
        )
    )
    current.clear()


def _is_raised_mark(before: Word, word: Word) -> bool:
    """Whether a small word stands raised behind another with a thin space between, as marks of notes do in French."""
    raised = 0.15 * before.size < before.base - word.base < 0.6 * before.size
    small = word.size < 0.82 * before.size and word.turn == before.turn
    return raised and small and 0 <= word.x0 - before.x1 < 0.35 * before.size


def _unmarked(found: list[Word], index: int) -> Word:
    word = found[index]
    glued = index > 0 and (found[index - 1].text.endswith("\n") or _is_raised_mark(found[index - 1], word))
    text = word.text.rstrip("\n")
    if not glued and text == word.text:
        return word
    return Word(text, word.x0, word.top, word.x1, word.bottom, word.base, word.size, word.style, word.turn, glued)


def with_dots(words: list[Word], dots: list[tuple[float, float, float, float]]) -> list[Word]:
    """The words, with a bullet for each small mark that is drawn in front of a line (left, top, right, bottom)."""
    found = list(words)
    for x0, top, x1, bottom in dots[:_MOST_DOTS]:
        middle = (top + bottom) / 2
        row = [w for w in words if w.turn == 0 and w.base - 0.9 * w.size < middle < w.base + 0.05 * w.size]
        behind = min((w for w in row if w.x0 >= x1 - 0.5), key=lambda w: w.x0, default=None)
        if behind is None or behind.x0 - x1 > 3 * behind.size or x1 - x0 > 0.8 * behind.size:
            continue
        if all(w.x1 < x0 - 1.5 * w.size for w in row if w.x0 < x0):
            found.append(Word("•", x0, behind.top, x1, behind.bottom, behind.base, behind.size))
    return found


def with_underscores(words: list[Word], rules: list[Rule]) -> list[Word]:
    """The words, those that a short line at their foot connects as one: TeX draws its underscores so."""
    found = list(words)
    for rule in rules:
        if not (rule.horizontal and 2 < rule.x1 - rule.x0 < 8):
            continue
        near = [w for w in found if w.turn == 0 and abs(w.base + 0.05 * w.size - rule.y0) < 0.2 * w.size]
        before = next((w for w in near if abs(w.x1 - rule.x0) < 0.15 * w.size), None)
        after = next((w for w in near if abs(w.x0 - rule.x1) < 0.15 * w.size), None)
        if before is None or after is None or before is after:
            continue
        found[found.index(before)] = replace(
            before, text=f"{before.text}_{after.text}", x1=after.x1, bottom=max(before.bottom, after.bottom)
        )
        found.remove(after)
    return found
