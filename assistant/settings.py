"""Settings of the assistant: frozen, bounded; read from the environment once, at the edge.

Nothing here opens a model or an index.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, field_validator

from ingest.environment import Settings, variable
from ingest.errors import SettingsError
from ingest.fetch.settings import FetchSettings
from ingest.settings import IngestSettings, UserFolders

LOCAL = "local"
EXTRACTIVE = "extractive"
AUTO = "auto"
WORDS = ("beside", "instead")


class AssistantSettings(Settings):
    """How questions are answered. Counts, tokens, seconds; weights and thresholds in 0..1.

    `chat_model`: "auto" (the local model when it is installed, else none), "local", "extractive", or
    "provider:name" for any LangChain provider. `candidates` is how many chunks each search returns,
    `passages` how many are kept, `evidence` how many sentences a model is shown. `check_model` gives a second
    opinion on claims: "" (none), "local" (the local chat model), or the name of a cross-encoder.
    """

    chat_model: Annotated[
        str, variable("CHAT_MODEL", "`local`, `extractive` or `provider:name`", shown="local when installed")
    ] = AUTO
    chat_base_url: Annotated[str, variable("CHAT_BASE_URL", "address of the model server")] = ""
    chat_model_file: Annotated[str, variable("CHAT_MODEL_FILE", "another GGUF file for the local model")] = ""
    check_model: Annotated[
        str,
        variable(
            "CHECK_MODEL",
            "a second opinion in `check`: `local`, or a sentence-transformers cross-encoder (slower)",
            shown="none",
        ),
    ] = ""
    chat_timeout: Annotated[float, variable("CHAT_TIMEOUT", "seconds an answer may take", ge=1, le=3600)] = 120.0
    chat_threads: Annotated[int, variable("CHAT_THREADS", "threads of the local model, 0 for all", ge=0, le=256)] = 0
    chat_words: Annotated[
        str,
        variable(
            "CHAT_WORDS",
            "where the chat model's words stand: `beside` the sources' own answer, or `instead` of it",
            shown="beside for the local model, else instead",
        ),
    ] = AUTO
    max_tokens: Annotated[int, variable("CHAT_MAX_TOKENS", "tokens of an answer at most", ge=16, le=8192)] = 320
    max_question_chars: Annotated[int, Field(ge=10, le=100_000)] = 6000
    candidates: Annotated[int, Field(ge=1, le=500)] = 120
    passages: Annotated[int, Field(ge=1, le=50)] = 8
    evidence: Annotated[int, Field(ge=1, le=30)] = 6
    dense_weight: Annotated[float, Field(ge=0, le=1)] = 0.65
    refusal_threshold: Annotated[float, variable("REFUSAL_THRESHOLD", "higher refuses more", ge=0, le=1)] = 0.4

    @field_validator("chat_model")
    @classmethod
    def _names_a_model(cls, value: str) -> str:
        if value not in (AUTO, LOCAL, EXTRACTIVE) and ":" not in value:
            raise SettingsError(
                f"CHAT_MODEL is {value!r}.",
                help="Give local, extractive, or provider:name such as ollama:qwen3 or openai:gpt-5-mini.",
            )
        return value

    @field_validator("chat_words")
    @classmethod
    def _names_a_place(cls, value: str) -> str:
        if value not in (AUTO, *WORDS):
            raise SettingsError(f"CHAT_WORDS is {value!r}.", help=f"Give {' or '.join(WORDS)}.")
        return value

    @property
    def words_beside(self) -> bool:
        """Whether what the chat model writes stands beside the sources' answer, not in its place.

        A small model states fewer facts than the quotes it is shown (docs/evaluation.md), a large one phrases them all.
        """
        return self.chat_words == "beside" or (self.chat_words == AUTO and ":" not in self.chat_model)


class PageSettings(Settings):
    """Where the page listens, and who may come in (docs/security.md)."""

    host: Annotated[
        str, variable("HOST", "the address the page listens on; one that others reach asks for a password")
    ] = "127.0.0.1"
    port: Annotated[int, variable("PORT", "its port", ge=1, le=65535)] = 7860
    public_url: Annotated[
        str, variable("PUBLIC_URL", "the address that a proxy before the page has, such as https://study.example.org")
    ] = ""
    no_password: Annotated[
        bool, variable("NO_PASSWORD", "`1`: on a network too, everybody who reaches the page comes in", shown="off")
    ] = False
    session_hours: Annotated[
        float, variable("SESSION_HOURS", "hours after which one signs in again", ge=0.1, le=720)
    ] = 12.0
    upload_mb: Annotated[int, variable("UPLOAD_MB", "megabytes of one upload at most", ge=1, le=2000)] = 200

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^/\s?#@]+/?", value):
            raise SettingsError(
                f"PUBLIC_URL is {value!r}.", help="Give scheme and name only, such as https://study.example.org."
            )
        return value.rstrip("/")


# Every class with variables, in the order of the README's table.
ALL_SETTINGS: tuple[type[Settings], ...] = (
    PageSettings,
    AssistantSettings,
    IngestSettings,
    FetchSettings,
    UserFolders,
)
