"""The audit chain as readers see it: its head, which every export names and every page's ETag holds."""

from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.models import ChainHead
from factdesk.shapes.facts import Head


def head(session: ReadSession) -> Head:
    """Give the end of the chain."""
    row = session.exec(select(ChainHead).where(col(ChainHead.id) == 1)).one()
    return Head(seq=row.seq, hash=row.hash, at=row.at)
