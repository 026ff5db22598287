r"""Formulas are drawn, prices and broken ones are words, and nothing of a formula reaches the page as markup."""

from __future__ import annotations

import pytest

from assistant.formulas import mathml, with_formulas


def test_a_formula_becomes_mathml_and_its_words_stay_escaped() -> None:
    drawn = with_formulas(r"a < b, \(\frac{TP}{TP + FN}\) & more")
    assert drawn.startswith("a &lt; b, <math")
    assert "<mfrac>" in drawn
    assert drawn.endswith("</math> &amp; more")
    assert 'display="block"' in with_formulas(r"\[x^2\]")
    assert 'display="block"' in with_formulas("$$x_1$$")


@pytest.mark.parametrize("text", ["costs $5 and $6", "$5", "5$ a month, 6$ a year", r"\(\frac{\)", r"\(", "$$ $$", ""])
def test_prices_and_broken_formulas_stay_as_they_were_written(text: str) -> None:
    assert with_formulas(text) == text


@pytest.mark.parametrize(
    "latex",
    [r"\text{<script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}", r"\class{a\" onclick=b}{x}", "<img src=x>"],
)
def test_no_markup_comes_out_of_a_formula(latex: str) -> None:
    drawn = mathml(latex)
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "href=" not in drawn.replace("&lt;", "")
    assert " onclick" not in drawn.split(">")[0]
