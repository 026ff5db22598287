"""Roles: what a member of a family is or does, from sentences that begin with its name.

"The DropFields transform of AWS Glue removes ..." says of DropFields that it "removes ...". Owns where such a
statement begins and ends; the second half of a contrast ("whereas Y does Q") counts too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.families import Family
from assistant.practice.generate.facts.sources import Sentence
from ingest.schema import Lang
from ingest.text.analysis import content_words

_LEAST_WORDS, _MOST_WORDS = 4, 30
_CONTENT = 3
# Where a statement ends: what follows is a reason, a contrast or another statement.
_CUTS: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(
        r"; |: |, whereas |, while |, unlike |, so (?!that)|, because |, since |, as |, although |, but "
        r"|, and its default|(?:,| and) defaults to | and is False by default"
    ),
    "fr": re.compile(r" ; | : |, alors que |, tandis que |, donc |, car |, mais |, ce qui "),
}
_CONTRAST: dict[Lang, str] = {"en": ", whereas ", "fr": ", tandis que "}
_VERBS = {"is", "has", "does", "was"}
_MODAL = {"can", "may", "must", "cannot", "should", "could", "will"}
_NOT_VERBS = {"is_", "as", "plus", "minus", "this", "its", "versus"}
_PLURAL = set(
    """are have run runs store keep move open fit suit split cope act define add multiply score train select need start
    do close process contain publish launch
    take use draw read find give hold map work serve connect control convert detect record capture offer generate can
    show combine reduce remove replace require make help let allow provide support accept tell belong measure""".split()
)
# A noun in the plural after a name belongs to the name: "AWS Glue crawlers reach ..." says nothing of AWS Glue.
_NOUNS = set(
    """crawlers jobs tables lexicons permissions alarms keys rules events entries statistics hyperparameters functions
    instances clusters engines resources filters transformations workgroups devices emotions bookmarks layers networks
    probabilities endpoints binaries embeddings encoders applications topics defaults whiskers scores requirements
    images users notebooks objects consumers producers""".split()
)
_NOUN_AFTER = re.compile(
    r"^(?:records|transforms|updates|metrics|models|locks|streams|results)"
    r" (?:has|have|hold|holds|for|pass|to|of|that|exist|cannot|are|is|keep|which|under)\b"
)
_SECOND = ", and "
_VERB = re.compile(r"(?:re-)?[a-z]+s\b|(?:can|may|must|cannot|then|thus|so)\b")
_APPOSITION = re.compile(r", (the [^,;]+|a [^,;]+), (?:defaults to|is (?:always )?required|is 0 by default)")
_NO_VERB_FR = re.compile(r"^(?:[A-ZÀ-Ý]|\w+(?:é|ée|és|ées|al|aux|ien)\b|non )")
_IMPERSONAL_FR = re.compile(r"^(?:de|du|des|d’|et|ou|à|au|aux|en|dans|avec|pour|sur|qui|que|dont|où|,)\b")


def find_roles(sentences: Iterable[Sentence], families: Sequence[Family]) -> list[Fact]:
    """Every role that the sentences state, in their order."""
    found: list[Fact] = []
    for sentence in sentences:
        for family in families:
            if family.pages is None or family.pages.search(sentence.uri):
                found.extend(_roles(sentence, family))
    return found


def _roles(sentence: Sentence, family: Family) -> Iterator[Fact]:
    text = sentence.text.rstrip(".")
    clauses = [text]
    contrast = _CONTRAST[sentence.lang]
    if contrast in text:
        clauses.append(text.split(contrast, 1)[1])
    for number, clause in enumerate(clauses):
        hit = family.match(clause, sentence.lang)
        if hit is None:
            continue
        name, end = hit
        rest = clause[end:]
        if rest.startswith(",") and not _APPOSITION.match(rest):
            continue
        statement = _statement(rest, sentence.lang)
        if statement and (number == 0 or len(statement.split()) >= _LEAST_WORDS + 1):
            yield Fact(family.id, name, clause[:end].rstrip(","), statement, sentence)


def _statement(rest: str, lang: Lang) -> str:
    apposition = _APPOSITION.match(rest) if lang == "en" else None
    if apposition:
        said = f"is {apposition.group(1)}"
        if re.match(r"is (?:the|a) \w+[^s]s ", said):
            return ""
        return said if len(said.split()) >= _LEAST_WORDS else ""
    said = _CUTS[lang].split(rest.lstrip(","), maxsplit=1)[0].strip().rstrip(",.")
    if lang == "en":
        said = _first_clause(said)
    size = len(said.split())
    if not _LEAST_WORDS <= size <= _MOST_WORDS or len(content_words(said)) < _CONTENT:
        return ""
    if lang == "fr":
        return "" if _IMPERSONAL_FR.match(said) or _NO_VERB_FR.match(said) else said
    return singular(said)


def _first_clause(said: str) -> str:
    """What stands before ", and", where a clause with a subject of its own follows (no list, no second verb)."""
    before, comma, after = said.partition(_SECOND)
    own = not _VERB.match(after) or after.split(" ")[0] in ("its", "this", "users", "customers", "caution")
    return before if comma and "," not in before and own else said


def singular(said: str) -> str:
    """A statement with its verb in the third person singular; empty when it does not begin with a verb."""
    first, _, rest = said.partition(" ")
    if first in _VERBS or first in _MODAL:
        return said
    if first in _NOUNS or _NOUN_AFTER.match(said):
        return ""
    if first in _PLURAL and not first.endswith("s"):
        tail = re.sub(r"\b(and|or|but) (\w+)", lambda m: f"{m[1]} {_third(m[2]) if m[2] in _PLURAL else m[2]}", rest)
        return f"{_third(first)} {tail}"
    if re.fullmatch(r"[a-z]+s", first) and first not in _NOT_VERBS and not first.endswith(("ss", "us")):
        return said
    if re.fullmatch(r"(?:re-)?[a-z]+s", first):
        return said if first.startswith("re-") else ""
    return ""


def _third(verb: str) -> str:
    known = {"are": "is", "have": "has", "do": "does", "can": "can"}
    if verb in known:
        return known[verb]
    if verb.endswith(("sh", "ch", "ss", "x", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"
