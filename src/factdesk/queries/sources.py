"""Sources: a page of them, and one with everything that depends on it."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.base import without_controls
from factdesk.drafts.filters import SourceFilter
from factdesk.errors import NotFound
from factdesk.facts.derive import DRAFT, PUBLIC, WITHDRAWN
from factdesk.facts.web import SourceWeb, cited_as, gather_sources
from factdesk.models import Claim, Derivation, Evidence, Posting, Publisher, Source, Term, Tie
from factdesk.queries import visible
from factdesk.queries.matching import COUNT_REACH
from factdesk.shapes.sources import LinkedSource, RelatedSource, SourceDetail, SourcePage, SourceRow, Use

MOST_USES = 500
MOST_TYPED = 12
CHUNK = 200


def find(session: ReadSession, viewer: Actor, wanted: SourceFilter) -> SourcePage:
    """Give one page of sources, in the order of their citekeys."""
    conditions = [visible.sources(viewer), *_conditions(wanted)]
    counted = select(Source.id).where(*conditions).limit(COUNT_REACH + 1).subquery()
    number = session.connection().execute(sa.select(sa.func.count()).select_from(counted)).scalar_one()
    query = select(Source, Publisher).outerjoin(Publisher, col(Publisher.id) == col(Source.publisher_id))
    if wanted.cursor is not None:
        conditions.append(col(Source.citekey) > wanted.cursor)
    found = session.exec(query.where(*conditions).order_by(col(Source.citekey)).limit(wanted.limit + 1)).all()
    page = found[: wanted.limit]
    return SourcePage(
        rows=[SourceRow(**fields(source, publisher)) for source, publisher in page],
        number=min(number, COUNT_REACH),
        counted_all=number <= COUNT_REACH,
        next_cursor=page[-1][0].citekey if len(found) > len(page) else None,
    )


def _may_be_held(text: str) -> bool:
    """Say whether any source may hold a text; PostgreSQL cannot even be asked for one with NUL in it."""
    try:
        without_controls(text)
    except ValueError:
        return False
    return True


def typed(session: ReadSession, viewer: Actor, text: str) -> list[SourceRow]:
    """Give a few sources whose citekey begins with what somebody types, or whose title holds it."""
    text = text.strip()
    if not text or not _may_be_held(text):
        return []
    query = select(Source, Publisher).outerjoin(Publisher, col(Publisher.id) == col(Source.publisher_id))
    alike = col(Source.citekey).istartswith(text, autoescape=True) | col(Source.title).icontains(text, autoescape=True)
    found = session.exec(query.where(alike, visible.sources(viewer)).order_by(col(Source.citekey)).limit(MOST_TYPED))
    return [SourceRow(**fields(source, publisher)) for source, publisher in found]


def get(session: ReadSession, viewer: Actor, citekey: str) -> SourceDetail:
    """Give one source; raises NotFound where there is none, or none this viewer may know of."""
    source = session.exec(select(Source).where(col(Source.citekey) == citekey, visible.sources(viewer))).first()
    if source is None:
        raise NotFound(f"There is no source {citekey[:80]} in this register.", place="citekey")
    children = session.exec(
        select(Derivation, Source)
        .join(Source, col(Source.id) == col(Derivation.source_id))
        .where(
            col(Derivation.parent_id) == source.id,
            col(Derivation.withdrawn_at).is_(None),
            visible.sources(viewer),
        )
        .order_by(col(Source.citekey))
    ).all()
    web = gather_sources(session, [source.id])
    publisher = web.publishers.get(source.publisher_id or 0)
    uses = _uses(session, viewer, source)
    return SourceDetail(
        **fields(source, publisher),
        publisher_id=source.publisher_id,
        derives_from=derives_from(web, source),
        derived_by=[_related(child, row) for row, child in children],
        ties=tied_to(viewer, web, source),
        uses=[Use(ref=c.ref, statement=c.statement, stance=e.stance, says=e.says) for e, c in uses[:MOST_USES]],
        uses_left_out=max(0, len(uses) - MOST_USES),
    )


def linked(
    session: ReadSession, viewer: Actor, citekeys: Collection[str], *, until: int | None = None
) -> Iterator[LinkedSource]:
    """Give the sources of these citekeys and all that they derive from or are tied to, however far away, each once.

    In the order of the citekeys asked for, a few hundred at a time in memory; with `until` as they were after an event.
    """
    asked, given = sorted(citekeys), set[int]()
    for start in range(0, len(asked), CHUNK):
        ids = session.exec(select(Source.id).where(col(Source.citekey).in_(asked[start : start + CHUNK]))).all()
        web = gather_sources(session, set(ids) - given, until)
        for source in sorted(web.sources.values(), key=lambda one: one.citekey):
            if source.id not in given and visible.sees_source(viewer, source):
                known = fields(source, web.publishers.get(source.publisher_id or 0))
                parents, ties = derives_from(web, source), tied_to(viewer, web, source)
                yield LinkedSource(**known, derives_from=parents, ties=ties)
        given |= web.sources.keys()


def _uses(session: ReadSession, viewer: Actor, source: Source) -> Sequence[tuple[Evidence, Claim]]:
    """Give the first pieces of evidence from a source, in the register's order, and one more if there are more."""
    terms = select(Term.id).where(
        col(Term.shelf).in_((PUBLIC, WITHDRAWN, DRAFT)), col(Term.facet) == "source", col(Term.value) == source.citekey
    )
    citing = (
        session.exec(select(Posting.place).where(col(Posting.term_id) == id_).order_by(col(Posting.place))
                     .limit(MOST_USES + 1)).all()
        for id_ in session.exec(terms).all()
    )  # fmt: skip
    query = (
        select(Evidence, Claim)
        .join(Claim, col(Claim.id) == col(Evidence.claim_id))
        .where(col(Claim.place).in_([place for places in citing for place in places]), visible.claims(viewer))
        # + 0 keeps the engine from the index of source_id: it would load every piece of the source to sort them.
        .where(col(Evidence.source_id) + 0 == source.id, col(Evidence.withdrawn_at).is_(None))
        .order_by(col(Claim.place), col(Evidence.id))
        .limit(MOST_USES + 1)
    )
    return session.exec(query).all()


