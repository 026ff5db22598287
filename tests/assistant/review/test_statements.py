"""Checking a text and auditing notes, with the small corpus and hashed vectors: offsets, quotes, filters, changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import __main__ as command_line
from assistant.answering.answer import Assistant
from assistant.checking.reading.lexicon import Lexicon, load_lexicon
from assistant.checking.verdict import Checker
from assistant.review.audit import (
    Audit,
    AuditedClaim,
    AuditedNote,
    Auditor,
    HandCheck,
    audit_from_json,
    audit_to_json,
    read_notes,
)
from assistant.review.audit_report import audit_markdown
from assistant.review.changes import ChangeLog, find_changes, uses_old_name
from assistant.review.errors import AuditError
from assistant.review.hand import load_hand
from assistant.review.schema import (
    CheckedClaim,
    CheckedText,
    Done,
    Found,
    Judged,
    StatementEvent,
    checked_to_json,
)
from assistant.review.spans import claim_lang, leans
from assistant.review.windows import pairs, window, windows
from assistant.schema import Citation, Failed, Support
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import CorpusNotFound
from ingest.index.store import Index, open_index
from ingest.readers.assemble import Piece, assemble
from ingest.schema import Document, Source, Span
from ingest.settings import IngestSettings
from tests.fakes import build_here, write_corpus

MIXED = (
    "Le score minimal pour réussir l'examen MLS-C01 est de 750.\n"
    "Is it? Pipe mode needs no local disk for the whole dataset."
)
STREAMS = """---
title: Kinesis Data Firehose
lang: en
kind: aws-doc
as_of: "2021"
---

# Kinesis Data Firehose

- Kinesis Data Firehose was renamed Amazon Data Firehose in February 2024.
- Kinesis Data Firehose writes the data directly into an Amazon S3 bucket.
- The largest Amazon S3 object was 5 TB in the 2021 documentation and is 50 TB since December 2025.
- AWS Data Pipeline has been closed to new customers since July 2024.
"""
OWN_NOTE = """---
title: Mes notes
lang: fr
kind: note
as_of: "2023"
---

# Mes notes

## Ingestion

- Kinesis Data Firehose écrit directement dans un bucket Amazon S3.
- Dans Amazon S3, un objet pèse au plus 5 To.
- AWS Data Pipeline migre des données.
- Les pommes sont rouges.
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> IngestSettings:
    root: Path = tmp_path_factory.mktemp("statements")
    corpus = write_corpus(root)
    (corpus / "aws" / "firehose.md").write_text(STREAMS, encoding="utf-8")
    (root / "mine").mkdir()
    (root / "mine" / "notes.md").write_text(OWN_NOTE, encoding="utf-8")
    settings = IngestSettings(corpus=(corpus,), index=root / "index", embedding_model="hashing-256", chunk_tokens=80)
    build_here(settings, HashingEmbedder(256))
    return settings


@pytest.fixture(scope="module")
def index(settings: IngestSettings) -> Index:
    return open_index(settings)


@pytest.fixture(scope="module")
def assistant(index: Index) -> Assistant:
    return Assistant(index, HashingEmbedder(256), None, AssistantSettings())


def done(events: list[StatementEvent]) -> CheckedText:
    assert isinstance(events[-1], Done), events[-1]
    return events[-1].result


# --- a text


def test_events_come_in_order_and_places_are_exact(assistant: Assistant) -> None:
    events = list(assistant.check_text(MIXED))
    assert [type(event) for event in events] == [Found, Judged, Judged, Done]
    checked = done(events)
    assert [claim.lang for claim in checked.claims] == ["fr", "en"]
    for claim, span in zip(checked.claims, events[0].spans, strict=True):  # type: ignore[union-attr]
        assert MIXED[claim.start : claim.end] == claim.text
        assert (claim.start, claim.end) == span


def test_every_quote_is_a_slice_of_its_document(assistant: Assistant, index: Index) -> None:
    checked = done(list(assistant.check_text(MIXED)))
    assert checked.citations
    for citation in checked.citations:
        document = index.find_document(citation.uri)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote


