"""Opening the model of a second opinion that the settings name.

Owns how names become opinions. Knows nothing of claims or verdicts.
"""

from __future__ import annotations

from pathlib import Path

from assistant.checking.opinion.second_opinion import SecondOpinion
from assistant.errors import ModelUnavailable, OpinionUnavailable
from assistant.schema import ChatModel
from assistant.settings import LOCAL, AssistantSettings


def open_second_opinion(
    settings: AssistantSettings, cache: Path, chat: ChatModel | None = None
) -> SecondOpinion | None:
    """The second opinion on claims that `check_model` names, None for none; a local `chat` is not opened twice.

    Raises OpinionUnavailable: who asks for a second opinion is not given verdicts without it.
    """
    if not settings.check_model:
        return None
    if settings.check_model == LOCAL:
        from assistant.checking.opinion.chat_opinion import ChatOpinion
        from assistant.models.local import LocalChat, open_local

        try:
            return ChatOpinion(chat if isinstance(chat, LocalChat) else open_local(settings, cache))
        except ModelUnavailable as error:
            raise OpinionUnavailable(error.message, help=f"{error.help} Or check without a second opinion.") from error
    from assistant.checking.opinion.cross_encoder import CrossEncoderOpinion

    opinion = CrossEncoderOpinion(settings.check_model, threads=settings.chat_threads)
    opinion.open()
    return opinion
