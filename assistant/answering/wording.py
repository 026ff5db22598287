"""Fixed phrases of answers, in both languages: refusals, frames around quotes, notices; requests' in `data/talk.toml`.

Only wording; the page's labels are in `ui/locale`. Every key exists in both languages (a test holds it).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from ingest.schema import Lang
from ingest.typed import Filled, typed

_TALK = Path(__file__).parent / "data" / "talk.toml"

_PHRASES: dict[str, dict[Lang, str]] = {
    "index-newer": {
        "fr": "L'index a été refait entre-temps : cette réponse vient du nouveau ({documents} documents).",
        "en": "The index was built again meanwhile: this answer is from the new one ({documents} documents).",
    },
    "index-newer-unusable": {
        "fr": "Un index plus récent ne s'ouvre pas avec ces réglages : cette réponse vient de l'ancien ({documents} "
        "documents). `python -m ingest check` dit pourquoi.",
        "en": "A newer index does not open with these settings: this answer is from the old one ({documents} "
        "documents). `python -m ingest check` says why.",
    },
    "search-exact": {
        "fr": "Chroma ne peut pas être interrogé, une recherche exacte dans les mêmes vecteurs le remplace ({reason}).",
        "en": "Chroma cannot be asked now, an exact search over the same vectors stands in for it ({reason}).",
    },
    "search-by-words": {
        "fr": "La recherche par le sens n'est pas possible en ce moment, ces citations ont été trouvées par leurs mots "
        "seuls ({reason}).",
        "en": "Search by meaning cannot be used now, these quotes were found by their words alone ({reason}).",
    },
    "refused": {
        "fr": "Les sources ne permettent pas de répondre à cette question.",
        "en": "The sources do not answer this question.",
    },
    "refused-reason": {
        "fr": "Aucun passage ne traite d'assez près de ce qui est demandé.",
        "en": "No passage is close enough to what is asked.",
    },
    "refused-missing": {
        "fr": "Les sources ne parlent pas de : {names}.",
        "en": "The sources say nothing about: {names}.",
    },
    "refused-unstated": {
        "fr": "Les passages les plus proches ne disent rien de : {words}.",
        "en": "The nearest passages say nothing of: {words}.",
    },
    "opposite": {
        "fr": "Les sources disent le contraire :",
        "en": "The sources say the opposite:",
    },
    "premise": {
        "fr": "La question suppose ce que les sources démentent.",
        "en": "The question takes for granted what the sources deny.",
    },
    "refused-model": {
        "fr": "Le modèle n'a pas trouvé la réponse dans les phrases retenues.",
        "en": "The model did not find the answer in the selected sentences.",
    },
    "source-other": {
        "fr": "D'après « {title} » (source en anglais) : ",
        "en": "According to “{title}” (source in French): ",
    },
    "subject": {"fr": "{subject} : ", "en": "{subject}: "},
    "quote": {"fr": "« {quote} »", "en": "“{quote}”"},
    "part": {"fr": "Question {n} : {question}", "en": "Question {n}: {question}"},
    "choice": {"fr": "Réponse : {letters}.", "en": "Answer: {letters}."},
    "option": {"fr": "{letter}. {text} :", "en": "{letter}. {text}:"},
    "option-silent": {
        "fr": "aucune source trouvée n'en parle assez pour la confirmer ou l'écarter.",
        "en": "no source found says enough of it to confirm it or rule it out.",
    },
    "partial-claims": {
        "fr": "Une partie de la réponse n'est pas confirmée par les sources.",
        "en": "Part of the answer is not confirmed by the sources.",
    },
    "partial-choice": {
        "fr": "Les sources soutiennent ce choix sans le prouver.",
        "en": "The sources favour this choice without proving it.",
    },
    "choice-late": {
        "fr": "Le modèle de langage n'a pas choisi en {seconds} s : ce choix est celui des sources seules.",
        "en": "The chat model did not choose within {seconds} s: this choice is that of the sources alone.",
    },
    "choice-computed": {"fr": "Calcul : {line}.", "en": "Computed: {line}."},
    "option-computed": {"fr": "c'est le résultat du calcul.", "en": "this is what the computation gives."},
    "option-other-result": {
        "fr": "ce n'est pas ce que donne le calcul.",
        "en": "this is not what the computation gives.",
    },
    "draft-unsupported": {
        "fr": "Ce que disent les sources :",
        "en": "What the sources say:",
    },
    "conflict": {
        "fr": "Les sources ne s'accordent pas : {first}, mais {second}. {reason}",
        "en": "The sources disagree: {first}, but {second}. {reason}",
    },
    "conflict-side": {
        "fr": "« {quote} » ({title}, {date})",
        "en": "“{quote}” ({title}, {date})",
    },
    "wording": {
        "fr": "En d'autres mots (du modèle de langage, vérifiés) :",
        "en": "In other words (the chat model's, checked):",
    },
    "wording-left-out": {
        "fr": "Le modèle de langage a écrit {n} phrase(s) que les sources ne confirment pas, laissées de côté.",
        "en": "The chat model wrote {n} sentence(s) that the sources do not confirm, left out.",
    },
    "aged": {"fr": "Vos notes{since} ont vieilli : {parts}.", "en": "Your notes{since} have aged: {parts}."},
    "aged-and": {"fr": " ; ", "en": "; "},
    "aged-as-of": {"fr": " ({date})", "en": " ({date})"},
    "aged-value": {
        "fr": "elles disent {old}, c'est {new} depuis {date}",
        "en": "they say {old}, it has been {new} since {date}",
    },
    "aged-name": {
        "fr": "{old} s'appelle {new} depuis {date}",
        "en": "{old} has been called {new} since {date}",
    },
    "aged-limit": {"fr": "cela a changé ({date})", "en": "this has changed ({date})"},
    "aged-end": {
        "fr": "le service ou la fonction a fermé ({date})",
        "en": "the service or feature has closed ({date})",
    },
    "aged-quote": {"fr": " : « {quote} »", "en": ": “{quote}”"},
    "model-failed": {
        "fr": "Le modèle de langage n'a pas répondu ({reason}). Voici une réponse faite de citations.",
        "en": "The chat model did not answer ({reason}). This answer is made of quotes.",
    },
    "model-other-language": {
        "fr": "Le modèle de langage a répondu dans l'autre langue. Voici une réponse faite de citations.",
        "en": "The chat model answered in the other language. This answer is made of quotes.",
    },
}


def say(key: str, lang: Lang, **values: str) -> str:
    """A phrase in a language. Values are inserted as they are, never as formats."""
    text = (_PHRASES.get(key) or _talk()[key])[lang]
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def keys() -> dict[str, dict[Lang, str]]:
    """All phrases, for the test that holds them complete."""
    return {**_PHRASES, **_talk()}


@cache
def _talk() -> dict[str, dict[Lang, str]]:
    return typed(dict[str, dict[Lang, Filled]], tomllib.loads(_TALK.read_text(encoding="utf-8")))
