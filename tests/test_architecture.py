"""The shape of the code, held by reading it once: who imports whom, sizes, docstrings.

A rule over all files is one test that names who breaks it: five rules for five hundred files were 2,500 tests, each of
which parsed its file again.
"""

from __future__ import annotations

import ast
import functools
import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ingest", "assistant", "evals")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
HEAVY = set(
    """torch sentence_transformers transformers pypdf pypdfium2 xllamacpp chromadb selectolax langchain
    docx pptx openpyxl lxml langchain_openai bm25s sklearn Stemmer safetensors tokenizers""".split()
)
MOST_LINES = 400


# Which room may import which, from the bottom up: a room names only rooms above it in its table, so that the order of a
# table is the order of the house. A room is a folder, or a file beside the folders. An arrow that is missing here is a
# decision to take, not a line to add in passing: docs/architecture.md, "Imports point one way".
ROOMS: dict[str, dict[str, str]] = {
    "ingest": {
        "schema": "",
        "errors": "",
        "process": "",
        "progress": "",
        "typed": "",
        "command_line": "",
        "environment": "errors",
        "settings": "environment errors schema",
        "text": "schema typed",
        "subjects": "schema text",
        "twins": "schema text",
        "quotable": "schema subjects text",
        "chunk": "schema subjects text",
        "sourcing": "errors schema settings text typed",
        "embedding": "errors schema settings text",
        "readers": "errors process schema settings sourcing text typed",
        "index": "embedding errors process schema settings sourcing text typed",
        "corpus": "errors readers schema settings sourcing text twins typed",
        "fetch": "environment errors progress readers schema settings sourcing typed",
        "library": "errors readers schema settings sourcing text",
        "embedded": "embedding index progress quotable schema",
        "pipeline": "chunk embedded embedding errors fetch index library progress readers schema settings sourcing "
        "text twins",
        "": "pipeline settings",
        "__main__": "command_line corpus embedding environment errors fetch index pipeline progress schema settings",
    },
    "assistant": {
        "schema": "",
        "errors": "",
        "markup": "",
        "formulas": "",
        "records": "errors",
        "settings": "",
        "logistic": "",
        "models": "errors schema settings",
        "health": "errors models settings",
        "checking": "errors logistic models schema settings",
        "asking": "checking errors logistic schema",
        "finding": "asking checking errors logistic schema",
        "arranging": "asking checking finding schema",
        "choosing": "asking checking errors finding logistic schema",
        "review": "asking checking errors finding schema",
        "answering": "arranging asking checking choosing errors finding models review schema settings",
        "practice": "asking checking errors finding formulas logistic records schema",
        "library": "practice",
        "conversations": "errors records schema",
        "serving": "errors",
        "api": "errors practice review schema serving",
        "mcp": "api",
        "ui": "answering api conversations errors formulas library markup practice records review schema serving"
        " settings",
        "": "answering schema",
        "commands": "answering asking checking conversations errors finding health mcp models practice records review"
        " schema serving settings ui",
        "__main__": "commands settings",
    },
    "assistant.checking": {
        "window": "",
        "reading": "",
        "signals": "reading window",
        "findings": "reading signals window",
        "features": "findings reading signals window",
        "reasons": "findings",
        "model": "features",
        "verdict": "features findings model reading reasons signals window",
        "judge": "reasons verdict window",
        "": "judge reading verdict window",
        "opinion": "features findings reading verdict window",
    },
    # What the tabs share stands above them; a tab knows no other, but for what chat and practice lend.
    "assistant.ui": {
        "": "",
        "action": "",
        "ids": "",
        "locale": "",
        "ports": "",
        "quote": "",
        "session": "",
        "text": "",
        "document": "locale",
        "header": "ids locale",
        "running": "session",
        "trouble": "locale",
        "web": "locale",
        "page": "locale ports session",
        "panel": "ids locale",
        "sources": "document ids locale panel quote",
        "wiring": "action ids locale page web",
        "quality": "ids locale page session wiring",
        "settings": "ids locale page ports running session trouble web wiring",
        "library": "document ids locale page running session trouble web wiring",
        "chat": "action ids locale page ports quote running session settings sources text trouble web wiring",
        "data": "chat ids locale settings web",
        "check": "chat ids locale page ports quote running session sources trouble web wiring",
        "audit": "chat ids locale page ports quote running session sources trouble web wiring",
        "practice": "action ids locale page ports running session sources trouble wiring",
        "exam": "action ids locale page ports practice session sources trouble wiring",
        "layout": "action audit chat check data exam header ids library locale page ports practice quality session "
        "settings web wiring",
        "site": "data",
        "serve": "layout site web",
    },
}
MOST_FILES = 15  # modules in a folder, beside its __init__


