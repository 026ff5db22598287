"""Opens an index as the page does and searches it: `python -m tests.trust.opening INDEX CORPUS`.

Exit code 0, with what was found and said on one line; 3 with our own error; anything else is what the test looks for.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ingest.embedding.embed import HashingEmbedder
from ingest.errors import IngestError
from ingest.index.store import open_index
from ingest.settings import IngestSettings

QUERIES = ("page speaks of subject 7", "page speaks of subject 411", "page speaks of subject 1100")


def main(index: str, corpus: str) -> int:
    """Search in both ways; what was found is the ids of chunks."""
    settings = IngestSettings.from_mapping(
        {"corpus": (Path(corpus),), "index": Path(index), "embedding_model": "hashing-64"}
    )
    try:
        opened = open_index(settings)
        vectors = HashingEmbedder(64).embed_queries(QUERIES)
        found = [[hit.chunk.text for hit in opened.dense(vector, 3, "en")] for vector in vectors]
        words = [[hit.chunk.text for hit in opened.lexical(query.split(), 3, "en")] for query in QUERIES]
    except IngestError as error:
        print(json.dumps({"error": str(error), "code": error.code}))
        return 3
    print(json.dumps({"found": found, "words": words, "warning": opened.warning}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
