"""The shape of the code, held by reading it: who imports whom, sizes, docstrings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ingest", "assistant", "evals")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
HEAVY = set(
    """torch sentence_transformers transformers pypdf xllamacpp chromadb selectolax markdownify langchain
    langchain_openai bm25s sklearn Stemmer safetensors tokenizers""".split()
)
MOST_LINES = 400


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path: Path, *, top_level_only: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=module)
def test_imports_point_one_way(path: Path) -> None:
    own = module(path).split(".")[0]
    forbidden = {
        "ingest": {"assistant", "evals", "app", "gradio"},
        "assistant": {"evals", "app"},
        "evals": {"app", "gradio"},
    }[own]
    assert not {name.split(".")[0] for name in imports(path)} & forbidden


@pytest.mark.parametrize("path", FILES, ids=module)
def test_heavy_libraries_are_imported_inside_functions(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path, top_level_only=True)} & HEAVY


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
    allowed = {"__future__", "bisect", "dataclasses", "typing", "hashlib", "ingest"}
    assert {n.split(".")[0] for n in imports(ROOT / name)} <= allowed


@pytest.mark.parametrize("path", FILES, ids=module)
def test_files_are_short_and_say_what_they_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    assert ast.get_docstring(ast.parse(text)), "a module docstring says what the file owns"


@pytest.mark.parametrize("path", FILES, ids=module)
def test_public_functions_and_classes_are_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not bare


@pytest.mark.parametrize("path", [p for p in FILES if p.name != "__main__.py"], ids=module)
def test_only_command_lines_print(path: Path) -> None:
    calls = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call))
    assert not [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]
