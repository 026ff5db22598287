"""The colours and fonts that Gradio is given; the details are in page.css."""

from __future__ import annotations

import gradio as gr

_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO_FONTS = ("ui-monospace", "Cascadia Code", "Menlo", "Consolas", "monospace")


def build_theme() -> gr.themes.Base:
    """Quiet colours and the system's own fonts; the details are in page.css."""
    theme = gr.themes.Base(font=list(_FONTS), font_mono=list(_MONO_FONTS), radius_size="md", text_size="md")
    return theme.set(
        body_background_fill="#f6f5f1",
        body_background_fill_dark="#13171c",
        body_text_color="#1d2530",
        body_text_color_dark="#e5e9ee",
        body_text_color_subdued="#56606d",
        body_text_color_subdued_dark="#a5afbb",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1b2128",
        background_fill_secondary="#f6f5f1",
        background_fill_secondary_dark="#13171c",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_label_text_color="#1d2530",
        block_label_text_color_dark="#e5e9ee",
        block_title_text_color="#1d2530",
        block_title_text_color_dark="#e5e9ee",
        border_color_primary="#d9d5cb",
        border_color_primary_dark="#36404b",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1b2128",
        input_border_color="#828993",
        input_border_color_dark="#66717e",
        input_border_color_focus="#1d5a7a",
        input_border_color_focus_dark="#8cc4e4",
        input_placeholder_color="#666f7a",
        input_placeholder_color_dark="#97a2ae",
        color_accent="#1d5a7a",
        color_accent_soft="#e4eef4",
        color_accent_soft_dark="#1f3442",
        button_primary_background_fill="#1d5a7a",
        button_primary_background_fill_hover="#174a65",
        button_primary_background_fill_dark="#2a6c8f",
        button_primary_background_fill_hover_dark="#33799e",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_hover="#ecebe5",
        button_secondary_background_fill_dark="#232b34",
        button_secondary_background_fill_hover_dark="#2c3641",
        button_secondary_border_color="#c9c5ba",
        button_secondary_border_color_dark="#44505d",
        button_cancel_background_fill="#a32a22",
        button_cancel_background_fill_hover="#8a221b",
        button_cancel_background_fill_dark="#a83a32",
        button_cancel_text_color="#ffffff",
        link_text_color="#1d5a7a",
        link_text_color_dark="#8cc4e4",
    )
