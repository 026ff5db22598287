"""Whose a document of the library is: by its uri, so that nothing has to be kept in step with it. Pure.

On a server that asks for names each learner has a library of their own, in a folder "@name" of the library's folder: no
collection is called so. Documents that are in no library (the project's, a teacher's corpus) are everybody's.
"""

from __future__ import annotations

from ingest.library.records import ROOT

NOBODY = "?"
"""No user is called so: it sees what is everybody's, and has no library."""
_MARK = "@"


def root_for(owner: str) -> str:
    """With what the uris of a library begin; `owner` is "" where nobody signs in."""
    return f"{ROOT}/{_MARK}{owner}" if owner else ROOT


def is_owners(folder: str) -> bool:
    """Whether a folder in the library's folder is a learner's whole library, and no collection."""
    return folder.startswith(_MARK)


def owner_of(uri: str) -> str | None:
    """Whose a document is: "" is who uses this machine alone; None: everybody's."""
    root, _, below = uri.partition("/")
    if root != ROOT:
        return None
    first = below.partition("/")[0]
    return first.removeprefix(_MARK) if is_owners(first) else ""


def visible(uri: str, owner: str) -> bool:
    """Whether a learner may see a document."""
    return owner_of(uri) in (None, owner)
