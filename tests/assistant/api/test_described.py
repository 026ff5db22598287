"""The HTTP interface for programs, asked by schemathesis for whatever its description allows and what it does not.

Its pytest plugin is not loaded (pyproject.toml), so pytest does not rewrite it: that took `ast.parse` deep in a test
beside the server's thread, where Python before 3.11.9 may raise "AST constructor recursion depth mismatch"
(python/cpython 106905).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings

from assistant.api import routes
from tests.ui.fake_checker import CheckingAssistant


@pytest.mark.slow
def test_every_answer_has_a_described_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schemathesis = pytest.importorskip("schemathesis")
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
