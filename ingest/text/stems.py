"""Stems of words: Snowball's, in French with the accents that it needs, folded afterwards.

A French stem is taken from the word as it is spelled: without its accents "chiffrée" is no participle any more and
does not meet "chiffrer". Words typed without accents meet their spelled-out forms by the same rules. Knows nothing of
texts or languages' small words.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any

from ingest.schema import Lang
from ingest.text.characters import fold

_STEMMER_NAMES = {"fr": "french", "en": "english"}
_local = threading.local()

# Endings that Snowball knows by their accent, put back on words typed without any.
_TYPED_BARE = ((re.compile(r"ee(?=s?$)"), "ée"), (re.compile(r"iere(?=s?$)"), "ière"))
# The noun keeps what the verb has ("limité", "limite"), so that "securite" is "sécurité".
_QUALITY = re.compile(r"(?<=..)ité(?=s?$)")
# "augmentent" is "augmenter"; adjectives ("pertinente") follow all their forms.
_PLURAL_VERB = re.compile(r"(?:(?<=.{5})(?<!m)|(?<=prim))ent(?:e?s?)$")
# Verbs made of a noun, and what is made of those: "partitionner", "fonctionnement", "échantillonnage".
_OF_A_NOUN = re.compile(r"(?<=ion|lon)n(?:er|ée?s?|es?|ants?|ent|ements?|ages?)$")
# What is done when somebody does it: "stockage" is "stocker".
_DOING = re.compile(r"(?<=.{5})ages?$")
# Endings of one family that Snowball leaves apart, in folded stems.
_FAMILIES = (
    (re.compile(r"(?<=.{5})(?<!m)ent$"), ""),  # fréquence, fréquent
    (re.compile(r"(?<=...)ation$"), ""),  # création, créer
    (re.compile(r"(?<=...)(?:uir|uct)$"), "uit"),  # réduire, réduction, réduit
    (re.compile(r"(?<=..)(?<=[nr])dr$"), "d"),  # répondre, répond
    (re.compile(r"(?<=...)bilit$"), "bl"),  # scalabilité, scalable
    (re.compile(r"(?<=..)y$"), "i"),  # deploye, déploie
    (re.compile(r"(?<=..f)i$"), ""),  # vérifié, vérifie
)
_SHORTEST = 4

# Nouns that look like a participle or an inflected form of something else, and irregular forms, with their stems.
_OWN_TEXT = """
donnée donnees, durée duree, portée portee, entrée entree, journée journee, marché marche-, côté cote-,
partie partie-, sortie sortie-, cours cours-, port port-, formation formation-, format format-,
base base-, basé base-, basée base-, baser base-,
prédire predict, prédit predict, prédite predict, prédisent predict, prédisant predict,
exécution execut, ingestion inger, nœud noeud
"""


def _own() -> dict[str, str]:
    """Stem by spelling, plurals and spellings without accents included where those are no other word."""
    found: dict[str, str] = {}
    for entry in _OWN_TEXT.split(","):
        word, own = entry.split()
        for spelled in (word, *((fold(word),) if not own.endswith("-") else ())):
            found[spelled] = own
            found.setdefault(f"{spelled}s", own)
    return found


_OWN = _own()


@lru_cache(maxsize=65536)
def stem(folded: str, lang: Lang) -> str:
    """Snowball stem of a folded word; words with digits stay as they are."""
    if any(c.isdigit() for c in folded):
        return folded
    return str(_stemmer(lang).stemWord(folded))


@lru_cache(maxsize=65536)
def french_stem(word: str) -> str:
    """Folded French stem of a word as it is spelled, in any case; a word with digits is only folded."""
    spelled = word.lower()
    if any(c.isdigit() for c in spelled):
        return fold(spelled)
    if spelled in _OWN:
        return _OWN[spelled]
    if spelled.isascii():
        for bare, accented in _TYPED_BARE:
            spelled = bare.sub(accented, spelled)
    spelled = _DOING.sub("er", _OF_A_NOUN.sub("", spelled))
    spelled = _QUALITY.sub("ite", spelled)
    spelled = _PLURAL_VERB.sub("er", spelled)
    found = fold(str(_stemmer("fr").stemWord(spelled)))
    for ending, common in _FAMILIES:
        found = ending.sub(common, found)
    if found == fold(spelled) and len(found) > _SHORTEST and not found.endswith("ss"):
        found = found.removesuffix("s")  # "accès" is no plural to Snowball, "acces" is
    while found.endswith("e") and len(found) > _SHORTEST:
        found = found[:-1]
    return found


def _stemmer(lang: Lang) -> Any:
    """One stemmer per thread: PyStemmer's objects are not safe to share."""
    stemmers = getattr(_local, "stemmers", None)
    if stemmers is None:
        import Stemmer

        stemmers = _local.stemmers = {key: Stemmer.Stemmer(name) for key, name in _STEMMER_NAMES.items()}
    return stemmers[lang]
