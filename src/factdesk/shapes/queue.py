"""The work queue on its way out: its lists, their claims with who is at work on them, and pieces to be checked."""

from datetime import datetime

from factdesk.shapes.base import Shape
from factdesk.shapes.claims import ClaimRow, EvidencePiece, Excerpt


class Assigned(Shape):
    """That somebody is asked to judge a claim. `mine`: it is the viewer."""

    id: int
    person: str
    by: str
    message: str | None
    due_on: str | None
    created_at: datetime
    mine: bool


class Held(Shape):
    """Who is at work on a claim just now, and until when nobody else gets it. `mine`: it is the viewer."""

    person: str
    until: datetime
    mine: bool


class QueueRow(Shape):
    """A claim on a list: as the register shows it, how far its review has come, and who is at it.

    `reviews_in` counts the reviews of an open blind round as well, which only the queue may do.
    """

    claim: ClaimRow
    hits: list[tuple[int, int]]
    excerpts: list[Excerpt]
    reviews_in: int
    reviews_required: int
    assigned: list[Assigned]
    held: Held | None


class ListCount(Shape):
    """How many claims a list has; `counted_all` is false where counting stopped."""

    name: str
    number: int
    counted_all: bool


class QueuePage(Shape):
    """A page of one list, and the numbers of all."""

    chosen: str
    counts: list[ListCount]
    rows: list[QueueRow]
    next_cursor: str | None


class Waiting(Shape):
    """How many claims of a list the viewer could be given, and who holds the claim that is looked at."""

    left: int
    counted_all: bool
    held: Held | None


class CheckPiece(Shape):
    """A piece of evidence to be compared with its source, and the claim it speaks of."""

    ref: str
    statement: str
    article: str
    article_title: str
    piece: EvidencePiece


class Checks(Shape):
    """The next piece to be compared, if there is one, and how many there are in all."""

    next: CheckPiece | None
    number: int
    counted_all: bool
