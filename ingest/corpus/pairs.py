"""The two languages of one page, NAME.md and NAME.fr.md: the same sections, statements, numbers and names.

Owns what a pair must have in common. Knows nothing of where files are or of what one file must keep by itself.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from ingest.corpus.overlap import numbers_of, words_of
from ingest.schema import Document
from ingest.twins import statements

_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=[A-Z0-9])s$")
# "256-bit", "10GB", "90th": a number with what it counts, which each language writes its own way.
_COUNTED = re.compile(r"\d[\d.,]*(?:-[^\W\d_]+|[^\W\d_]{1,2})")
_MOST_NAMED = 6


def french_of(uri: str) -> str:
    """The uri of the French version of an English page."""
    return f"{uri.removesuffix('.md')}.fr.md"


def english_of(uri: str) -> str:
    """The uri of the English version of a French page; the uri itself for one that is not NAME.fr.md."""
    return f"{uri.removesuffix('.fr.md')}.md" if uri.endswith(".fr.md") else uri


def pair_faults(english: Document, french: Document) -> Iterator[str]:
    """How the French version differs from the English one in what both must say."""
    ours, theirs = _sections(english), _sections(french)
    if len(ours) != len(theirs):
        yield f"{len(theirs)} sections, the English version has {len(ours)}"
    for number, (own, other) in enumerate(zip(ours, theirs, strict=False), start=1):
        if len(own) != len(other):
            yield f"section {number} has {len(other)} statements, the English version has {len(own)}"
    said, translated = ("\n".join(itertools.chain.from_iterable(sections)) for sections in (ours, theirs))
    yield from _differences(
        "number", numbers_of(_ordinary(said)), numbers_of(_ordinary(_DECIMAL_COMMA.sub(".", translated)))
    )
    yield from _differences("name", names_of(said), names_of(_ELISION.sub("", translated)))


def _sections(document: Document) -> list[list[str]]:
    """The words of the statements of each section."""
    return [[document.text[start:end] for start, end in section] for section in statements(document)]


def _ordinary(text: str) -> str:
    """A number and the sign or unit glued to it apart, so that 5% and 5 % are one number."""
    return re.sub(r"(?<=\d)(?=[%€$])", " ", text)


def names_of(text: str) -> set[str]:
    """Names that no language changes: a capital inside, a digit, an underscore (SageMaker, ml.p3.2xlarge, top_k)."""
    words = {_PLURAL.sub("", word) for word in words_of(text)}
    return {word for word in words if _is_fixed(word)}


def _is_fixed(word: str) -> bool:
    letters = [character for character in word if character.isalpha()]
    if not letters or _COUNTED.fullmatch(word):
        return False
    inner = any(character.isupper() for character in word[1:]) and any(character.islower() for character in word)
    return "_" in word or any(character.isdecimal() for character in word) or (inner and "-" not in word)


def _differences(what: str, english: set[str], french: set[str]) -> Iterator[str]:
    for found, said in ((english - french, "only in English"), (french - english, "only in French")):
        if found:
            yield f"{what} {said}: {', '.join(_first(sorted(found)))}"


def _first(found: Sequence[str]) -> list[str]:
    rest = len(found) - _MOST_NAMED
    return [*found[:_MOST_NAMED], *([f"and {rest} more"] if rest > 0 else [])]
