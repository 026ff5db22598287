"""How an answer stands on the page: its groups, what its bar counts, how sure its letters are."""

from __future__ import annotations

import dataclasses

from assistant.schema import Answer, Claim, Group, Trace
from assistant.ui.chat.render import MEASURED, exchange_html
from assistant.ui.locale import load_labels
from tests.ui.html_check import assert_safe
from tests.ui.serving import ROOT
from tests.ui.test_render import exchange_of, two_sources

EN, FR = load_labels("en"), load_labels("fr")


def test_the_bar_counts_what_was_asked_and_answered() -> None:
    one, two = two_sources()
    quote = Claim("Quoted", 0, 6, "supported", 1, (1,), copied=True)
    answer = Answer("partial", "Quoted.", "en", (quote,), (one, two), asked=3, found=2)
    assert "2 of your 3 questions answered" in exchange_html(exchange_of(answer), EN, last=True)


def test_a_chosen_letter_says_how_often_such_answers_were_right() -> None:
    one, _ = two_sources()
    quote = Claim("Quoted", 0, 6, "supported", 1, (1,), copied=True)
    answer = Answer("answered", "Quoted.", "en", (quote,), (one,), choice=("B",))
    shown = exchange_html(exchange_of(answer), EN, last=True)
    assert "Rather sure." in shown
    assert "26 were right (87%)" in shown
    unsure = exchange_html(exchange_of(dataclasses.replace(answer, status="partial")), FR, last=True)
    assert "Pas sûr." in unsure
    assert "31 étaient justes (53\u00a0%)" in unsure
    by_model = dataclasses.replace(answer, trace=Trace("local"))
    assert "not measured with this model" in exchange_html(exchange_of(by_model), EN, last=True)


def test_the_rates_on_the_page_are_those_of_the_evaluation() -> None:
    told = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    (right, n), (unsure, of) = MEASURED["answered"], MEASURED["partial"]
    assert f"{right / n:.2f} [0.70, 0.95] (n={n}," in told
    assert f"{unsure / of:.2f} ({unsure} of {of})" in told


def three_groups() -> Answer:
    one, two = two_sources()
    texts = ("Direct", "Said of A", "Said of B", "Beware")
    at, claims, text = 0, [], ""
    for said in texts:
        text += f"{said} [1].\n\n"
        claims.append(Claim(said, at, at + len(said), "supported", 1, (1,), copied=True))
        at = len(text)
    row = dataclasses.replace(two, cells=(("", "Price"), ("A", "$5 \\(x\\)"), ("B", "$6")))
    groups = (
        Group("direct", (0,)),
        Group("table", rows=(two.number,)),
        Group("side", (1,), "A"),
        Group("side", (2,), "B"),
        Group("pitfalls", (3,)),
    )
    return Answer("answered", text.strip(), "fr", tuple(claims), (one, row), groups=groups)


def test_an_answer_in_groups_has_its_direct_answer_its_table_and_its_headings_in_its_own_language() -> None:
    page = assert_safe(exchange_html(exchange_of(three_groups()), EN, last=True))
    order = [page.text.index(words) for words in ("Direct", "Price", "Said of A", "Said of B", "Limites et pièges")]
    assert order == sorted(order)
    assert len(page.all("table")) == 2
    assert [cell["scope"] for cell in page.all("th")] == ["col", "col", "col", "row", "col", "col"]
    assert len(page.all("button", class_="cp-cite", data_value="exchange-3-2")) == 1
    assert all(place["tabindex"] == "0" for place in page.all("div") if "cp-compared" in place.get("class", ""))


def test_groups_that_do_not_hold_every_statement_are_passed_over() -> None:
    answer = three_groups()
    shown = exchange_html(exchange_of(dataclasses.replace(answer, groups=answer.groups[:2])), EN, last=True)
    assert "cp-direct" not in shown
    assert all(claim.text in shown for claim in answer.claims)
