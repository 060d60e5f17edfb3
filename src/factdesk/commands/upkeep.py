"""Upkeep: making the indexes again for a register that came in without them."""

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands._index import index_as_kept
from factdesk.commands._records import lock
from factdesk.database.transaction import WriteSession
from factdesk.facts.snapshots import CHUNK
from factdesk.models import Claim


def index_all(session: WriteSession, actor: Actor) -> int:
    """Make the indexes of every claim again from what is kept of it; gives the number of claims. No event."""
    require(actor, Right.LOAD_REGISTER)
    lock(session)
    last = number = 0
    query = select(Claim.id).order_by(col(Claim.id)).limit(CHUNK)
    while ids := session.exec(query.where(col(Claim.id) > last)).all():
        index_as_kept(session, ids)
        last, number = ids[-1], number + len(ids)
    return number
