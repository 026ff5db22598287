"""Where an opened source leads: the pages behind a statement of a sheet, the same statement in the other language."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.schema import Citation
from assistant.ui.ids import origin_value, other_value, place_value
from assistant.ui.locale import load_labels
from assistant.ui.panel.leads import origin_span, other_version
from assistant.ui.sources import Chosen, Cited, SourcesPanel
from ingest.readers.assemble import Piece, assemble
from ingest.schema import Document, Lang, Origin, Source, Span
from tests.ui.html_check import Page, assert_safe

SAID = "File mode copies the data first."
FRENCH = {"en": "The dataset is copied before training. It takes time.", "fr": "Le jeu est copié d'abord. C'est long."}
PAGES = {"en": "corpus/aws/modes.md", "fr": "corpus/aws/modes.fr.md"}


def page(uri: str, lang: Lang, *lines: str) -> Document:
    pieces = [Piece("heading", "File", ("T", "File")), *(Piece("text", line, ("T", "File")) for line in lines)]
    text, blocks = assemble(pieces)
    return Document(Source(uri, f"Modes {lang}", "aws-doc", lang), text, blocks)


def documents(**traced: str) -> Mapping[str, Document]:
    """A page in both languages and a sheet of one statement, which comes from words of it."""
    text, blocks = assemble([Piece("list", f"- {SAID}", ("Sheet",))])
    start = text.index(SAID)
    origins = tuple(Origin(start, start + len(SAID), uri.replace("__", "/") + ".md", w) for uri, w in traced.items())
    sheet = Document(Source("corpus/sheets/modes.md", "Sheet", "sheet", "en"), text, blocks, origins=origins)
    found = [sheet, page(PAGES["en"], "en", FRENCH["en"]), page(PAGES["fr"], "fr", FRENCH["fr"])]
    return {one.source.uri: one for one in found}


def cited(known: Mapping[str, Document], uri: str, quote: str) -> Cited:
    document = known[uri]
    start = document.text.index(quote)
    span = Span(document, start, start + len(quote), document.heading_at(start))
    return Cited("exchange-1", "?", (Citation.of(span, 1),))


def drawn(known: Mapping[str, Document], cited: Cited, value: str, lang: Lang = "en") -> Page:
    panel = SourcesPanel("exchange", known.get, lambda citation: "gone")
    return assert_safe(panel.draw(cited, panel.clicked(value), load_labels(lang)))


def buttons(page: Page) -> list[str]:
    return [one.get("data-value", "") for one in page.all("button", data_act="select") if "class" not in one]


def test_a_statement_of_a_sheet_shows_the_page_it_comes_from_and_opens_it_at_its_sentence() -> None:
    known = documents(aws__modes="is copied before training")
    sheet = cited(known, "corpus/sheets/modes.md", SAID)
    before = drawn(known, sheet, place_value("exchange-1", 1))
    assert before.marked == SAID
    assert "Modes en › File" in before.text
    assert buttons(before) == [origin_value("exchange-1", 1, 0)]
    opened = drawn(known, sheet, origin_value("exchange-1", 1, 0))
    assert opened.marked == "The dataset is copied before training."
    assert buttons(opened) == [place_value("exchange-1", 1), other_value(origin_value("exchange-1", 1, 0))]


def test_a_french_reader_is_led_to_the_french_page_and_from_there_to_the_english_one() -> None:
    known = documents(aws__modes="is copied before training")
    sheet = cited(known, "corpus/sheets/modes.md", SAID)
    value = origin_value("exchange-1", 1, 0)
    assert drawn(known, sheet, value, "fr").marked == "Le jeu est copié d'abord."
    assert drawn(known, sheet, other_value(value), "fr").marked == "The dataset is copied before training."


def test_the_other_language_opens_at_the_same_statement_and_leads_back() -> None:
    known = documents()
    place = cited(known, PAGES["fr"], "C'est long.")
    assert "Same place in English" in drawn(known, place, place_value("exchange-1", 1)).text
    other = drawn(known, place, other_value(place_value("exchange-1", 1)))
    assert other.marked == "It takes time."
    assert buttons(other) == [place_value("exchange-1", 1)]


def test_an_origin_that_is_not_there_any_more_is_named_and_opens_nothing() -> None:
    known = documents(aws__gone="words", aws__modes="words that do not stand there")
    sheet = cited(known, "corpus/sheets/modes.md", SAID)
    shown = drawn(known, sheet, place_value("exchange-1", 1))
    assert "aws/gone.md" in shown.text
    assert buttons(shown) == []
    assert drawn(known, sheet, origin_value("exchange-1", 1, 1)).marked == SAID
    assert drawn(known, sheet, origin_value("exchange-1", 1, 7)).marked == SAID


def test_pages_with_other_statements_are_no_versions_of_each_other() -> None:
    known = dict(documents())
    known[PAGES["fr"]] = page(PAGES["fr"], "fr", FRENCH["fr"], "Encore une phrase ici.")
    english = known[PAGES["en"]]
    assert other_version(Span(english, 8, 20), known.get) is None
    assert origin_span(Span(english, 8, 20), 0, known.get, "fr") is None


def test_what_a_click_says_is_what_opens_it() -> None:
    panel = SourcesPanel("exchange", lambda uri: None, lambda citation: "gone")
    for chosen in (
        Chosen("exchange-1", 2),
        Chosen("exchange-1", 2, origin=0),
        Chosen("exchange-1", 2, other=True),
        Chosen("exchange-1", 2, origin=3, other=True),
    ):
        assert panel.clicked(chosen.value) == chosen
    for value in ("exchange-1-2-from", "exchange-1-2-from12", "exchange-1-2-other-from1", "exchange-1-2-page-"):
        assert panel.clicked(value) is None


def test_copying_takes_the_words_with_their_place() -> None:
    known = documents()
    place = cited(known, PAGES["fr"], "C'est long.")
    (copy,) = drawn(known, place, place_value("exchange-1", 1), "fr").all("button", data_act="copy")
    assert copy["data-text"] == f"« C'est long. » (Modes fr, T > File, {PAGES['fr']})"
