"""Files that wait for their import, each for the person who sent it alone."""

from datetime import UTC, datetime

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.database.transaction import ReadSession
from factdesk.drafts.texts import UPLOAD_KEPT_FOR
from factdesk.errors import NotFound
from factdesk.models import Upload
from factdesk.shapes.texts import Waiting


def get(session: ReadSession, viewer: Actor, secret: str) -> Waiting:
    """Give a file of one's own. Raises NotFound where it is somebody else's, too old, or imported already."""
    require(viewer, Right.WRITE)
    query = select(Upload).where(
        col(Upload.secret) == secret,
        col(Upload.person_id) == viewer.id,
        col(Upload.created_at) >= datetime.now(UTC) - UPLOAD_KEPT_FOR,
    )
    found = session.exec(query).first() if "\x00" not in secret else None
    if found is None:
        raise NotFound("This file is no longer kept: it was imported, dropped, or waited for more than a day.")
    return Waiting(name=found.name, media_type=found.media_type, data=found.data)
