"""One form for every text, and positions that lead back to what was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.characters import fold, normal, normal_with_places
from tests.ingest.conftest import ReadBytes

_TRICKY = st.text(alphabet="ae e\u0301\u0300\u0302\u00ad\u200b\u2011\u2019\u2060éèœ.xÉ\n🙂", max_size=40)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("mode\u0300le", "modèle"),
        ("up\u00addate", "update"),
        ("up\u200bdate\u2060", "update"),
        ("on\u2011demand", "on-demand"),
        ("l’école", "l’école"),
        ("🙂\u200d🙂", "🙂\u200d🙂"),
    ],
)
def test_the_normal_form_is_what_a_reader_sees(written: str, kept: str) -> None:
    assert normal(written) == kept


def test_folding_makes_spellings_alike() -> None:
    assert fold("L’Œuvre\u00a0: mode\u0300le on\u2011demand") == fold("l'oeuvre : MODÈLE on-demand")


@given(_TRICKY)
def test_the_normal_form_is_stable_and_composed(text: str) -> None:
    assert normal(normal(text)) == normal(text)
    assert unicodedata.is_normalized("NFC", normal(text))


@given(_TRICKY)
def test_every_character_knows_where_it_stood(text: str) -> None:
    found = normal_with_places(text)
    assert found.text == normal(text)
    assert len(found.text) == len(found.starts) == len(found.ends)
    for place, character in enumerate(found.text):
        assert character in normal(text[found.starts[place] : found.ends[place]])


def test_a_document_is_kept_in_its_normal_form(read_as: ReadBytes) -> None:
    document = read_as("modele.html", "<html><title>Le mode&#768;le</title><p>Le mode&#768;le up&shy;date&#8203;.</p>")
    assert document.text == "Le modèle update."
    assert document.source.title == "Le modèle"
