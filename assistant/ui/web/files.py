"""The scripts and style sheets of this folder, as Gradio takes them.

Owns which file is which, nothing of what they do: each says so at its top. They only do what must happen in the
browser: raise events for what is clicked, bring the cited words into view, copy, download, remember the language. No
request is made by any of them. `make lint-page` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources

from assistant.ui.locale import load_labels
from ingest.schema import LANGS

STYLES = ("page.css", "kept.css", "practice.css", "check.css", "quality.css", "library.css", "settings.css")


def script(*names: str) -> str:
    """Scripts of a component, one after the other: they share names (`element`, `trigger`, `watch` are Gradio's)."""
    return "\n".join(_read(f"{name}.js") for name in names)


def function(name: str, *given: object, shared: Sequence[str] = ()) -> str:
    """A function that runs at an event of the page; with values `given`, what the file makes of them (JSON).

    What the files `shared` declare is known to it.
    """
    source = f"({_read(f'{name}.js').rstrip()}\n)"
    source = f"{source}({', '.join(json.dumps(value) for value in given)})" if given else source
    return f"(() => {{\n{script(*shared)}\nreturn {source};\n}})()" if shared else source


def language_function() -> str:
    """After a change of language: the document's language and title are the new ones, and remembered."""
    return function("language", {lang: load_labels(lang)("page.title") for lang in LANGS})


def css() -> str:
    """The style sheets, in the order in which they build on each other."""
    return "\n".join(_read(name) for name in STYLES)


def _read(name: str) -> str:
    return resources.files("assistant.ui.web").joinpath(name).read_text(encoding="utf-8")
