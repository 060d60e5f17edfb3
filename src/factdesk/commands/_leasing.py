"""Giving a claim of the queue free once it is judged."""

import sqlalchemy as sa
from sqlmodel import col

from factdesk.database.transaction import WriteSession
from factdesk.models import Lease


def free(session: WriteSession, claim_id: int, person_id: int) -> None:
    """Give a claim free if this person holds it."""
    mine = (col(Lease.claim_id) == claim_id, col(Lease.person_id) == person_id)
    session.connection().execute(sa.delete(Lease).where(*mine))
