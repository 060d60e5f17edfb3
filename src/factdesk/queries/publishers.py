"""Publishers: a page of them, one with its sources, and what a default reliability would change."""

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import PublisherFilter
from factdesk.errors import NotFound
from factdesk.facts.grades import follows, published_by, regraded
from factdesk.models import Publisher, Source
from factdesk.queries import consequences, sources, visible
from factdesk.shapes.publishers import PublisherDetail, PublisherPage, PublisherRow, Regraded, Regrading
from factdesk.shapes.sources import SourceRow
from factdesk.vocabulary import Reliability

MOST_LISTED = 200
HIGHEST_ID = 2**63 - 1
"""The largest number either engine can be asked for."""


def find(session: ReadSession, viewer: Actor, wanted: PublisherFilter) -> PublisherPage:
    """Give one page of publishers, by name; readers see those of whom they see a source."""
    query = select(Publisher).where(visible.publishers(viewer)).order_by(col(Publisher.name))
    if wanted.cursor is not None:
        query = query.where(col(Publisher.name) > wanted.cursor)
    found = session.exec(query.limit(wanted.limit + 1)).all()
    page = found[: wanted.limit]
    counts = _counts(session, viewer, [row.id for row in page])
    return PublisherPage(
        rows=[_row(row, counts) for row in page],
        next_cursor=page[-1].name if len(found) > len(page) else None,
    )


def get(session: ReadSession, viewer: Actor, publisher_id: int) -> PublisherDetail:
    """Give one publisher; raises NotFound where there is none, or none this viewer may know of."""
    publisher = _one(session, viewer, publisher_id)
    query = select(Source).where(col(Source.publisher_id) == publisher.id, visible.sources(viewer))
    listed = session.exec(query.order_by(col(Source.citekey)).limit(MOST_LISTED)).all()
    return PublisherDetail(
        **_row(publisher, _counts(session, viewer, [publisher.id])).model_dump(),
        listed=[SourceRow(**sources.fields(source, publisher)) for source in listed],
    )


def regrading(session: ReadSession, viewer: Actor, publisher_id: int, default: Reliability | None) -> Regrading:
    """Say what a default would change; never writes."""
    publisher = _one(session, viewer, publisher_id)
    row = _row(publisher, _counts(session, viewer, [publisher.id]))
    standing = published_by(session, publisher.id)
    changing = regraded(standing, default)
    shown = [_regraded(source) for source in changing]
    keeping = [_regraded(source) for source in standing if not follows(source)]
    graded = {source.citekey: default for source in changing if default}
    found = consequences.of_regrading(session, viewer, graded)
    return Regrading(publisher=row, default=default, changing=shown, keeping=keeping, consequences=found)


def _one(session: ReadSession, viewer: Actor, publisher_id: int) -> Publisher:
    known = 0 < publisher_id <= HIGHEST_ID
    query = select(Publisher).where(col(Publisher.id) == publisher_id, visible.publishers(viewer))
    publisher = session.exec(query).first() if known else None
    if publisher is None:
        raise NotFound(f"There is no publisher {str(publisher_id)[:20]} in this register.", place="publisher_id")
    return publisher


def _counts(session: ReadSession, viewer: Actor, ids: list[int]) -> dict[int, int]:
    """Count the sources of some publishers that a viewer sees."""
    query = (
        select(col(Source.publisher_id), sa.func.count())
        .where(col(Source.publisher_id).in_(ids), visible.sources(viewer))
        .group_by(col(Source.publisher_id))
    )
    return {id_: number for id_, number in session.exec(query) if id_ is not None}


def _row(publisher: Publisher, counts: dict[int, int]) -> PublisherRow:
    return PublisherRow(
        id=publisher.id,
        name=publisher.name,
        default_reliability=publisher.default_reliability,
        sources=counts.get(publisher.id, 0),
        version=publisher.version,
    )


def _regraded(source: Source) -> Regraded:
    return Regraded(
        citekey=source.citekey, title=source.title, reliability=source.reliability, why=source.reliability_why
    )
