"""The main job with nothing replaced: real corpus, real embedder, real Chroma, real chat model."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.answering.answer import Assistant, open_assistant
from assistant.models import local_file
from assistant.schema import Answer, Final, Token
from assistant.settings import AssistantSettings
from ingest.embedding.embed import Embedder
from ingest.errors import IndexMismatch
from ingest.index.check import check_index, is_sound
from ingest.index.store import open_index
from ingest.pipeline import build_index
from ingest.schema import IngestReport
from ingest.settings import PROJECT_ROOT, IngestSettings, user_cache
from tests.test_face import README_PROGRAM

pytestmark = pytest.mark.model

SCORE = "Quel score faut-il pour réussir l'examen MLS-C01 ?"
PIPE = "Which SageMaker input mode streams data from S3 instead of copying it first?"


@pytest.fixture(scope="module")
def extractive(real_settings: IngestSettings, real_report: IngestReport) -> Assistant:
    return open_assistant(AssistantSettings(chat_model="extractive"), real_settings)


@pytest.fixture(scope="module")
def local(real_settings: IngestSettings, real_report: IngestReport) -> Assistant:
    if not local_file.model_path(user_cache()).is_file():
        pytest.skip("The local chat model is not prepared: run `make chat-model`.")
    assistant = open_assistant(AssistantSettings(chat_model="local"), real_settings)
    assert assistant.notices == ()
    return assistant


def answer(assistant: Assistant, text: str) -> Answer:
    event = list(assistant.ask(text))[-1]
    assert isinstance(event, Final)
    return event.answer


def test_the_whole_corpus_is_indexed_without_a_problem(
    real_report: IngestReport, real_settings: IngestSettings
) -> None:
    assert real_report.problems == ()
    assert real_report.documents >= 95
    assert is_sound(check_index(real_settings))


def test_quotes_are_verbatim_in_the_files_of_the_corpus(extractive: Assistant) -> None:
    for question in (SCORE, PIPE):
        for citation in answer(extractive, question).citations:
            assert citation.quote in (PROJECT_ROOT / citation.uri).read_text(encoding="utf-8")


def test_the_passing_score_in_french(extractive: Assistant) -> None:
    found = answer(extractive, SCORE)
    assert (found.status, found.lang) == ("answered", "fr")
    assert "750" in found.text


def test_the_streaming_input_mode_in_english(extractive: Assistant) -> None:
    found = answer(extractive, PIPE)
    assert (found.status, found.lang) == ("answered", "en")
    assert "Pipe mode" in found.text or "FastFile" in found.text


def test_a_question_finds_the_page_in_the_other_language(extractive: Assistant) -> None:
    found = answer(extractive, "What languages is the MLS-C01 exam offered in?")
    assert found.status == "answered"
    assert any("japonais" in citation.quote for citation in found.citations)


def test_what_is_found_on_an_english_page_is_quoted_from_its_french_version(extractive: Assistant) -> None:
    found = answer(extractive, "Quelle est la durée de rétention par défaut d'un flux Kinesis Data Streams ?")
    assert found.status == "answered"
    quotes = [citation.quote for citation in found.citations if citation.uri.endswith(".fr.md")]
    assert any("24\u00a0heures" in quote or "24 heures" in quote for quote in quotes)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2018 football World Cup?",
        "What is the maximum number of partitions of an Amazon MSK topic?",
        "Combien coûte un cluster Amazon EKS ?",
        "Quelle est la capitale de l'Australie ?",
    ],
)
def test_what_the_sources_lack_is_refused(extractive: Assistant, question: str) -> None:
    found = answer(extractive, question)
    assert found.status == "refused"
    assert found.citations == ()
    assert found.nearest


@pytest.mark.slow
@pytest.mark.parametrize("question", [SCORE, PIPE])
def test_the_local_model_streams_and_every_claim_is_checked(local: Assistant, question: str) -> None:
    events = list(local.ask(question))
    assert any(isinstance(event, Token) for event in events)
    final = events[-1]
    assert isinstance(final, Final)
    assert final.answer.status in ("answered", "partial")
    assert final.answer.trace.model == local_file.NAME
    assert any(claim.support == "supported" and claim.citations for claim in final.answer.claims)


def test_an_index_of_another_model_is_refused(real_settings: IngestSettings, real_report: IngestReport) -> None:
    other = IngestSettings(corpus=real_settings.corpus, index=real_settings.index, embedding_model="hashing-64")
    with pytest.raises(IndexMismatch, match="embedding model"):
        open_index(other)


def test_the_command_line_prints_the_documented_json(
    real_settings: IngestSettings, real_report: IngestReport, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["ask", SCORE, "--json", "--model", "extractive", "--index", str(real_settings.index)])
    data = json.loads(capsys.readouterr().out)
    assert code == 0
    assert data["status"] == "answered"
    assert data["trace"]["seconds"]["total"] > 0
    citation = data["citations"][0]
    assert citation["quote"] in (PROJECT_ROOT / citation["uri"]).read_text(encoding="utf-8")


@pytest.mark.browser
def test_a_printed_pdf_is_cited_with_its_page(pdf_folder: Path, embedder: Embedder) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is missing: apt-get install chromium")
    source = (PROJECT_ROOT / "corpus/aws/kinesis-data-streams-concepts.md").read_text(encoding="utf-8")
    lines = source.split("---", 2)[2].splitlines()
    body = "".join(f"<p>{line.lstrip('#- ')}</p>" for line in lines if line.strip())
    (pdf_folder / "material").mkdir()
    page = pdf_folder / "digest.html"
    page.write_text(
        f"<meta charset=utf-8><h1>Cover page</h1><div style='break-before:page'>{body}</div>", encoding="utf-8"
    )
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         f"--user-data-dir={pdf_folder / 'profile'}", f"--print-to-pdf={pdf_folder / 'material' / 'kinesis.pdf'}",
         page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    settings = IngestSettings(corpus=(pdf_folder / "material",), index=pdf_folder / "index")
    report = build_index(settings, embedder)
    assert report.problems == ()
    assistant = Assistant(open_index(settings), embedder, None, AssistantSettings())
    found = answer(assistant, "What is the default retention period of a Kinesis data stream?")
    assert found.status == "answered"
    assert "24 hours" in found.citations[0].quote
    assert found.citations[0].page == 2


def test_the_program_of_the_readme_runs_as_it_stands(
    real_settings: IngestSettings,
    real_report: IngestReport,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("INDEX_DIR", str(real_settings.index))
    monkeypatch.setenv("CHAT_MODEL", "extractive")
    exec(README_PROGRAM, {})
    said = capsys.readouterr().out
    assert "750" in said
    assert "corpus/notes/examen.md" in said
