"""Attributes that only a value of one form can state: a price, a year, an author, a region, a version, a number.

"What does an hour cost?" is answered by an amount of money, whatever else a sentence says of hours. Pure text work in
French and English: which of them a question asks for, and whether a text holds such a value. Knows nothing of
documents, scores or retrieval.
"""

from __future__ import annotations

import re

from ingest.text.analysis import fold

_MADE = (
    r"(?:invented|created|wrote|written|developed|designed|founded|published|discovered|introduced|proposed|maintains?"
    r"|invente|cree|ecrit|developpe|concu|fonde|publie|decouvert|introduit|propose|maintient)"
)
_LAUNCHED = (
    r"(?:released|launched|founded|published|announced|introduced|invented|generally available"
    r"|lancee?s?|sortie?s?|publiee?s?|annoncee?s?|creee?s?|fondee?s?|inventee?s?)"
)
_OFFICE = r"(?:author|inventor|creator|founder|manager|head|director|ceo|designer)"
_OFFICE_FR = r"(?:auteur|inventeur|createur|fondateur|directeur|responsable)"
_GROUP = (
    r"(?:engineer|team|university|author|researcher|company|ingenieur|equipe|universite|auteur|chercheur|entreprise)"
)


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways))


# By attribute: what asks for it, and what states it, in folded text.
_ATTRIBUTES: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "price": (
        _any(
            r"\bhow much (?:is|are|do|does|did|must|will)\b.*\b(?:cost|pay|price|charge)",
            r"\bwhat (?:is|are|was) the (?:\w+ )?(?:prices?|salary)\b|\bprices? (?:of|per)\b|\bwhat salary\b",
            r"\bwhat (?:do|does) .* cost (?:per|an?|each|in)\b|\bcosts? (?:per|in (?:dollars|euros))\b",
            r"\bcombien coute\w*|\bquels? (?:est |sont )?(?:le |les )?(?:prix|tarifs?|cout mensuel|cout horaire)\b",
            r"\b(?:le prix|le tarif) d|\ben (?:dollars|euros)\b",
        ),
        _any(
            r"[$€£] ?\d|\d ?(?:[$€£]|dollars?|euros?|usd|eur|cents?)\b|\bfree\b|\bgratuit",
            r"\bsans (?:frais|supplement)\b|\bno (?:\w+ )?(?:charge|fee|cost)|\bcosts? (?:nothing|the same|no more)\b",
        ),
    ),
    "date": (
        _any(
            r"\b(?:which|what) year\b|\bquelle annee\b|\b(?:release|launch) date\b",
            rf"\bwhen (?:was|were|did) .*{_LAUNCHED}|\bquand .*{_LAUNCHED}",
            r"\bdate de (?:sortie|lancement|creation)\b",
        ),
        _any(r"\b(?:19|20)\d\d\b"),
    ),
    "author": (
        _any(
            rf"\bwho (?:first )?{_MADE}\b|\bwho (?:is|was|are|were) the (?:\w+ )?{_OFFICE}",
            rf"\bqui (?:a|ont|avait) {_MADE}|\bqui est (?:l'|le |la ){_OFFICE_FR}|\b(?:inventor|inventeur) (?:of|de)\b",
            rf"\b(?:which|what|quel(?:le)?s?) {_GROUP}\b",
        ),
        _any(
            rf"\b{_MADE}(?:e?s)? (?:by|par)\b",
            r"\b(?:authors?|inventors?|auteurs?|inventeurs?|researchers?|chercheurs?) \w",
        ),
    ),
    "place": (
        _any(r"\b(?:which|what) (?:aws )?regions?\b|\bquel(?:le)?s? regions?\b|\bin which countr"),
        _any(
            r"\b(?:us|eu|ap|sa|ca|af|me)-[a-z]+-\d|\b(?:all|every|toutes les) (?:aws )?regions?\b",
            r"\b(?:us east|us west|europe \(|eu \(|asia pacific|virginia|oregon|ireland|ohio|frankfurt|tokyo|seoul)",
        ),
    ),
    "version": (
        _any(r"\b(?:which|what|quelle) (?:\w+ ){0,2}version\b"),
        _any(r"\bv?\d+(?:\.\d+)+|\bversions? \d"),
    ),
    "internal": (
        _any(
            r"\binternal (?:\w+ )?(?:number|id|code)\b|\bnumero interne\b",
            r"\b(?:ticket|phone|telephone) number\b|\bnumero de (?:ticket|telephone)\b",
        ),
        _any(r"\b\d{4,}\b"),
    ),
}


def attributes_asked(folded: str) -> tuple[str, ...]:
    """Which of these attributes a folded question asks for."""
    return tuple(name for name, (asks, _) in _ATTRIBUTES.items() if asks.search(folded))


def states(text: str, attribute: str) -> bool:
    """Whether a text holds a value that may state the attribute."""
    return bool(_ATTRIBUTES[attribute][1].search(fold(text)))
