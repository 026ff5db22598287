"""An assistant over a tiny corpus for the page's tests: real events, no model, no index.

`python tests/ui/fake_assistant.py PORT` serves the page with it.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant.errors import ModelRefused
from assistant.schema import (
    NO_WISHES,
    Answer,
    Citation,
    Claim,
    Event,
    Failed,
    Final,
    ModelChoice,
    Option,
    PagePicture,
    Passage,
    Question,
    Quoted,
    Retrieved,
    Scores,
    Searching,
    Token,
    Trace,
    Turn,
    Wishes,
)
from ingest.index.manifest import Manifest
from ingest.readers.assemble import Piece, assemble
from ingest.schema import Chunk, Document, Lang, Source

NOTE_URI = "notes/examen.md"
DIGEST_URI = "aws/input-modes.md"
HOSTILE_URI = "notes/hostile.md"
QUOTE_750 = "Le score minimal pour réussir l'examen MLS-C01 est de 750 sur une échelle de 100 à 1000."
QUOTE_PIPE = "Pipe mode streams data from Amazon S3 directly into the training container instead of copying it first."
QUOTE_FILE = "File mode copies the whole dataset from Amazon S3 to the training instance before training starts."
HOSTILE = '<img src="https://evil.example/leak" onerror="window.hacked=1"><script>window.hacked=1</script>'


def _document(uri: str, title: str, kind: str, lang: Lang, url: str, pieces: Sequence[Piece]) -> Document:
    text, blocks = assemble(pieces)
    source = Source(uri, title, kind, lang, url=url, as_of="2023-06")  # type: ignore[arg-type]
    return Document(source, text, blocks)


def _filler(section: str, n: int) -> list[Piece]:
    title = "SageMaker training input modes"
    return [Piece("text", f"{section} background, paragraph {i}. " * 6, (title, section)) for i in range(n)]


_T = "SageMaker training input modes"
DOCUMENTS: dict[str, Document] = {
    document.source.uri: document
    for document in (
        _document(
            NOTE_URI,
            "L'examen MLS-C01",
            "note",
            "fr",
            "",
            [
                Piece("heading", "L'examen MLS-C01", ("L'examen MLS-C01",)),
                Piece("heading", "Notation", ("L'examen MLS-C01", "Notation")),
                Piece("list", "- " + QUOTE_750, ("L'examen MLS-C01", "Notation")),
                Piece(
                    "list",
                    "- L'examen MLS-C01 comporte 65 questions et dure 180 minutes. [Guide]",
                    ("L'examen MLS-C01", "Notation"),
                    "\n",
                ),
                Piece(
                    "table",
                    "| Examen | Questions |\n| MLS-C01 | 65 |\n| AIP-C01 | 75 |",
                    ("L'examen MLS-C01", "Notation"),
                ),
            ],
        ),
        _document(
            DIGEST_URI,
            _T,
            "aws-doc",
            "en",
            "https://docs.aws.amazon.com/sagemaker/latest/dg/model-access-training-data.html",
            [
                Piece("heading", _T, (_T,)),
                *_filler("Overview", 12),
                Piece("heading", "File mode", (_T, "File mode")),
                Piece("list", "- " + QUOTE_FILE, (_T, "File mode")),
                Piece("heading", "Pipe mode", (_T, "Pipe mode")),
                Piece("list", "- " + QUOTE_PIPE, (_T, "Pipe mode")),
                Piece("list", "- Pipe mode needs no local disk for the whole dataset.", (_T, "Pipe mode"), "\n"),
                *_filler("After", 12),
            ],
        ),
        _document(
            HOSTILE_URI,
            f"Notes {HOSTILE}",
            "user",
            "en",
            "javascript:alert(1)",
            [Piece("text", f"Before {HOSTILE} after.", ("x",)), Piece("text", "${window.hacked=1} {{value}}", ("x",))],
        ),
    )
}


def cite(number: int, uri: str, quote: str) -> Citation:
    """A citation of these words of a document."""
    document = DOCUMENTS[uri]
    start = document.text.index(quote)
    source, path = document.source, document.heading_at(start)
    section = " > ".join(path[1:])
    return Citation(
        number,
        source.title,
        uri,
        source.url,
        section,
        None,
        quote,
        start,
        start + len(quote),
        source.lang,
        source.kind,
        source.as_of,
    )


def answered(text: str, claims: Sequence[Claim], citations: Sequence[Citation], lang: Lang = "en") -> Answer:
    """An answer whose claims' texts are found in `text`."""
    placed = []
    for claim in claims:
        start = text.index(claim.text)
        placed.append(
            Claim(claim.text, start, start + len(claim.text), claim.support, claim.score, claim.citations, claim.reason)
        )
    return Answer("answered", text, lang, tuple(placed), tuple(citations), trace=Trace("fake", seconds={"total": 0.42}))


@dataclass(frozen=True)
class _Index:
    manifest: Manifest

    @property
    def documents(self) -> dict[str, Document]:
        """The documents of the tiny corpus by their id."""
        return {document.id: document for document in DOCUMENTS.values()}


