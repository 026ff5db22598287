"""What elements of a page say of themselves: callouts, titles in attributes, pictures that show nothing."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.readers.html.elements import is_callout, is_callout_name, is_decoration, opens_block, own_title


def first(html: str, selector: str) -> LexborNode:
    node = LexborHTMLParser(f"<body>{html}</body>").css_first(selector)
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("note", True), ("awsui-alert", True), ("alert-info", True), ("admonition warning", True), ("tip_box", True),
        ("admonitionblock", True), ("Important", True), ("CAUTION", True), ("information-macro", True),
        ("notebook", False), ("footnote", False), ("important-ish", True), ("tooltip", False), ("annotation", False),
        ("", False), ("content", False),
    ],
)  # fmt: skip
def test_the_name_of_a_callout(name: str, said: bool) -> None:
    assert is_callout_name(name) is said


@pytest.mark.parametrize(
    ("html", "selector", "said"),
    [
        ('<div class="note">a</div>', "div", True),
        ('<aside class="admonition tip">a</aside>', "aside", True),
        ('<blockquote class="warning">a</blockquote>', "blockquote", True),
        ('<div role="alert">a</div>', "div", True),
        ('<section role="note">a</section>', "section", True),
        ('<p role="note">a</p>', "p", False),
        ('<span class="note">a</span>', "span", False),
        ('<div class="notebook">a</div>', "div", False),
        ("<div>a</div>", "div", False),
        ('<div class>a</div>', "div", False),
    ],
)  # fmt: skip
def test_callouts(html: str, selector: str, said: bool) -> None:
    assert is_callout(first(html, selector)) is said


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ('<awsui-expandable header="Before you begin"><p>a</p></awsui-expandable>', "Before you begin"),
        ('<my-tab label="Console">a</my-tab>', "Console"),
        ('<my-tab title="Console"><p>a</p></my-tab>', "Console"),
        ('<my-tab title="a tooltip">a</my-tab>', ""),
        ('<my-tab header="" label="Second">a</my-tab>', "Second"),
        ("<my-tab>a</my-tab>", ""),
    ],
)
def test_the_title_of_an_element_with_a_name_of_its_own(html: str, title: str) -> None:
    assert own_title(first(html, "body > *")) == title


def test_an_element_of_html_has_no_title_of_its_own() -> None:
    assert own_title(first('<div header="x" title="y"><p>a</p></div>', "div")) == ""


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<my-box><p>a</p></my-box>", True),
        ("<my-box>words</my-box>", False),
        ('<my-box header="T">words</my-box>', True),
        ("<fieldset><p>a</p></fieldset>", True),
        ("<fieldset>words</fieldset>", False),
        ("<span><p>a</p></span>", False),
    ],
)
def test_elements_that_stand_on_lines_of_their_own(html: str, said: bool) -> None:
    assert opens_block(first(html, "body > *")) is said


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<img alt="">', True),
        ('<img role="presentation" alt="words">', True),
        ('<img role="none">', True),
        ('<img width="16" height="16" alt="icon">', True),
        ('<img width="32" height="32">', True),
        ('<img width="33" height="16">', False),
        ('<img alt="A diagram of the pipeline">', False),
        ("<img>", False),
        ('<span><math><mi>x</mi></math></span><img alt="x">', True),
        ("<p>text</p><img alt='x'>", False),
    ],
)
def test_pictures_that_show_nothing(html: str, said: bool) -> None:
    assert is_decoration(first(html, "img")) is said
