"""A checked text on its way out: streamed as it is judged, corrected with quotes only, exported with nothing live."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.asking.asked import Asked
from assistant.errors import ModelUnavailable
from assistant.finding.retrieve import SearchSettings
from assistant.review.audit import Audit, AuditedClaim, AuditedNote, HandCheck
from assistant.review.audit_report import audit_markdown
from assistant.review.schema import CheckedClaim, CheckedText, Done, Found, Judged
from assistant.review.statements import StatementChecker
from assistant.schema import Citation, Failed, Support
from assistant.ui.check.export import checked_html, checked_markdown
from assistant.ui.locale import load_labels
from ingest.schema import LANGS, Lang
from tests.assistant.checking.asked import checker, lexicon

# --- streaming


class NothingFound:
    """A search that finds nothing, counts how often it was asked, and fails from a given time on."""

    def __init__(self, fails_at: int = 99) -> None:
        self.asked = 0
        self._fails_at = fails_at

    def search(self, asked: Asked, settings: SearchSettings) -> tuple[()]:
        """No passage."""
        self.asked += 1
        if self.asked >= self._fails_at:
            raise ModelUnavailable("The vectors are gone.", help="Build the index again.")
        return ()

    def candidates(self, asked: Asked, passages: object) -> list[object]:
        """No sentence."""
        return []


def statements(search: NothingFound) -> StatementChecker:
    """A checker of texts over a search that finds nothing."""
    return StatementChecker(search, search, lexicon(), checker(), SearchSettings())  # type: ignore[arg-type]


THREE = "Firehose writes to S3. A stream keeps records. Athena reads files."


def test_each_verdict_comes_before_the_next_claim_is_searched() -> None:
    search = NothingFound()
    events = statements(search).check_text(THREE)
    assert isinstance(next(events), Found)
    for number in (1, 2, 3):
        event = next(events)
        assert isinstance(event, Judged)
        assert (event.number, event.total, search.asked) == (number, 3, number)
    assert isinstance(next(events), Done)
    assert list(events) == []


def test_claims_stand_where_they_were_typed_whatever_the_accents_are_made_of() -> None:
    text = "Le mode\u0300le lit un fichier. La re\u0301\u00adgion compte deux zones."
    done = list(statements(NothingFound()).check_text(text))[-1]
    assert isinstance(done, Done)
    assert [text[claim.start : claim.end] for claim in done.result.claims] == [
        "Le mode\u0300le lit un fichier.",
        "La re\u0301\u00adgion compte deux zones.",
    ]
    assert [claim.read_as for claim in done.result.claims] == ["", ""]


def test_a_failure_in_the_middle_ends_with_what_happened_and_what_to_do() -> None:
    *before, last = statements(NothingFound(fails_at=2)).check_text(THREE)
    assert [type(event) for event in before] == [Found, Judged]
    assert isinstance(last, Failed)
    assert (last.code, last.message) == ("model-unavailable", "The vectors are gone.")
    assert last.help == "Build the index again."


def test_a_check_can_be_left_early() -> None:
    search = NothingFound()
    events = statements(search).check_text(THREE)
    next(events)
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert search.asked == 1


# --- the corrected version

CITATIONS = st.builds(
    Citation, st.integers(1, 5), st.just("T"), st.just("u"), st.just(""), st.just(""), st.none(),
    st.sampled_from(["First quote.", "Second quote."]), st.integers(0, 3), st.integers(4, 9), st.just("en"),
)  # fmt: skip
CLAIMS = st.builds(
    CheckedClaim, st.sampled_from(["Said.", "Said too."]), st.just(0), st.just(5), st.just("en"),
    st.sampled_from(get_args(Support)), st.floats(0, 1), st.just("why"), st.lists(CITATIONS, max_size=2).map(tuple),
    corrects=st.booleans(),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(CLAIMS, max_size=12).map(tuple))
def test_a_correction_holds_every_claim_once_and_quotes_only_its_own_sources(claims: tuple[CheckedClaim, ...]) -> None:
    pieces = CheckedText("", claims).corrected
    assert [place for piece in pieces for place in piece.claims] == list(range(len(claims)))
    for piece in pieces:
        own = [claims[place] for place in piece.claims]
        assert piece.changed == any(claim.correction is not None for claim in own)
        if piece.citation is None:
            assert all(claim.verdict != "supported" or not claim.citations for claim in own)
            assert all(not claim.corrects or not claim.citations for claim in own)
        else:
            assert all(claim.citations[0] == piece.citation for claim in own)


@settings(max_examples=50, deadline=None)
@given(st.lists(CLAIMS, max_size=12).map(tuple))
def test_coverage_is_a_share(claims: tuple[CheckedClaim, ...]) -> None:
    assert 0.0 <= CheckedText("", claims).coverage <= 1.0


# --- exports

HOSTILE = [
    '<img src="https://evil.example/x" onerror="alert(1)">',
    "<script>alert(1)</script>",
    "![x](https://evil.example/x) [y](javascript:alert(1))",
    '"><svg onload=alert(1)>',
    "`<b>` | cell | **bold** | <!-- a --> | ]]> </style>",
    "# Heading\n\n- item\n\n    <p>code</p>",
    "<https://evil.example/x>",
    "\\<script>alert(1)\\</script>",
]


class Tags(HTMLParser):
    """Elements with their attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile(text: str, verdict: Support, url: str = "https://docs.aws.amazon.com/x") -> CheckedText:
    """A checked text with the same hostile words in every place that a text can reach."""
    citation = Citation(1, text, "notes/a.md", url, text, 2, text, 0, 5, "en", "note", "2023")
    return CheckedText(text, (CheckedClaim(text, 0, len(text), "en", verdict, 0.5, text, (citation,)),))