def test_a_claim_copied_from_a_source_is_supported_by_it(assistant: Assistant) -> None:
    (claim,) = done(list(assistant.check_text("Pipe mode needs no local disk for the whole dataset."))).claims
    assert claim.verdict == "supported"
    assert claim.citations[0].quote == claim.text


def test_a_wrong_number_is_contradicted_with_what_the_source_says(assistant: Assistant) -> None:
    (claim,) = done(list(assistant.check_text("L'examen MLS-C01 comporte 80 questions et dure 180 minutes."))).claims
    assert claim.verdict == "contradicted"
    assert "65" in claim.reason
    assert "80" in claim.reason
    assert "65 questions" in claim.citations[0].quote


def test_what_no_source_speaks_of_is_not_found(assistant: Assistant) -> None:
    (claim,) = done(list(assistant.check_text("The Eiffel Tower weighs ten thousand tonnes."))).claims
    assert (claim.verdict, claim.citations) == ("not_found", ())


def test_only_sources_of_the_wanted_kinds_count(assistant: Assistant) -> None:
    text = "Kinesis Data Streams ne peut pas écrire directement dans Amazon S3."
    assert done(list(assistant.statements.check_text(text))).claims[0].verdict == "supported"
    (claim,) = done(list(assistant.statements.check_text(text, kinds=("aws-doc",)))).claims
    assert claim.verdict != "supported"
    assert {citation.kind for citation in claim.citations} <= {"aws-doc"}


@pytest.mark.parametrize(("text", "said"), [("  ", "no statement"), ("Why?", "no statement"), ("x" * 99, "99 charact")])
def test_bad_input_is_an_event_not_an_exception(assistant: Assistant, text: str, said: str) -> None:
    (event,) = assistant.statements.check_text(text, max_chars=60)
    assert isinstance(event, Failed)
    assert said in event.message
    assert event.help


def test_the_language_can_be_pinned(assistant: Assistant) -> None:
    assert {claim.lang for claim in done(list(assistant.check_text(MIXED, lang="fr"))).claims} == {"fr"}


def test_the_plain_data_has_exactly_the_documented_keys(assistant: Assistant) -> None:
    data = json.loads(json.dumps(checked_to_json(done(list(assistant.check_text(MIXED))))))
    assert set(data) == {"claims", "coverage"}
    keys = set("text start end verdict confidence reason outcome aged corrects citations".split())
    assert all(set(claim) == keys for claim in data["claims"])
    assert 0 <= data["coverage"] <= 1


# --- values


def cited(number: int) -> Citation:
    return Citation(number, "T", "u", "", "", None, f"quote {number}", number, number + 5, "en")


def claim(verdict: Support, *citations: Citation, corrects: bool = False) -> CheckedClaim:
    return CheckedClaim("c", 0, 1, "en", verdict, 0.9, "r", citations, corrects=corrects)


def test_coverage_is_the_share_that_is_supported() -> None:
    assert CheckedText("", ()).coverage == 0.0
    assert CheckedText("cc", (claim("supported", cited(1)), claim("partly", cited(2)))).coverage == 0.5


def test_the_corrected_version_joins_neighbours_and_names_what_is_not_covered() -> None:
    one, two = cited(1), cited(2)
    corrected = claim("contradicted", one, corrects=True)
    claims = (claim("supported", one), corrected, claim("not_found"), claim("partly", two), claim("contradicted", two))
    pieces = CheckedText("c" * 5, claims).corrected
    assert [(piece.claims, piece.citation, piece.changed) for piece in pieces] == [
        ((0, 1), one, True),
        ((2, 3, 4), None, False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It lasts a day.", True),
        ("Mais elle dure un jour.", True),
        ("C’est faux.", True),
        ("Firehose does.", False),
        ("Items are kept.", False),
    ],
)
def test_which_sentences_lean_on_the_one_before(text: str, expected: bool) -> None:
    assert leans(text) is expected


def test_a_claim_without_small_words_takes_the_language_around_it() -> None:
    text = "Le flux est conservé un jour.\nRétention : 24 h.\nAmazon Polly SSML"
    at = text.index("Amazon")
    assert claim_lang(text, at, len(text)) == "fr"
    assert claim_lang("The stream is kept. Retention 24 h.", 20, 35) == "en"


