"""Upkeep: computing again whatever follows from the register's content, after the program came to do so differently."""

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands._index import settle
from factdesk.commands._records import lock
from factdesk.database.transaction import WriteSession
from factdesk.facts.snapshots import CHUNK
from factdesk.facts.terms import EVERY
from factdesk.models import Claim, Evidence, Gist, Review, Term

NEWEST_FACET = "compared"
"""The last facet brought in of which every claim has a term: change it with whatever claims must be settled for."""


def is_behind(session: WriteSession) -> bool:
    """Say whether some claims were last settled by a program from before the newest facet, or from before the gists."""
    if not _any(session, Gist.place) and (_any(session, Evidence.id) or _any(session, Review.id)):
        return True
    query = select(sa.func.coalesce(sa.func.sum(Term.claims), 0))
    every, newest = (session.exec(query.where(col(Term.facet) == facet)).one() for facet in (EVERY, NEWEST_FACET))
    return every != newest


def _any(session: WriteSession, key: int) -> bool:
    return session.exec(select(key).limit(1)).first() is not None


def settle_all(session: WriteSession, actor: Actor) -> int:
    """Compute everything derived of every claim again; gives the number of claims. No event: no content changes."""
    require(actor, Right.LOAD_REGISTER)
    lock(session)
    last = number = 0
    query = select(Claim.id).order_by(col(Claim.id)).limit(CHUNK)
    while ids := session.exec(query.where(col(Claim.id) > last)).all():
        settle(session, ids, None)
        last, number = ids[-1], number + len(ids)
    return number