def parsed(path: Path) -> ast.Module:
    """The tree of a file; Python 3.11 may fail ("AST constructor recursion depth") when it collects meanwhile."""
    gc.disable()
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    finally:
        gc.enable()


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path): path for path in FILES}


@dataclass(frozen=True, slots=True)
class Read:
    """What the rules ask of a file. Its tree is not kept: those of all files are a million objects."""

    lines: int
    documented: bool
    undocumented: tuple[str, ...]  # public functions, classes and methods without a docstring
    imported: frozenset[str]  # names of modules, wherever the import stands; `from package import module` is the module
    imported_first: frozenset[str]  # those of the module's own lines
    prints: tuple[int, ...]  # lines that call print


@functools.cache
def read(path: Path) -> Read:
    """A file, parsed once for all rules."""
    tree = parsed(path)
    nodes = list(ast.walk(tree))
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return Read(
        lines=len(path.read_text(encoding="utf-8").splitlines()),
        documented=bool(ast.get_docstring(tree)),
        undocumented=tuple(name for name, node in public(tree.body) if not ast.get_docstring(node)),
        imported=frozenset(names(nodes)),
        imported_first=frozenset(names(tree.body)),
        prints=tuple(call.lineno for call in calls if call.func.id == "print"),  # type: ignore[attr-defined]
    )


def names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The modules that these nodes import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            named = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from {name if name in MODULES else node.module for name in named}


def imports(path: Path) -> frozenset[str]:
    """What a file imports, anywhere in it."""
    return read(path).imported