# --- windows


def document(*pieces: Piece, uri: str = "aws/x.md") -> Document:
    text, blocks = assemble(pieces)
    return Document(Source(uri, "Title", "aws-doc", "en"), text, blocks)


def test_a_row_goes_with_the_header_of_its_table() -> None:
    table = document(Piece("table", "| Unit | Limit |\n| Stream | 24 h |", ("Title", "Limits")))
    row = window(Span(table, table.text.index("| Stream"), len(table.text), ("Title", "Limits")))
    assert row.text == "| Stream | 24 h |"
    assert row.about == ("Title", "Limits")
    assert row.readings == ("Stream: Limit: 24 h",)
    assert row.headings == ("Title", "Limits")
    assert Citation.of(row.span, 3).section == "Limits"
    assert Citation.of(row.span, 3).cells == (("Unit", "Stream"), ("Limit", "24 h"))
    assert window(Span(table, 0, 16)).about == ("Title",)


def test_a_sentence_that_leans_goes_with_the_one_before() -> None:
    path = ("Title",)
    text = document(Piece("list", "- Streams keep data.", path), Piece("list", "- They keep it a day.", path, "\n"))
    at = text.text.index("They")
    assert window(Span(text, at, len(text.text), path)).context == "Streams keep data."
    assert window(Span(text, 2, 20, path)).context == ""


def test_neighbours_can_decide_together(assistant: Assistant) -> None:
    statement = assistant.statements.statements("Pipe mode streams data and needs no local disk.")[0]
    candidates = assistant.statements.candidates(statement)
    single = windows(candidates, 3)
    assert len(single) == 3
    for both in pairs(candidates, 3):
        assert both.text.count("\n") <= 1
        assert sum(both.span.start <= c.span.start and c.span.end <= both.span.end for c in candidates) >= 2


def test_a_sentence_that_holds_the_claim_is_looked_at_however_far_it_is(assistant: Assistant) -> None:
    statement = assistant.statements.statements("Pipe mode streams data.")[0]
    candidates = assistant.statements.candidates(statement)
    last = candidates[-1]
    assert last.quote not in {window.span.quote for window in windows(candidates, 3)}
    assert windows(candidates, 3, last.quote)[0].span == last.span
    assert len(windows(candidates, 3, last.quote)) == 3


# --- what has changed


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.mark.parametrize(
    ("sentence", "kind", "date"),
    [
        ("Firehose was renamed Amazon Data Firehose in February 2024.", "name", "2024-02"),
        ("The largest object was 5 TB in 2021 and is 50 TB since December 2025.", "limit", "2025-12"),
        ("Forecast closed to new customers in July 2024, while others keep access.", "end", "2024-07"),
        ("Support for Lex V1 ended on September 15, 2025.", "end", "2025-09-15"),
        ("S3 encrypts every object since 5 January 2023.", "limit", "2023-01-05"),
        ("Le service est fermé aux nouveaux clients depuis juillet 2024.", "end", "2024-07"),
        ("QuickSight has been called Quick Sight since late 2025.", "name", "2025"),
    ],
)
def test_sentences_that_state_a_change(sentence: str, kind: str, date: str) -> None:
    (change,) = find_changes([document(Piece("text", sentence, ("Title",)))])
    assert (change.kind, change.date, change.quote) == (kind, date, sentence)


@pytest.mark.parametrize("sentence", ["In 2021 the limit was 5 TB.", "The window has been open since the start."])
def test_sentences_without_a_dated_change(sentence: str) -> None:
    assert find_changes([document(Piece("text", sentence, ("Title",)))]) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kinesis Data Firehose écrit dans S3.", ["Amazon Data Firehose"]),
        ("Amazon Data Firehose écrit dans S3.", []),
        ("Amazon SageMaker entraîne des modèles.", ["Amazon SageMaker AI"]),
        ("Amazon SageMaker AI et SageMaker entraînent.", []),
        ("Amazon SageMaker Ground Truth annote.", []),
    ],
)
def test_old_names(lexicon: Lexicon, text: str, expected: list[str]) -> None:
    assert [rename.new for rename in lexicon.renames if uses_old_name(text, rename)] == expected


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("An Amazon S3 object is at most 5 TB.", "2025-12"),
        ("An Amazon S3 object is at most 50 TB.", ""),
        ("An Amazon S3 object is at most 7 TB.", ""),
        ("Amazon S3 stores objects.", ""),
        ("AWS Data Pipeline moves data.", "2024-07"),
        ("AWS Glue moves data.", ""),
    ],
)
def test_which_change_concerns_a_claim(index: Index, lexicon: Lexicon, text: str, date: str) -> None:
    log = ChangeLog(index.documents.values(), lexicon, Checker(lexicon))
    near = [change.window for change in log.changes]
    change = log.concerning(text, "en", near, "2023")
    assert (change.date if change else "") == date


