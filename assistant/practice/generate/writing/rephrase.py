"""Other wordings of a stem by a chat model: a reply as data, kept only when nothing that matters changed.

A small local model may only rephrase: shown facts, it invents (docs/architecture.md). A larger model may also put a
scenario of one sentence in front. Owns the prompt, reading the reply, and what must stay the same; the rules of
validation are asked again afterwards by `build`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable

from assistant.checking.reading.lexicon import Lexicon
from assistant.errors import AssistantError
from assistant.practice.generate.writing.drafts import Draft
from assistant.practice.generate.writing.wording import french_spaces
from assistant.schema import ChatModel
from ingest.schema import Lang
from ingest.text.analysis import content_words, fold, stem

Rephrase = Callable[[Draft], str]
"""Another wording of a draft's stem, or the same."""

_MAX_TOKENS = 160
_LEAST_KEPT = 0.8
_MOST_NEW = {False: 0.35, True: 1.0}
_MOST_LONGER = {False: 1.4, True: 2.2}
_NUMBER = re.compile(r"\d[\d.,\u202f]*")
_NAME = re.compile(r"\b(?:[A-Z]\w*[A-Z]\w*|[a-z]+[A-Z]\w*|\w+_\w+|[A-Z][a-z]+ [A-Z]\w+)")
_DENIALS = re.compile(r"\b(?:not|no|never|without|ne|pas|sans|aucune?|jamais)\b|n’|n't", re.IGNORECASE)
_RULES: dict[Lang, str] = {
    "en": "Reword this exam question. Keep every name, number and condition, and change nothing it asks.",
    "fr": "Reformule cette question d’examen. Garde chaque nom, nombre et condition, et ne change rien à ce qu’elle "
    "demande.",
}
_SCENE: dict[Lang, str] = {
    "en": "You may put one sentence in front that describes a team with this need, without any new fact.",
    "fr": "Tu peux la faire précéder d’une phrase qui décrit une équipe ayant ce besoin, sans aucun fait nouveau.",
}
_SHAPE: dict[Lang, str] = {
    "en": 'Reply with JSON only: {"stem": "..."}',
    "fr": 'Réponds seulement en JSON : {"stem": "..."}',
}


class StemRewriter:
    """Rewords stems with a chat model. `scenes`: whether the model may add a sentence in front.

    A failure of the model, or a reply that is not as asked, leaves the stem as it was.
    """

    def __init__(self, model: ChatModel, lexicon: Lexicon, *, scenes: bool = False) -> None:
        self._model = model
        self._lexicon = lexicon
        self._scenes = scenes

    def __call__(self, draft: Draft) -> str:
        if draft.kind != "which":
            return draft.stem
        asked, reminder = _split(draft.stem)
        rules = [_RULES[draft.lang], *([_SCENE[draft.lang]] if self._scenes else []), _SHAPE[draft.lang]]
        messages = [("system", " ".join(rules)), ("user", json.dumps({"stem": asked}, ensure_ascii=False))]
        try:
            reply = "".join(self._model.stream(messages, max_tokens=_MAX_TOKENS))
        except AssistantError:
            return draft.stem
        said = read_stem(reply)
        if draft.lang == "fr":
            said = french_spaces(re.sub(r"(?<=\w)([?!;])", r" \1", said)).replace("'", "’")
        if not said or why_changed(asked, said, draft, self._lexicon, scenes=self._scenes):
            return draft.stem
        return f"{said}{reminder}"


def read_stem(reply: str) -> str:
    """The stem in a reply, "" when the reply is not the JSON object that was asked for."""
    found = re.search(r"\{.*\}", reply, re.DOTALL)
    try:
        data = json.loads(found.group()) if found else {}
    except (ValueError, RecursionError):
        return ""
    text = data.get("stem") if isinstance(data, dict) and set(data) == {"stem"} else ""
    return " ".join(text.split()) if isinstance(text, str) else ""


def why_changed(before: str, after: str, draft: Draft, lexicon: Lexicon, *, scenes: bool = False) -> str | None:
    """Why a new wording may ask something else than the old one, or None."""
    lang = draft.lang
    old, new = _stems(before, lang), _stems(after, lang)
    added = new - old
    checks = {
        "numbers": Counter(_NUMBER.findall(before)) != Counter(_NUMBER.findall(after)),
        "names": set(_NAME.findall(after)) != set(_NAME.findall(before)),
        "denial": len(_DENIALS.findall(before)) != len(_DENIALS.findall(after)),
        "concepts": not _concepts(before, lang, lexicon) <= _concepts(after, lang, lexicon),
        "words lost": len(old & new) < _LEAST_KEPT * len(old),
        "words added": len(added) > max(2, _MOST_NEW[scenes] * len(old)),
        "length": len(after) > _MOST_LONGER[scenes] * len(before) + 20,
        "options": any(fold(choice.text).strip(" .") in fold(after) for choice in draft.choices),
        "no question": not after.endswith("?") or after.count("?") > 1,
    }
    return next((what for what, wrong in checks.items() if wrong), None)


def _split(text: str) -> tuple[str, str]:
    """A stem and its reminder of how many answers are wanted."""
    found = re.search(r" \((?:Choose|Choisissez)[^)]*\)$", text)
    return (text[: found.start()], found.group()) if found else (text, "")


def _stems(text: str, lang: Lang) -> frozenset[str]:
    return frozenset(stem(word, lang) for word in content_words(text))


def _concepts(text: str, lang: Lang, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(id for span in lexicon.concepts(text, lang) for id in span.ids)
