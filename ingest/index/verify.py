"""Is a build sound? Asked in a process of its own: `apart.verify_apart`, `python -m ingest.index.verify FOLDER`.

Chroma's `count` can be right while its search misses most vectors, so the check searches for stored vectors and must
find them; a damaged file can kill the process that opens it, so a build is checked apart from the one that publishes
it. Exit code 0 when sound; one line on standard error otherwise.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.errors import IndexDamaged, IngestError
from ingest.index.manifest import Manifest, read_manifest
from ingest.index.sentences import open_sentences
from ingest.index.store import chroma_target, read_chunks, read_lexical, read_vectors
from ingest.index.vectors import open_collection
from ingest.schema import LANGS

_SAMPLE = 200
_NEEDED = 0.99


def verify_build(folder: Path) -> None:
    """Raise IndexDamaged (or VectorStoreUnavailable) when stored vectors cannot be found again."""
    import numpy as np

    manifest = read_manifest(folder)
    chunks, vectors = read_chunks(folder), read_vectors(folder)
    if vectors.shape != (len(chunks), manifest.dimension):
        raise IndexDamaged(f"There are {len(chunks)} chunks and vectors of shape {vectors.shape}.")
    read_lexical(folder, len(chunks))
    verify_sentences(folder, manifest)
    store = open_collection(chroma_target(folder, manifest), manifest.collection)
    if store.count() != len(chunks):
        raise IndexDamaged(f"Chroma holds {store.count()} of {len(chunks)} vectors.")
    step = max(1, len(chunks) // _SAMPLE)
    sample = range(0, len(chunks), step)
    # Equal texts have equal vectors, so what must come back is the similarity, not the very id. A vector that is not
    # finite, or all zeros, has no neighbour.
    found = 0
    for lang in LANGS:
        rows = [row for row in sample if chunks[row].lang == lang and np.isfinite(vectors[row]).all()]
        if rows:
            found += sum(similarity > 0.995 for similarity in store.best_similarities(vectors[rows], lang))
    if found < _NEEDED * len(sample):
        raise IndexDamaged(f"Chroma finds only {found} of {len(sample)} stored vectors again.")


def verify_sentences(folder: Path, manifest: Manifest) -> None:
    """Raise IndexDamaged when a vector of a sentence is not the one that was written; reads all there are."""
    if manifest.sentences is None:
        return
    damaged = open_sentences(folder, manifest.sentences, manifest.dimension).damaged()
    if damaged:
        raise IndexDamaged(f"{damaged} of {manifest.sentences} vectors of sentences are damaged.")


def main(argv: list[str]) -> int:
    """Entry point of the subprocess."""
    try:
        verify_build(Path(argv[0]).resolve())
    except IngestError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
