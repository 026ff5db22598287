"""The head of the page as HTML: what this is, from which sources it answers, what to know. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.markup import Html, element
from assistant.settings import EXTRACTIVE
from assistant.ui.locale import Labels

if TYPE_CHECKING:
    from ingest.index.manifest import Manifest

_DATE_CHARS = len("2026-11-23")


def header(manifest: Manifest, model_name: str, notices: Sequence[str], labels: Labels) -> Html:
    """Name, one sentence, the counts of the index, the quiet lines below."""
    facts = (element("li", fact) for fact in _facts(manifest, model_name, labels))
    said = (element("p", notice, class_="cp-quiet", lang="en") for notice in notices)  # the program's own words
    return element(
        "header",
        element("h1", labels("page.brand")),
        element("p", labels("page.tagline"), class_="cp-tagline"),
        element("ul", *facts, class_="cp-counts", aria_label=labels("page.facts")),
        element("p", labels("page.retired"), class_="cp-quiet cp-retired"),
        *said,
        class_="cp-header",
    )


def _facts(manifest: Manifest, model_name: str, labels: Labels) -> Iterator[str]:
    yield labels.count("page.documents", manifest.documents)
    yield labels.count("page.chunks", manifest.chunks)
    yield labels("page.no_model") if model_name == EXTRACTIVE else labels("page.model", name=model_name)
    yield labels("page.built", date=labels.date(manifest.created[:_DATE_CHARS]))
    yield labels("page.offline")
