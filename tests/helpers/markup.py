"""A page as a tree, read the way a browser reads it, to look into from a test."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(slots=True)
class Node:
    """An element with its attributes, and its text and elements in order."""

    tag: str
    attributes: dict[str, str]
    parts: "list[str | Node]" = field(default_factory=list)

    def children(self) -> "list[Node]":
        return [part for part in self.parts if isinstance(part, Node)]

    def walk(self) -> "Iterator[Node]":
        yield self
        for child in self.children():
            yield from child.walk()

    def all(self, tag: str, **attributes: str) -> "list[Node]":
        """Give the elements inside with this tag and these attributes; a class (`class_`) is one among several."""
        return [node for node in self.walk() if node is not self and node.tag == tag and node.has(attributes)]

    def one(self, tag: str, **attributes: str) -> "Node":
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements: {tag} {attributes}"
        return found[0]

    def has(self, wanted: dict[str, str]) -> bool:
        return all(
            value in self.classes() if name == "class_" else self.attributes.get(name.rstrip("_")) == value
            for name, value in wanted.items()
        )

    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def text(self) -> str:
        """Give all text inside, white space folded."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        return "".join(part if isinstance(part, str) else part._raw() for part in self.parts)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("#document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> where <{self.open[-1].tag}> is open"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def parse(text: str) -> Node:
    """Read a page or a part of one; every element must be closed where it belongs."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].tag}> is never closed"
    return builder.open[0]
