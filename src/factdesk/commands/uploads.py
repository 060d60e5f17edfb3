"""Files that wait for their import: kept while a person looks at the preview. They are no register content."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.database.transaction import WriteSession
from factdesk.drafts.texts import LARGEST_UPLOAD, UPLOAD_KEPT_FOR
from factdesk.errors import Invalid
from factdesk.models import Upload

MOST_OF_A_PERSON = 5
"""Files kept of one person; one more lets the oldest go."""


def keep(session: WriteSession, actor: Actor, name: str, media_type: str | None, data: bytes) -> str:
    """Keep a file for a day; gives the secret it is asked for by. Files of anybody that are older are dropped.

    Raises Invalid for one that is too large, and for an actor who is no person.
    """
    require(actor, Right.WRITE)
    if actor.id is None:
        raise Invalid("Only a person’s file is kept.")
    if len(data) > LARGEST_UPLOAD:
        raise Invalid(f"{name} is larger than {LARGEST_UPLOAD // 1024 // 1024} MB.", place="file")
    now = datetime.now(UTC)
    mine = col(Upload.person_id) == actor.id
    newest = select(Upload.id).where(mine).order_by(col(Upload.id).desc()).limit(MOST_OF_A_PERSON - 1)
    spared = list(session.exec(newest))
    gone = sa.or_(col(Upload.created_at) < now - UPLOAD_KEPT_FOR, sa.and_(mine, col(Upload.id).not_in(spared)))
    session.connection().execute(sa.delete(Upload).where(gone))
    secret = secrets.token_urlsafe(24)
    kept = Upload(secret=secret, person_id=actor.id, name=name, media_type=media_type, data=data, created_at=now)
    session.add(kept)
    session.flush()
    return secret


def drop(session: WriteSession, actor: Actor, secret: str) -> None:
    """Drop a file of one's own; one that is gone already is no fault."""
    require(actor, Right.WRITE)
    whose = (col(Upload.secret) == secret, col(Upload.person_id) == actor.id)
    session.connection().execute(sa.delete(Upload).where(*whose))
