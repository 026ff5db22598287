"""Corrections in a copy of a note: the file's own text with the chosen ones, and nothing else changed.

Owns where a claim of a document stands in the text of its file (which has marks that the document has not), and what is
written there. Files are read and written elsewhere; the original never is.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.review.aged import dated
from assistant.review.corrections import Edit, edits
from assistant.review.schema import CheckedClaim
from assistant.schema import Citation
from ingest.schema import Document, Lang
from ingest.text.characters import normal_with_places

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt", ".text", ".rst", ".org", ".tex"})
"""Files whose text a copy can be made of; the words of any other lie in a package."""
# What may stand between two words of a sentence in a file and not in its document: emphasis, code, the end of a link.
_MARKS = r"(?:[\s*_`~\\\[\]]|\]\([^)\n]*\))*"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_CLOSING = re.compile(r"[*_`~]*[.!?…;:]?")
_FRAME: dict[Lang, tuple[str, str]] = {
    "fr": (" (Mise à jour{date}\u00a0: «\u00a0{quote}\u00a0», {title}.)", ", {date}"),
    "en": (" (Update{date}: “{quote}”, {title}.)", ", {date}"),
}


@dataclass(frozen=True, slots=True)
class Copy:
    """The text of a copy, the claims whose place in the file was not found, and what changed as a unified diff."""

    text: str
    left: tuple[CheckedClaim, ...] = ()
    diff: tuple[str, ...] = ()


def can_be_copied(uri: str) -> bool:
    """Whether a copy with corrections can be made of a file."""
    return PurePosixPath(uri).suffix.lower() in SUFFIXES


def copy_name(uri: str, lang: Lang) -> str:
    """The name of the copy of a file: "examen-corrige.md"."""
    path = PurePosixPath(uri)
    return f"{path.stem}-{'corrige' if lang == 'fr' else 'corrected'}{path.suffix}"


def decoded(data: bytes) -> str | None:
    """The text of a file as it stands, line ends and mark of order included; None where it is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def corrected_copy(raw: str, document: Document, claims: Sequence[CheckedClaim]) -> Copy:
    """The text of a file with these claims of its document corrected, each where it stands."""
    found: list[Edit] = []
    left: list[CheckedClaim] = []
    for claim in sorted(claims, key=lambda claim: claim.start):
        own = _in_file(raw, document, claim)
        (found.extend(own) if own else left.append(claim))
    text = raw
    for edit in sorted(found, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.new + text[edit.end :]
    lines = difflib.unified_diff(raw.splitlines(), text.splitlines(), "", "", n=0, lineterm="")
    return Copy(text, tuple(left), tuple(line for line in lines if not line.startswith(("---", "+++"))))


def remark(claim: CheckedClaim) -> str:
    """What is written behind a claim where no words of it have others in their place; "" without a correction."""
    citation = claim.correction
    if citation is None:
        return ""
    frame, since = _FRAME[claim.lang]
    date = claim.aged[0].date if claim.aged else citation.as_of
    told = since.replace("{date}", dated(date, claim.lang)) if date else ""
    return frame.replace("{date}", told).replace("{title}", citation.title).replace("{quote}", _one_line(citation))


def _one_line(citation: Citation) -> str:
    """The words on one line, without what would end a cell of a table."""
    subject, words = citation.told
    said = f"{subject}: {words}" if subject else words
    return " ".join(said.replace("|", "/").split()).rstrip(".")


def _in_file(raw: str, document: Document, claim: CheckedClaim) -> list[Edit]:
    """What is written in a file for a claim; nothing where its words are not found there."""
    plain = normal_with_places(raw)
    match = _match(plain.text, document, claim)
    if match is None:
        return []
    changes = edits(claim)
    if not changes:
        said = remark(claim)
        place = plain.place(match.start(), _behind(plain.text, claim, match))[1]
        return [Edit(place, place, said)] if said else []
    placed = [list(_pieces(claim.text, edit, match)) for edit in changes]
    if not all(placed):
        return []
    return [Edit(*plain.place(one.start, one.end), one.new) for one in itertools.chain(*placed)]


def _behind(text: str, claim: CheckedClaim, match: re.Match[str]) -> int:
    """Where a remark on a claim begins: behind its full stop and marks, in its last cell where it is a row."""
    last = len(match.groups())
    if match[last] == "|":
        return match.end(last - 1) if last > 1 else match.start()
    closing = _CLOSING.match(text, match.end())
    return closing.end() if closing and not claim.text.endswith((".", "!", "?", "…")) else match.end()


def _match(text: str, document: Document, claim: CheckedClaim) -> re.Match[str] | None:
    """A claim's words in the text of a file; of several the one that comes as often before as in the document."""
    pattern = re.compile(_MARKS.join(f"({re.escape(token)})" for token in _TOKEN.findall(claim.text)))
    before = sum(1 for found in pattern.finditer(document.text) if found.start() < claim.start)
    return next(itertools.islice(pattern.finditer(text), before, None), None)


def _pieces(said: str, edit: Edit, match: re.Match[str]) -> Iterator[Edit]:
    """A replacement in the words of a claim as one in the file; none where marks stand among the words it replaces."""
    tokens = list(_TOKEN.finditer(said))
    inside = [place for place, token in enumerate(tokens, 1) if edit.start < token.end() and token.start() < edit.end]
    if not inside:
        return
    start, end = match.start(inside[0]), match.end(inside[-1])
    if tokens[inside[0] - 1].start() < edit.start:  # a word is replaced from its middle: "d’" of "de"
        start += edit.start - tokens[inside[0] - 1].start()
    between = (match.string[match.end(a) : match.start(b)] for a, b in itertools.pairwise(inside))
    if all(not gap.strip() for gap in between):
        yield Edit(start, end, edit.new)
