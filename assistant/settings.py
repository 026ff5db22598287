"""Settings of the assistant: frozen, bounded; read from the environment once, at the edge.

Nothing here opens a model or an index.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from assistant.errors import SettingsError

LOCAL = "local"
EXTRACTIVE = "extractive"
AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantSettings:
    """How questions are answered. Counts, tokens, seconds; weights and thresholds in 0..1.

    `chat_model`: "auto" (the local model when it is installed, else none), "local", "extractive", or
    "provider:name" for any LangChain provider. `candidates` is how many chunks each search returns,
    `passages` how many are kept, `evidence` how many sentences a model is shown. `check_model` gives a second
    opinion on claims: "" (none), "local" (the local chat model), or the name of a cross-encoder.
    """

    chat_model: str = AUTO
    chat_base_url: str = ""
    chat_model_file: str = ""
    check_model: str = ""
    chat_timeout: float = 120.0
    chat_threads: int = 0
    max_tokens: int = 320
    max_question_chars: int = 6000
    candidates: int = 120
    passages: int = 8
    evidence: int = 6
    dense_weight: float = 0.65
    refusal_threshold: float = 0.4

    def __post_init__(self) -> None:
        bounds: dict[str, tuple[float, float]] = {
            "chat_timeout": (1, 3600),
            "chat_threads": (0, 256),
            "max_tokens": (16, 8192),
            "max_question_chars": (10, 100_000),
            "candidates": (1, 500),
            "passages": (1, 50),
            "evidence": (1, 30),
            "dense_weight": (0, 1),
            "refusal_threshold": (0, 1),
        }
        for name, (low, high) in bounds.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(f"{name} is {value}.", help=f"Give a value from {low} to {high}.")
        if self.chat_model not in (AUTO, LOCAL, EXTRACTIVE) and ":" not in self.chat_model:
            raise SettingsError(
                f"CHAT_MODEL is {self.chat_model!r}.",
                help="Give local, extractive, or provider:name such as ollama:qwen3 or openai:gpt-5-mini.",
            )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **overrides: object) -> AssistantSettings:
        """Read the documented environment variables; keyword arguments win when they are not None.

        Raises SettingsError for an unknown key or a value that is not a number where one is needed.
        """
        env = os.environ if environ is None else environ
        values: dict[str, object] = {}
        for name, variable, convert in _ENVIRONMENT:
            text = env.get(variable, "").strip()
            if not text:
                continue
            try:
                values[name] = convert(text)
            except ValueError as error:
                raise SettingsError(f"{variable} is {text!r}, which is not a number.", help=_GIVE_NUMBER) from error
        values.update({key: value for key, value in overrides.items() if value is not None})
        unknown = sorted(set(values) - {f.name for f in fields(cls)})
        if unknown:
            raise SettingsError(f"Unknown setting: {', '.join(unknown)}.")
        return cls(**values)  # type: ignore[arg-type]


_GIVE_NUMBER = "Give a number, or unset it to use the default."
_ENVIRONMENT: tuple[tuple[str, str, type], ...] = (
    ("chat_model", "CHAT_MODEL", str),
    ("chat_base_url", "CHAT_BASE_URL", str),
    ("chat_model_file", "CHAT_MODEL_FILE", str),
    ("check_model", "CHECK_MODEL", str),
    ("chat_timeout", "CHAT_TIMEOUT", float),
    ("chat_threads", "CHAT_THREADS", int),
    ("max_tokens", "CHAT_MAX_TOKENS", int),
    ("refusal_threshold", "REFUSAL_THRESHOLD", float),
)
