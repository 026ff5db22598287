"""Chunk vectors in Chroma: the only file that imports chromadb.

An embedded folder by default, a Chroma server by address. A build is a new folder or a new collection; nothing
published is ever written to. Also an exact search over the same vectors, for tests and when Chroma is damaged.
Knows nothing of documents: ids, vectors, languages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from ingest.errors import IndexDamaged, VectorStoreUnavailable
from ingest.index.lean import lean_chroma
from ingest.schema import LANGS, Lang

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_WRITE_BATCH = 1000  # Chroma refuses more than 5461 rows in one call
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 24}
_SECONDS = 3.0  # that a server may take to answer a question
OnDone = Callable[[int], None]


class VectorStore(Protocol):
    """Nearest chunks of one language by cosine similarity.

    `trouble` says why another search stands in for it now; "" where none does.
    """

    trouble: str

    def nearest(self, vector: Vectors, k: int, lang: Lang) -> list[tuple[str, float]]:
        """Up to k (chunk id, similarity in -1..1), best first, ties by id."""

    def of(self, ids: Sequence[str]) -> Vectors:
        """The vectors of these chunks in their order, shape (len(ids), dimension)."""

    def count(self) -> int:
        """Number of vectors stored."""


class ChromaVectors:
    """One Chroma collection, opened read-only by convention."""

    trouble = ""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    def nearest(self, vector: Vectors, k: int, lang: Lang) -> list[tuple[str, float]]:
        """See VectorStore; raises IndexDamaged or VectorStoreUnavailable."""
        import numpy as np

        if not np.isfinite(vector).all():
            return []
        with _ChromaErrors("search"):
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1).astype(np.float32),
                n_results=k,
                where={"lang": lang},
                include=["distances"],
            )
        rows = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((str(id_), 1.0 - float(distance)) for id_, distance in rows), key=lambda row: (-row[1], row[0]))

    def best_similarities(self, vectors: Vectors, lang: Lang) -> list[float]:
        """The cosine of the nearest neighbour of each row, 0 where none is found; one call for all of them.

        `vectors` has shape (rows, dimension) and is finite. Raises IndexDamaged or VectorStoreUnavailable.
        """
        import numpy as np

        with _ChromaErrors("search"):
            found = self._collection.query(
                query_embeddings=vectors.astype(np.float32), n_results=1, where={"lang": lang}, include=["distances"]
            )
        return [1.0 - float(row[0]) if row else 0.0 for row in found["distances"]]

    def of(self, ids: Sequence[str]) -> Vectors:
        """See VectorStore; raises IndexDamaged or VectorStoreUnavailable."""
        import numpy as np

        if not ids:
            return np.zeros((0, 0), dtype=np.float32)
        with _ChromaErrors("read"):
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        rows = dict(zip(found["ids"], found["embeddings"], strict=True))  # Chroma keeps no order
        if len(rows) != len(ids):
            raise IndexDamaged(f"Chroma has {len(rows)} of {len(ids)} vectors.")
        return np.stack([rows[id_] for id_ in ids]).astype(np.float32)

    def count(self) -> int:
        """As Chroma says; right even where a search misses vectors. Raises IndexDamaged, VectorStoreUnavailable."""
        with _ChromaErrors("count"):
            return int(self._collection.count())


class ExactVectors:
    """The same answers by brute force over a matrix; exact, and fast enough for a learner's corpus."""

    trouble = ""

    def __init__(self, ids: Sequence[str], vectors: Vectors, langs: Sequence[Lang]) -> None:
        import numpy as np

        self._rows = {
            lang: np.array([i for i, own in enumerate(langs) if own == lang], dtype=np.int64) for lang in LANGS
        }
        self._ids = list(ids)
        self._vectors = vectors

    def nearest(self, vector: Vectors, k: int, lang: Lang) -> list[tuple[str, float]]:
        """Every vector of the language is compared: exact. Nothing is near a vector that is not finite."""
        import numpy as np

        rows = self._rows[lang]
        if not len(rows) or not np.isfinite(vector).all():
            return []
        similarity = self._vectors[rows] @ vector
        best = np.argsort(-similarity, kind="stable")[:k]
        found = ((self._ids[rows[i]], float(similarity[i])) for i in best)
        return sorted(found, key=lambda row: (-row[1], row[0]))

    def of(self, ids: Sequence[str]) -> Vectors:
        """See VectorStore."""
        rows = {id_: row for row, id_ in enumerate(self._ids)}
        found: Vectors = self._vectors[[rows[id_] for id_ in ids]]
        return found

    def count(self) -> int:
        """How many ids there are, one for each vector."""
        return len(self._ids)


