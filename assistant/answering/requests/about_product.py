"""Questions about the product itself: who it is, what it can do, is it offline. Wording by set-up, no search."""

from __future__ import annotations

from assistant.answering.wording import say
from assistant.settings import EXTRACTIVE
from ingest.schema import Lang


def about_product(request: str, lang: Lang, model: str, *, hosted: bool) -> str:
    """What is said to a request; `model` is the chat model's id, `hosted` whether it may run elsewhere."""
    if request == "model":
        return say("talk-model-none", lang) if model == EXTRACTIVE else say("talk-model", lang, model=model)
    if request == "offline" and hosted:
        return say("talk-online-model", lang, model=model)
    if request == "privacy" and hosted:
        return f"{say('talk-privacy', lang)} {say('talk-online-model', lang, model=model)}"
    return say(f"talk-{request}", lang)
