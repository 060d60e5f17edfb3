"""Keeping the counts of failed sign-ins. They are no register content, so they append no event."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from factdesk.database.transaction import WriteSession
from factdesk.database.upsert import put
from factdesk.facts.snapshots import table_of
from factdesk.models import SignInCount
from factdesk.rules.attempts import WINDOW, Count

KNOWN_FOR = timedelta(days=365)
"""How long an address is known after somebody signed in from it."""


def store(session: WriteSession, counts: Mapping[str, Count]) -> None:
    """Store counts by their key, as seconds since 1970, and let go of those that count no longer."""
    table = table_of(SignInCount)
    now = datetime.now(UTC)
    old = table.c.since < now - timedelta(seconds=WINDOW), table.c.known.is_(False)
    session.connection().execute(sa.delete(table).where(*old))
    session.connection().execute(sa.delete(table).where(table.c.since < now - KNOWN_FOR))
    put(session, table, [
        {"key": key, "failed": count.failed, "since": datetime.fromtimestamp(count.since, UTC), "known": count.known}
        for key, count in counts.items()
    ])  # fmt: skip
