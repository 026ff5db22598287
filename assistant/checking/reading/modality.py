"""What is possible and what is needed: "can be changed" against "is fixed in advance", "must" against "no need to".

Owns the phrases of possibility and of need, said and denied, in French and English, and comparing two texts. It looks
at no other word: the verb that is possible in one text may have any name in the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.text.plain import flat

_NOT = r"(?:n't| ?not|not| neither)"
_KINDS = {
    "cannot": (
        rf"can't|(?:can|could){_NOT}|may (?:not|neither)|unable to|not able to|impossible|no way to|not possible|"
        r"not allowed|"
        r"not permitted|never allowed|forbidden|prohibited|there is no way|incapable|out of reach|fixed in advance|"
        r"(?:ne |n')(?:peut|peuvent|pouvez|peux|pourra|pourront|saurait|permet|permettent)\b[^.;:,]{0,12}?\b"
        r"(?:pas|plus|jamais|aucune?|rien|ni)|interdite?s?|hors de portee|aucun moyen|pas moyen|pas possible|"
        r"fige[es]{0,2}|incapables?|ne saurai(?:t|ent)|(?:does|do)(?:n't| not) (?:support|allow|permit|accept)|"
        r"(?:not|n't|neither) (?:be )?(?:supported|accepted|available)|unsupported|"
        r"(?:accept|support|allow)s? (?:neither|no)|"
        r"(?:ne |n')(?:prend|prennent|accepte|acceptent|autorise|autorisent|gere|gerent) pas"
    ),
    "need_not": (
        r"need not|needn't|not need|don't need|doesn't need|no need|not have to|don't have to|doesn't have to|"
        r"not required|not necessary|unnecessary|optional|optionally|dispensable|at will|not mandatory|"
        r"pas besoin|pas necessaire|pas obligatoire|pas oblige\w*|pas requise?s?|inutile de|facultati\w+|optionnel\w*|"
        r"en option|nul besoin|aucun besoin"
    ),
    "can": (
        r"can|could|may|able to|possible|allowed to|allows?|lets?|free to|capable of|nothing (?:prevents|stops)|"
        r"peut|peuvent|pouvez|pourra|pourront|permet|permettent|capables? de|rien n'empeche|libre de|"
        r"au choix|a volonte"
    ),
    "must": (
        r"must|has to|have to|required to|is required|are required|needs? to|obliged|mandatory|compulsory|"
        r"doit|doivent|il faut|obligatoire\w*|oblige\w*|impose|imposent|necessairement|imperativement|requise?s?"
    ),
}
_PATTERNS = {kind: re.compile(rf"\b(?:{pattern})\b") for kind, pattern in _KINDS.items()}


_TAKES = re.compile(r"\b(?:accepts?|supports?|acceptent|accepte)\b")
_ANOTHER = re.compile(
    r"\b(?:another|elsewhere|different|other than|several|autres?|differente?s?|ailleurs|plusieurs)\b"
)
_ALONE = re.compile(
    r"\b(?:only|must|single|same|requires?|exactly one|seule?s?|uniquement|doit|doivent|memes?|exigent?|"
    r"ne? [^.;:,]{1,25}\bqu[e'])\b"
)
_ONLY = re.compile(r"\b(?:only|single|same|seule?s?|uniquement|memes?)\b")
_CONDITION = re.compile(r"\b(?:unless|until|without|before|a moins|sauf|tant qu|sans|avant)\b")


@dataclass(frozen=True, slots=True)
class ModalFinding:
    """`possibility`: possible in one text only, and denied in the other; `need`: needed in one, not in the other.

    `elsewhere`: the claim allows another one where the source wants one alone: "in another Region", "must be in it".
    """

    possibility: bool = False
    need: bool = False
    elsewhere: bool = False


def compare(claim: str, evidence: str) -> ModalFinding:
    """Do the two texts say otherwise of what can or must be?

    Nothing is found where one has a condition alone: "cannot ... unless" says what is needed, not what is impossible.
    """
    conditional = bool(_CONDITION.search(flat(claim))) != bool(_CONDITION.search(flat(evidence)))
    said, given = (frozenset(), frozenset()) if conditional else (modalities(claim), modalities(evidence))
    possibility = _opposed(said, given, "can", "cannot")
    need = _opposed(said, given, "must", "need_not")
    return ModalFinding(possibility, need, _elsewhere(flat(claim), flat(evidence)))


def _elsewhere(said: str, given: str) -> bool:
    allowed = _PATTERNS["can"].search(said) or _TAKES.search(said)
    wide = _ANOTHER.search(said) and not _ANOTHER.search(given)
    narrow = _ALONE.search(given) and not _ALONE.search(said)
    return bool(allowed and wide and narrow and not (_PATTERNS["can"].search(given) and not _ONLY.search(given)))


def modalities(text: str) -> frozenset[str]:
    """What a text says of possibility and need; a phrase that denies is not read as one that affirms too."""
    plain = flat(text)
    found = set()
    for kind, pattern in _PATTERNS.items():
        if pattern.search(plain):
            found.add(kind)
            plain = pattern.sub(" ", plain)
    return frozenset(found)


def _opposed(said: frozenset[str], given: frozenset[str], affirmed: str, denied: str) -> bool:
    ours = affirmed in said and denied not in said and denied in given and affirmed not in given
    theirs = denied in said and affirmed not in said and affirmed in given and denied not in given
    return ours or theirs
