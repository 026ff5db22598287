"""Settings of ingestion: frozen, bounded, unknown keys refused; read from the environment once, at the edge.

`fingerprint()` names what shapes an index: two settings with the same fingerprint make the same index.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from ingest.environment import Settings, variable
from ingest.errors import SettingsError
from ingest.schema import hash_of

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_CORPUS = PROJECT_ROOT / "corpus"
LIBRARY_FOLDER = "library"
DEFAULT_EMBEDDING_MODEL = "multilingual-e5-small"

# Rises when reading, chunking or the words of search change what an index holds: nothing but vectors of the same
# text is then reused, and an index of before is built again.
READING_VERSION = 5


class UserFolders(Settings):
    """The user's own folders of this project; None is where the system keeps such things."""

    cache: Annotated[
        Path | None,
        variable(
            "CITEPREP_CACHE",
            "models and fetched pages",
            shown="the user's cache folder",
        ),
    ] = None
    data: Annotated[
        Path | None,
        variable(
            "CITEPREP_DATA",
            "conversations, the library, practice history, questions and exams of one's own",
            shown="the user's data folder",
        ),
    ] = None


def user_cache() -> Path:
    """The user's cache folder of this project (models, fetched pages); CITEPREP_CACHE moves it."""
    from platformdirs import user_cache_path

    return UserFolders.from_env().cache or user_cache_path("citeprep", appauthor=False)


def user_data() -> Path:
    """The user's data folder of this project (conversations, practice history); CITEPREP_DATA moves it."""
    from platformdirs import user_data_path

    return UserFolders.from_env().data or user_data_path("citeprep", appauthor=False)


def _default_index() -> Path:
    """Beside the code in a checkout, in the user's data folder where the package is installed."""
    return PROJECT_ROOT / ".index" if (PROJECT_ROOT / "pyproject.toml").is_file() else user_data() / "index"


DEFAULT_INDEX = _default_index()


class IngestSettings(Settings):
    """What a build needs to know. Sizes in tokens of the embedding model, megabytes (10^6 bytes) or seconds.

    `chroma_url` empty means an embedded Chroma folder inside the index.
    """

    corpus: Annotated[
        tuple[Path, ...],
        NoDecode,
        variable("CORPUS", "what to index (paths separated by `:`; by spaces with make)"),
    ] = (DEFAULT_CORPUS,)
    index: Annotated[Path, variable("INDEX_DIR", "where the index lives", shown=".index")] = DEFAULT_INDEX
    embedding_model: Annotated[
        str, variable("EMBEDDING_MODEL", "a sentence-transformers name or folder"), Field(min_length=1)
    ] = DEFAULT_EMBEDDING_MODEL
    embedding_threads: Annotated[int, variable("EMBEDDING_THREADS", "its threads, 0 for all", ge=0, le=256)] = 0
    embedding_batch: Annotated[int, Field(ge=1, le=1024)] = 32
    sentences: Annotated[
        bool,
        variable("INGEST_SENTENCES", "vectors of sentences in the index; 0 leaves them to each question", shown="1"),
    ] = True
    chroma_url: Annotated[str, variable("CHROMA_URL", "a Chroma server instead of a folder in the index")] = ""
    chunk_tokens: Annotated[int, variable("INGEST_CHUNK_TOKENS", "tokens of a chunk at most", ge=40, le=480)] = 220
    max_file_mb: Annotated[float, variable("INGEST_MAX_FILE_MB", "megabytes of a file at most", ge=0.001, le=1000)] = (
        25.0
    )
    max_files: Annotated[int, Field(ge=1, le=1_000_000)] = 20_000
    max_pages: Annotated[int, variable("INGEST_MAX_PAGES", "pages of a PDF at most", ge=1, le=100_000)] = 2_000
    pdf_seconds: Annotated[float, variable("INGEST_PDF_SECONDS", "seconds to read one file at most", ge=1, le=3600)] = (
        120.0
    )
    fetched: Path | None = None
    library: Path | None = None

    @field_validator("corpus", mode="before")
    @classmethod
    def _paths(cls, value: object) -> object:
        """CORPUS is written like PATH, not as JSON."""
        if not isinstance(value, str):
            return value
        return tuple(path for path in value.split(os.pathsep) if path) or (DEFAULT_CORPUS,)

    @field_validator("chroma_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise SettingsError(f"CHROMA_URL is {value!r}.", help="Give an address such as http://127.0.0.1:8000.")
        return value

    @property
    def roots(self) -> tuple[Path, ...]:
        """What a build walks: the learner's library, when there is one, then the corpus.

        The library stands first, so that the name of its root is never given to another folder.
        """
        return (self.library, *self.corpus) if self.library is not None and self.library.is_dir() else self.corpus

    def with_own_files(self) -> IngestSettings:
        """With the learner's library, and the fetched pages where the project's own corpus is among the paths."""
        fetched = user_cache() / "pages"
        own = any(path.resolve() == DEFAULT_CORPUS.resolve() for path in self.corpus)
        return self.changed(
            fetched=fetched if own and fetched.is_dir() else self.fetched, library=user_data() / LIBRARY_FOLDER
        )

    def fingerprint(self) -> str:
        """16 hex digits over all that shapes the content of an index."""
        shaping = {
            "reading": READING_VERSION,
            "embedding_model": self.embedding_model,
            "chunk_tokens": self.chunk_tokens,
        }
        return hash_of(json.dumps(shaping, sort_keys=True))
