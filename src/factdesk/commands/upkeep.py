"""Upkeep: making the indexes again where a register came in without them; finding out whether it can be written."""

from datetime import UTC, datetime

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands._index import index_as_kept
from factdesk.commands._records import lock
from factdesk.database.transaction import WriteSession
from factdesk.facts.snapshots import CHUNK
from factdesk.models import Claim, DoneOnce


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


def try_to_write(session: WriteSession) -> None:
    """Write something and take it back: where nothing can be stored the commit raises Unwritable."""
    trial = DoneOnce(person_id=0, key="", asked="", result="", at=datetime.now(UTC))  # what is as it was is not written
    session.add(trial)
    session.flush()
    session.delete(trial)
