"""Importing Gradio without what the page does not use of it: half of the time before the page answers.

Gradio parses its own source files at every import to write type stubs (.pyi) beside its components, and loads the
client of a protocol that this page does not serve. Neither is part of what it shows. Owns only that; where Gradio has
changed, it is imported as it is.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_STUBS = "gradio.component_meta"
_UNUSED = "mcp"


@contextmanager
def lean_gradio() -> Iterator[None]:
    """Imports of Gradio inside the block are lean; afterwards every module can be imported as before."""
    finder = _WithoutStubs()
    hidden = _UNUSED not in sys.modules and "gradio" not in sys.modules
    sys.meta_path.insert(0, finder)
    if hidden:
        sys.modules[_UNUSED] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
        if hidden and sys.modules.get(_UNUSED, finder) is None:
            del sys.modules[_UNUSED]


class _WithoutStubs(MetaPathFinder):
    """Finds one module as it would be found, and takes the writing of stubs out of it once it is loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """See MetaPathFinder; None for every other module."""
        if fullname != _STUBS:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    """A loader that leaves `create_or_modify_pyi` without work."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the real loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Load the module, then replace the function if it is there."""
        self._loader.exec_module(module)
        if hasattr(module, "create_or_modify_pyi"):
            setattr(module, "create_or_modify_pyi", lambda *_: None)  # noqa: B010 - mypy knows no such attribute
