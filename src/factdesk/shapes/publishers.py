"""Publishers on their way out."""

from factdesk.shapes.base import Shape
from factdesk.shapes.consequences import Consequences
from factdesk.shapes.sources import SourceRow
from factdesk.vocabulary import Reliability


class PublisherRow(Shape):
    """A publisher; its default reliability is None where nobody has graded it as a whole."""

    id: int
    name: str
    default_reliability: Reliability | None
    sources: int
    version: int


class PublisherDetail(PublisherRow):
    """A publisher with the first of its sources, in the order of their citekeys."""

    listed: list[SourceRow]


class PublisherPage(Shape):
    """A page of publishers, by name."""

    rows: list[PublisherRow]
    next_cursor: str | None


class Regraded(Shape):
    """A source with its grade and, where it keeps that one, the reason of its own."""

    citekey: str
    title: str
    reliability: Reliability
    why: str | None


class Regrading(Shape):
    """What a default would do: the sources it would grade anew, those that keep their own grade, and what follows."""

    publisher: PublisherRow
    default: Reliability | None
    changing: list[Regraded]
    keeping: list[Regraded]
    consequences: Consequences