@pytest.mark.parametrize("verdict", get_args(Support))
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("text", HOSTILE)
def test_an_exported_page_shows_hostile_words_and_runs_none(text: str, lang: Lang, verdict: Support) -> None:
    page = Tags(checked_html(hostile(text, verdict), load_labels(lang)))
    known = "html head meta title style body h1 h2 p div strong ul li q small a blockquote".split()
    assert {tag for tag, _ in page.found} <= set(known)
    assert not {name for _, attributes in page.found for name in attributes if name.startswith("on") or name == "src"}
    assert {a["href"] for tag, a in page.found if tag == "a"} == {"https://docs.aws.amazon.com/x"}
    assert page.text.count(text) >= 3


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", 'https://x.example/" onclick="alert(1)', "data:text/html,x", ""]
)
def test_only_web_addresses_become_links(url: str) -> None:
    page = Tags(checked_html(hostile("Said.", "supported", url), load_labels("en")))
    links = [attributes for tag, attributes in page.found if tag == "a"]
    assert links == []


def live(markdown: str) -> list[Token]:
    """What a Markdown reader would not show as plain words, links included."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)
    inner = [child for token in tokens for child in (token.children or [])]
    return [t for t in (*tokens, *inner) if t.type in ("html_block", "html_inline", "image", "link_open", "code_block")]


@pytest.mark.parametrize("verdict", get_args(Support))
@pytest.mark.parametrize("text", HOSTILE)
def test_exported_markdown_has_no_link_but_to_its_sources(text: str, verdict: Support) -> None:
    found = live(checked_markdown(hostile(text, verdict), load_labels("en")))
    assert {(token.type, token.attrs.get("href")) for token in found} == {
        ("link_open", "https://docs.aws.amazon.com/x")
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_note_cannot_break_the_report_of_an_audit(text: str) -> None:
    (claim,) = hostile(text, "contradicted").claims
    audited = AuditedClaim(claim, text, HandCheck(True, text))
    report = audit_markdown(Audit("b", "2026-11-23", (AuditedNote("a.md", text, "en", "2023", (audited,)),)), "audit")
    found = [t for t in live(report) if (t.type, t.content) != ("html_inline", "<br>")]
    assert {(token.type, token.attrs.get("href")) for token in found} == {
        ("link_open", "https://docs.aws.amazon.com/x")
    }
    row = next(line for line in report.splitlines() if line.startswith("| a.md |"))
    assert row.replace("\\|", "").count("|") == 6