class FakeAssistant:
    """Answers by what the question contains: "score", "mode", "hostile", "football", "fail", "raise", "slow"."""

    def __init__(self, *, pause: float = 0.0) -> None:
        self.pause = pause
        self.readers: list[Lang | None] = []
        self.asked: list[tuple[str, tuple[Turn, ...], Lang | None]] = []
        self.closed = threading.Event()
        self.index = _Index(Manifest("b1", "2026-11-23T12:00:00+00:00", "f", "fake", 8, 203, 3412, 90_000, "c", "", ()))
        self.model_name = "fake-model"
        self.notices: tuple[str, ...] = ()

    def warm_up(self) -> None:
        """Nothing to load."""

    def document(self, uri: str) -> Document | None:
        """A document of the tiny corpus."""
        return DOCUMENTS.get(uri)

    def page_picture(self, citation: Citation) -> PagePicture:
        """There are no files behind these documents."""
        return "gone"

    def try_model(self, choice: ModelChoice) -> str:
        """Every model works but one of a bad key."""
        if choice.key == "bad":
            raise ModelRefused("The provider refused the key.", help="Check it.", reason="key")
        return choice.name

    def seen_by(self, owner: str) -> FakeAssistant:
        """Everybody sees the same here."""
        return self

    def ask(
        self,
        text: str,
        history: Sequence[Turn] = (),
        *,
        lang: Lang | None = None,
        reader: Lang | None = None,
        wishes: Wishes = NO_WISHES,
    ) -> Iterator[Event]:
        """The events of a question."""
        self.wishes = wishes
        self.readers.append(reader)
        self.asked.append((text, tuple(history), lang))
        if "raise now" in text:
            raise RuntimeError("a bug ahead of the first event")
        return self._events(text, lang)

    def _events(self, text: str, lang: Lang | None) -> Iterator[Event]:
        try:
            language: Lang = lang or ("fr" if "examen" in text else "en")
            options = tuple(Option(line[0], line[3:]) for line in text.split("\n") if line[1:3] == ". ")
            question = Question(text, text, language, options)
            yield Searching(question)
            time.sleep(self.pause)
            if "fail" in text:
                yield Failed("model-unavailable", "The chat model is not there.", "Run make app again.")
                return
            final = self._answer(text, language)
            evidence = final.citations or final.nearest
            yield Retrieved(question, tuple(self._passage(c) for c in evidence), evidence)
            if "worded" in text:
                yield Quoted(final)
            if final.status != "refused":
                yield from self._tokens(text, final)
            yield Final(final)
        finally:
            self.closed.set()

    def _tokens(self, text: str, final: Answer) -> Iterator[Event]:
        if "slow" in text:
            for i in range(400):
                yield Token(f"word{i} ")
                time.sleep(0.05)
        for word in final.text.split(" "):
            yield Token(word + " ")
            time.sleep(self.pause / 10)
        if "raise" in text:
            raise RuntimeError("a bug in the middle")

    def _answer(self, text: str, lang: Lang) -> Answer:
        if "football" in text:
            nearest = (cite(1, DIGEST_URI, QUOTE_FILE), cite(2, NOTE_URI, QUOTE_750))
            said = "Les sources ne permettent pas de répondre." if lang == "fr" else "The sources do not answer this."
            return Answer("refused", said, lang, nearest=nearest, reason="No passage is close enough to what is asked.")
        if "hostile" in text:
            quote = f"Before {HOSTILE} after."
            said = f"It says {HOSTILE} and ![x](https://evil.example/leak?q=1)"
            claim = Claim(said, 0, len(said), "supported", 0.9, (1,), HOSTILE)
            return Answer("answered", said + " [1].", lang, (claim,), (cite(1, HOSTILE_URI, quote),))
        if "score" in text:
            claims = [Claim("Il faut 750 points pour réussir l'examen", 0, 0, "supported", 0.97, (1,))]
            return answered(
                "Il faut 750 points pour réussir l'examen [1].", claims, [cite(1, NOTE_URI, QUOTE_750)], "fr"
            )
        return self._modes(text)

    def _modes(self, text: str) -> Answer:
        claims = [
            Claim("Pipe mode streams data from S3 instead of copying it first", 0, 0, "supported", 0.96, (1,)),
            Claim(
                "File mode copies half of the dataset",
                0,
                0,
                "contradicted",
                0.9,
                (2,),
                "The source says the whole dataset, the claim says half.",
            ),
            Claim("Both are free of charge", 0, 0, "not_found", 0.2, ()),
        ]
        said = f"{claims[0].text} [1]. {claims[1].text} [2]. {claims[2].text}."
        answer = answered(said, claims, [cite(1, DIGEST_URI, QUOTE_PIPE), cite(2, DIGEST_URI, QUOTE_FILE)])
        choice = ("B",) if "\nB. " in text else ()
        return Answer("partial", answer.text, "en", answer.claims, answer.citations, choice, trace=answer.trace)

    def _passage(self, citation: Citation) -> Passage:
        document = self.document(citation.uri)
        assert document is not None
        chunk = Chunk("c", document.id, 0, citation.quote, citation.start, citation.end, citation.lang)
        return Passage(chunk, document.source, citation.number, Scores())


if __name__ == "__main__":
    import tempfile

    from assistant.library.library import open_libraries
    from assistant.ui.layout import build_page
    from ingest.settings import IngestSettings
    from tests.ui.serving import serve_page

    assistant = FakeAssistant(pause=0.3)
    with tempfile.TemporaryDirectory() as folder:
        settings = IngestSettings(library=Path(folder) / "library")
        library = open_libraries(settings, lambda owner: assistant.index, lambda: None)
    page = build_page(assistant, library=library, max_question_chars=2000)
    serve_page(page, int(sys.argv[1]))
