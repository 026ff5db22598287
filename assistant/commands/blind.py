"""`practice validate --blind`: do the sources choose rightly among the options alone, without reading the stem?

Owns how a bank is put to a solver that sees no stem, and what is said of the outcome. One right choice proves nothing:
as many are right by chance. A share of them above chance says that options of the bank give themselves away; where
the solver was sure and right, a person looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.practice.estimate import interval

if TYPE_CHECKING:
    from assistant.practice.schema import PracticeItem
    from ingest.schema import Lang

_ASKED: dict[Lang, str] = {"en": "Which option is right?", "fr": "Quelle option est juste ?"}
_SURE = 0.7  # chance by the sources from which an option counts as chosen surely


@dataclass(frozen=True, slots=True)
class Guess:
    """Options chosen without the stem, by their places in ascending order; `sure` where each is likely by itself."""

    places: tuple[int, ...]
    sure: bool


Solver = Callable[["PracticeItem"], Guess]


@dataclass(frozen=True, slots=True)
class Blind:
    """What a solver made of an exam's questions without their stems.

    `asked` are choices of one or several options, `right` those chosen exactly; `chance` is the share (0..1) that
    choosing at random would get right; `sure` holds the ids of those chosen rightly and surely.
    """

    exam: str
    asked: int
    right: int
    chance: float
    sure: tuple[str, ...]

    @property
    def tells(self) -> bool:
        """Whether more were right than chance explains: the lower bound of the share lies above it."""
        return self.asked > 0 and interval(self.right, self.asked)[0] > self.chance

    def __str__(self) -> str:
        low, high = interval(self.right, self.asked)
        share = f"{self.right / self.asked:.2f} ({low:.2f} to {high:.2f}), {self.chance:.2f} by chance"
        said = "the options give themselves away" if self.tells else "as often as by chance"
        read = f"; surely and rightly: {', '.join(self.sure)}" if self.sure else ""
        return f"{self.exam}: {self.right} of {self.asked} chosen rightly without the stem, {share}: {said}{read}"


def blind_of(exam: str, items: Iterable[PracticeItem], solve: Solver) -> Blind | None:
    """Every choice among an exam's items, put to a solver; None where there is no choice among them."""
    choices = [item for item in items if item.exam == exam and item.type in ("single", "several")]
    if not choices:
        return None
    guesses = [(item, solve(item)) for item in choices]
    hit = [(item, guess) for item, guess in guesses if guess.places == item.answers]
    chance = sum(1 / comb(len(item.options), item.choose) for item in choices) / len(choices)
    return Blind(exam, len(choices), len(hit), chance, tuple(item.id for item, guess in hit if guess.sure))


def blind_reports(items: Sequence[PracticeItem], solve: Solver) -> list[Blind]:
    """The report of each exam, in the order of their names."""
    reports = (blind_of(exam, items, solve) for exam in sorted({item.exam for item in items}))
    return [report for report in reports if report is not None]


def open_solver(folder: Path | None) -> Solver:
    """The product itself, from the sources alone, over the published index. Raises IngestError when there is none."""
    from assistant.answering.opening import opened
    from assistant.practice.schema import LETTERS
    from assistant.settings import EXTRACTIVE, AssistantSettings

    assistant = opened(AssistantSettings.from_env(chat_model=EXTRACTIVE), None if folder is None else str(folder))

    def solve(item: PracticeItem) -> Guess:
        lines = [f"{letter}. {option}" for letter, option in zip(LETTERS, item.options, strict=False)]
        supports, _ = assistant.opinions("\n".join([_ASKED[item.lang], *lines]))
        chosen = sorted(supports, key=lambda one: -one.score)[: item.choose]
        places = sorted(LETTERS.index(one.option.letter) for one in chosen)
        return Guess(tuple(places), all(one.score >= _SURE for one in chosen))

    return solve
