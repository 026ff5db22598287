"""Names and addresses from a learner's files in Markdown exports: shown, never read as markup."""

from __future__ import annotations

import pytest

from assistant.review.markdown import is_address, link, plain, shown


def test_punctuation_is_escaped_and_lines_are_joined() -> None:
    assert plain("<img src=x>\n*a* [b] | `c`") == r"\<img src=x\> \*a\* \[b\] \| \`c\`"


def test_a_link_ends_where_it_should() -> None:
    assert link("a]b.md", "https://x.y/a_(b)") == r"[a\]b.md](https://x.y/a_%28b%29)"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://x.y/ onload=1", 'https://x.y/"><script>', "", "notes.md"]
)
def test_what_is_no_address_is_text(url: str) -> None:
    assert not is_address(url)
    assert link("<b>.md", url) == r"\<b\>.md"
    assert shown(url, "<img onerror=1>.md") == r"\<img onerror=1\>.md"
