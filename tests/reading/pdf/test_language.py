"""When letters are mapped wrongly, and when they are only not mapped at all."""

from __future__ import annotations

import pytest

from ingest.text.wordlist import can_be_language, is_surely_language

CODE = (
    "RequirePackage ifthen newboolean capsit DeclareOption setboolean ProcessOptions AtBeginDocument DeclareMathSymbol "
    "renewcommand mathrm letters operator newcommand ensuremath mathopen mathclose"
)


@pytest.mark.parametrize(
    "text",
    ["Services de données", "Glue : Spark sans serveur", CODE, "The retention of a stream can be raised to a year."],
)
def test_what_reads_like_a_language_needs_no_map(text: str) -> None:
    assert is_surely_language(text)


@pytest.mark.parametrize(
    "text", ["", "1 2 3", "qx zkw", "Tkh prgho lv wudlqhg rq d gdwd vhw wkdw zdv vsolw lqwr wkuhh sduwv"]
)
def test_what_says_nothing_or_nonsense_is_not_believed(text: str) -> None:
    assert not is_surely_language(text)


def test_a_short_or_foreign_text_is_not_suspected() -> None:
    assert can_be_language("qx zkw")
    assert can_be_language(
        "Mallien koulutus vaatii paljon dataa ja laskentatehoa, minkä vuoksi pilvipalvelut ovat suosittuja"
    )
