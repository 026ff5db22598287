"""What the page's HTML may hold, checked with the standard parser: used by the render tests."""

from __future__ import annotations

from html.parser import HTMLParser

TAGS = frozenset(
    "a article aside b blockquote br button code dd del details div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header"
    " i img input ins label legend li mark nav ol p pre q section span strong summary table tbody td th thead tr"
    " ul".split()
)
ATTRIBUTES = frozenset(
    "alt class id role lang dir type tabindex title href target rel data-act data-value data-text data-done"
    " data-current data-run data-focus data-form data-change data-go data-step data-none data-tip src"
    " placeholder disabled for name value maxlength autocomplete aria-label aria-hidden aria-busy aria-current"
    " aria-live aria-expanded aria-controls scope data-choice checked".split()
)


class Page(HTMLParser):
    """Collects tags, attributes and text; text as a reader sees it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.open: list[str] = []
        self.marked = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("br", "img", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self.open:
            self.marked += data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Attributes of the elements of this name that have these attributes."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [found for name, found in self.tags if name == tag and wanted.items() <= found.items()]


def assert_safe(html: str) -> Page:
    """Only known tags and attributes, balanced; links lead to the web or into the page, pictures are in it."""
    page = Page(html)
    assert page.open == []
    for tag, attributes in page.tags:
        assert tag in TAGS, tag
        assert set(attributes) <= ATTRIBUTES, (tag, attributes)
        href = attributes.get("href", "#")
        assert href.startswith(("#", "https://", "http://")), href
        # Nothing is fetched from anywhere: a picture is inside of the page.
        assert ("src" in attributes) == (tag == "img"), (tag, attributes)
        assert attributes.get("src", "data:image/png;base64,").startswith("data:image/png;base64,"), attributes
    return page
