"""What of a saved page is its content: where the prose is, not what the tags are called.

Owns the judgement, element by element: a menu is links, a cookie notice or a feedback box says in its class what it
is, a widget is buttons, a sentence is content wherever it stands. What holds the page's title or much of its prose is
never dropped. Knows nothing of what becomes of the content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import NestedTooDeep
from ingest.readers.html.tree import children, elements

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Elements whose text nobody reads as such.
NEVER = frozenset(
    """script style noscript template iframe object embed head svg canvas audio video select input textarea datalist
    option colgroup col map area link meta title base track source param progress meter""".split()
)
BLOCKS = frozenset(
    """address article aside blockquote body center details dd dialog div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr
    ul caption search hgroup""".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# What its author took back.
STRUCK = frozenset("del s strike".split())
MAX_DEPTH = 150

# Words in an element's class or id that name a part of the site: dropped, or dropped where it has little prose.
_SITE = frozenset(
    """cookie cookies consent gdpr feedback helpful newsletter subscribe breadcrumb breadcrumbs pagination paginator
    pager navbar nav navigation menu toc tableofcontents share sharing social search skip skiplink masthead
    editsection editlink comments respond catlinks navbox navfooter noprint prompt taglist tagcloud modal
    popup lightbox""".split()
)
_SOFT = frozenset(
    "sidebar sidenav banner promo advert ads edit colophon copyright legal meta metadata byline footer".split()
)
# Words that are used inside content too ("panel-header"): what is called so is dropped where it is links or buttons.
_USED_FOR_BOTH = frozenset(
    "header topbar related recommended tags categories rail widget toolbar actions prev next previous".split()
)
_CALLOUT = re.compile(
    r"\b(?:admonition|callout|alert|note|tip|warning|caution|important|notice|infobox|information-macro|panel|hint)"
    r"(?:s|block|box)?\b",
    re.IGNORECASE,
)
_TOGGLE = re.compile(r"accordion|collaps|expand|toggle|faq", re.IGNORECASE)
_DROPPED_ROLES = frozenset("navigation search menu menubar toolbar dialog alertdialog tablist".split())
_ID_NAMES_A_PART = frozenset("div ul ol header footer aside nav form table span".split())
_TOKEN = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_SENTENCE = re.compile(r"[.!?…:»”\"][)\]\"'”’]*\Z")
# Share of a page's prose from which an element is content, and from which it is although its name says otherwise.
_MUCH, _MOST = 0.4, 0.6
_LINKS = 0.5
# Characters of the label over a list of links, words of the shortest aside that says something.
_LONGEST_LABEL, _FEWEST_WORDS = 40, 3


@dataclass(slots=True)
class Weight:
    """What an element holds: characters of text, of them in links and in sentences; and what it is made of."""

    text: int = 0
    words: int = 0
    link: int = 0
    prose: int = 0
    links: int = 0
    inner_links: int = 0
    controls: int = 0
    titles: int = 0
    linked_titles: int = 0
    heading: bool = False
    solid: bool = False
    inline: str = ""
    blocks: bool = False

    def add(self, other: Weight) -> None:
        """Take in what a child holds."""
        self.text += other.text
        self.words += other.words
        self.link += other.link
        self.prose += other.prose
        self.links += other.links
        self.inner_links += other.inner_links
        self.controls += other.controls
        self.titles += other.titles
        self.linked_titles += other.linked_titles
        self.heading |= other.heading
        self.solid |= other.solid
        self.blocks |= other.blocks


class Content:
    """The judgement of one page; `root` is the element that its content lies in."""

    def __init__(self, body: LexborNode, uri: str) -> None:
        self._uri = uri
        self._weights: dict[int, Weight] = {}
        self.total = self._weigh(body, 0)
        self.seen_title = not self.total.titles
        self.root = self._root(body)

    def weight(self, node: LexborNode) -> Weight:
        """What an element holds."""
        return self._weights.get(node.mem_id) or Weight()

    def is_furniture(self, node: LexborNode) -> bool:
        """Whether an element is part of the site around the content, or a thing to click on."""
        tag, attributes = node.tag or "", node.attributes
        if tag in NEVER:
            return True
        if tag not in BLOCKS and tag not in ("span", "a") and "-" not in tag:
            return False
        weight = self.weight(node)
        if weight.titles and (weight.prose or weight.titles == self.total.titles):
            return False
        if not self.total.titles and weight.linked_titles == self.total.linked_titles == 1:
            return False
        role = (attributes.get("role") or "").lower()
        if role in _DROPPED_ROLES or tag in ("nav", "dialog", "search"):
            return True
        tokens = _tokens(tag, attributes)
        much = _MOST if tokens & _SITE or tag == "footer" or _is_called(node, "footer") else _MUCH
        if self.total.prose and weight.prose >= much * self.total.prose:
            return False
        if tokens & _SITE and not weight.solid and weight.prose < max(600, weight.text * 0.9):
            return True
        return tag not in ("span", "a") and self._has_little_to_say(node, tag, role, tokens, weight)

    def is_menu(self, node: LexborNode) -> bool:
        """Whether an element is nothing but links."""
        weight = self.weight(node)
        return weight.links > 1 and not weight.prose and weight.link >= 0.8 * weight.text

    def title_outside(self, body: LexborNode) -> LexborNode | None:
        """The page's title where it stands outside of the element that holds the content."""
        if self.weight(self.root).titles or self.total.titles != 1:
            return None
        return next((node for node in body.css("h1") if self.weight(node).titles), None)

    def is_prose(self, node: LexborNode) -> bool:
        """Whether there are sentences in an element."""
        weight = self.weight(node)
        return weight.prose > 0 or _is_prose(weight.inline)

    def _has_little_to_say(self, node: LexborNode, tag: str, role: str, tokens: set[str], weight: Weight) -> bool:
        dense = weight.text > 0 and weight.link >= _LINKS * weight.text
        if weight.solid or tag in HEADINGS or tag in ("p", "li", "dd", "dt", "td", "th", "tr", "summary"):
            return False
        if _CALLOUT.search(node.attributes.get("class") or "") or role == "note":
            return False
        if _is_contents(weight):
            return True
        if not self.seen_title and not weight.prose and (dense or not weight.heading):
            return True
        if tag == "footer" or role == "contentinfo" or _is_called(node, "footer"):
            return not weight.prose or not _is_in(node, ("article", "main", "blockquote"))
        if tag == "header" or role == "banner":
            return not weight.prose and (dense or not weight.heading)
        if tag == "aside" or role == "complementary":
            few = weight.words < _FEWEST_WORDS
            return (
                dense or (few and not weight.prose) or (bool(tokens & (_SOFT | _USED_FOR_BOTH)) and _is_links(weight))
            )
        if tag == "form":
            return not weight.prose
        if weight.controls and not weight.heading and not weight.prose and weight.text <= 120:
            return True
        if tag in ("div", "section") and not weight.blocks and weight.links >= 2 and weight.link >= 0.8 * weight.text:
            return True
        linked = weight.link > 0.3 * weight.text
        named = tokens & _SOFT and (not weight.prose or linked)
        both = tokens & _USED_FOR_BOTH and (linked or weight.controls) and not weight.prose
        return bool(named or both) and (not weight.heading or _is_links(weight))

    def _weigh(self, node: LexborNode, depth: int) -> Weight:
        if depth > MAX_DEPTH:
            raise NestedTooDeep("The page's elements are nested too deeply.", source=self._uri)
        weight = Weight()
        inline: list[str] = []
        for child in children(node):
            if child.is_text_node:
                text = child.text_content or ""
                inline.append(text)
                weight.text += len(text.strip())
                weight.words += len(text.split())
            elif child.is_element_node:
                self._weigh_child(child, depth, weight, inline)
        self._settle(node, weight, "".join(inline))
        self._weights[node.mem_id] = weight
        return weight

    def _weigh_child(self, child: LexborNode, depth: int, weight: Weight, inline: list[str]) -> None:
        tag = child.tag or ""
        if tag in NEVER:
            weight.controls += tag in ("input", "select", "textarea")
            return
        below = self._weigh(child, depth + 1)
        weight.add(below)
        if tag in BLOCKS:
            weight.blocks = True
        elif not below.blocks:
            inline.append(below.inline)

    def _settle(self, node: LexborNode, weight: Weight, inline: str) -> None:
        """What the element is by itself, once its children are known."""
        tag = node.tag or ""
        if tag == "a":
            weight.link = weight.text
            if any(character.isalnum() for character in inline):  # else the anchor of a heading
                weight.links += 1
                weight.inner_links += (node.attributes.get("href") or "").startswith("#")
        elif tag == "button":
            weight.controls += not _opens_text(node)
            weight.text = weight.link = 0
            inline = ""
        elif tag in ("pre", "table", "math", "img", "figure", "details", "dl"):
            weight.solid = tag != "table" or weight.link < _LINKS * max(1, weight.text)
        elif tag in HEADINGS:
            weight.heading = bool(weight.text)
            if tag == "h1" and weight.text:
                weight.titles = int(weight.link < weight.text)
                weight.linked_titles = 1 - weight.titles
        elif tag in BLOCKS and _is_prose(inline) and weight.link < 0.6 * max(1, weight.text):
            weight.prose += len(inline.strip())
        weight.inline = inline if tag not in BLOCKS else ""

    def _root(self, body: LexborNode) -> LexborNode:
        """The one `main` where it holds the title or most of the prose, else the innermost element that holds all."""
        mains = [node for node in body.css("main, [role=main]") if self.weight(node).text]
        if len(mains) == 1:
            weight = self.weight(mains[0])
            if weight.titles or weight.prose >= 0.5 * self.total.prose:
                return self._innermost(mains[0])
        return self._innermost(body)

    def _innermost(self, node: LexborNode) -> LexborNode:
        """Down while one child holds whatever is not furniture; what stands before the title and is no prose goes."""
        while True:
            children = [child for child in elements(node) if self.weight(child).text and not self.is_furniture(child)]
            titled = [child for child in children if self.weight(child).titles]
            if len(titled) == 1:
                place = children.index(titled[0])
                children = [
                    child
                    for number, child in enumerate(children)
                    if number >= place or self.weight(child).prose or self.weight(child).heading
                ]
            own_text = any(text.strip() for text in _texts(node))
            if len(children) != 1 or own_text or children[0].tag not in ("div", "main", "section", "article", "form"):
                return node
            node = children[0]


