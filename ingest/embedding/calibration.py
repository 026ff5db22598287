"""What the cosines of an embedding model mean: how near is near, and how far away is a translation.

These numbers belong to one model as its vectors do; whatever judges a cosine asks here instead of knowing a number.
They were measured for the default model. Any other gets `NEUTRAL`: where only the order of cosines counts, a spread as
wide as cosines usually have; where their height would decide, they say nothing. Owns no vector and loads no model.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.embedding import e5


@dataclass(frozen=True, slots=True)
class Usual:
    """A usual cosine, and the spread around it (one step away from it)."""

    cosine: float
    spread: float

    def steps(self, cosine: float) -> float:
        """How many spreads a cosine lies above the usual one."""
        return (cosine - self.cosine) / self.spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Cosines, in -1..1, of one embedding model; `model` is "" where they were not measured.

    `other_language`: how much further away a translation lies than a paraphrase. `unrelated`, `alike`: a question with
    sentences on other things, and with those that answer it. `span`: this far below the best passage nothing is
    related. `step`: one step between the sentences found for a question. `answering`: a question with a near sentence.
    `typical`: the best sentence of a question, which stands for every one where the height of cosines is not known.
    `same`, `translated`: a claim and a sentence that says the same, in one language and across two; None if not known.
    `denied`: what a claim loses by being denied.
    """

    model: str = ""
    other_language: float
    unrelated: float
    alike: float
    span: float
    step: float
    answering: Usual
    typical: float | None = None
    same: Usual | None = None
    translated: Usual | None = None
    denied: float = 0.01

    @property
    def judges_claims(self) -> bool:
        """Whether the height of a cosine says if a sentence states a claim."""
        return self.same is not None and self.translated is not None

    def even(self, cosine: float, *, other: bool) -> float:
        """A cosine with the distance of a translation evened out, for a text in the `other` language."""
        return cosine + (self.other_language if other else 0.0)

    def likeness(self, cosine: float) -> float:
        """0 for unrelated to 1 for alike."""
        return min(1.0, max(0.0, (cosine - self.unrelated) / (self.alike - self.unrelated)))

    def height(self, cosine: float) -> float:
        """A cosine for a score that was fitted on the default model's; the typical one where it says nothing."""
        return cosine if self.typical is None else self.typical

    def meaning(self, cosine: float, *, cross: bool) -> float | None:
        """Spreads above the usual cosine of a claim and a sentence that says the same, None where that is not known."""
        usual = self.translated if cross else self.same
        return usual.steps(cosine) if usual is not None else None

    def denial(self, denied: float, claimed: float) -> float:
        """How much nearer a denied claim is to a sentence than the claim, in usual losses; 0 is as usual."""
        return (denied - claimed + self.denied) / self.denied


E5_SMALL = Calibration(
    model=f"{e5.NAME}@{e5.REVISION}",
    other_language=0.025,
    unrelated=0.76,  # unrelated sentences have cosines near 0.75, paraphrases near 0.92 (measured in the design notes)
    alike=0.93,
    span=0.1,
    step=0.03,
    answering=Usual(0.85, 0.06),
    same=Usual(0.94, 0.025),
    translated=Usual(0.92, 0.025),
    denied=0.01,  # on dev items
)

# Cosines that run from 0 to 1 where those above run from 0.76 to 1: each length is about four times as long.
NEUTRAL = Calibration(
    other_language=0.0, unrelated=0.0, alike=0.7, span=0.4, step=0.125, answering=Usual(0.375, 0.25), typical=0.876
)


def calibration_of(embedder: str) -> Calibration:
    """The calibration of an embedder by its name (model and revision), `NEUTRAL` where none was measured."""
    return E5_SMALL if embedder == E5_SMALL.model else NEUTRAL


def notice_of(embedder: str) -> str:
    """What to tell people of an embedder that nobody measured; "" for a measured one."""
    if calibration_of(embedder).model:
        return ""
    return (
        f"The embedding model {embedder} was not calibrated: thresholds were measured with {e5.NAME} only. With "
        "this model search works, refusals go by words more than by meaning, and claims are checked by their words "
        "alone. Unset EMBEDDING_MODEL to go back."
    )
