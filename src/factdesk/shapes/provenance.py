"""The picture of a claim's provenance on its way out: boxes, frames and lines with their words and places."""

from factdesk.shapes.base import Shape
from factdesk.vocabulary import Stance


class Place(Shape):
    """A rectangle of the picture."""

    x: int
    y: int
    width: int
    height: int


class SourceBox(Shape):
    """One source: what its box says in three short lines, and everything in one sentence after another (`name`).

    `stance` is that of its first piece, None where the claim does not cite it. `counting` is `counts` for the piece
    an origin counts through, `with` for one counted with its origin, `not` for all others.
    """

    citekey: str
    title: str
    label: str
    judged: str
    lineage: str
    stance: Stance | None
    counting: str
    name: str
    words: str
    place: Place


class SourceEntry(Shape):
    """A source in the list, with those that repeat it."""

    box: SourceBox
    repeated_by: list["SourceEntry"]


class Frame(Shape):
    """An origin's frame."""

    label: str
    place: Place


class Section(Shape):
    """The sources of one side, or of neither; `origins` has the same as a list, origin by origin."""

    name: str
    title: str
    place: Place
    origins: list[tuple[str, list[SourceEntry]]]


class DrawnLine(Shape):
    """That one source repeats another, or that the two are tied."""

    tie: bool
    word: str
    path: str
    x: int
    y: int


class Picture(Shape):
    """Where a claim's evidence comes from: who repeats whom, origin by origin."""

    width: int
    height: int
    sections: list[Section]
    frames: list[Frame]
    lines: list[DrawnLine]
    boxes: list[SourceBox]
