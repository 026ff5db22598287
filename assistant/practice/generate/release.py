"""A draft that passed becomes a practice item."""

from __future__ import annotations

from assistant.practice.generate.writing.drafts import Draft
from assistant.practice.schema import PracticeItem


def release(draft: Draft, exam: str, domain: str) -> PracticeItem:
    """The item of a draft, for one exam and domain."""
    return PracticeItem(
        id=f"{exam}-{draft.lang}-{draft.id}",
        exam=exam,
        domain=domain,
        lang=draft.lang,
        type=draft.type,
        stem=draft.stem,
        options=tuple(choice.text for choice in draft.choices),
        answers=draft.answers,
        explanation=draft.explanation,
        evidence=draft.evidence,
        difficulty=draft.difficulty,
        option_notes=tuple(choice.note for choice in draft.choices),
        pairs=tuple(prompt for prompt, _ in draft.pairs),
    )
