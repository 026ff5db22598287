"""The verdict in words, in French or English: what the source says where the claim says something else."""

from __future__ import annotations

from assistant.checking.findings import Findings
from assistant.schema import Support
from ingest.schema import Lang

_MOST = 0.5  # of what is said of a subject
_TEXT: dict[Lang, dict[str, str]] = {
    "fr": {
        "supported": "La source dit la même chose.",
        "verbatim": "Ces mots sont dans la source.",
        "not_found": "Aucun passage trouvé ne le dit.",
        "number": "La source dit {source}, l’affirmation dit {claim}.",
        "number_missing": "La source ne donne pas {what}.",
        "denied_by_claim": "L’affirmation nie ce que la source dit (« {cue} »).",
        "denied_by_source": "La source le nie (« {cue} »).",
        "direction": "La source dit « {source} », l’affirmation dit « {claim} ».",
        "name": "La source parle de {source}, l’affirmation de {claim}.",
        "role": "Les rôles de {a} et de {b} sont échangés.",
        "subject": "La source le dit de {b}, pas de {a}.",
        "reach": "L’affirmation va plus loin que la source (« {cue} »).",
        "missing": "La source ne parle pas de : {what}.",
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


def reason(support: Support, findings: Findings | None, lang: Lang) -> str:
    """One sentence that says why, for the reader, in `lang`."""
    text = _TEXT[lang]
    if findings is None or support == "not_found":
        return text["not_found"]
    if support == "supported":
        return text["verbatim"] if findings.verbatim else text["supported"]
    return _conflict(findings, text) or _gap(findings, text) or text["partly"]


def _conflict(findings: Findings, text: dict[str, str]) -> str:
    if findings.number_conflict is not None:
        claim, source = findings.number_conflict
        return text["number"].format(source=source, claim=claim)
    if findings.names.swapped:
        claim, source = findings.names.swapped[0]
        return text["name"].format(source=source, claim=claim)
    if findings.polarity.flip >= 0.5:
        return text[f"denied_by_{findings.polarity.denied_by or 'claim'}"].format(cue=findings.polarity.cue)
    if findings.direction.conflicts and not findings.turned_twice:
        claim, source = findings.direction.conflicts[0]
        return text["direction"].format(source=source, claim=claim)
    return _exchange(findings, text) if findings.exchanged or findings.roles.swapped else ""


def _exchange(findings: Findings, text: dict[str, str]) -> str:
    """Which two things changed places, or of what else the source says what the claim says."""
    crossed = next((pair for pair in findings.roles.crossed if all(pair)), None)
    compared = findings.comparison.turned or next(iter(findings.sequence.reversed), None)
    swapped = findings.roles.swapped or tuple(filter(all, (compared or ("", ""), findings.binding.crossed)))
    if swapped and not (crossed and findings.roles.crossing > _MOST):
        return text["role"].format(a=swapped[0][0], b=swapped[0][1])
    told = crossed or next(iter(findings.agents.exchanged), None)
    return text["subject"].format(a=told[0], b=told[1]) if told else ""


def _gap(findings: Findings, text: dict[str, str]) -> str:
    if findings.numbers.missing:
        return text["number_missing"].format(what=", ".join(findings.numbers.missing))
    if findings.reach.stronger or findings.reach.exclusive:
        return text["reach"].format(cue=(findings.reach.stronger or findings.reach.exclusive)[0])
    left = [item.text for item in findings.alignment.missing if item.weight >= 0.6][:4]
    return text["missing"].format(what=", ".join(left)) if left else ""
