"""What a question wants for an answer: its parts, and the kind of thing each asks for.

Pure text work in French and English: "how many days" wants a length of time, "which algorithm" a name, "why" a
reason. Also says whether a sentence offers that kind of thing. Knows nothing of documents, scores or retrieval.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.text.analysis import Analysed, analyse, fold, words
from ingest.text.sentences import split_sentences

Kind = Literal["duration", "size", "share", "money", "number", "reason", "name", "condition", "means"]

_NUMBER = r"(?:\d[\d.,\u00a0 ]*)"
# The order matters: "why" decides, and "how many days" wants a duration, not just any number.
_ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "reason",
        re.compile(
            r"\bwhy\b|\bpourquoi\b|\bwhat (?:is|are) the (?:reason|risk|danger|trap)s?\b|\bpour quelle raison\b"
            r"|\bquel (?:piege|risque|danger)\b|\breproches?\b"
        ),
    ),
    (
        "duration",
        re.compile(
            r"\bhow long\b|\b(?:how many|combien d[e']) ?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?"
            r"|secondes?|heures?|jours?|semaines?|mois|annees?|ans?)\b|\bcombien de temps\b|\bduree\b"
            r"|\bhow (?:often|frequently)\b|\bretention\b|\bdelai\b|\btimeout\b|\bquand\b.*\bexpir"
        ),
    ),
    (
        "size",
        re.compile(
            r"\bhow (?:big|large|heavy)\b|\b(?:quel(?:le)?|what|which|max\w*|largest|biggest|how much) "
            r"(?:est la |is the )?(?:\w+ )?(?:size|object|file|payload|memory|taille|poids|volume|memoire)\b"
            r"|\bpese\w*\b"
        ),
    ),
    (
        "share",
        re.compile(
            r"\bpercent\w*\b|\bpourcentage\b|\bwhat share\b|\bquelle (?:part|proportion|economie)\b|\bsavings?\b"
        ),
    ),
    (
        "money",
        re.compile(
            r"\b(?:how much|what) (?:does|do|is|are)\b.*\b(?:cost|pay|price|fee)|\bcombien coute\w*\b"
            r"|\bquel (?:prix|tarif)\b"
        ),
    ),
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|high|low|deep|far)\b|\bcombien\b|\bmax(?:imum)?\b|\bmin(?:imum)?\b|\blimite?s?\b"
            r"|\bsmallest\b|\blargest\b|\bhighest\b|\blowest\b|\bquel(?:le)? (?:nombre|valeur|seuil|score|note)\b"
            r"|\bwhat (?:number|value|threshold|score|port)\b|\bjusqu'ou\b|\ba partir de quel\w*\b|\bnumber of\b"
            r"|\bport\b"
        ),
    ),
    (
        "means",
        re.compile(
            r"\bhow (?:do|can|could|should|would) (?:i|we|you|one)\b|\bhow to\b|\b(?:que|quoi) faire\b|\bfais quoi\b"
            r"|\bwhat (?:do|can|could|should) (?:i|we|you|one) do\b"
            r"|\bcomment (?:l.|les? |la |me |se |s.|ne pas )?\w+(?:er|ir|re)\b"
            r"|\bcomment (?:puis-je|peut-on|fait-on|faire|je|on)\b|\bquelles? options?\b|\bremed(?:y|ies|es?)\b"
        ),
    ),
    (
        "condition",
        re.compile(r"\bwhen (?:is|are|do|does|should|can|did|to)\b|\bquand\b|\ba quelle condition\b|\bin which case"),
    ),
    (
        "name",
        re.compile(
            r"\b(?:which|quel|quelle|quels|quelles|lequel|laquelle|what kind|what type|name an?|comment appelle)\b"
            r"|\bwhat (?!is\b|are\b|does\b|do\b|did\b|happens\b|if\b)\w+|\bqui\b|\bwho\b"
        ),
    ),
)
_OFFERS: dict[Kind, re.Pattern[str]] = {
    "duration": re.compile(
        _NUMBER + r"[ -]?(?:h|s|ms|min|seconds?|minutes?|hours?|days?|weeks?|months?|years?|secondes?|heures?|jours?"
        r"|semaines?|mois|annees?|ans?)\b|\b(?:an hour|a day|a week|a year|une heure|un jour|un an)\b"
    ),
    "size": re.compile(_NUMBER + r"[ -]?(?:[kmgtp]i?[bo]|bytes?|octets?|characters?|caracteres?|pixels?|tokens?)\b"),
    "share": re.compile(_NUMBER + r" ?(?:%|percent|pour cent)"),
    "money": re.compile(r"[$€] ?\d|\d ?(?:[$€]|dollars?|euros?|usd)|\b(?:free|gratuit\w*|no charge|sans frais)\b"),
    "number": re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|un seul|une seule|deux|trois|quatre|cinq|sept|huit"
        r"|neuf|dix)\b"
    ),
    "reason": re.compile(
        r"\b(?:because|since|so that|therefore|due to|as a result|which (?:makes|means|causes)|can (?:lead|cause)"
        r"|car|parce qu|puisqu|afin|permet|donc|grace a|en raison|c'est pourquoi|ce qui|risque|entraine|evite|avoids?"
        r"|leaks?|reduces?|ignores?|ignore|fausse|biais\w*)\b"
    ),
    "means": re.compile(
        r"\bremed(?:y|ies|es?)\b|\b(?:by|en) \w+(?:ing|ant)\b|\b(?:il faut|you need|must be|doit etre|points? to)\b"
        r"|\b(?:reduced|avoided|prevented|lowered|raised|handled|set|enabled) (?:by|with)\b|\bdesigne\w*\b"
        r"|^(?:to|pour|against|contre|use|set|choose|pick|add|call|create|enable|prefer|lower|raise|shuffle|utilis\w+"
        r"|choisi\w+|ajout\w+|activ\w+|appel\w+|cree\w*|regl\w+|on the exam|a l.examen)\b"
        r"|\b(?:prevents?|avoids?|reduces?|lowers?|evite\w*|reduit|reduisent|empeche\w*|aide\w* (?:a|contre)|helps?)\b"
    ),
    "condition": re.compile(
        r"\b(?:when|if|unless|once|only|suits?|fits?|quand|lorsqu\w*|si|des qu\w*|sauf|seulement)\b"
    ),
}
_JOINED = re.compile(
    r",?\s+(?:and|et|ou|or|but|mais)\s+(?=(?:what|how|why|which|where|when|who|do|does|is|are|can|comment|pourquoi|quel"
    r"|quelle|quels|quelles|ou|où|combien|qui|que|quoi|dans|jusqu|par|what's|à|a)\b)",
    re.IGNORECASE,
)
_ASKING_WORDS = re.compile(
    r"\b(?:what|how|why|which|where|when|who|comment|pourquoi|quel\w*|combien|que|quoi|qui|lequel|laquelle)\b",
    re.IGNORECASE,
)
# Without its accent "où" is "ou" (or), but for where "or" cannot stand: at the beginning, after d' and jusqu'.
_WHERE = re.compile(r"\bo(?:ù|u\u0300)(?!\w)|(?:^|\b(?:d|jusqu)['’])ou\b", re.IGNORECASE)
_NAME = re.compile(r"^(?:[^\W\d_]*[A-Z]\w*|\w+_\w+|\w*\d\w*[A-Za-z]\w*)$")
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Focus:
    """One thing asked, and the kind of answer it wants; None when any statement may answer."""

    text: str
    wants: Kind | None


def focuses(said: Analysed) -> tuple[Focus, tuple[Focus, ...]]:
    """A question as a whole, and the questions it is made of; itself alone when it asks one thing.

    The whole wants what its last sentence that asks wants. Parts are the sentences that ask, cut again at "and" or "et"
    before a question word. A part with hardly any word of its own leans on the whole and is no part.
    """
    asking = _asking(said)
    parts = [
        piece
        for sentence in asking
        for piece in (_analysed(text, sentence) for text in _pieces(sentence.text))
        if len(piece.content) >= _FEWEST_WORDS
    ]
    whole = Focus(said.text, _wanted(asking[-1] if asking else said))
    return whole, tuple(Focus(part.text, _wanted(part)) for part in parts) if len(parts) > 1 else (whole,)


def _wanted(said: Analysed) -> Kind | None:
    """The first kind of thing, in the order of the table, that the words ask for."""
    return next((kind for kind, asks in _ASKS if asks.search(said.folded)), None)


@lru_cache(64)
def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a question, in order."""
    return tuple(text[start:end] for start, end in split_sentences(text))


