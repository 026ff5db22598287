"""What programs send: names, types, lengths. An unknown name is refused, and told."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, max_length=6000)]
Lang = Literal["fr", "en"]
Exam = Annotated[str, Field(min_length=1, max_length=60)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AskedTurn(_Asked):
    """An earlier message of the conversation."""

    role: Literal["user", "assistant"]
    text: Annotated[str, Field(max_length=20_000)]


class AskBody(_Asked):
    """A question; with `stream` its events come as server-sent events."""

    question: Text
    history: Annotated[list[AskedTurn], Field(max_length=40)] = []
    lang: Lang | None = None
    stream: bool = False


class SearchBody(_Asked):
    """What to look for."""

    query: Text
    lang: Lang | None = None
    limit: Annotated[int, Field(ge=1, le=20)] = 5


class CheckBody(_Asked):
    """A text whose claims are checked."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    lang: Lang | None = None


class QuizBody(_Asked):
    """Which questions come next; or, with `item` and `letters`, the answer to one."""

    exam: Exam = "mls-c01"
    lang: Lang = "en"
    domain: Annotated[str, Field(max_length=60)] | None = None
    n: Annotated[int, Field(ge=1, le=20)] = 1
    item: Annotated[str, Field(max_length=200)] | None = None
    letters: Annotated[list[Annotated[str, Field(max_length=4)]], Field(max_length=12)] | None = None


class ChatMessage(BaseModel):
    """A message as OpenAI's clients send it; of parts only text counts."""

    role: Annotated[str, Field(max_length=40)]
    content: str | list[dict[str, Any]] | None = None


class ChatBody(BaseModel):
    """A request as OpenAI's clients send it; what a model would be told (temperature, tools) changes nothing."""

    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=100)]
    model: Annotated[str, Field(max_length=200)] = "citeprep"
    stream: bool = False
    stream_options: dict[str, Any] | None = None
