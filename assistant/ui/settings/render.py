"""The settings of the page as HTML: one panel that unfolds. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.markup import Html, element
from assistant.schema import LENGTHS
from assistant.ui.ids import setting_field
from assistant.ui.locale import Labels
from assistant.ui.settings.state import Chosen
from assistant.ui.trouble import status

THEMES = ("system", "light", "dark")
SIZES = ("100", "112.5", "125", "150")
PROVIDERS = ("started", "extractive", "local", "openai", "anthropic", "ollama")


def panel(chosen: Chosen, model_name: str, labels: Labels, *, models: bool, more: Html | None = None) -> Html:
    """All settings; `models`: whether another model may be chosen here. Theme and text size are the browser's.

    `more` stands below them.
    """
    return element(
        "details",
        element(
            "summary",
            element("span", "⚙", aria_hidden="true"),
            element("span", labels("settings.title"), class_="cp-settings-word"),
        ),
        element(
            "div",
            element("div", *_choices(chosen, labels), class_="cp-library-row"),
            *(_models(chosen, model_name, labels) if models else ()),
            more,
            status(chosen.said, alert=chosen.alert),
            class_="cp-settings-body",
        ),
        class_="cp-settings",
        id=setting_field("panel"),
    )


def _choices(chosen: Chosen, labels: Labels) -> Iterator[Html]:
    lengths = [(one, labels(f"settings.length.{one}")) for one in LENGTHS]
    yield _choice("length", lengths, chosen.wishes.length, labels)
    sizes = [(one, labels("settings.percent", n=f"{float(one):g}")) for one in SIZES]
    yield _choice("size", sizes, SIZES[0], labels)
    yield _choice("theme", [(one, labels(f"settings.theme.{one}")) for one in THEMES], THEMES[0], labels)


def _choice(name: str, choices: Sequence[tuple[str, str]], chosen: str, labels: Labels) -> Html:
    options = (element("option", words, value=value, selected=value == chosen) for value, words in choices)
    select = element("select", *options, name=name, id=setting_field(name), data_change=name)
    return element("label", labels(f"settings.{name}.label"), select, class_="cp-inline")


def _models(chosen: Chosen, model_name: str, labels: Labels) -> Iterator[Html]:
    wished = chosen.wishes.model
    provider, _, name = (wished.name if wished else "started").partition(":")
    yield element("h2", labels("settings.model.title"))
    yield element("p", labels("settings.model.now", name=chosen.model_name or model_name), class_="cp-quiet")
    options = (
        element("option", labels(f"settings.model.{one}"), value=one, selected=one == provider) for one in PROVIDERS
    )
    yield element(
        "form",
        element(
            "label",
            labels("settings.model.provider"),
            element("select", *options, name="provider", id=setting_field("provider")),
            class_="cp-inline",
        ),
        _field("name", name, labels),
        _field("address", wished.address if wished else "", labels, placeholder="http://127.0.0.1:8080/v1"),
        _field("key", "", labels, type="password"),
        element("p", labels("settings.model.help"), class_="cp-quiet"),
        element("button", labels("settings.model.test"), type="submit", class_="cp-button"),
        class_="cp-library-row",
        data_form="model",
        data_busy=labels("settings.model.trying"),
    )


def _field(name: str, value: str, labels: Labels, *, type: str = "text", placeholder: str = "") -> Html:
    field = element(
        "input",
        name=name,
        value=value,
        type=type,
        id=setting_field(name),
        placeholder=placeholder or None,
        autocomplete="off" if type != "password" else "new-password",
        spellcheck="false",
        maxlength=500,
    )
    return element("label", labels(f"settings.model.{name}"), field, class_="cp-inline")
