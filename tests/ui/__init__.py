"""Gradio is imported here as the page imports it: without parsing its own sources and writing stubs beside them."""

from __future__ import annotations

from assistant.ui.web.lean import lean_gradio

with lean_gradio():
    import gradio  # noqa: F401