def _asking(said: Analysed) -> list[Analysed]:
    """The sentences of a text that end with a question mark."""
    return [_analysed(sentence, said) for sentence in sentences_of(said.text) if sentence.rstrip(' »”"').endswith("?")]


def _pieces(sentence: str) -> list[str]:
    """A sentence cut before its second question, when the first piece asks something itself."""
    for match in _JOINED.finditer(sentence):
        first = sentence[: match.start()].strip(" ,")
        if _ASKING_WORDS.search(first) or _WHERE.search(first) or "-" in first:
            return [first, *_pieces(sentence[match.end() :])]
    return [sentence.strip(" ,")]


def _analysed(text: str, known: Analysed) -> Analysed:
    return known if text == known.text else analyse(text)


def offers(quote: str, wants: Kind | None, asked: Collection[str]) -> bool:
    """Does a sentence hold a thing of the wanted kind? A name counts when the question (its words) does not hold it."""
    if wants is None:
        return True
    if wants == "name":
        return bool(new_names(quote, asked))
    return bool(_OFFERS[wants].search(fold(quote).replace("’", "'")))


def new_names(quote: str, asked: Collection[str]) -> list[str]:
    """Names in a sentence (capitals after its first word, identifiers) that are not among the folded words asked."""
    known = set(asked)
    found = list(words(quote))
    return [
        word
        for place, word in enumerate(found)
        if _NAME.match(word) and (place > 0 or word[1:] != word[1:].lower()) and fold(word) not in known
    ]
