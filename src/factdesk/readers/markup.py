"""A tree of HTML (or of what an HTML library makes of it) to paragraphs: blocks apart, blanks as a browser shows them.

Headings, list items and quotations are paragraphs; a row of a table is one, its cells parted by a bar.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field

from lxml import etree

CELL_GAP = " | "
LONGEST_CELL = 300
"""Code points. What is longer is laid out by a table, not told by one: its paragraphs are paragraphs."""
_BREAKS = {"br", "lb"}
_CELLS = {"td", "th", "cell"}
_KEPT_AS_TYPED = {"pre", "textarea"}
_UNSEEN = {
    "script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object", "audio", "video",
    "select", "button", "nav",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "hi", "i", "img",
    "graphic", "ins", "kbd", "label", "mark", "q", "ref", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "rb", "acronym", "nobr",
}  # fmt: skip
_SOFT_BLANKS = re.compile(" {2,}")
_LAST_BARS = re.compile(r"(?: \|)+ ?$")
_BLANKS = re.compile("[ \t\r\n\f]+")


@dataclass(slots=True)
class _Writing:
    """The paragraph being written, and those done."""

    done: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    cells: list[bool] = field(default_factory=list)
    typed: int = 0

    @property
    def in_cell(self) -> bool:
        """Whether all of this belongs to one row."""
        return any(self.cells)

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(text if self.typed and not self.in_cell else _BLANKS.sub(" ", text))

    def end(self) -> None:
        """End a paragraph; within a cell, only a word."""
        if self.in_cell:
            self.parts.append(" ")
            return
        lines = "".join(self.parts).split("\n")
        text = "\n".join(line if self.typed else _SOFT_BLANKS.sub(" ", line).strip(" ") for line in lines)
        if text.strip(" \n|"):
            self.done.append(_LAST_BARS.sub("", text).strip("\n"))
        self.parts = []


def paragraphs_of(tree: etree._Element, unseen: Container[str] = frozenset(_UNSEEN)) -> list[str]:
    """Give the paragraphs of a tree in order."""
    writing = _Writing()
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else None
        if event == "start" and (hidden or tag in unseen):
            hidden += 1
        elif event == "start" and tag is not None:
            _enter(writing, element, tag)
            writing.add(element.text)
        elif event == "end" and not hidden and tag is not None:
            _leave(writing, tag)
        if event == "end" and hidden:
            hidden -= 1
        if event != "start" and not hidden and element is not tree:
            writing.add(element.tail)
    writing.end()
    return writing.done


def _enter(writing: _Writing, element: etree._Element, tag: str) -> None:
    if tag in _BREAKS:
        writing.parts.append(" " if writing.in_cell else "\n")
    elif tag in _CELLS:
        writing.cells.append(_is_short(element))
    elif tag not in _INLINE:
        writing.end()
    if tag in _KEPT_AS_TYPED:
        writing.typed += 1


def _leave(writing: _Writing, tag: str) -> None:
    if tag in _CELLS:
        if writing.cells.pop():
            writing.parts.append(CELL_GAP)
        else:
            writing.end()
    elif tag not in _INLINE and tag not in _BREAKS:
        writing.end()
    if tag in _KEPT_AS_TYPED:
        writing.typed -= 1


def _is_short(cell: etree._Element) -> bool:
    length = 0
    for text in cell.itertext():
        length += len(text.strip())
        if length > LONGEST_CELL:
            return False
    return True
