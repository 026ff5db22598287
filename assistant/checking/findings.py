"""All signals for one claim and one piece of evidence, as values."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.agents import AgentFinding
from assistant.checking.alignment import Alignment
from assistant.checking.direction import DirectionFinding
from assistant.checking.names import NameFinding
from assistant.checking.numbers import NumberFinding
from assistant.checking.polarity import PolarityFinding
from assistant.checking.quantifiers import ReachFinding
from assistant.checking.reading import Reading
from assistant.checking.roles import RoleFinding
from assistant.checking.sequence import SequenceFinding


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
    reach: ReachFinding
    verbatim: bool
    cosine: float | None

    @property
    def cross(self) -> bool:
        """Whether claim and evidence are in different languages."""
        return self.claim.lang != self.evidence.lang

    @property
    def conflict(self) -> bool:
        """Whether a literal signal says that the source says otherwise."""
        return bool(
            self.numbers.conflicts
            or self.names.units
            or self.polarity.flip >= 0.5
            or self.polarity.names
            or self.direction.conflicts
            or self.names.swapped
            or self.roles.certain
            or self.roles.crossed
            or self.sequence.reversed
        )
