"""`factdesk verify`: walks the audit chain and checks every row, derived column and kept count against it.

Problems come in the order of the chain, so the first names the first bad entry. What it cannot catch: an operator
who rewrites the rows, every event and every hash, unless a head from before was kept; give that as `kept_head`.
"""

from collections.abc import Iterator

from factdesk.database.transaction import ReadSession
from factdesk.queries.verification import derived, links, rows


def problems(session: ReadSession, *, kept_head: str | None = None) -> Iterator[str]:
    """Give each thing that is wrong in one sentence; nothing if the register verifies.

    `kept_head` is a head hash from an earlier export, or its first 12 digits or more.
    """
    yield from links.problems(session, kept_head)
    rows_hold = True
    for problem in rows.problems(session):
        rows_hold = False
        yield problem
    if rows_hold:
        yield from derived.problems(session)
    else:
        yield "What follows from the rows was not computed again, because the rows do not hold."
