"""Why a verdict is what it is: what the source says where the claim says something else, in French or English.

The language of a claim, of its source and of the page may all differ: a reason is kept as which one it is and the words
that it names, and whoever shows it says in which language.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.findings import Findings
from assistant.schema import Support
from ingest.schema import LANGS, Lang

_MOST = 0.5  # of what is said of a subject
_TEXT: dict[Lang, dict[str, str]] = {
    "fr": {
        "supported": "La source dit la même chose.",
        "verbatim": "Ces mots sont dans la source.",
        "not_found": "Aucun passage trouvé ne le dit.",
        "number": "La source dit {source}, l’affirmation dit {claim}.",
        "number_missing": "La source ne donne pas {what}.",
        "denied_by_claim": "L’affirmation nie ce que la source dit («\u00a0{cue}\u00a0»).",
        "denied_by_source": "La source le nie («\u00a0{cue}\u00a0»).",
        "direction": "La source dit «\u00a0{source}\u00a0», l’affirmation dit «\u00a0{claim}\u00a0».",
        "name": "La source parle de {source}, l’affirmation de {claim}.",
        "role": "Les rôles de {a} et de {b} sont échangés.",
        "subject": "La source le dit de {b}, pas de {a}.",
        "reach": "L’affirmation va plus loin que la source («\u00a0{cue}\u00a0»).",
        "missing": "La source ne parle pas de\u00a0: {what}.",
        "partly": "La source ne le dit qu’en partie.",
    },
    "en": {
        "supported": "The source says the same.",
        "verbatim": "These words are in the source.",
        "not_found": "No passage found says so.",
        "number": "The source says {source}, the claim says {claim}.",
        "number_missing": "The source does not give {what}.",
        "denied_by_claim": "The claim denies what the source says (“{cue}”).",
        "denied_by_source": "The source denies it (“{cue}”).",
        "direction": "The source says “{source}”, the claim says “{claim}”.",
        "name": "The source speaks of {source}, the claim of {claim}.",
        "role": "The roles of {a} and {b} are exchanged.",
        "subject": "The source says it of {b}, not of {a}.",
        "reach": "The claim goes further than the source (“{cue}”).",
        "missing": "The source does not mention: {what}.",
        "partly": "The source says only part of it.",
    },
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason by its key, and the words of claim or source that it names, as (name, words)."""

    key: str
    values: tuple[tuple[str, str], ...] = ()

    def said(self, lang: Lang) -> str:
        """One sentence for a reader of `lang`. Raises KeyError for a key that there is none of."""
        return _TEXT[lang][self.key].format_map(dict(self.values))

    @property
    def told(self) -> tuple[tuple[Lang, str], ...]:
        """The sentence in each language."""
        return tuple((lang, self.said(lang)) for lang in LANGS)


def keys() -> frozenset[str]:
    """The keys of all reasons, the same in both languages."""
    return frozenset(_TEXT["en"])


def reason(support: Support, findings: Findings | None) -> Why:
    """Why, as a value that is said in any language."""
    if findings is None or support == "not_found":
        return Why("not_found")
    if support == "supported":
        return Why("verbatim" if findings.verbatim else "supported")
    return _conflict(findings) or _gap(findings) or Why("partly")


def _why(key: str, **values: str) -> Why:
    return Why(key, tuple(values.items()))


def _conflict(findings: Findings) -> Why | None:
    if findings.number_conflict is not None:
        claim, source = findings.number_conflict
        return _why("number", source=source, claim=claim)
    if findings.names.swapped:
        claim, source = findings.names.swapped[0]
        return _why("name", source=source, claim=claim)
    if findings.polarity.flip >= 0.5:
        return _why(f"denied_by_{findings.polarity.denied_by or 'claim'}", cue=findings.polarity.cue)
    if findings.direction.conflicts and not findings.turned_twice:
        claim, source = findings.direction.conflicts[0]
        return _why("direction", source=source, claim=claim)
    return _exchange(findings) if findings.exchanged or findings.roles.swapped else None


def _exchange(findings: Findings) -> Why | None:
    """Which two things changed places, or of what else the source says what the claim says."""
    crossed = next((pair for pair in findings.roles.crossed if all(pair)), None)
    compared = findings.comparison.turned or next(iter(findings.sequence.reversed), None)
    swapped = findings.roles.swapped or tuple(filter(all, (compared or ("", ""), findings.binding.crossed)))
    if swapped and not (crossed and findings.roles.crossing > _MOST):
        return _why("role", a=swapped[0][0], b=swapped[0][1])
    told = crossed or next(iter(findings.agents.exchanged), None)
    return _why("subject", a=told[0], b=told[1]) if told else None


def _gap(findings: Findings) -> Why | None:
    if findings.numbers.missing:
        return _why("number_missing", what=", ".join(findings.numbers.missing))
    if findings.reach.stronger or findings.reach.exclusive:
        return _why("reach", cue=(findings.reach.stronger or findings.reach.exclusive)[0])
    left = [item.text for item in findings.alignment.missing if item.weight >= 0.6][:4]
    return _why("missing", what=", ".join(left)) if left else None
