"""By what the register was derived, against the events that derived it anew; and what cannot be compared for it."""

from collections.abc import Iterator
from itertools import pairwise

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts import basis
from factdesk.models import ClaimPast, Event, RegisterBasis
from factdesk.rules import basis as rules

DERIVED = "register.derive"


def problems(session: ReadSession) -> Iterator[str]:
    """Check that each change of the basis is that of an event, and each such event changed it."""
    kept = {row.from_seq: row.model_dump(exclude={"from_seq"})
            for row in session.exec(select(RegisterBasis).order_by(col(RegisterBasis.from_seq)))}  # fmt: skip
    told = {event.seq: (event.payload or {}).get("derived", {})
            for event in session.exec(select(Event).where(col(Event.action) == DERIVED))}  # fmt: skip
    if kept.keys() != {0, *told}:
        yield "The versions by which the register was derived are not those of its events."
        return
    for (_, before), (seq, after) in pairwise(kept.items()):
        if (told[seq].get("from"), told[seq].get("to")) != (before, after):
            yield f"The versions by which the register was derived before and since event {seq} are not those it tells."


def not_compared(session: ReadSession) -> Iterator[str]:
    """Say what this program cannot compute again, because it was derived by what this program does not have."""
    now, ours = basis.at(session), rules.PRESENT
    if now != ours:
        parts = zip(now._fields, now, ours, strict=True)
        listed = ", ".join(f"{name} {kept} (this program has {own})" for name, kept, own in parts if kept != own)
        yield (
            f"Not compared is what follows by {listed}: `factdesk migrate` or `factdesk serve` must derive it anew, "
            "or is doing so."
        )
    for row, until in _spans(session):
        if rules.weights_of(basis.at(session, row.from_seq)) is None and until is not None:
            here = (col(ClaimPast.from_seq) < until) & (col(ClaimPast.until_seq) > row.from_seq)
            number = session.exec(select(sa.func.count()).select_from(ClaimPast).where(here)).one()
            yield (
                f"What {number:,} claims showed before event {until} was derived by weights {row.weights} and rules "
                f"{row.rules}, which this program no longer has: it cannot be computed again."
            )


def _spans(session: ReadSession) -> Iterator[tuple[RegisterBasis, int | None]]:
    """Give each basis with the event that ended it, None for the present one."""
    rows = session.exec(select(RegisterBasis).order_by(col(RegisterBasis.from_seq))).all()
    yield from zip(rows, [*(row.from_seq for row in rows[1:]), None], strict=True)