def test_a_change_from_before_the_note_is_no_news(index: Index, lexicon: Lexicon) -> None:
    log = ChangeLog(index.documents.values(), lexicon, Checker(lexicon))
    assert log.concerning("AWS Data Pipeline moves data.", "en", [], "2025-01") is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Kinesis Data Firehose writes to S3.", ["name"]),
        ("Kinesis Data Firehose was renamed Amazon Data Firehose in February 2024.", []),
        ("An Amazon S3 object is at most 5 TB.", ["limit"]),
        ("An Amazon S3 object was 5 TB and is 50 TB since December 2025.", []),
        ("AWS Data Pipeline moves data.", ["end"]),
        ("AWS Data Pipeline has been closed to new customers since July 2024.", []),
        ("Amazon S3 cannot store an object larger than the disk.", []),
    ],
)
def test_words_of_today_are_out_of_date_unless_they_tell_of_the_change(
    index: Index, lexicon: Lexicon, text: str, kinds: list[str]
) -> None:
    log = ChangeLog(index.documents.values(), lexicon, Checker(lexicon))
    near = [change.window for change in log.changes]
    assert [told.aged.kind for told in log.told(text, "en", near, None)] == kinds


def test_a_change_gives_the_value_of_the_text_and_that_of_today(index: Index, lexicon: Lexicon) -> None:
    log = ChangeLog(index.documents.values(), lexicon, Checker(lexicon))
    near = [change.window for change in log.changes]
    (told,) = log.told("Dans Amazon S3, un objet pèse au plus 5 To.", "fr", near, "2023")
    assert (told.aged.old, told.aged.new) == ("5 To", "50 To")
    assert told.window is not None
    assert "50 TB since December 2025" in told.window.text


def test_a_pasted_text_has_aged_as_a_note_has(assistant: Assistant) -> None:
    checked = done(list(assistant.check_text("Dans Amazon S3, un objet pèse au plus 5 To. Les pommes sont rouges.")))
    size, apples = checked.claims
    assert (size.outcome, apples.outcome) == ("aged", "not_found")
    assert size.correction is not None
    assert "50 TB since December 2025" in size.correction.quote
    (told,) = size.aged
    assert size.correction.number == told.number
    assert apples.correction is None


# --- the audit


@pytest.fixture(scope="module")
def audited(assistant: Assistant, index: Index, settings: IngestSettings) -> Audit:
    (note,) = read_notes([settings.index.parent / "mine"], settings, index)
    hand = {("Les pommes sont rouges.", "not_found"): HandCheck(True, "no | document")}
    claims = tuple(Auditor(assistant.statements, index).audit(note, hand))  # type: ignore[arg-type]
    return Audit("b1", "2026-11-23", (AuditedNote(note.source.uri, "Mes notes", "fr", "2023", claims),))


def test_outcomes_of_an_audit(audited: Audit) -> None:
    firehose, size, pipeline, apples = audited.claims
    assert firehose.outcome == "aged"
    assert firehose.changed_on == "2024-02"
    assert "Amazon Data Firehose" in firehose.change
    assert any("was renamed" in citation.quote for citation in firehose.claim.citations)
    assert (size.outcome, size.changed_on) == ("aged", "2025-12")
    assert "50 TB since December 2025" in size.claim.citations[0].quote
    assert (pipeline.outcome, pipeline.changed_on) == ("aged", "2024-07")
    assert apples.outcome == "not_found"
    assert apples.hand == HandCheck(True, "no | document")
    assert {claim.section for claim in audited.claims} == {"Ingestion"}
    assert all(c.kind == "aws-doc" for claim in audited.claims for c in claim.claim.citations)


