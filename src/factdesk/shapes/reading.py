"""An article as it reads, with its claims marked in it, on its way out."""

from datetime import datetime

from factdesk.shapes.base import Shape
from factdesk.vocabulary import AnchorState, ClaimType, Confidence, Hedge, ReviewState, Verdict, Visibility


class MarkedClaim(Shape):
    """A claim as its mark and its footnote show it."""

    ref: str
    number: int
    statement: str
    quote: str | None
    paragraph: int | None
    visibility: Visibility
    hedge: Hedge
    type: ClaimType
    verdict: Verdict
    confidence: Confidence | None
    state: ReviewState


class Ending(Shape):
    """The end of a claim's passage, and how that passage was found."""

    ref: str
    state: AnchorState


class Segment(Shape):
    """A stretch of a paragraph that the same claims cover; `ends` are the passages that end with it."""

    text: str
    refs: list[str]
    ends: list[Ending]


class Paragraph(Shape):
    """A paragraph; `start` is the place of its first character in the text, in code points."""

    number: int
    start: int
    segments: list[Segment]


class Quoted(Shape):
    """The words a claim quotes, where the text around them is not shown."""

    ref: str
    words: str
    state: AnchorState


class QuotedParagraph(Shape):
    """The passages that claims quote of one paragraph, in the order of the text."""

    number: int
    quotes: list[Quoted]


class Unplaced(Shape):
    """A claim without a place in the text: its passage was lost, or (`words` is None) it never had one."""

    ref: str
    words: str | None


class Share(Shape):
    """How many sentences stand under claims of one verdict; None: under no claim."""

    verdict: Verdict | None
    sentences: int


class Reading(Shape):
    """A version of an article's text with the marks of its claims.

    `whole` says whether this viewer reads the text; if not, `paragraphs` is empty and `quoted` has the quotes alone.
    `claims` are those the viewer may see, by ref, in article order; `passages` the refs of all passages in the text.
    """

    number: int
    newest: int
    imported_at: datetime
    whole: bool
    paragraphs: list[Paragraph]
    quoted: list[QuotedParagraph]
    unplaced: list[Unplaced]
    claims: dict[str, MarkedClaim]
    passages: list[str]
    coverage: list[Share]
