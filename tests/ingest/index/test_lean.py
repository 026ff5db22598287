"""An import of Chroma leaves out what is not used, and leaves nothing behind of how it did."""

from __future__ import annotations

import sys

import pytest

from ingest.index.lean import _CHECK, _CHECKS, _EXPORTER, _TRACES, lean_chroma


@pytest.fixture(autouse=True)
def _not_imported_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, _EXPORTER, raising=False)
    monkeypatch.delenv(_TRACES, raising=False)


def test_signatures_are_compared_again_after_the_import() -> None:
    with lean_chroma():
        assert getattr(sys.modules[_CHECKS], _CHECK)("nothing", "is", "compared") is None
    with pytest.raises(AttributeError):
        getattr(sys.modules[_CHECKS], _CHECK)("nothing", "is", "compared")


def test_the_exporter_of_traces_is_not_there_during_the_import_only() -> None:
    with lean_chroma():
        assert sys.modules[_EXPORTER].OTLPSpanExporter is None
    assert _EXPORTER not in sys.modules


def test_who_has_a_collector_of_traces_keeps_the_exporter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(_TRACES, "http://localhost:4317")
    with lean_chroma():
        assert _EXPORTER not in sys.modules


def test_a_failed_import_leaves_nothing_behind() -> None:
    with pytest.raises(ImportError), lean_chroma():
        raise ImportError
    assert _EXPORTER not in sys.modules


def test_another_version_of_the_checks_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    lean = sys.modules["ingest.index.lean"]
    monkeypatch.setattr(lean, "_CHECK", "no such function")
    with lean_chroma():
        assert not hasattr(sys.modules[_CHECKS], "no such function")
