"""Pieces of evidence to be compared with their source, one after the other in the register's order."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from factdesk.access import Actor, Right, require
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import Sort
from factdesk.drafts.queue import CheckFilter
from factdesk.facts.derive import origins_of
from factdesk.facts.gather import gather
from factdesk.models import Article, Claim, Evidence, Source
from factdesk.queries import cursors, evidence
from factdesk.queries.matching import COUNT_REACH, Matching, match, places
from factdesk.queries.ordering import slice_of
from factdesk.shapes.queue import CheckPiece, Checks

BATCH = 50


def find(session: ReadSession, viewer: Actor, wanted: CheckFilter) -> Checks:
    """Give the next piece that matches, and how many do; counting stops at COUNT_REACH claims."""
    require(viewer, Right.ADD_EVIDENCE)
    matching = match(session, viewer, wanted.of_claims())
    number, counted_all = _count(session, matching, wanted)
    evidence_id = _next(session, matching, wanted)
    found = None if evidence_id is None else _piece(session, viewer, evidence_id)
    return Checks(next=found, number=number, counted_all=counted_all)


def piece(session: ReadSession, viewer: Actor, evidence_id: int) -> CheckPiece | None:
    """Give one piece as it is shown to be compared, None where there is none."""
    require(viewer, Right.ADD_EVIDENCE)
    return _piece(session, viewer, evidence_id)


def _conditions(wanted: CheckFilter) -> list[sa.ColumnElement[bool]]:
    """Give the conditions on a piece and its source; those on the claim are the register's."""
    found = [
        col(Evidence.support_check) == wanted.support,
        *(col(row.withdrawn_at).is_(None) for row in (Evidence, Claim, Article, Source)),
    ]
    for column, value in ((Evidence.stance, wanted.stance), (Source.citekey, wanted.source),
                          (Source.reliability, wanted.reliability)):  # fmt: skip
        if value is not None:
            found.append(col(column) == value)
    return found


def _pieces(columns: Sequence[Any], wanted: CheckFilter) -> sa.Select[Any]:
    query = sa.select(*columns).select_from(Evidence).join(Claim, col(Claim.id) == col(Evidence.claim_id))
    query = query.join(Article, col(Article.id) == col(Claim.article_id))
    return query.join(Source, col(Source.id) == col(Evidence.source_id)).where(*_conditions(wanted))


def _count(session: ReadSession, matching: Matching, wanted: CheckFilter) -> tuple[int, bool]:
    if matching.impossible():
        return 0, True
    reached = places(matching).limit(COUNT_REACH + 1).subquery()
    claims = session.connection().execute(sa.select(sa.func.count()).select_from(reached)).scalar_one()
    query = _pieces([sa.func.count()], wanted).where(col(Claim.place).in_(sa.select(reached.c.place)))
    return session.connection().execute(query).scalar_one(), claims <= COUNT_REACH


def _next(session: ReadSession, matching: Matching, wanted: CheckFilter) -> int | None:
    """Find the first piece after the one the filter names, claim by claim."""
    after = session.get(Evidence, wanted.cursor) if wanted.cursor is not None else None
    start = session.get_one(Claim, after.claim_id).place if after is not None else None
    cursor = None if start is None else cursors.write(Sort.ARTICLE, [max(0, start - 1)])
    while True:
        part = slice_of(session, matching, cursor=cursor, limit=BATCH)
        query = _pieces([col(Evidence.id)], wanted).where(col(Claim.place).in_(part.places))
        if after is not None:
            query = query.where((col(Claim.place) > start) | (col(Evidence.id) > after.id))
        found = session.scalars(query.order_by(col(Claim.place), col(Evidence.id)).limit(1)).first()
        cursor = part.next_cursor
        if found is not None or cursor is None:
            return found


def _piece(session: ReadSession, viewer: Actor, evidence_id: int) -> CheckPiece | None:
    row = session.get(Evidence, evidence_id)
    if row is None:
        return None
    facts = gather(session, [row.claim_id])[0]
    shown = evidence.pieces(viewer, facts, origins_of(facts))
    return CheckPiece(
        ref=facts.claim.ref,
        statement=facts.claim.statement,
        article=facts.article.slug,
        article_title=facts.article.title,
        piece=next(one for one in shown if one.id == evidence_id),
    )
