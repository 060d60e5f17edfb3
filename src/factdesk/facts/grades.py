"""Which sources follow their publisher’s default reliability, and which have a grade with a reason of their own."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from factdesk.models import Source
from factdesk.vocabulary import Reliability


def follows(source: Source) -> bool:
    """Say whether a source follows its publisher: it stands, and has no reason of its own for its grade."""
    return source.withdrawn_at is None and not source.reliability_why


def published_by(session: Session, publisher_id: int) -> Sequence[Source]:
    """Give a publisher's sources that stand, in the order of their citekeys."""
    query = select(Source).where(col(Source.publisher_id) == publisher_id, col(Source.withdrawn_at).is_(None))
    return session.exec(query.order_by(col(Source.citekey))).all()


def regraded(sources: Sequence[Source], default: Reliability | None) -> list[Source]:
    """Give those whose grade a default changes; where the default is taken away, every source keeps its grade."""
    return [source for source in sources if default and follows(source) and source.reliability is not default]
