"""Where a text denies something, and what the denial covers: ne ... pas, not, never, without, unable, fails to.

Owns the cues of French and English and the rules for their scope. Two denials over the same words cancel.
Text in, spans out; knows nothing of claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.schema import Lang
from ingest.text.plain import flat


@dataclass(frozen=True, slots=True)
class Denial:
    """A cue at `start:end` and the words it denies, `scope_start:scope_end`.

    `contrast`: what is denied stands side by side with what is said instead ("X and not Y", "not Y but X"), so that its
    scope alone is denied; of any other denial the whole clause is.
    """

    cue: str
    start: int
    end: int
    scope_start: int
    scope_end: int
    contrast: bool = False


def _words(*phrases: str) -> re.Pattern[str]:
    """A pattern for any of these, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


_BOUNDARY = re.compile(
    r"[;:.!?](?=\s|$)|,(?=\s)|\s[-(]\s?|\b(?:but|whereas|while|although|though|because|so that|which|since|unless|if|"
    r"when|until|mais|tandis qu[e']|alors qu[e']|car|donc|qui|lorsqu|lorsque|quand|puis|si|sauf si|parce que|puisque|"
    r"jusqu'a ce)\b"
)
_NOUN_END = re.compile(
    r"[;:.!?,()](?=\s|$)|\b(?:and|but|is|are|was|can|may|must|will|has|have|does|do|that|which|whereas|when|in|on|"
    r"for|by|with|et|mais|est|sont|peut|peuvent|doit|qui|que|dans|pour|par|avec|lors|lorsque|pendant|sur|en|"
    r"afin)\b"
)
_NOT_DENIALS = re.compile(
    r"(?:\bnot|n't) (?:only|just|merely|solely|exclusively|simply)\b|"
    r"\b(?:ne |n')[^.;:!?,]{1,40}?\bpas (?:seulement|uniquement|exclusivement|simplement)\b|"
    r"\b(?:ne |n')(?:est|sont|fait|font|sert|servent|lit|accepte|concerne|prend|contient|traite|gere) pas qu[e']|"
    r"\bno (?:later|more|less|fewer|earlier|matter|longer than)\b(?: than)?|"
    r"\bnot (?:more|less|fewer) than\b|\bwhether or not\b|\bnon seulement\b|\bn'importe\b|"
    r"\bnothing but\b|\bno other\b|\bpas (?:plus|moins) de\b|\bsans (?:cesse|doute)\b|"
    r"\bplus ou moins\b|\bnot necessarily\b|\brien n'(?:empeche|interdit)\b|\bnothing (?:prevents?|stops?|forbids?)\b"
)
# Inside the scope of a denial these only carry it on: "ne lit ni A ni B", "sans aucun".
_CARRIED_ON = frozenset("ni nor neither aucun aucune aucuns aucunes any".split())
# "X and not Y", "X, pas Y": right after these a denial has no subject of its own.
_JOINED = re.compile(r"(?:[,;]|\b(?:and|but|et|mais))$")
_INSTEAD = frozenset({"rather than", "instead of", "plutot que", "plutot qu'", "au lieu de", "au lieu d'"})
# "not Y but X", "ne ... pas Y mais X": what follows the scope is said instead, by the same subject and verb.
_BUT = re.compile(
    r",? ?(?:but|mais)\b(?! (?:it|they|he|she|this|that|these|those|there|il|elle|ils|elles|on|ce|cela|c'|"
    r"not|pas|non|only|seulement|also|aussi)\b)(?P<rest>[^.;:!?]*)"
)
_OWN_VERB = re.compile(
    r"\b(?:is|are|was|were|must|can|cannot|may|will|has|have|does|do|should|est|sont|doit|doivent|peut|peuvent|ont)\b"
)
_AUXILIARIES = "can|does|do|did|is|are|was|were|will|would|should|must|has|have|could|may|might|need"
_NE = re.compile(
    r"\b(?:ne |n')(?P<verb>(?:(?!\b(?:que|qu')\b)[^.;:!?,]){1,40}?)"
    r"\b(?:pas|plus|jamais|aucune?s?|rien|personne|guere|nullement|ni|point)\b"
)
_CUES: dict[Lang, tuple[tuple[re.Pattern[str], str], ...]] = {
    "en": (
        (re.compile(rf"\b(?:{_AUXILIARIES}) ?not\b|\b(?:ca|wo|{_AUXILIARIES})n't\b"), "clause"),
        (_words("never", "cannot", "unable to", "not able to", "incapable of", "fails? to", "refuses? to"), "clause"),
        (_words("impossible (?:to|for)", "not", "no longer", "nor", "neither"), "clause"),
        (_words("no", "none of", "without", "lacks?", "lacking", "nothing", "nobody"), "noun"),
        (_words("do(?:es|ing)? without", "(?:free|devoid|absence|lack) of"), "noun"),
        (_words("exempt from", "dispens(?:es|ing) with"), "noun"),
        (_words("no need to", "hardly", "barely", "scarcely", "refrains? from", "stops? short of"), "clause"),
        (_words("rather than", "instead of", "excluding", "except(?: for)?"), "noun"),
        (_words("ignor(?:es?|ing)", "disregard(?:s|ing)?", "overlooks?", "escapes", "stays? off"), "noun"),
        (re.compile(r"\bnon-(?=[a-z])"), "word"),
    ),
    "fr": (
        (_NE, "clause"),
        (re.compile(r"\b(?:incapables?|impossible|refuse(?:nt)?|evite(?:nt)?) (?:de\b|d')|\bechouent? a\b"), "clause"),
        (re.compile(r"\b(?:aucune?s?|nul(?:le)?|personne|rien)\b[^.;:!?,]{0,40}?\b(?:ne |n')"), "clause"),
        (re.compile(r"(?<!ne )\bjamais\b"), "clause"),
        (re.compile(r"(?:(?<=\bet )|(?<=\bmais )|(?<=, )|(?<=; ))(?:non(?: pas)?|pas)(?= (?!plus\b))"), "noun"),
        (_words("sans", "aucune?", "sauf", "hormis", "excepte", "ni"), "noun"),
        (re.compile(r"\b(?:depourvue?s?|faute|au lieu) (?:de\b|d')|\bplutot qu[e']"), "noun"),
        (
            re.compile(
                r"\b(?:se passe(?:r|nt)?|prive(?:r|nt|s|es)?|denue?e?s?|exempte?s?|dispense(?:r|nt|s|es)?|absence|"
                r"manque|a l'abri) (?:de\b|d'|des\b|du\b)"
            ),
            "noun",
        ),
        (
            re.compile(
                r"\b(?:inutile|s'abstien(?:t|nent)|renonce(?:nt)?|omet(?:tent)?) (?:de\b|d'|a\b)|\bmieux vaut ne\b"
            ),
            "clause",
        ),
        (re.compile(r"\b(?:ignore(?:nt)?|neglige(?:nt)?|fait abstraction d[eu]|echapp(?:e|ent) (?:a|aux?))\b"), "noun"),
        (re.compile(r"\bnon[- ](?=[a-z])"), "word"),
        (_words("pas (?:besoin|de|du|des|en|un|une|le|la|les)", "pas d'"), "noun"),
    ),
}  # fmt: skip


