"""All signals for one claim and one piece of evidence, as values."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.reading.modality import ModalFinding
from assistant.checking.reading.quantifiers import ReachFinding
from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.agents import AgentFinding
from assistant.checking.signals.alignment import Alignment
from assistant.checking.signals.attachment import AttachmentFinding
from assistant.checking.signals.binding import BindingFinding
from assistant.checking.signals.comparison import ComparisonFinding
from assistant.checking.signals.defaults import DefaultFinding
from assistant.checking.signals.degree import DegreeFinding
from assistant.checking.signals.direction import DirectionFinding
from assistant.checking.signals.names import NameFinding
from assistant.checking.signals.numbers import NumberFinding
from assistant.checking.signals.polarity import PolarityFinding
from assistant.checking.signals.roles import RoleFinding
from assistant.checking.signals.semantic import Nearness
from assistant.checking.signals.sequence import SequenceFinding
from assistant.checking.signals.soft import SoftFinding

_MOST = 0.5  # of what is said
_ALL_BUT_ONE = 0.95  # of the weight: what differs is the word "only"
_BOUND_OTHERWISE = 0.3  # of `binding.ratio`
_FAR_FROM_DENIED = -1.0
_ALIKE, _ALIKE_BACK = 0.7, 0.65  # shares of weight of claim and source that the other holds
_HEAVY = 0.8  # an item that can be a subject, or make one more special
_CLEAR = 0.75  # of a denial: the denied word itself has its counterpart
_SPOKEN_OF = 0.8  # share of the claim's weight that the source holds: all but what it says otherwise
PLATFORM = frozenset({"aws", "amazon", "sagemaker"})  # names that make no subject more special


@dataclass(frozen=True, slots=True)
class Findings:
    """What each signal found about one claim and one piece of evidence."""

    claim: Reading
    evidence: Reading
    alignment: Alignment
    numbers: NumberFinding
    polarity: PolarityFinding
    direction: DirectionFinding
    names: NameFinding
    roles: RoleFinding
    agents: AgentFinding
    sequence: SequenceFinding
    attachment: AttachmentFinding
    binding: BindingFinding
    defaults: DefaultFinding
    degree: DegreeFinding
    comparison: ComparisonFinding
    reach: ReachFinding
    modal: ModalFinding
    verbatim: bool
    near: Nearness
    soft: SoftFinding | None = None

    @property
    def cross(self) -> bool:
        """Whether claim and evidence are in different languages."""
        return self.claim.lang != self.evidence.lang

    @property
    def exchanged(self) -> bool:
        """Whether the claim says of one thing what the source says of another, or in another order."""
        if self.turned_twice:
            return False
        return bool(
            self.sequence.reversed
            or self.comparison.turned
            or self.roles.certain
            or self.roles.crossing > _MOST
            or self.agents.mismatch >= _MOST
            or (self.binding.alike and self.binding.ratio > _BOUND_OTHERWISE)
        )

    @property
    def turned_twice(self) -> bool:
        """Whether a comparison has both its sides and its word turned: "A is faster than B", "B is slower than A"."""
        return self.comparison.sides and bool(self.direction.conflicts)

    @property
    def number_conflict(self) -> tuple[str, str] | None:
        """The claim's number (or unit) and what the source has in its place."""
        found = (*self.numbers.conflicts, *self.names.units, *self.attachment.misplaced, *self.degree.conflicts)
        return found[0] if found else None

    @property
    def denied_nearer(self) -> float:
        """How much nearer the denied claim is to the source than the claim, in -2..2; 0 is as usual, or unknown."""
        return max(-2.0, min(2.0, self.near.denial))

    @property
    def conflict(self) -> bool:
        """Whether a literal signal says that the source says otherwise, surely or perhaps."""
        return self.certain_conflict or self.polarity.flip >= _MOST

    @property
    def goes_further(self) -> bool:
        """Whether the claim surely says more than the source, without saying otherwise: partly at best."""
        alike = self.alignment.coverage > _ALL_BUT_ONE and self.alignment.reverse > _ALL_BUT_ONE
        return bool(self.direction.both_ways or self.names.added or (self.reach.exclusive and alike))

    @property
    def same_subject(self) -> bool:
        """Whether the source surely speaks of what the claim speaks of, and of nothing more special.

        Each says most of what the other does; what the claim names stands in the source or above it, and what opens the
        source's own sentence in the claim: "the extended stream" is another subject than "the stream".
        """
        alike = self.alignment.coverage >= _ALIKE and self.alignment.reverse >= _ALIKE_BACK
        if not alike or self.names.swapped or any(item.is_name for item in self.alignment.missing):
            return False
        return not self._opening()

    @property
    def replaces(self) -> bool:
        """Whether the source surely speaks of what the claim speaks of and says what stands in the place of its words.

        Unlike the same subject it may say more than the claim does. How often that is right is measured as
        `corrections_precision` by `python -m evals.checker.judge`.
        """
        if not self.certain_conflict or self.alignment.coverage < _SPOKEN_OF or self.names.swapped:
            return False
        named = all(not item.is_name for item in self.alignment.missing)
        return named and not any(item.is_name and not item.ids & PLATFORM for item in self._opening())

    def _opening(self) -> list[Item]:
        """What stands ahead of the verb of the source's own sentence, and not in the claim."""
        paired = {pair.evidence.place for pair in self.alignment.pairs}
        verb = next(
            (item.place for item in self.evidence.items if item.verbal and item.place), len(self.evidence.items)
        )
        return [
            item
            for item in self.evidence.items
            if item.place not in paired and item.place < verb and item.weight >= _HEAVY
        ]

    @property
    def certain_conflict(self) -> bool:
        """Whether a literal signal surely says that the source says otherwise."""
        return bool(
            self.number_conflict
            or self.polarity.exchanged
            or (self.polarity.flip >= _CLEAR and self.denied_nearer > _FAR_FROM_DENIED)
            or (self.direction.conflicts and not self.turned_twice)
            or self.modal.possibility
            or self.modal.need
            or self.names.swapped
            or self.defaults.conflict
            or self.exchanged
        )
