"""Settings of ingestion: frozen, bounded, unknown keys refused; read from the environment once, at the edge.

`fingerprint()` names what shapes an index: two settings with the same fingerprint make the same index.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from ingest.errors import SettingsError
from ingest.schema import hash_of

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_CORPUS = PROJECT_ROOT / "corpus"
DEFAULT_EMBEDDING_MODEL = "multilingual-e5-small"

# Rises when reading or chunking changes what an index holds, so that old indexes are built again.
CHUNKER_VERSION = 1


def user_cache() -> Path:
    """The user's cache folder of this project (models, fetched pages); CITEPREP_CACHE moves it."""
    override = os.environ.get("CITEPREP_CACHE", "").strip()
    if override:
        return Path(override)
    from platformdirs import user_cache_path

    return user_cache_path("citeprep", appauthor=False)


def user_data() -> Path:
    """The user's data folder of this project (practice history); CITEPREP_DATA moves it."""
    override = os.environ.get("CITEPREP_DATA", "").strip()
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path("citeprep", appauthor=False)


def _default_index() -> Path:
    """Beside the code in a checkout, in the user's data folder where the package is installed."""
    return PROJECT_ROOT / ".index" if (PROJECT_ROOT / "pyproject.toml").is_file() else user_data() / "index"


DEFAULT_INDEX = _default_index()


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestSettings:
    """What a build needs to know. Sizes in tokens of the embedding model, megabytes (10^6 bytes) or seconds.

    `chroma_url` empty means an embedded Chroma folder inside the index.
    """

    corpus: tuple[Path, ...] = (DEFAULT_CORPUS,)
    index: Path = DEFAULT_INDEX
    embedding_model: str = DEFAULT_EMBEDDING_MODEL
    embedding_threads: int = 0
    embedding_batch: int = 32
    chroma_url: str = ""
    chunk_tokens: int = 220
    max_file_mb: float = 25.0
    max_files: int = 20_000
    max_pages: int = 2_000
    pdf_seconds: float = 120.0
    fetched: Path | None = None

    def __post_init__(self) -> None:
        bounds: dict[str, tuple[float, float]] = {
            "embedding_threads": (0, 256),
            "embedding_batch": (1, 1024),
            "chunk_tokens": (40, 480),
            "max_file_mb": (0.001, 1000),
            "max_files": (1, 1_000_000),
            "max_pages": (1, 100_000),
            "pdf_seconds": (1, 3600),
        }
        for name, (low, high) in bounds.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(f"{name} is {value}.", help=f"Give a value from {low} to {high}.")
        if self.chroma_url and not self.chroma_url.startswith(("http://", "https://")):
            raise SettingsError(
                f"CHROMA_URL is {self.chroma_url!r}.", help="Give an address such as http://127.0.0.1:8000."
            )

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> IngestSettings:
        """Build from a mapping; raises SettingsError on a key that is no setting."""
        known = {f.name for f in fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise SettingsError(f"Unknown setting: {', '.join(unknown)}.", help=f"Known: {', '.join(sorted(known))}.")
        return cls(**values)  # type: ignore[arg-type]

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **overrides: object) -> IngestSettings:
        """Read the documented environment variables; keyword arguments win when they are not None.

        Raises SettingsError for a value that is not a number where one is needed.
        """
        env = os.environ if environ is None else environ
        values: dict[str, object] = {}
        for name, variable, convert in _ENVIRONMENT:
            text = env.get(variable, "").strip()
            if text:
                values[name] = _convert(variable, text, convert)
        values.update({key: value for key, value in overrides.items() if value is not None})
        return cls.from_mapping(values)

    def fingerprint(self) -> str:
        """16 hex digits over all that shapes the content of an index."""
        shaping = {
            "chunker": CHUNKER_VERSION,
            "embedding_model": self.embedding_model,
            "chunk_tokens": self.chunk_tokens,
        }
        return hash_of(json.dumps(shaping, sort_keys=True))


_GIVE_NUMBER = "Give a number, or unset it to use the default."
_ENVIRONMENT: tuple[tuple[str, str, type], ...] = (
    ("index", "INDEX_DIR", Path),
    ("embedding_model", "EMBEDDING_MODEL", str),
    ("embedding_threads", "EMBEDDING_THREADS", int),
    ("chroma_url", "CHROMA_URL", str),
    ("chunk_tokens", "INGEST_CHUNK_TOKENS", int),
    ("max_file_mb", "INGEST_MAX_FILE_MB", float),
    ("max_pages", "INGEST_MAX_PAGES", int),
    ("pdf_seconds", "INGEST_PDF_SECONDS", float),
)


def _convert(variable: str, text: str, convert: type) -> object:
    try:
        return convert(text)
    except ValueError as error:
        raise SettingsError(f"{variable} is {text!r}, which is not a number.", help=_GIVE_NUMBER) from error
