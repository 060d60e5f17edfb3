"""`factdesk verify`: walks the audit chain and checks every row and everything that is derived against it.

What it covers is said table by table in `covering`; nothing is drawn as a sample or compared by sums. Problems come in
the order of the chain, so the first names the first bad entry. What it cannot catch: an operator who rewrites the rows,
every event and every hash, unless a head from before was kept; give that as `kept_head`.
"""

import re
from collections.abc import Generator, Iterator
from enum import Enum, auto

from factdesk.database.transaction import ReadSession
from factdesk.errors import Invalid
from factdesk.queries.verification import basis, derived, links, past, rows
from factdesk.queries.verification.rows import UNREADABLE


def problems(session: ReadSession, *, kept_head: str | None = None) -> Iterator[str]:
    """Give each thing that is wrong in one sentence; nothing if the register verifies.

    `kept_head` is a head hash from an earlier export, or its first 12 digits or more; raises Invalid for anything
    else, because a shorter one fits by chance.
    """
    if kept_head is not None:
        kept_head = kept_head.strip().lower()
        if not re.fullmatch("[0-9a-f]{12,64}", kept_head):
            raise Invalid("A head is 12 to 64 digits from 0 to 9 and a to f.", place="head")
    if (yield from _told("The audit chain", links.problems(session, kept_head))) is _Found.UNREADABLE:
        return
    if (yield from _told("The register", rows.problems(session))) is not _Found.NOTHING:
        yield "What follows from the rows was not compared, because rows were changed."
        return
    if (yield from _told("The derivation version", basis.problems(session))) is not _Found.NOTHING:
        yield "What follows from the rows was not compared, because it is not known by which version it was derived."
        return
    if (yield from _told("What follows from the rows", derived.problems(session))) is not _Found.NOTHING:
        yield "The past of the claims was not compared, because what follows from the rows was changed."
        return
    yield from _told("The past of the claims", past.problems(session))


def not_compared(session: ReadSession) -> Iterator[str]:
    """Say in one sentence each what could not be checked, because this program derives it differently."""
    yield from basis.not_compared(session)


class _Found(Enum):
    """What one part of the check came to."""

    NOTHING = auto()
    PROBLEMS = auto()
    UNREADABLE = auto()


def _told(what: str, problems: Iterator[str]) -> Generator[str, None, _Found]:
    """Pass problems on; values that cannot even be read are one of them."""
    found = _Found.NOTHING
    try:
        for problem in problems:
            found = _Found.PROBLEMS
            yield problem
    except UNREADABLE as cause:
        yield f"{what} cannot be read on from here: {' '.join(str(cause).split())[:200]}."
        return _Found.UNREADABLE
    return found
