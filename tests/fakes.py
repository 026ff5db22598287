"""Doubles shared by the tests: a small corpus, a scripted chat model, a fixed clock. No torch, no network."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.embedding.embed import Embedder
from ingest.index.verify import verify_build
from ingest.pipeline import build_index
from ingest.schema import IngestReport
from ingest.settings import IngestSettings

NOTE = """---
title: L'examen MLS-C01
lang: fr
kind: note
domains: [exam]
source_url: ""
guide: ""
as_of: "2023"
licence: Apache-2.0
---

# L'examen MLS-C01

## Notation

- Le score minimal pour réussir l'examen MLS-C01 est de 750 sur une échelle de 100 à 1000.
- L'examen MLS-C01 comporte 65 questions et dure 180 minutes.

## Ingestion

- Kinesis Data Firehose peut écrire directement dans un bucket Amazon S3.
- Kinesis Data Streams ne peut pas écrire directement dans Amazon S3.
"""

DIGEST = """---
title: SageMaker training input modes
lang: en
kind: aws-doc
domains: [modeling]
source_url: https://docs.aws.amazon.com/sagemaker/latest/dg/model-access-training-data.html
guide: Amazon SageMaker Developer Guide
as_of: "2023-06"
licence: CC-BY-SA-4.0
---

# SageMaker training input modes

## File mode

- File mode copies the whole dataset from Amazon S3 to the training instance before training starts.

## Pipe mode

- Pipe mode streams data from Amazon S3 directly into the training container instead of copying it first.
- Pipe mode needs no local disk for the whole dataset.
"""


def write_corpus(root: Path) -> Path:
    """A corpus of two files below `root`; returns its folder."""
    for name, text in {"notes/examen.md": NOTE, "aws/input-modes.md": DIGEST}.items():
        path = root / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "corpus"


def build_here(settings: IngestSettings, embedder: Embedder, **more: Any) -> IngestReport:
    """`build_index`, verified as strictly and in this process: a process for each build costs a second of CPU.

    Tests of the process itself (damage, kill) are marked slow and call `build_index`.
    """
    return build_index(settings, embedder, **{"verify": verify_build, **more})


def fixed_clock() -> datetime.datetime:
    """Always the same moment."""
    return datetime.datetime(2026, 11, 23, 12, 0, 0, tzinfo=datetime.UTC)


class ScriptedChatModel:
    """Streams queued replies word by word and remembers what it was asked."""

    name = "scripted"

    def __init__(self, *replies: str | Exception) -> None:
        self._replies = list(replies)
        self.history: list[list[tuple[str, str]]] = []
        self.closed = False

    def stream(self, messages: Sequence[tuple[str, str]], *, max_tokens: int) -> Iterator[str]:
        """Yield the next reply in pieces, or raise it."""
        self.history.append(list(messages))
        reply = self._replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        try:
            for piece in reply.split(" "):
                yield piece + " "
        except GeneratorExit:
            self.closed = True
            raise
