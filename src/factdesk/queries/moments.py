"""Moments of the register: which event was the last one then. Event times never run backwards but may be equal."""

from datetime import UTC, datetime

from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.drafts.moments import end_of, in_words, moment_of
from factdesk.errors import Invalid
from factdesk.models import Event
from factdesk.queries import chain
from factdesk.rules.chain import FIRST
from factdesk.shapes.facts import Head


def head_at(session: ReadSession, asked: str, name: str = "as_of") -> Head:
    """Give the end of the chain as it was at a moment, which its time says; number 0 before the first event.

    Raises Invalid, naming the filter, for a day that has not begun (UTC): nobody knows what the register will show.
    """
    moment = moment_of(asked)
    present = chain.head(session)
    if moment > end_of(max(datetime.now(UTC), present.at).date()):
        raise Invalid(f"{name}: {in_words(asked)} lies in the future.", place=name)
    query = select(Event.seq, Event.hash).where(col(Event.at) <= moment)
    found = session.exec(query.order_by(col(Event.at).desc(), col(Event.seq).desc()).limit(1)).first()
    seq, hash_ = found or (0, FIRST)
    return Head(seq=seq, hash=hash_, at=moment)
