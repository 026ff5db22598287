"""The nodes of a page's tree beside and below one another.

Owns the steps from node to node. Knows nothing of what elements mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def children(node: LexborNode) -> Iterator[LexborNode]:
    """What lies directly in a node, in order: elements, text, comments."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def elements(node: LexborNode) -> Iterator[LexborNode]:
    """The elements that lie directly in a node, in order."""
    return (child for child in children(node) if child.is_element_node)
