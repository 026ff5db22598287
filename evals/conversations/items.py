"""The conversations that understanding is judged by: loading, and the rules that hold them to the corpus.

One JSON object a line in `dev.jsonl` and `test.jsonl`; a message says its kind, what it refers to, and which documents
may be cited for it. Knows nothing of what the assistant makes of them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from assistant.asking.talk.cues import load_cues
from assistant.schema import UtteranceKind
from evals.errors import BadQuestions
from evals.schema import SPLITS, Split
from ingest.schema import Lang
from ingest.typed import Filled, Misfit, typed

FOLDER = Path(__file__).parent
REQUESTS: frozenset[UtteranceKind] = frozenset({"answer", "collection", "product"})


@dataclass(frozen=True, slots=True)
class Part:
    """What one of several questions is about, and which documents may be cited for it."""

    about: tuple[Filled, ...]
    documents: tuple[Filled, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """A message and what is expected of it.

    `about` are names that it refers to, alternatives between " | ". `documents` are names of files without their
    suffix, one of which is to be cited; none where that cannot be said. `request` names what is wanted of the answer,
    the collection or the product.
    """

    text: Filled
    kind: UtteranceKind
    request: str = ""
    about: tuple[Filled, ...] = ()
    documents: tuple[Filled, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages that follow one another, in the language of the conversation."""

    id: Filled
    lang: Lang
    split: Split
    messages: Annotated[tuple[Expected, ...], Field(min_length=2, max_length=8)]


def load_conversations(split: Split | None = None, folder: Path = FOLDER) -> list[Conversation]:
    """The conversations of a split, of both without one. Raises BadQuestions with file and line."""
    found = [one for name in SPLITS if split in (None, name) for one in _lines(folder / f"{name}.jsonl")]
    ids = [one.id for one in found]
    if len(set(ids)) != len(ids):
        raise BadQuestions(f"Two conversations share the id {next(i for i in ids if ids.count(i) > 1)!r}.")
    return found


def faults(conversations: Sequence[Conversation], documents: Collection[str]) -> list[tuple[str, str]]:
    """(id, what is wrong) of every rule that does not hold; `documents` are uris of the corpus."""
    known = {stem(uri) for uri in documents}
    requests = load_cues().names
    return [
        (one.id, fault)
        for one in conversations
        for message in one.messages
        for fault in _faults(message, known, requests)
    ]


def stem(uri: str) -> str:
    """The name of a document's file up to its first dot: versions in two languages share it."""
    return uri.rsplit("/", 1)[-1].split(".", 1)[0]


def _faults(message: Expected, known: Collection[str], requests: Collection[str]) -> Iterator[str]:
    said = repr(message.text)
    named = [*message.documents, *(document for part in message.parts for document in part.documents)]
    for document in named:
        if document not in known:
            yield f"{said}: there is no document {document!r}"
    if (message.kind in REQUESTS) != bool(message.request):
        yield f"{said}: a request is for answer, collection and product, and they need one"
    elif message.request and message.request not in requests:
        yield f"{said}: there is no request {message.request!r}"
    if (message.kind == "several") != (len(message.parts) > 1):
        yield f"{said}: parts are for several questions, and they need two"


def _lines(path: Path) -> Iterator[Conversation]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise BadQuestions(f"{path} cannot be read: {error.strerror or error}.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield typed(Conversation, json.loads(line))
            except (Misfit, ValueError) as error:
                raise BadQuestions(f"{path}:{number}: {error}.") from error
