"""What a build did, as data and as text: yield by rule, by domain, language, type and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.practice.generate.drafts import Draft
from assistant.practice.schema import PracticeItem


@dataclass(slots=True)
class Report:
    """Counts of one build. `rules` is rule -> (examined, rejected); `rejects` are rows to keep."""

    exam: str
    seed: int
    model: str
    index: str
    facts: Mapping[str, int]
    drafts: int
    rules: dict[str, list[int]]
    items: Sequence[PracticeItem]
    kinds: Counter[str]
    wanted: Mapping[str, Mapping[str, int]]
    rejects: list[dict[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data; no times, so that the same build gives the same report."""
        return {
            "exam": self.exam,
            "seed": self.seed,
            "model": self.model,
            "index": self.index,
            "facts": dict(sorted(self.facts.items())),
            "drafts": self.drafts,
            "released": len(self.items),
            "rules": {rule: {"examined": seen, "rejected": no} for rule, (seen, no) in self.rules.items()},
            "by_domain": self._table("domain"),
            "by_language": dict(sorted(Counter(item.lang for item in self.items).items())),
            "by_type": self._table("type"),
            "by_kind": dict(sorted(self.kinds.items())),
            "wanted": {lang: dict(seats) for lang, seats in self.wanted.items()},
            "notices": self.notices,
            "rejects": self.rejects,
        }

    def lines(self) -> list[str]:
        """The report for a terminal."""
        facts = ", ".join(f"{count} {kind}" for kind, count in sorted(self.facts.items()))
        rows = [f"{sum(self.facts.values())} facts ({facts}), {self.drafts} drafts, {len(self.items)} items released."]
        rows += ["", f"{'rule':<26}{'examined':>9}{'rejected':>9}{'yield':>8}"]
        for rule, (seen, no) in self.rules.items():
            share = f"{1 - no / seen:.1%}" if seen else "-"
            rows.append(f"{rule:<26}{seen:>9}{no:>9}{share:>8}")
        for key in ("domain", "type"):
            rows += ["", f"{key:<36}{'en':>5}{'fr':>5}"]
            rows += [f"{name:<36}{row.get('en', 0):>5}{row.get('fr', 0):>5}" for name, row in self._table(key).items()]
        return [*rows, *(f"note: {notice}" for notice in self.notices)]

    def _table(self, key: str) -> dict[str, dict[str, int]]:
        counts: Counter[tuple[str, str]] = Counter((getattr(item, key), item.lang) for item in self.items)
        return {
            name: {lang: counts[name, lang] for lang in ("en", "fr")} for name in sorted({name for name, _ in counts})
        }


def reject_row(draft: Draft, rule: str, reason: str) -> dict[str, Any]:
    """A rejected draft, kept with its reason."""
    return {
        "rule": rule,
        "reason": reason,
        "lang": draft.lang,
        "kind": draft.kind,
        "stem": draft.stem,
        "keys": [choice.text for choice in draft.keys],
        "options": [choice.text for choice in draft.choices],
    }
