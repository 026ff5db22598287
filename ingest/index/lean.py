"""Importing Chroma without what a build and a search do not use of it: a quarter of the time of its import.

Chroma compares the signature of each of its methods with that of the method it overrides whenever it is imported, and
loads an exporter of traces over gRPC, which is used only where a collector of traces is set up. Every build imports it
twice, in its own process and in the one that checks. Owns only that; where Chroma has changed, it is imported as it is.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_CHECKS = "overrides.overrides"
_CHECK = "_validate_method"
_EXPORTER = "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"
# Where this is set, Chroma makes an exporter.
_TRACES = "CHROMA_OTEL_COLLECTION_ENDPOINT"


@contextmanager
def lean_chroma() -> Iterator[None]:
    """An import of Chroma inside the block is lean; afterwards every module can be imported as before."""
    checks = _checks()
    check = getattr(checks, _CHECK, None)
    hidden = _EXPORTER not in sys.modules and _TRACES not in os.environ
    if check is not None:
        setattr(checks, _CHECK, lambda *_: None)
    if hidden:
        sys.modules[_EXPORTER] = _no_exporter()
    try:
        yield
    finally:
        if check is not None:
            setattr(checks, _CHECK, check)
        if hidden:
            sys.modules.pop(_EXPORTER, None)


def _checks() -> ModuleType | None:
    """The module that compares signatures; the package has a function of that name in its place."""
    try:
        importlib.import_module(_CHECKS)
    except ImportError:
        return None
    return sys.modules.get(_CHECKS)


def _no_exporter() -> ModuleType:
    module = ModuleType(_EXPORTER)
    setattr(module, "OTLPSpanExporter", None)  # noqa: B010 - mypy knows no such attribute
    return module
