"""Statements become situations only where one verb stands alone and nothing in them speaks of the member itself."""

from __future__ import annotations

import pytest

from assistant.practice.generate.facts.needs import Needs
from ingest.schema import Lang

NEEDS = Needs()


@pytest.mark.parametrize(
    ("lang", "statement", "need"),
    [
        ("en", "removes fields of null type", "remove fields of null type"),
        ("en", "fills numeric data with the mean or median", "fill numeric data with the mean or median"),
        ("en", "catalogs models for production and manages versions", ""),
        ("en", "watches models in production and alerts users", ""),
        ("en", "removes every row, and is acceptable when few are affected", ""),
        ("en", "converts records before it stores them", ""),
        ("en", "is a compiler", ""),
        ("fr", "supprime les champs de type nul", "supprimer les champs de type nul"),
        ("fr", "surveille la qualité des modèles et alerte en cas d’écart", ""),
        ("fr", "regroupe les points et marque les autres", ""),
        ("fr", "relie des VPC et des réseaux sur site", "relier des VPC et des réseaux sur site"),
    ],
)
def test_a_need(lang: Lang, statement: str, need: str) -> None:
    assert NEEDS.need(statement, lang) == need


@pytest.mark.parametrize(
    ("lang", "statement", "case"),
    [
        ("en", "fits archives that are almost never read", "archives that are almost never read"),
        ("en", "suits archives and costs little", ""),
        ("en", "removes fields", ""),
        ("fr", "convient à un trafic imprévisible", "un trafic imprévisible"),
        ("fr", "convient aux colonnes de forte cardinalité", "les colonnes de forte cardinalité"),
        ("fr", "convient au trafic imprévisible", "le trafic imprévisible"),
        ("fr", "convient à des données rares ou à des répliques", ""),
    ],
)
def test_a_case(lang: Lang, statement: str, case: str) -> None:
    assert NEEDS.case(statement, lang) == case
