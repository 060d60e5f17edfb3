"""Doing a thing once, however often it is sent: a repeated key gives what came of the first time."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col

from factdesk.access import Actor
from factdesk.commands._records import lock
from factdesk.database.transaction import WriteSession
from factdesk.errors import Clash
from factdesk.models import DoneOnce

KEPT_FOR = timedelta(days=2)
SELDOM = "00"
"""How a key begins, as a digest, with which old ones are looked for: one in 256, as to look through all takes time."""


def once(session: WriteSession, actor: Actor, key: str | None, asked: str, do: Callable[[], str]) -> str:
    """Do it, or give what came of it before under the same key; raises Clash if the key stood for another request.

    Without a key, or without an account to keep it by, it is simply done.
    """
    if not key or actor.id is None:
        return do()
    lock(session)
    key, fingerprint = _digest(key), _digest(asked)  # whatever was sent, and however long
    before = session.get(DoneOnce, (actor.id, key))
    if before is not None:
        if before.asked != fingerprint:
            raise Clash(
                "This was sent before with other contents: reload the page and send it again, a program with a new key."
            )
        return before.result
    result = do()
    now = datetime.now(UTC)
    if key.startswith(SELDOM):
        session.connection().execute(sa.delete(DoneOnce).where(col(DoneOnce.at) < now - KEPT_FOR))
    session.add(DoneOnce(person_id=actor.id, key=key, asked=fingerprint, result=result, at=now))
    session.flush()
    return result


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