def denials(text: str, lang: Lang) -> tuple[Denial, ...]:
    """Denials in order of place; overlapping cues count once."""
    plain = flat(text)
    blocked = [match.span() for match in _NOT_DENIALS.finditer(plain)]
    found: list[Denial] = []
    for pattern, kind in _CUES[lang]:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(d.scope_start <= start < d.scope_end for d in found) and plain[start:end].strip() in _CARRIED_ON:
                continue
            if any(a < end and start < b for a, b in blocked) or any(d.start < end and start < d.end for d in found):
                continue
            found.append(_denial(plain, match, kind))
    return tuple(sorted(found, key=lambda denial: denial.start))


def denied(found: tuple[Denial, ...], start: int, end: int) -> bool:
    """Whether an odd number of denials covers the word at `start:end`."""
    covering = sum(1 for d in found if d.scope_start <= start and end <= d.scope_end)
    return covering % 2 == 1


def _denial(plain: str, match: re.Match[str], kind: str) -> Denial:
    start, end = match.span()
    scope_start = match.start("verb") if "verb" in match.re.groupindex else end
    if kind == "word":
        word = re.compile(r"[\w-]+").match(plain, end)
        stop = word.end() if word else end
    else:
        boundary = (_BOUNDARY if kind == "clause" else _NOUN_END).search(plain, _after_first_word(plain, end))
        stop = boundary.start() if boundary else len(plain)
    return Denial(match.group(), start, end, scope_start, stop, _is_contrast(plain, match.group(), start, stop))


def _is_contrast(plain: str, cue: str, start: int, stop: int) -> bool:
    """Whether what is said instead stands beside what is denied."""
    if cue.strip() in _INSTEAD or _JOINED.search(plain[:start].rstrip()):
        return any(character.isalnum() for character in plain[:start])
    but = _BUT.match(plain, stop)
    return but is not None and not _OWN_VERB.search(but["rest"])


def _after_first_word(plain: str, position: int) -> int:
    word = re.compile(r"\W*\w+").match(plain, position)
    return word.end() if word else position
