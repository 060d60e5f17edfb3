"""What would follow from a withdrawal or a new grade, claim by claim."""

from factdesk.shapes.base import Shape
from factdesk.vocabulary import Confidence


class Reckoned(Shape):
    """What a claim's evidence comes to: origins for and against, computed confidence, and the gap to the reviewers'."""

    supports: int
    disputes: int
    level: Confidence | None
    number: int | None
    gap: int | None


class Consequence(Shape):
    """A claim with what its evidence comes to now, and what it would come to."""

    ref: str
    statement: str
    draft: bool
    before: Reckoned
    after: Reckoned


class Consequences(Shape):
    """The claims that would lose or gain an origin or change their level, in the register's order.

    Before sources are graded anew, those of which only the number would move are listed with them.

    `number` counts them all, `listed` holds the first; of `looked_at` claims that rest on what changes, `slight` would
    change only the number within their level. `not_looked_at` counts those beyond the limit; it is exact unless
    `counted_all` is false.
    """

    listed: list[Consequence]
    number: int
    slight: int
    looked_at: int
    not_looked_at: int
    counted_all: bool