def _opens_text(button: LexborNode) -> bool:
    """Whether a button shows a part of the page, as the question of a toggle does."""
    attributes = button.attributes
    names = ("aria-controls", "aria-expanded", "data-bs-target", "data-target")
    return any(name in attributes for name in names) or bool(_TOGGLE.search(attributes.get("class") or ""))


def _is_links(weight: Weight) -> bool:
    """Whether there are links and hardly anything beside them."""
    return weight.links > 0 and not weight.prose and weight.text - weight.link <= _LONGEST_LABEL


def _is_contents(weight: Weight) -> bool:
    """A list of links into the page itself, with its own title at most."""
    beside = weight.text - weight.link
    return 0 < weight.links == weight.inner_links and weight.blocks and not weight.prose and beside <= _LONGEST_LABEL


def _is_prose(text: str) -> bool:
    words = text.split()
    return len(words) >= 12 or (len(words) >= 5 and bool(_SENTENCE.search(words[-1])))


def _tokens(tag: str, attributes: dict[str, str | None]) -> set[str]:
    """The words of an element's classes, and of its id where that can name a part of the site."""
    classes = attributes.get("class") or ""
    names = classes.split()
    if tag in _ID_NAMES_A_PART and "section" not in names and attributes.get("id"):
        names.append(attributes.get("id") or "")
    if tag not in _ID_NAMES_A_PART and tag not in HEADINGS and tag not in ("section", "a", "p"):
        return set()
    return {token.lower() for name in names for token in _TOKEN.findall(name)}


def _is_called(node: LexborNode, word: str) -> bool:
    """Whether an element's id, or one of its classes, is this word or ends with it ("site-footer")."""
    names = [node.attributes.get("id") or "", *(node.attributes.get("class") or "").split()]
    return any(name.lower() == word or name.lower().endswith(f"-{word}") for name in names)


def _is_in(node: LexborNode, tags: tuple[str, ...]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


def _texts(node: LexborNode) -> list[str]:
    return [child.text_content or "" for child in children(node) if child.is_text_node]