def test_any_documents_are_compared_with_the_others_where_there_is_no_page_of_a_vendor(tmp_path: Path) -> None:
    corpus = tmp_path / "mine"
    corpus.mkdir()
    told = "The largest Amazon S3 object was 5 TB in 2021 and is 50 TB since December 2025."
    (corpus / "page.md").write_text(f"# Sizes\n\n- {told}\n", encoding="utf-8")
    (corpus / "own.md").write_text(
        "# Own\n\n- An Amazon S3 object is at most 5 TB.\n- Apples are red.\n", encoding="utf-8"
    )
    settings = IngestSettings(corpus=(corpus,), index=tmp_path / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder(256))
    index = open_index(settings)
    note = next(d for d in index.documents.values() if d.source.uri.endswith("own.md"))
    statements = Assistant(index, HashingEmbedder(256), None, AssistantSettings()).statements
    size, apples = Auditor(statements, index).audit(note)
    assert (size.outcome, apples.outcome) == ("aged", "not_found")  # its own words support nothing
    assert size.claim.correction is not None
    assert size.claim.correction.quote == told
    assert AuditedNote.of(note, (size, apples)).changed == (size,)


def test_a_newer_page_that_corrects_a_note_counts_as_changed_an_older_one_does_not() -> None:
    page = Document(Source("aws/p.md", "P", "aws-doc", "en", as_of="2025-12"), "It is 24 hours.", ())
    quote = Citation.of(Span(page, 0, 15), 1)
    wrong = AuditedClaim(claim("contradicted", quote, corrects=True), "")
    assert wrong.since("2023")
    assert not wrong.since("2025")  # of the same year, and nobody knows which came first
    assert not wrong.since("2026")
    assert not wrong.since("")
    assert not AuditedClaim(claim("contradicted", quote), "").since("2023")


def test_an_audit_survives_its_plain_data(audited: Audit) -> None:
    data = json.loads(json.dumps(audit_to_json(audited)))
    assert audit_from_json(data) == audited
    assert data["totals"]["aged"] == 3


def test_the_report_has_totals_quotes_and_annotations(audited: Audit) -> None:
    report = audit_markdown(audited, "python -m assistant audit mine")
    assert "| Mes notes | 4 | 0 | 3 | 1 | 0 | 0 |" in report
    assert "## Aged (3)" in report
    assert "Read by hand: not found 1 of 1 (right in 1)." in report
    assert "## Contradicted (0)\n\nNone." in report
    assert "not checked" in report
    assert "- ? **not found**: Les pommes sont rouges." in report


def test_notes_of_the_index_are_taken_from_it(index: Index, settings: IngestSettings) -> None:
    (note,) = read_notes([settings.corpus[0] / "notes"], settings, index)
    assert index.find_document(note.source.uri) is note


