"""Small documents, drafts and checkers for the tests of generation. Nothing here opens a model or an index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.checking import load_lexicon
from assistant.checking.judge import Judgement
from assistant.checking.verdict import Verdict
from assistant.checking.window import Window
from assistant.practice.generate.facts.families import load_families
from assistant.practice.generate.facts.sources import Sentence, Sources
from assistant.practice.generate.facts.telling import load_telling
from assistant.practice.generate.rules import Context
from assistant.practice.generate.rules.context import Finder, find_nothing
from assistant.practice.generate.writing.drafts import Choice, Claim, Draft
from assistant.practice.schema import ItemType
from ingest.readers import read
from ingest.schema import Block, Document, Lang, Source
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, walk

LEXICON = load_lexicon()
ROOT = Path(__file__).resolve().parents[4]
FAMILIES = load_families(LEXICON)
BY_ID = {family.id: family for family in FAMILIES}


def document(
    lines: Sequence[str],
    *,
    uri: str = "corpus/aws/page.md",
    title: str = "A page",
    lang: Lang = "en",
    section: str = "Purpose",
    domains: tuple[str, ...] = ("modeling",),
) -> Document:
    """A document with one list item a line, all in one section."""
    text, blocks = "", []
    for line in lines:
        blocks.append(Block("list", len(text), len(text) + len(line), (title, section)))
        text += line + "\n"
    return Document(Source(uri, title, "aws-doc", lang, domains=domains), text, tuple(blocks))


def sentences(*lines: str, lang: Lang = "en", uri: str = "corpus/aws/page.md") -> tuple[Sentence, ...]:
    """The sentences of a small document."""
    return Sources([document(lines, lang=lang, uri=uri)], LEXICON).sentences


def read_corpus(*names: str) -> list[Document]:
    """Documents of the project's own corpus, all or those whose uri ends as asked."""
    settings = IngestSettings()
    files = (file for file in walk([ROOT / "corpus"], settings) if isinstance(file, SourceFile))
    return [read(file, file.read_bytes(), settings) for file in files if not names or file.uri.endswith(names)]


class Copying:
    """A checker that supports what stands in the evidence word for word, and contradicts what `denied` names."""

    def __init__(self, denied: str = "") -> None:
        self.denied = denied

    def __call__(self, claim: str, evidence: Sequence[Window], lang: Lang) -> Judgement:
        return Judgement(self._verdict(claim, evidence))

    def _verdict(self, claim: str, evidence: Sequence[Window]) -> Verdict:
        for place, item in enumerate(evidence):
            if claim.strip(". ").casefold() in item.text.casefold():
                return Verdict("supported", 0.99, "", place)
            if self.denied and self.denied in claim:
                return Verdict("contradicted", 0.9, "", place, {"number_conflict": 1.0})
        return Verdict("not_found", 0.9, "")


def context(documents: Sequence[Document] = (), checker: Copying | None = None, find: Finder = find_nothing) -> Context:
    """What rules look at, over a few documents."""
    return Context(Sources(documents, LEXICON), checker or Copying(), BY_ID, load_telling(), find)


def choice(
    text: str, *, right: bool = False, claim: str = "", lang: Lang = "en", names: tuple[str, ...] = ()
) -> Choice:
    """An option with at most one claim."""
    return Choice(text, right, (Claim(claim, lang, names),) if claim else (), "", text)


def draft(
    stem: str = "Which SageMaker feature compiles a trained model once for many targets?",
    options: Sequence[str] = ("*SageMaker Neo", "SageMaker Debugger", "SageMaker Clarify", "SageMaker Autopilot"),
    *,
    kind: str = "which",
    type: ItemType = "single",
    lang: Lang = "en",
    choices: Sequence[Choice] = (),
    sentence: Sentence | None = None,
    asked: tuple[tuple[str, str], ...] = (),
    family: str = "sagemaker-feature",
    pairs: tuple[tuple[str, int], ...] = (),
    facts: tuple[str, ...] = ("fact",),
    domains: tuple[str, ...] = ("modeling",),
) -> Draft:
    """A draft; options that begin with * are right."""
    made = tuple(choices) or tuple(choice(text.lstrip("*"), right=text.startswith("*")) for text in options)
    return Draft(
        kind=kind,
        family=family,
        lang=lang,
        type=type,
        stem=stem,
        choices=made,
        facts=facts,
        sentences=(sentence,) if sentence else (),
        domains=domains,
        explanation="An explanation.",
        subject="subject",
        pairs=pairs,
        asked=asked,
    )