def write_collection(
    target: Path | str,
    name: str,
    ids: Sequence[str],
    vectors: Vectors,
    langs: Sequence[Lang],
    on_done: OnDone | None = None,
) -> None:
    """Create a collection in a new folder, or on a server (address as str), and fill it.

    Raises VectorStoreUnavailable.
    """
    import numpy as np

    with _ChromaErrors("write"):
        collection = _client(target).create_collection(
            name, configuration={"hnsw": _HNSW}, embedding_function=None, metadata={"project": "citeprep"}
        )
        for start in range(0, len(ids), _WRITE_BATCH):
            batch = slice(start, start + _WRITE_BATCH)
            collection.add(
                ids=list(ids[batch]),
                embeddings=np.ascontiguousarray(vectors[batch], dtype=np.float32),
                metadatas=[{"lang": lang} for lang in langs[batch]],
            )
            if on_done is not None:
                on_done(len(ids[batch]))


def open_collection(target: Path | str, name: str) -> ChromaVectors:
    """Open a published collection by its resolved folder, or on a server.

    A server has seconds for each answer. Raises IndexDamaged or VectorStoreUnavailable.
    """
    with _ChromaErrors("open"):
        if isinstance(target, str):
            _require_answer(target)
        client = _client(target)
        _in_time(client)
        return ChromaVectors(client.get_collection(name, embedding_function=None))


def drop_collections(url: str, keep: Sequence[str], prefix: str) -> list[str]:
    """Remove this index's older collections from a server; returns their names."""
    with _ChromaErrors("clean up"):
        client = _client(url)
        names = [str(c if isinstance(c, str) else c.name) for c in client.list_collections()]
        old = [name for name in names if name.startswith(prefix) and name not in keep]
        for name in old:
            client.delete_collection(name)
    return old


def _client(target: Path | str) -> Any:
    with lean_chroma():
        import chromadb
        from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if isinstance(target, Path):
        return chromadb.PersistentClient(path=str(target.resolve()), settings=settings)
    parts = urlsplit(target)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname or "127.0.0.1", port=parts.port or (443 if secure else 8000), ssl=secure, settings=settings
    )


def _require_answer(url: str) -> None:
    """Raise URLError or TimeoutError where a server does not answer in time: Chroma's client would wait without end."""
    from urllib.request import urlopen

    with urlopen(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=_SECONDS) as answer:  # noqa: S310 - http(s), settings
        answer.read(1000)


def _in_time(client: Any) -> None:
    """Bound what a server's answer may take: chromadb makes its session without a limit, and has no setting for it."""
    session = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:
        session.timeout = _SECONDS


class _ChromaErrors:
    """Turn whatever Chroma raises into our types.

    A damaged SQLite page raises pyo3's PanicException, which is a BaseException and not an Exception
    (https://github.com/chroma-core/chroma/issues/7238), so the check is by exclusion.
    """

    def __init__(self, action: str) -> None:
        self._action = action

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)):
            return
        text = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        if _is_connection(error):
            raise VectorStoreUnavailable(f"The Chroma server does not answer ({self._action}): {text}") from error
        raise IndexDamaged(f"Chroma could not {self._action}: {text}") from error


def _is_connection(error: BaseException) -> bool:
    names = {cls.__name__ for cls in type(error).__mro__}
    return bool(names & _OF_CONNECTIONS) or "connect to a Chroma server" in str(error)


_OF_CONNECTIONS = frozenset(
    "ConnectError ConnectionError ConnectTimeout ReadTimeout HTTPError TransportError URLError TimeoutError".split()
)