def public(body: list[ast.stmt], of: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    """The functions and classes that others may use, and the methods of those classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{of}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


@functools.cache
def arrows() -> Mapping[str, set[str]]:
    """Which of our modules each of our modules imports."""
    return {name: {other for other in imports(path) if other in MODULES} - {name} for name, path in MODULES.items()}


def circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """The strongly connected components of more than one node (Tarjan)."""
    found: list[set[str]] = []
    number: dict[str, int] = {}
    least: dict[str, int] = {}
    path: list[str] = []

    def visit(node: str) -> None:
        number[node] = least[node] = len(number)
        path.append(node)
        for other in graph.get(node, ()):
            if other not in number:
                visit(other)
            if other in path:
                least[node] = min(least[node], least[other])
        if least[node] == number[node]:
            at = path.index(node)
            if len(path) - at > 1:
                found.append(set(path[at:]))
            del path[at:]

    for node in graph:
        if node not in number:
            visit(node)
    return found


def room(name: str, house: str) -> str | None:
    """The room of a module in a house; "" is the house's own __init__, None elsewhere."""
    if name == house:
        return ""
    return name.removeprefix(f"{house}.").split(".")[0] if name.startswith(f"{house}.") else None


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a", "d"}}) == [{"b", "c"}]
    assert circles({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": set()}) == []


def test_no_module_imports_itself_through_others() -> None:
    """Imports inside functions and for types count: who reads the one must read the other."""
    assert circles(arrows()) == []


@pytest.mark.parametrize("house", ROOMS)
def test_rooms_are_entered_from_above(house: str) -> None:
    table = {name: set(below.split()) for name, below in ROOMS[house].items()}
    seen: set[str] = set()
    for name, below in table.items():
        assert below <= seen, f"{name} may import {below - seen}, which does not stand above it in the table"
        seen.add(name)
    wrong = []
    for name, others in arrows().items():
        here = room(name, house)
        if here is None:
            continue
        assert here in table, f"{house}.{here} is a new room: say in ROOMS what it may import"
        # The house's own __init__ lends names to everyone outside it; inside it counts as a room.
        for other in others:
            there = room(other, house)
            if there is not None and there != here and there not in table[here]:
                wrong.append(f"{name} -> {other}")
    assert wrong == []


TABS_OF_THE_PAGE = sorted((ROOT / "assistant" / "ui").glob("*/tab.py"))


@pytest.mark.parametrize("path", TABS_OF_THE_PAGE, ids=lambda path: path.parent.name)
def test_a_tab_holds_components_and_wiring_only(path: Path) -> None:
    """No state, no handlers, no HTML: a tab's one class may hold its components, and none of it catches errors."""
    tree = parsed(path)
    assert [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name != "_Parts"] == []
    assert not any(isinstance(node, ast.Try) for node in ast.walk(tree))
    assert not {name for name in imports(path) if name in ("logging", "threading", "dataclasses", "json")}


def test_only_tabs_and_wiring_know_gradio() -> None:
    """What happens and how it looks needs no Gradio: it is tested without one."""
    known = {name for name, path in MODULES.items() if "gradio" in {one.split(".")[0] for one in imports(path)}}
    shared = {"layout", "page", "wiring", "serve", "site.calls", "site.whole", "web.theme"}
    tabs = {f"{path.parent.name}.tab" for path in TABS_OF_THE_PAGE}
    assert known == {f"assistant.ui.{name}" for name in shared | tabs}


@pytest.mark.parametrize("folder", ["ingest", "assistant", "evals", "tests"])
def test_folders_are_small(folder: str) -> None:
    by_folder = Counter(path.parent for path in (ROOT / folder).rglob("*.py") if path.name != "__init__.py")
    assert {str(path): count for path, count in by_folder.items() if count > MOST_FILES} == {}


def test_the_evaluation_needs_nothing_of_the_page() -> None:
    asked = {to for name, others in arrows().items() if name.startswith("evals") for to in others}
    assert {name for name in asked if room(name, "assistant") == "ui"} == set()


def test_imports_point_one_way() -> None:
    forbidden = {
        "ingest": {"assistant", "evals", "app", "gradio"},
        "assistant": {"evals", "app"},
        "evals": {"app", "gradio"},
    }
    wrong = {
        name: {other.split(".")[0] for other in imports(path)} & forbidden[name.split(".")[0]]
        for name, path in MODULES.items()
    }
    assert {name: others for name, others in wrong.items() if others} == {}


def test_heavy_libraries_are_imported_inside_functions() -> None:
    wrong = {
        name: {other.split(".")[0] for other in read(path).imported_first} & HEAVY for name, path in MODULES.items()
    }
    assert {name: others for name, others in wrong.items() if others} == {}


def test_chromadb_is_known_to_one_file() -> None:
    assert [module(path) for path in FILES if any(n.split(".")[0] == "chromadb" for n in imports(path))] == [
        "ingest.index.vectors"
    ]


def test_gradio_is_known_to_the_page_only() -> None:
    knowing = {module(path) for path in FILES if any(n.split(".")[0] == "gradio" for n in imports(path))}
    assert all(name.startswith("assistant.ui") for name in knowing)
    assert "assistant.ui.chat.render" not in knowing


@pytest.mark.parametrize("name", ["ingest/schema.py", "ingest/errors.py", "assistant/schema.py", "assistant/errors.py"])
def test_values_and_errors_need_the_standard_library_only(name: str) -> None:
    allowed = {"__future__", "bisect", "collections", "dataclasses", "typing", "hashlib", "ingest"}
    assert {n.split(".")[0] for n in imports(ROOT / name)} <= allowed


def test_files_are_short_and_say_what_they_own() -> None:
    assert {name: read(path).lines for name, path in MODULES.items() if read(path).lines > MOST_LINES} == {}
    assert [name for name, path in MODULES.items() if not read(path).documented] == []


def test_public_functions_classes_and_methods_are_documented() -> None:
    assert {name: read(path).undocumented for name, path in MODULES.items() if read(path).undocumented} == {}


def test_only_command_lines_print() -> None:
    printing = {name: read(path).prints for name, path in MODULES.items() if path.name != "__main__.py"}
    assert {name: lines for name, lines in printing.items() if lines} == {}
