"""What changed between two moments, on its way out."""

from datetime import datetime

from factdesk.rules.diff import ChangeKind
from factdesk.shapes.base import Shape
from factdesk.vocabulary import Stance


class EvidenceMention(Shape):
    """A piece of evidence that came or went."""

    id: int
    source: str
    title: str
    stance: Stance
    says: str


class ChangeEntry(Shape):
    """One change: what stood before and after, as stored (a statement, a verdict, a level of confidence).

    `evidence` is the piece that was added or withdrawn; a level is None where there was none.
    """

    kind: ChangeKind
    before: str | None
    after: str | None
    evidence: EvidenceMention | None


class ChangedClaim(Shape):
    """A claim with everything that changed about it; its statement and article as at the later moment it stood."""

    ref: str
    article: str
    article_title: str
    statement: str
    changes: list[ChangeEntry]


class ChangesPage(Shape):
    """A page of changed claims. `counted_all` is false where `number` is only the limit that counting stopped at."""

    after: datetime
    before: datetime
    claims: list[ChangedClaim]
    number: int
    counted_all: bool
    next_cursor: str | None


class FeedEntry(ChangedClaim):
    """One event that changed what a claim shows. `author` is None where readers see no name."""

    seq: int
    at: datetime
    author: str | None
