"""The HTTP interface for programs, asked by schemathesis for whatever its description allows and what it does not.

Every module of schemathesis is imported while the tests are collected. Its plugin has pytest rewrite it, which takes
`ast.parse`; left to the first call, that ran deep in a test beside the server's thread, and Python before 3.11.9 may
then raise "AST constructor recursion depth mismatch" (python/cpython 106905).
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings

from assistant.api import routes
from tests.ui.fake_checker import CheckingAssistant

schemathesis = pytest.importorskip("schemathesis")
for part in ("generation", "specs", "transport"):
    package = importlib.import_module(f"schemathesis.{part}")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)


def test_every_answer_has_a_described_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = FastAPI(title="citeprep", openapi_url="/api/openapi.json")
    routes.add_routes(app, CheckingAssistant())
    monkeypatch.setenv("CITEPREP_DATA", str(tmp_path))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    operations = [one.ok() for one in schema.get_all_operations()]
    assert len(operations) == 6
    for operation in operations:

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(operation.as_strategy())
        def fits(case: Any) -> None:
            assert case.call().status_code in (200, 400, 422, 503)

        fits()
