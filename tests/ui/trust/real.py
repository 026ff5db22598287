"""The program itself over a small corpus, with vectors of hashed words: what the tests of this folder look at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.serving.users import Users
from tests.fakes import build_here, write_corpus
from tests.ui.serving import served

PASSWORD = "correct horse"
PATIENCE_MS = 60_000
BUILD_MS = 300_000  # a build gives way to everything else: on a busy machine it takes minutes


@contextlib.contextmanager
def program(home: Path, users: Sequence[str] = (), log: list[str] | None = None, **more: str) -> Iterator[str]:
    """The address of `app.py` with everything of its own below `home`; with users on all addresses of this machine."""
    from ingest.embedding.embed import HashingEmbedder
    from ingest.settings import IngestSettings

    corpus = write_corpus(home)
    data = home / "data"
    settings = IngestSettings(
        corpus=(corpus,), index=home / "index", embedding_model="hashing-256", library=data / "library"
    )
    build_here(settings, HashingEmbedder())
    for name in users:
        Users(data / "users.json").add(name, PASSWORD)
    environment = {
        "CORPUS": str(corpus),
        "INDEX_DIR": str(home / "index"),
        "EMBEDDING_MODEL": "hashing-256",
        "CHAT_MODEL": "extractive",
        "CITEPREP_DATA": str(data),
        "GRADIO_TEMP_DIR": str(home / "uploads"),
        "HOST": "0.0.0.0" if users else "127.0.0.1",
        **more,
    }
    with served("app.py", environment=environment, log=log) as url:
        yield url
