"""A saved page gives the article, not the site around it; a hostile page gives an error, not a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.errors import EmptyFile, NestedTooDeep

if TYPE_CHECKING:
    from tests.ingest.conftest import ReadBytes

PAGE = """<!doctype html>
<html lang="en-US"><head><title>Key concepts - Amazon Kinesis</title>
<link rel="canonical" href="https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html">
<style>p { color: red }</style></head>
<body><nav>Guides</nav><header>Sign in</header>
<main><h1>Key concepts</h1>
<p>A <b>shard</b> has 1 &lt; 2 limits_with_names * and costs $0.015.
See <a href="limits.html">the limits</a>.</p>
<ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul>
<table><tr><th>Limit</th><th>Value</th></tr><tr><td>Writes</td><td>a|b</td></tr></table>
<pre><code>def f():
    return 1
</code></pre>
<aside>Feedback?</aside><form>Search</form><script>track()</script></main>
<footer>Privacy</footer></body></html>"""


def test_the_article_is_read_and_the_rest_dropped(read_as: ReadBytes) -> None:
    document = read_as("page.html", PAGE)
    assert document.text == (
        "Key concepts\n\n"
        "A shard has 1 < 2 limits_with_names * and costs $0.015. See the limits.\n\n"
        "- One\n- Two\n  - Three\n\n"
        "| Limit | Value |\n| Writes | a|b |\n\n"
        "def f():\n    return 1"
    )
    source = document.source
    assert (source.title, source.lang) == ("Key concepts", "en")
    assert source.url == "https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html"


def test_a_page_is_known_by_its_content(read_as: ReadBytes) -> None:
    assert "Guides" not in read_as("page.txt", PAGE).text


def test_a_page_without_heading_takes_its_title(read_as: ReadBytes) -> None:
    document = read_as(
        "p.html", "<html><head><title> My  page </title></head><body><p>Le texte des notes.</p></body></html>"
    )
    assert (document.source.title, document.source.lang) == ("My page", "fr")


@pytest.mark.parametrize("count", [1_000, 10_000])
def test_deep_nesting_is_reported(read_as: ReadBytes, count: int) -> None:
    with pytest.raises(NestedTooDeep):
        read_as("deep.html", "<html><body>" + "<div>" * count + "text" + "</div>" * count)


def test_a_page_of_navigation_only_is_empty(read_as: ReadBytes) -> None:
    with pytest.raises(EmptyFile):
        read_as("p.html", "<html><body><nav>Home</nav><script>x()</script></body></html>")
