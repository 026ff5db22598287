"""Words around facts: templates, articles and agreement, the French of a statement.

Owns `data/templates.toml` and `data/phrases.toml`. Decides nothing about what is asked.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from assistant.practice.generate.facts.families import Family
from ingest.schema import Lang

NARROW = "\u202f"
_MUTE_H = ("hyperparamètre", "histogramme", "heure")


class Wording:
    """The tables of words. One per build; answers depend on the arguments only."""

    def __init__(self) -> None:
        self._templates = _table("templates.toml")
        phrases = _table("phrases.toml")
        of_lexicon: Mapping[str, Mapping[str, str]] = phrases.pop("lexicon", {})
        self._phrases: dict[str, Mapping[str, str]] = {
            **phrases,
            **{f"lexicon-{family}": table for family, table in of_lexicon.items()},
        }

    def french(self, family: str, statement: str) -> str:
        """The French of an English statement of a family, "" where nobody wrote one."""
        return self._phrases.get(family, {}).get(statement, "")

    @property
    def phrases(self) -> Mapping[str, Mapping[str, str]]:
        """All statements with their French, by family."""
        return self._phrases

    def stem(
        self, kind: str, lang: Lang, rng: random.Random, values: Mapping[str, str], *, choose: bool = False
    ) -> str:
        """One of the phrasings of a kind, filled in."""
        table = self._templates[kind][lang]
        phrasings = table["choose"] if choose and "choose" in table else table["plain"]
        text = str(rng.choice(phrasings)).format(**values)
        return french_spaces(text) if lang == "fr" else text

    def note(self, kind: str, lang: Lang, **values: str) -> str:
        """One sentence about an option."""
        text = str(self._templates["notes"][lang][kind]).format(**values)
        return french_spaces(sentence(text)) if lang == "fr" else sentence(text)

    def choose_two(self, lang: Lang) -> str:
        """The reminder of how many answers are wanted."""
        return str(self._templates["choose"][lang])


def family_words(family: Family, lang: Lang) -> dict[str, str]:
    """The noun of a family with its articles, for a template."""
    if lang == "en":
        return {"family": family.en, "a": article(family.en)}
    feminine = family.gender == "f"
    elided = elides(family.fr)
    the = "l’" if elided else "la " if feminine else "le "
    which = "Quelle" if feminine else "Quel"
    return {
        "family": family.fr,
        "a": "une" if feminine else "un",
        "the": the,
        "Which": which,
        "which": which.lower(),
        "Which_one": "Laquelle" if feminine else "Lequel",
    }


def article(noun: str) -> str:
    """a or an."""
    first = noun.split(" ")[0]
    if re.match(r"(?:SQL|XGBoost|S3|F1|MSE|RCF|LDA|NTM|AWS|IAM|API|EFS|EMR)", first):
        return "a" if first.startswith("SQL") else "an"
    return "an" if first[:1].lower() in "aeiou" and not first.lower().startswith(("uni", "use", "one-")) else "a"


def elides(noun: str) -> bool:
    """Whether le, la, de lose their vowel before a French noun."""
    return noun[:1].lower() in "aeiouéèêâàîôœ" or noun.lower().startswith(_MUTE_H)


def of_subject(subject: str) -> str:
    """A French noun phrase after "de": du, des, d’, de la."""
    return _contracted(subject, {"le ": "du ", "les ": "des "}, "de ", "d’")


def to_subject(subject: str) -> str:
    """A French noun phrase after "à": au, aux."""
    return _contracted(subject, {"le ": "au ", "les ": "aux "}, "à ", "à ")


def _contracted(subject: str, table: Mapping[str, str], plain: str, elided: str) -> str:
    for begin, contracted in table.items():
        if subject.startswith(begin):
            return contracted + subject[len(begin) :]
    return (elided if elides(subject) and not subject.startswith(("la ", "l’")) else plain) + subject


def sentence(text: str) -> str:
    """With a capital at the start, unless the first word is a name written in its own way."""
    first = text.split(" ")[0]
    elided = re.match(r"[ld]’", first)
    if not first or (not elided and re.search(r"[A-Z_:/\d]|^[a-z]-", first)):
        return text
    return text[0].upper() + text[1:]


def french_spaces(text: str) -> str:
    """French punctuation: a narrow no-break space before ? ! ; and a no-break space before : and inside « »."""
    text = re.sub(r" +([?!;])", NARROW + r"\1", text)
    text = re.sub(r" +:(?= )", "\u00a0:", text)
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")


@lru_cache(maxsize=4)
def _raw(name: str) -> str:
    return resources.files("assistant.practice.generate").joinpath(f"data/{name}").read_text(encoding="utf-8")


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(_raw(name))
