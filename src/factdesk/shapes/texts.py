"""Texts of articles on their way out, with the passages of claims in them."""

from datetime import datetime
from typing import Literal

from factdesk.shapes.base import Shape
from factdesk.vocabulary import AnchorState


class TextVersion(Shape):
    """A version of an article's text without the text: its sizes, and how many passages were found in which state."""

    number: int
    imported_at: datetime
    media_type: str
    sha256: str
    words: int
    paragraphs: int
    passages: dict[AnchorState, int]


class QuoteSelector(Shape):
    """A passage by its words and the words around it (https://www.w3.org/TR/annotation-model/#text-quote-selector)."""

    type: Literal["TextQuoteSelector"]
    exact: str
    prefix: str
    suffix: str


class PositionSelector(Shape):
    """A passage by its place in code points, end excluded (TextPositionSelector of the same model)."""

    type: Literal["TextPositionSelector"]
    start: int
    end: int


class TextAnchor(Shape):
    """A passage of a claim in a version of a text; lost, it has no position."""

    ref: str
    passage: int
    state: AnchorState
    score: int
    settled: bool
    selector: list[QuoteSelector | PositionSelector]


class TextDetail(TextVersion):
    """A version of an article's text, whole, with the passages of the article's claims in text order."""

    text: str
    anchors: list[TextAnchor]


class TextPair(Shape):
    """A version's text, and the text of the version before, if there is one."""

    number: int
    before: str | None
    text: str


class ForeseenPassage(Shape):
    """What would become of a passage: the words looked for, and the words at the place that was found."""

    ref: str
    passage: int
    state: AnchorState
    score: int
    quote: str
    found: str | None


class Foreseen(Shape):
    """What a text would be to an article: its version's number, or the newest one's own text again."""

    slug: str
    title: str
    number: int
    new: bool
    before: str | None
    passages: list[ForeseenPassage]


class Waiting(Shape):
    """A file that waits for its import."""

    name: str
    media_type: str | None
    data: bytes