def test_notes_that_are_not_there(index: Index, settings: IngestSettings, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    with pytest.raises(AuditError, match="no note"):
        read_notes([tmp_path], settings, index)
    with pytest.raises(CorpusNotFound):
        read_notes([tmp_path / "nothing"], settings, index)


def test_verdicts_checked_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "hand.toml"
    path.write_text('[[checked]]\nclaim = "a"\noutcome = "aged"\nright = false\nwhy = "b"\n', encoding="utf-8")
    assert load_hand(path) == {("a", "aged"): HandCheck(False, "b")}
    for wrong in ('outcome = "old"\nright = true', 'outcome = "aged"\nright = 1', "right = true"):
        path.write_text(f'[[checked]]\nclaim = "a"\n{wrong}\nwhy = "b"\n', encoding="utf-8")
        with pytest.raises(AuditError):
            load_hand(path)
    assert all(check.why for check in load_hand().values())


# --- the command line


@pytest.fixture
def shell(settings: IngestSettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small corpus as the one that the command line finds; its folder."""
    monkeypatch.setenv("INDEX_DIR", str(settings.index))
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-256")
    monkeypatch.setenv("INGEST_CHUNK_TOKENS", "80")
    return settings.index.parent


def test_check_prints_exactly_the_documented_json(shell: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["check", MIXED, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"claims", "coverage"}
    assert [MIXED[c["start"] : c["end"]] for c in data["claims"]] == [c["text"] for c in data["claims"]]


def test_check_reads_a_file_and_writes_exports(shell: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, page, markdown = tmp_path / "t.txt", tmp_path / "t.html", tmp_path / "t.md"
    text.write_text(" ".join(["Pipe mode needs no local disk for the whole dataset."] * 14), encoding="utf-8")
    assert command_line.main(["check", str(text), "--html", str(page), "--markdown", str(markdown)]) == 0
    printed = capsys.readouterr()
    assert "coverage: 100% of 14" in printed.out
    assert "Checking: 14/14" in printed.err
    assert "Pipe mode needs no local disk" in markdown.read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("given", ["nowhere.md", "notes/nowhere", "{folder}"])
def test_a_name_of_no_file_is_not_taken_for_a_text(shell: Path, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["check", given.format(folder=shell), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "text"


def test_half_a_character_is_no_traceback(shell: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = "Pipe mode needs no local disk for the whole data\udce9."
    assert command_line.main(["check", given, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["claims"][0]["text"] == given.replace("\udce9", "?")


def test_a_question_that_cannot_be_read_keeps_its_code(shell: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["ask", " ", "--model", "extractive", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "question"


@pytest.mark.parametrize("arguments", [["check", "Why?"], ["audit", "nowhere"], ["audit", ".", "--out", "x.txt"]])
def test_wrong_use_is_said(shell: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(arguments) == 2
    assert "error [" in capsys.readouterr().err


def test_audit_prints_and_writes(shell: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes, out = str(shell / "mine"), tmp_path / "audit.md"
    assert command_line.main(["audit", notes, "--json", "--out", str(out)]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["totals"]["aged"] == 3
    assert "# The notes against the AWS documents" in out.read_text(encoding="utf-8")
    assert command_line.main(["audit", notes]) == 0
    assert "## Aged (3)" in capsys.readouterr().out


def test_audit_lists_what_has_changed_and_writes_copies(
    shell: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes, copies = shell / "mine" / "notes.md", tmp_path / "copies"
    assert command_line.main(["audit", str(notes), "--changed"]) == 0
    said = capsys.readouterr().out
    assert "3 of 4 statements rest on what the pages here say differently since: values and rules 1, closed 1" in said
    assert "in the notes 5 To, today 50 To (since December 2025)" in said
    assert command_line.main(["audit", str(notes), "--apply", "1,2", "--copies", str(copies)]) == 0
    said = capsys.readouterr().out
    assert "2 of 2 changes made" in said
    assert "+- Dans Amazon S3, un objet pèse au plus 50 To." in said
    wanted = OWN_NOTE.replace("5 To", "50 To").replace("Kinesis Data Firehose", "Amazon Data Firehose")
    assert (copies / "notes-corrige.md").read_text(encoding="utf-8") == wanted
    assert notes.read_text(encoding="utf-8") == OWN_NOTE
    assert command_line.main(["audit", str(notes), "--apply", "all", "--copies", str(copies)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (copies / "notes-corrige.md").read_text(encoding="utf-8") == wanted


@pytest.mark.parametrize("more", [["--apply", "1"], ["--copies", "x"], ["--apply", "9", "--copies", "{folder}"]])
def test_wrong_choices_of_changes_are_said(
    shell: Path, tmp_path: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = [part.format(folder=tmp_path / "copies") for part in more]
    assert command_line.main(["audit", str(shell / "mine"), *given]) == 2
    assert "error [audit]" in capsys.readouterr().err
    assert not (tmp_path / "copies").exists()


def test_notes_of_which_nothing_has_changed_are_told_so(
    shell: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "apples.md").write_text("Les pommes sont rouges.\n", encoding="utf-8")
    assert command_line.main(["audit", str(tmp_path / "apples.md"), "--changed"]) == 0
    assert "Nothing: none of the 1 statements rests on" in capsys.readouterr().out