def _conditions(wanted: SourceFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    for column, value in ((Source.kind, wanted.kind), (Source.reliability, wanted.reliability),
                          (Source.lineage, wanted.lineage)):  # fmt: skip
        if value is not None:
            conditions.append(col(column) == value)
    if wanted.publisher is not None:
        named = sa.select(col(Publisher.id)).where(col(Publisher.name) == wanted.publisher)
        conditions.append(col(Source.publisher_id) == named.scalar_subquery())
    return conditions


def fields(source: Source, publisher: Publisher | None) -> dict[str, Any]:
    """Give the fields of a source's shape by name."""
    return {
        **source.model_dump(exclude={"id", "publisher_id", "shown", "event_seq", "withdrawn_at"}),
        "publisher": None if publisher is None else publisher.name,
        "citation": cited_as(source, publisher),
    }


def derives_from(web: SourceWeb, source: Source) -> list[RelatedSource]:
    """Give what a source derives from, as far as the web was gathered."""
    return [_related(web.sources[row.parent_id], row) for row in web.derivations_of.get(source.id, ())]


def tied_to(viewer: Actor, web: SourceWeb, source: Source) -> list[RelatedSource]:
    """Give the sources a source is tied to and this viewer may know of, in the order of their citekeys."""
    others = [
        (web.sources[row.b_id if row.a_id == source.id else row.a_id], row) for row in web.ties_of.get(source.id, ())
    ]
    seen = [_related(other, row) for other, row in others if visible.sees_source(viewer, other)]
    return sorted(seen, key=lambda one: (one.citekey, one.how, one.note or ""))


def _related(source: Source, link: Derivation | Tie) -> RelatedSource:
    return RelatedSource(citekey=source.citekey, title=source.title, how=link.how, note=link.note, version=link.version)
