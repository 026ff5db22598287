"""All signals for one claim and one piece of evidence, as values."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.agents import AgentFinding
from assistant.checking.alignment import Alignment
from assistant.checking.comparison import ComparisonFinding
from assistant.checking.defaults import DefaultFinding
from assistant.checking.direction import DirectionFinding
from assistant.checking.names import NameFinding
from assistant.checking.numbers import NumberFinding
from assistant.checking.polarity import PolarityFinding
from assistant.checking.quantifiers import ReachFinding
from assistant.checking.reading import Reading
from assistant.checking.roles import RoleFinding
from assistant.checking.sequence import SequenceFinding

_MOST = 0.5  # of what is said
_CLEAR = 0.75  # of a denial: the denied word itself has its counterpart


@dataclass(frozen=True, slots=True)
class Findings:
    """What each signal found. `cosine` is None without an embedder; `cross` when the languages differ."""

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
    defaults: DefaultFinding
    comparison: ComparisonFinding
    reach: ReachFinding
    verbatim: bool
    cosine: float | None

    @property
    def cross(self) -> bool:
        """Whether claim and evidence are in different languages."""
        return self.claim.lang != self.evidence.lang

    @property
    def exchanged(self) -> bool:
        """Whether the claim says of one thing what the source says of another, or in another order."""
        return bool(
            self.sequence.reversed
            or self.comparison.turned
            or self.roles.certain
            or self.roles.crossing > _MOST
            or self.agents.mismatch >= _MOST
        )

    @property
    def conflict(self) -> bool:
        """Whether a literal signal says that the source says otherwise, surely or perhaps."""
        return self.certain_conflict or self.polarity.flip >= _MOST

    @property
    def certain_conflict(self) -> bool:
        """Whether a literal signal surely says that the source says otherwise."""
        return bool(
            self.numbers.conflicts
            or self.names.units
            or self.polarity.flip >= _CLEAR
            or self.direction.conflicts
            or self.names.swapped
            or self.defaults.conflict
            or self.exchanged
        )
