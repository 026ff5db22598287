"""What a build did, as data and as text: yield by rule, domain, language, type and kind; rejects with reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.practice.generate.rules import Rule
from assistant.practice.generate.rules.context import Context
from assistant.practice.generate.writing.drafts import Draft
from assistant.practice.schema import PracticeItem
from ingest.schema import Lang


class Tally:
    """Puts drafts to rules and keeps the books: rule -> [examined, rejected], and every reject with its reason."""

    def __init__(self, rules: Iterable[str]) -> None:
        self.rules = {rule: [0, 0] for rule in rules}
        self.rejects: list[dict[str, Any]] = []
        self.offered = 0
        self.reworded = 0

    def first_failure(self, draft: Draft, context: Context, table: Mapping[str, Rule]) -> str | None:
        """The first rule of a table that rejects a draft, with its reason; None when all pass."""
        for name, rule in table.items():
            self.rules[name][0] += 1
            reason = rule(draft, context)
            if reason is not None:
                self.rules[name][1] += 1
                self.rejects.append(_row(draft, name, reason))
                return name
        return None


@dataclass(slots=True)
class Report:
    """Counts of one build. `wanted`: language -> domain -> items asked for; `corpus` names the sources' state."""

    exam: str
    seed: int
    model: str
    corpus: str
    facts: int
    drafts: int
    tally: Tally
    items: tuple[PracticeItem, ...]
    kinds: Counter[str]
    wanted: Mapping[Lang, Mapping[str, int]]
    notices: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data; no times, so that the same build gives the same report."""
        return {
            "exam": self.exam,
            "seed": self.seed,
            "model": self.model,
            "corpus": self.corpus,
            "facts": self.facts,
            "drafts": self.drafts,
            "released": len(self.items),
            "rules": {rule: {"examined": seen, "rejected": no} for rule, (seen, no) in self.tally.rules.items()},
            "reworded": {"offered": self.tally.offered, "kept": self.tally.reworded},
            "by_domain": self._table("domain"),
            "by_language": dict(sorted(Counter(item.lang for item in self.items).items())),
            "by_type": self._table("type"),
            "by_kind": dict(sorted(self.kinds.items())),
            "wanted": {lang: dict(seats) for lang, seats in self.wanted.items()},
            "notices": self.notices,
            "rejects": self.tally.rejects,
        }

    def lines(self) -> list[str]:
        """The report for a terminal."""
        rows = [f"{self.facts} facts, {self.drafts} drafts, {len(self.items)} items released."]
        rows += ["", f"{'rule':<26}{'examined':>9}{'rejected':>9}{'yield':>8}"]
        for rule, (seen, no) in self.tally.rules.items():
            share = f"{1 - no / seen:.1%}" if seen else "-"
            rows.append(f"{rule:<26}{seen:>9}{no:>9}{share:>8}")
        if self.tally.offered:
            rows.append(f"{self.tally.reworded} of {self.tally.offered} stems that the model reworded were kept.")
        for key in ("domain", "type"):
            rows += ["", f"{key:<36}{'en':>5}{'fr':>5}"]
            rows += [f"{name:<36}{row['en']:>5}{row['fr']:>5}" for name, row in self._table(key).items()]
        langs = Counter(item.lang for item in self.items)
        rows += ["", f"{'language':<36}{'en':>5}{'fr':>5}", f"{'all':<36}{langs['en']:>5}{langs['fr']:>5}"]
        return [*rows, *(f"note: {notice}" for notice in self.notices)]

    def _table(self, key: str) -> dict[str, dict[str, int]]:
        counts = Counter((str(getattr(item, key)), str(item.lang)) for item in self.items)
        names: Sequence[str] = sorted({name for name, _ in counts})
        return {name: {lang: counts[name, lang] for lang in ("en", "fr")} for name in names}


def _row(draft: Draft, rule: str, reason: str) -> dict[str, Any]:
    return {
        "rule": rule,
        "reason": reason,
        "lang": draft.lang,
        "kind": draft.kind,
        "stem": draft.stem,
        "keys": [choice.text for choice in draft.keys],
        "options": [choice.text for choice in draft.choices],
    }
