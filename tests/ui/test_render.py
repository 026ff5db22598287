"""Answers and sources as HTML: escaping, markers, verdicts, the cited words."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.markup import Html, element, escape, join
from assistant.schema import Answer, Citation, Claim, Failed, Marker, Option, Question, Support
from assistant.ui.chat import render
from assistant.ui.chat.export import conversation_markdown, exchange_markdown
from assistant.ui.chat.render import conversation, exchange_html
from assistant.ui.chat.state import Exchange
from assistant.ui.document import document_html, marked, window
from assistant.ui.header import header
from assistant.ui.locale import Labels, load_labels
from assistant.ui.sources import panel
from assistant.ui.text import clean, inline, prose
from ingest.schema import Block, Document, Source, Span
from tests.ui.fake_assistant import (
    DIGEST_URI,
    DOCUMENTS,
    HOSTILE,
    HOSTILE_URI,
    NOTE_URI,
    QUOTE_750,
    QUOTE_PIPE,
    FakeAssistant,
    answered,
    cite,
)
from tests.ui.html_check import assert_safe

EN, FR = load_labels("en"), load_labels("fr")
ATTACKS = (
    HOSTILE,
    "<svg/onload=alert(1)>",
    "\"><img src=x onerror='alert(1)'>",
    "<scr<script>ipt>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/leak)",
    "${alert(1)} {{value}} `x`",
    "a\0b \ud800 \u202e",
)


PIECES = [
    "<",
    ">",
    "[",
    "]",
    "(",
    ")",
    "!",
    "1",
    "x",
    "**",
    "`",
    "\n",
    "- ",
    " ",
    "img",
    "script",
    "/",
    '"',
    "<!--",
    "-->",
]


def numbered(n: int) -> Html | None:
    return element("button", str(n)) if n in (1, 2) else None


def exchange_of(answer: Answer, text: str = "A question", id_: int = 3) -> Exchange:
    return Exchange(id_, text, "done", question=Question(text, text, answer.lang), answer=answer)


def two_sources() -> tuple[Citation, Citation]:
    return cite(1, NOTE_URI, QUOTE_750), cite(2, DIGEST_URI, QUOTE_PIPE)


# --- markup


def test_plain_text_is_escaped_and_html_is_not_escaped_twice() -> None:
    assert element("p", "<b> & \"x\" 'y'", class_='"x"') == (
        '<p class="&quot;x&quot;">&lt;b&gt; &amp; &quot;x&quot; &#x27;y&#x27;</p>'
    )
    assert element("p", element("b", "1 < 2")) == "<p><b>1 &lt; 2</b></p>"
    assert join(["<", None, Html("<br>")]) == "&lt;<br>"


def test_html_put_into_plain_text_is_escaped_again() -> None:
    assert element("p", f"{Html('<b>')}x") == "<p>&lt;b&gt;x</p>"


def test_attributes() -> None:
    assert element("a", data_value=3, hidden=True, id=None, lang=False, class_="c") == (
        '<a data-value="3" hidden class="c"></a>'
    )


def test_what_cannot_be_sent_is_replaced() -> None:
    assert escape("a\0b\ud800c").encode("utf-8") == "a\ufffdb?c".encode()


# --- a model's text


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_models_text_is_safe(attack: str) -> None:
    page = assert_safe(prose(f"Before {attack} after [1].\n- {attack}", numbered))
    assert "Before" in page.text
    assert "after" in page.text


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_combination_of_markup_gets_through(parts: list[str]) -> None:
    assert_safe(prose("".join(parts), numbered))


def test_images_tags_and_comments_are_dropped_links_keep_their_words() -> None:
    text = 'A <b>bold</b> ![alt](https://evil.example/x?q=1) <img src="x"> [link](https://x.example) <!-- no --> z'
    assert assert_safe(prose(text, numbered)).text.split() == ["A", "bold", "link", "z"]


def test_tags_that_are_no_html_and_comparisons_stay() -> None:
    assert clean("use <bucket-name> when x < 5 and y > 3") == "use <bucket-name> when x < 5 and y > 3"


def test_known_markers_become_buttons_and_unknown_ones_stay_text() -> None:
    page = assert_safe(inline("One [1], both [1, 2], none [7], mixed [2][9] and [1;8].", numbered))
    assert len(page.all("button")) == 5
    assert page.text == "One1, both12, none [7], mixed2[9] and1[8]."


def test_a_marker_stays_on_the_line_of_the_word_before_it() -> None:
    assert inline("from Amazon S3 [1].", numbered) == (
        'from Amazon <span class="cp-together">S3<button>1</button></span>.'
    )


def test_a_closing_guillemet_does_not_begin_a_line() -> None:
    html = inline("« qui est aussi le minimum » [1].", numbered)
    assert '<span class="cp-together">minimum »<button>1</button></span>.' in html


def test_lists_bold_and_code() -> None:
    html = prose("# Title\nText **bold [1]** and `a<b`.\n\n- one\n2. two", numbered)
    assert html.count("<li>") == 2
    assert "<code>a&lt;b</code>" in html
    assert '<strong><span class="cp-together">bold<button>' in html
    assert html.startswith("<p>Title</p><p>Text ")
    assert assert_safe(html).text.startswith("TitleText bold1 and a<b.")


# --- an answer


def test_each_statement_has_its_sources_and_its_verdict() -> None:
    one, two = two_sources()
    supports: tuple[Support, ...] = ("supported", "partly", "contradicted", "not_found")
    claims = [Claim(f"Statement {s}", 0, 0, s, 0.5, (1,) if s == "supported" else ()) for s in supports]
    text = " ".join(f"{c.text} [1]." if c.citations else f"{c.text}." for c in claims)
    page = assert_safe(exchange_html(exchange_of(answered(text, claims, [one, two])), EN, last=True))
    assert "✓supported" not in page.text  # what holds is not said: a mark only where something does not
    for words in ("◐partly supported", "✗contradicted", "?not in the sources"):
        assert words in page.text
    assert "Statements supported: 1 of 4" in page.text
    assert [c["class"] for c in page.all("i")] == ["supported", "partly", "contradicted", "not-found"]
    assert len(page.all("button", class_="cp-cite", data_value="exchange-3-1")) == 1
    assert len(page.all("details")) == 3


def test_a_citation_is_labelled_for_screen_readers() -> None:
    one, _ = two_sources()
    answer = answered("Said [1].", [Claim("Said", 0, 0, "supported", 1.0, (1,))], [one])
    (button,) = assert_safe(exchange_html(exchange_of(answer), EN, last=True)).all("button", class_="cp-cite")
    assert button["aria-label"] == "Source 1: L'examen MLS-C01 › Notation"
    assert button["type"] == "button"
    assert button["data-act"] == "select"


def test_a_source_that_the_text_does_not_name_follows_its_statement() -> None:
    one, two = two_sources()
    answer = answered("First. Second.", [Claim("First.", 0, 0, "supported", 1, (1,))], [one, two])
    page = assert_safe(exchange_html(exchange_of(answer), EN, last=True))
    assert [b["data-value"] for b in page.all("button", class_="cp-cite")] == ["exchange-3-1"]


@pytest.mark.parametrize("copied", [True, False])
def test_brackets_in_the_words_of_a_source_are_text(copied: bool) -> None:
    one, two = two_sources()
    said = "eta is in [0,1]; it is free of charge [2][1], as confirmed [7]"
    claim = Claim(said, 0, len(said), "supported", 1, (1,), copied=copied)
    markers = (Marker(len(said) + 1, len(said) + 4, 1),)
    answer = Answer("answered", f"{said} [1].", "en", (claim,), (one, two), markers=markers)
    html = exchange_html(exchange_of(answer), EN, last=True)
    page = assert_safe(html)
    assert "eta is in [0,1]; it is free of charge [2][1], as confirmed [7]1." in page.text
    body = html[html.index("cp-said") : html.index("cp-cited")]
    assert body.count("<button") == 1


def test_a_quote_is_not_said_to_support_itself() -> None:
    one, two = two_sources()

    def shown(text: str, *claims: Claim) -> str:
        return exchange_html(exchange_of(Answer("answered", text, "en", claims, (one, two))), EN, last=True)

    quote = Claim("Quoted", 0, 6, "supported", 1, (1,), copied=True)
    assert "1 sentence of the sources, word for word" in shown("Quoted.", quote)
    assert "cp-verdict" not in shown("Quoted.", quote)
    assert "cp-verdict contradicted" in shown("Quoted.", dataclasses.replace(quote, support="contradicted"))
    mixed = shown("Quoted. said.", quote, Claim("said", 8, 12, "supported", 1, (1,)))
    assert "Statements supported: 2 of 2" in mixed
    assert "cp-verdict" not in mixed


def test_a_source_is_shown_as_it_stands_and_a_model_with_its_bold() -> None:
    one, _ = two_sources()
    said = "use **kwargs** of <b>x</b> and `y`"
    shown = []
    for copied in (True, False):
        claim = Claim(said, 0, len(said), "supported", 1, (), copied=copied)
        answer = Answer("answered", said, "en", (claim,), (one,))
        shown.append(exchange_html(exchange_of(answer), EN, last=True))
    assert "use **kwargs** of &lt;b&gt;x&lt;/b&gt; and `y`" in shown[0]
    assert "<strong>kwargs</strong> of x and <code>y</code>" in shown[1]


def test_words_around_a_statement_stay_on_its_row() -> None:
    one, _ = two_sources()
    text = "Réponse : B.\n\nD'après « T » : « Said [1]. »\n\nCe que disent les sources :\n- Said too"
    first, second = text.index("Said"), text.index("Said too")
    claims = (
        Claim("Said", first, first + 4, "supported", 1, (1,)),
        Claim("Said too", second, second + 8, "partly", 1),
    )
    place = text.index("[1]")
    markers = (Marker(place, place + 3, 1),)
    answer = Answer("answered", text, "fr", claims, (one,), choice=("B",), markers=markers)
    html = exchange_html(exchange_of(answer), EN, last=True)
    page = assert_safe(html)
    assert "D'après « T » : « Said1. »" in page.text
    assert "Réponse : B." not in page.text  # the box shows the letter
    assert html.index("Ce que disent") < html.index("Said too")


def test_a_statement_whose_place_is_wrong_is_shown_all_the_same() -> None:
    claims = (Claim("Lost", 90, 99, "not_found", 0.1), Claim("Here", 0, 4, "supported", 1))
    page = assert_safe(exchange_html(exchange_of(Answer("partial", "Here.", "en", claims)), EN, last=True))
    assert "Lost" in page.text
    assert "Here." in page.text


def test_the_chosen_letters_come_with_their_options() -> None:
    question = Question("q", "q", "en", (Option("A", "File"), Option("B", "Pipe <b>")), 1)
    answer = Answer("answered", "Pipe.", "en", choice=("B",))
    exchange = dataclasses.replace(exchange_of(answer), question=question)
    page = assert_safe(exchange_html(exchange, EN, last=True))
    assert "AnswerBPipe <b>" in page.text
    assert "File" not in page.text


def test_a_refusal_shows_the_nearest_passages_as_links() -> None:
    answer = Answer("refused", "Les sources ne le disent pas.", "fr", reason="Rien.", nearest=two_sources())
    page = assert_safe(exchange_html(exchange_of(answer), FR, last=True))
    assert "Pas dans les sources" in page.text
    assert "Les sources ne le disent pas." in page.text
    assert [b["data-value"] for b in page.all("button", data_act="select")] == ["exchange-3-1", "exchange-3-2"]
    assert QUOTE_PIPE in page.text


def test_a_refusal_without_a_text_is_worded_in_the_learners_language() -> None:
    page = assert_safe(exchange_html(exchange_of(Answer("refused", "", "fr")), EN, last=True))
    assert "Les sources ne répondent pas" in page.text


def test_a_failure_says_what_to_do() -> None:
    exchange = Exchange(1, "q <b>", "failed", failure=Failed("x", "No <model>.", "Install it."))
    page = assert_safe(exchange_html(exchange, EN, last=True))
    assert "No <model>. Install it." in page.text
    assert page.all("button", data_act="retry", data_value="1")


def test_only_the_last_answer_can_be_asked_again() -> None:
    exchanges = [exchange_of(Answer("answered", "x", "en"), id_=i) for i in (1, 2)]
    page = assert_safe(conversation(exchanges, EN))
    assert [b["data-value"] for b in page.all("button", data_act="retry")] == ["2", "2-fr"]
    assert len(page.all("button", data_act="copy")) == 2


def test_a_draft_is_marked_as_one_and_its_markers_open_the_evidence() -> None:
    exchange = Exchange(5, "q", "drafting", passages=6, evidence=two_sources(), draft="So [2] far")
    page = assert_safe(conversation([exchange], EN))
    assert "Draft, not checked yet" in page.text
    assert "6 passages found" in page.text
    assert page.all("button", class_="cp-cite", data_value="exchange-5-2")
    assert page.all("div", role="log", aria_busy="true")


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_hostile_gets_through_anywhere(attack: str) -> None:
    source = Citation(1, attack, attack, attack, attack, None, attack, 0, len(attack), "en", attack, attack)
    claim = Claim(attack, 0, len(attack), "supported", 1.0, (1,), attack)
    answer = Answer("partial", attack, "en", (claim,), (source,), (attack,), attack, (), (attack,))
    question = Question(attack, attack, "en", (Option(attack, attack),))
    exchange = Exchange(1, attack, "done", question=question, answer=answer)
    document = Document(Source(attack, attack, "user", "en"), attack, (Block("text", 0, len(attack), (attack,)),))
    assert_safe(conversation([exchange], EN))
    for number, shown in ((None, None), (1, None), (1, document)):
        page = assert_safe(panel(exchange.cited, number, lambda _, shown=shown: shown, EN))
        assert not page.all("a", target="_blank")  # no attack is a web address
    assert_safe(header(FakeAssistant().index.manifest, attack, (attack,), EN))


def test_the_welcome_offers_questions() -> None:
    page = assert_safe(conversation([], FR))
    assert len(page.all("button", data_act="example_select")) == 4


# --- sources


def test_the_panel_opens_the_document_at_the_words() -> None:
    _, two = two_sources()
    exchange = exchange_of(answered("x [2].", [Claim("x", 0, 0, "supported", 1, (2,))], two_sources()))
    page = assert_safe(panel(exchange.cited, 2, DOCUMENTS.get, EN))
    assert page.marked == QUOTE_PIPE
    (link,) = page.all("a", target="_blank")
    assert link["href"] == two.url
    assert link["rel"] == "noopener noreferrer"
    for words in ("SectionPipe mode", "As of2023-06", "KindAWS documentation (digest)", "LanguageEnglish"):
        assert words in page.text
    assert page.all("div", class_="cp-panel", data_current="exchange-3-2")
    assert [b["data-value"] for b in page.all("button", aria_current="true")] == ["exchange-3-2"]


def test_a_source_without_an_address_names_its_file() -> None:
    exchange = exchange_of(Answer("answered", "x", "en", citations=two_sources()))
    page = assert_safe(panel(exchange.cited, 1, DOCUMENTS.get, EN))
    assert "File in the corpus: notes/examen.md" in page.text
    assert page.marked == QUOTE_750


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    quote = f"Before {HOSTILE} after."
    exchange = exchange_of(Answer("answered", "x", "en", citations=(cite(1, HOSTILE_URI, quote),)))
    page = assert_safe(panel(exchange.cited, 1, DOCUMENTS.get, EN))
    assert page.marked == quote
    assert not page.all("a", target="_blank")


def test_a_document_that_is_gone_or_changed_still_shows_the_words() -> None:
    exchange = exchange_of(Answer("answered", "x", "en", citations=two_sources()))
    assert "not in the index any more" in assert_safe(panel(exchange.cited, 1, lambda uri: None, EN)).text
    other = assert_safe(panel(exchange.cited, 1, lambda uri: DOCUMENTS[DIGEST_URI], EN))
    assert "has changed since" in other.text
    assert other.marked == QUOTE_750


def test_the_panel_before_an_answer_after_one_and_without_any() -> None:
    searching = Exchange(1, "q")
    assert "Searching" in assert_safe(panel(searching.cited, None, DOCUMENTS.get, EN)).text
    found = Exchange(1, "q", "retrieved", passages=2, evidence=two_sources())
    page = assert_safe(panel(found.cited, None, DOCUMENTS.get, EN))
    assert "2 sentences picked from them, before any answer" in page.text
    assert QUOTE_750 in page.text
    silent = exchange_of(Answer("answered", "x", "en")).cited
    assert "cites no source" in assert_safe(panel(silent, None, DOCUMENTS.get, EN)).text
    assert "appear here" in assert_safe(panel(None, None, DOCUMENTS.get, EN)).text
    assert "no longer at hand" in assert_safe(panel(None, 2, DOCUMENTS.get, EN)).text


# --- documents


def test_a_document_is_laid_out_by_its_blocks() -> None:
    document = DOCUMENTS[NOTE_URI]
    page = assert_safe(document_html(Span(document, 0, 0), EN))
    assert [tag for tag, _ in page.tags] == ("h4 h5 ul li li div table tbody tr th th tr td td tr td td".split())
    assert "- " not in page.text
    assert page.marked == ""


def test_the_marks_hold_exactly_the_cited_words_whatever_they_span() -> None:
    document = DOCUMENTS[NOTE_URI]
    for block in document.blocks:
        if block.kind == "table":
            continue
        for start in range(block.start, block.end, 7):
            for end in range(start + 1, block.end + 1, 11):
                page = assert_safe(document_html(Span(document, start, end), EN))
                assert page.marked == document.text[start:end]


def test_cited_cells_of_a_table_are_marked() -> None:
    document = DOCUMENTS[NOTE_URI]
    start = document.text.index("| MLS-C01")
    page = assert_safe(document_html(Span(document, start, start + len("| MLS-C01 | 65 |")), EN))
    assert page.marked == "MLS-C0165"


def test_marked_clips_to_its_slice() -> None:
    assert marked("abcdef", 1, 5, Span(DOCUMENTS[NOTE_URI], 0, 3)) == "<mark>bc</mark>de"
    assert marked("a<b", 0, 3, Span(DOCUMENTS[NOTE_URI], 1, 2)) == "a<mark>&lt;</mark>b"


def test_a_long_document_is_shown_around_the_cited_words() -> None:
    blocks = tuple(Block("text", i * 100, i * 100 + 99) for i in range(1000))
    document = DOCUMENTS[NOTE_URI]
    shown, before, after = window(blocks, Span(document, 50_020, 50_050), 2_000)
    assert before
    assert after
    assert any(block.start == 50_000 for block in shown)
    assert shown[-1].end - shown[0].start <= 2_000
    assert window(blocks[:3], Span(document, 0, 5), 2_000) == (blocks[:3], False, False)
    assert window((), Span(document, 0, 5), 10) == ((), False, False)


def test_a_cited_block_longer_than_the_limit_is_shown() -> None:
    text = "x" * 500
    document = Document(Source("u", "t", "user", "en"), text, (Block("text", 0, 500),))
    assert window(document.blocks, Span(document, 10, 20), 100)[0] == document.blocks


# --- Markdown


def test_export_has_questions_verdicts_and_quotes() -> None:
    one, two = two_sources()
    answer = answered("Said [1].", [Claim("Said", 0, 0, "partly", 0.5, (1,), "Only half.")], [one, two])
    text = conversation_markdown([exchange_of(answer, "Why?\nReally?"), Exchange(9, "running")], EN)
    assert "> Why?\n> Really?" in text
    assert "- partly supported: Said (Only half.)" in text
    assert f"  > {QUOTE_PIPE}" in text
    assert f"<{two.url}>" in text
    assert "running" not in text


def test_export_of_what_is_no_answer() -> None:
    stopped = Exchange(1, "q", "stopped", draft="Half")
    assert exchange_markdown(stopped, EN).startswith("Half\n\n(stopped")
    failed = Exchange(1, "q", "failed", failure=Failed("c", "No.", "Help."))
    assert exchange_markdown(failed, EN) == "No. Help."


def test_sources_of_a_refusal_are_told_as_the_nearest_only() -> None:
    cited = exchange_markdown(exchange_of(Answer("answered", "Yes.", "en", citations=two_sources())), EN)
    refused = exchange_markdown(exchange_of(Answer("refused", "", "en", nearest=two_sources())), EN)
    heading, nearest = f"**{EN('export.sources')}**", "**The nearest passages**"
    assert heading in cited
    assert heading not in refused
    assert refused.partition(nearest)[2].strip() == cited.partition(heading)[2].strip() != ""


def test_a_word_that_arrives_draws_the_last_exchange_only(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def draw(exchange: Exchange, labels: Labels, *, last: bool) -> Html:
        drawn.append(exchange.id)
        return exchange_html(exchange, labels, last=last)

    monkeypatch.setattr(render, "exchange_html", draw)
    first, earlier = exchange_of(Answer("answered", "One.", "en"), id_=1), render.Earlier()
    for draft in ("A", "A word"):
        talk = [first, Exchange(2, "q", "drafting", draft=draft)]
        assert conversation(talk, EN, earlier) == conversation(talk, EN)
    assert drawn == [1, 2, 1, 2, 2, 1, 2]
    changed = dataclasses.replace(first, text="Another question")
    assert "Another question" in conversation([changed, talk[1]], EN, earlier)
    assert conversation(talk, FR, earlier) == conversation(talk, FR)
