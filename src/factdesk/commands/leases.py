"""Leases: whoever takes a claim from the queue has it alone for a quarter of an hour. No events: nothing is said.

The chain's lock is held from the choice to the commit, so that two people who ask at once never get the same one.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands._records import lock
from factdesk.database.transaction import WriteSession
from factdesk.errors import Forbidden
from factdesk.facts.working import free_for
from factdesk.models import Claim, Lease

HELD_FOR = timedelta(minutes=15)


def take(session: WriteSession, actor: Actor, offered: Iterable[str]) -> str:
    """Give the ref of the first claim offered that the actor can be given, now theirs; "" where there is none.

    `offered` is read only once no other writer can come between. Whatever the actor held before is given back.
    """
    person = _person(actor)
    lock(session)
    now = datetime.now(UTC)
    for ref in offered:
        query = select(Claim.id).where(col(Claim.ref) == ref, *free_for(person, now))
        claim_id = session.exec(query).first()
        if claim_id is not None:
            gone = (col(Lease.person_id) == person) | (col(Lease.until) <= now)
            session.connection().execute(sa.delete(Lease).where(gone))
            session.connection().execute(
                sa.insert(Lease).values(claim_id=claim_id, person_id=person, until=now + HELD_FOR)
            )
            return ref
    return ""


def give_back(session: WriteSession, actor: Actor) -> str:
    """Give free whatever the actor holds; gives the actor's name."""
    person = _person(actor)
    lock(session)
    session.connection().execute(sa.delete(Lease).where(col(Lease.person_id) == person))
    return actor.name


def _person(actor: Actor) -> int:
    """Say who is to hold a claim: only a person can."""
    require(actor, Right.JUDGE)
    if actor.id is None:
        raise Forbidden("To work on the queue needs a person with an account.")
    return actor.id
