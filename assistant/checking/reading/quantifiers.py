"""How far a statement reaches: all, only, never, always, at least one, usually, by default.

Owns the words and phrases of each strength in both languages and the comparison of a claim with a source: a claim
that says "always" of what the source says "usually" reaches further than its source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.schema import Lang
from ingest.text.plain import flat

_UNIVERSAL: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:all|every|always|any|everywhere|whatever|each|entirely|completely|in (?:all|every) cases?|guarantees?|"
        r"guaranteed|everything|without exception|regardless of|invariably|systematically)\b"
    ),
    "fr": re.compile(
        r"\b(?:tous|toutes|toujours|tout|toute|n'importe quel(?:le)?s?|chaque|quel(?:le)?s? que soi(?:t|ent)|"
        r"entierement|"
        r"dans tous les cas|garantit|garantissent|garanti|sans exception|systematiquement|partout|a chaque fois)\b"
    ),
}
_EXCLUSIVE: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:only|solely|exclusively|nothing but|no other|alone|sole)\b"),
    "fr": re.compile(
        # "un seul fichier" is one file; "ne ... pas ... que" and "ce que" exclude nothing.
        r"\b(?:seulement|uniquement|exclusivement|(?<!\bun )(?<!\bune )seule?s?|rien que|aucun autre)\b|"
        r"\b(?:ne |n')(?:(?!\b(?:pas|plus|moins|rien|jamais|aucune?|personne|ni|mieux)\b)[^.;:,]){1,40}?"
        r"(?<!ce )\b(?:que |qu')"
    ),
}
# "not only", "ne ... pas que": the opposite of an "only".
_NOT_ONLY = re.compile(
    r"(?:\bnot|n't) (?:only|solely|exclusively|alone)\b|\b(?:non|pas) (?:seulement|uniquement|exclusivement|que\b|qu')"
)
_ALSO: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:also|too|as well|others?|another|several|any|all|every|freely|both|even)\b"),
    "fr": re.compile(r"\b(?:aussi|egalement|autres?|plusieurs|n'importe|tous|toutes|chaque|librement|meme)\b"),
}
_LIMITED: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:some|several|most|many|usually|often|generally|typically|sometimes|can|may|might|mainly|commonly|"
        r"in general|at times|by default|unless|except|mostly|about|approximately|tends?|certain|occasionally|"
        r"frequently|rarely|if|when|for example|such as|recommended|should)\b"
    ),
    "fr": re.compile(
        r"\b(?:certaine?s?|quelques|plusieurs|la plupart|souvent|generalement|en general|parfois|peu(?:t|vent)|"
        r"habituellement|principalement|en regle generale|par defaut|sauf|environ|a peu pres|tend(?:ent)?|rarement|"
        r"notamment|par exemple|si|lorsque|quand|dont|comme|recommande|devrait)\b"
    ),
}


# Of the words that limit, those that say outright that there are exceptions.
_HEDGES = frozenset(
    "some most many usually often generally typically sometimes mainly commonly mostly occasionally frequently rarely "
    "except unless certains certaines quelques souvent generalement parfois habituellement principalement sauf "
    "rarement".split()
) | {"in general", "at times", "la plupart", "en general", "en regle generale", "tends"}


@dataclass(frozen=True, slots=True)
class Reach:
    """The words of each strength that a text holds."""

    universal: tuple[str, ...]
    exclusive: tuple[str, ...]
    limited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReachFinding:
    """`stronger`: the claim's words that reach further than the source; `dropped`: limits of the source left out.

    `exclusive`: an "only" of the claim alone; `only_dropped`: one of the source alone; `extended`: the claim says
    "also" or "other" where the source says "only".
    """

    stronger: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    exclusive: tuple[str, ...] = ()
    only_dropped: tuple[str, ...] = ()
    hedge_dropped: tuple[str, ...] = ()
    extended: bool = False


def reach(text: str, lang: Lang) -> Reach:
    """What the text says about how far it reaches."""
    plain = _NOT_ONLY.sub(" ", flat(text))
    return Reach(
        *(tuple(m.group() for m in table[lang].finditer(plain)) for table in (_UNIVERSAL, _EXCLUSIVE, _LIMITED))
    )


def compare(claim: str, evidence: str, claim_lang: Lang, evidence_lang: Lang) -> ReachFinding:
    """Does the claim reach further than the evidence?"""
    said, given = reach(claim, claim_lang), reach(evidence, evidence_lang)
    stronger = said.universal if said.universal and not given.universal else ()
    exclusive = said.exclusive if said.exclusive and not given.exclusive else ()
    dropped = given.limited if given.limited and not said.limited else ()
    only_dropped = given.exclusive if given.exclusive and not said.exclusive else ()
    extended = (
        bool(only_dropped)
        and bool(_ALSO[claim_lang].search(flat(claim)))
        and not _ALSO[evidence_lang].search(flat(evidence))
    )
    hedge_dropped = tuple(word for word in dropped if word in _HEDGES)
    return ReachFinding(stronger, dropped, exclusive, only_dropped, hedge_dropped, extended)
