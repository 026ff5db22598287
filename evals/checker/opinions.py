"""Second opinions for the labelled items: opened by name, and kept in a file, so that a long run can be resumed.

A kept opinion remembers the seconds it took, which count as spent when it is used again. Knows nothing of verdicts.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.checking.opinion.open import open_second_opinion
from assistant.checking.opinion.second_opinion import SecondOpinion, source_text
from assistant.checking.window import Window
from assistant.settings import EXTRACTIVE, AssistantSettings
from evals.checker.items import LabelledItem
from ingest.settings import user_cache

SEED = 7


class KeptOpinion:
    """A second opinion that writes down each answer (JSON lines) and asks nothing twice.

    `saved` is how many seconds (clock, processor) the answers that were there already took when they were given.
    """

    def __init__(self, opinion: SecondOpinion, path: Path | None) -> None:
        self._opinion = opinion
        self._path = path
        self._known: dict[str, tuple[float, float, float]] = {}
        self.saved = (0.0, 0.0)
        if path is not None and path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                self._known[row["key"]] = (row["probability"], row["seconds"], row["cpu_seconds"])

    @property
    def name(self) -> str:
        """Id of the model whose chances are kept."""
        return self._opinion.name

    def probability(self, claim: str, evidence: Sequence[Window]) -> float:
        """See SecondOpinion."""
        key = self._key(claim, evidence)
        if key not in self._known:
            start, cpu = time.perf_counter(), time.process_time()
            chance = self._opinion.probability(claim, evidence)
            self._keep(key, (chance, time.perf_counter() - start, time.process_time() - cpu))
            return chance
        chance, seconds, cpu_seconds = self._known[key]
        self.saved = (self.saved[0] + seconds, self.saved[1] + cpu_seconds)
        return chance

    def _keep(self, key: str, answer: tuple[float, float, float]) -> None:
        self._known[key] = answer
        if self._path is not None:
            names = ("key", "probability", "seconds", "cpu_seconds")
            row = dict(zip(names, (key, *(round(value, 6) for value in answer)), strict=True))
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")

    def _key(self, claim: str, evidence: Sequence[Window]) -> str:
        text = "\0".join([self.name, claim, *(source_text(item) for item in evidence)])
        return hashlib.sha256(text.encode()).hexdigest()[:24]


def open_kept(name: str, cache: Path | None) -> KeptOpinion:
    """The second opinion of that name ("local" or a cross-encoder), kept in a file. Raises OpinionUnavailable."""
    opinion = open_second_opinion(AssistantSettings.from_env(chat_model=EXTRACTIVE, check_model=name), user_cache())
    assert opinion is not None, "a name was given"
    return KeptOpinion(opinion, cache)


def drawn(items: Sequence[LabelledItem], limit: int | None) -> list[LabelledItem]:
    """The first `limit` of the items in an order that is random and always the same; all of them for None."""
    mixed = list(items)
    random.Random(SEED).shuffle(mixed)  # noqa: S311 - an order, no secret
    return mixed[:limit]
