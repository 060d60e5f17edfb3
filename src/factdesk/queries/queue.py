"""The work queue: its lists as filters of the register, and what of a list somebody can still be given."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import RELEVANCE_REACH, ClaimFilter, Sort
from factdesk.drafts.queue import QueueFilter, QueueList
from factdesk.facts.working import free_for, not_judged_by
from factdesk.models import Article, Claim, Lease, Person
from factdesk.queries import assignments, cursors, excerpts, facets, rows
from factdesk.queries.matching import COUNT_REACH, Matching, count, match, places
from factdesk.queries.ordering import slice_of
from factdesk.shapes.facets import Facet
from factdesk.shapes.queue import Held, ListCount, QueuePage, QueueRow, Waiting

BATCH = 200

OTHERS = (QueueList.UNASSIGNED, QueueList.SECOND, QueueList.SPLIT)
"""Lists that want somebody who has not judged the claim yet; on the others whoever judged it may look again."""


def find(session: ReadSession, viewer: Actor, wanted: QueueFilter) -> QueuePage:
    """Give one page of a list, and how many claims each list has; raises Invalid for a cursor that is none of ours."""
    require(viewer, Right.JUDGE)
    counts = [_count(session, viewer, wanted, one) for one in QueueList]
    list_ = wanted.list or (QueueList.MINE if counts[0].number else QueueList.UNASSIGNED)
    matching = _matching(session, viewer, wanted, list_)
    counted_all = next(one.counted_all for one in counts if one.name == list_)
    part = slice_of(session, replace(matching, few_found=counted_all), cursor=wanted.cursor, limit=wanted.limit)
    return QueuePage(
        chosen=list_,
        counts=counts,
        rows=_rows(session, viewer, matching, part.places),
        next_cursor=part.next_cursor,
    )


def sidebar(session: ReadSession, viewer: Actor, wanted: QueueFilter, list_: str) -> list[Facet]:
    """Give the filters with the number of claims each value leaves on a list."""
    narrowed, also = _narrowed(viewer, wanted, QueueList.of(list_))
    return facets.find(session, viewer, narrowed, also)


def offered(session: ReadSession, viewer: Actor, wanted: QueueFilter, at: str | None = None) -> Iterator[str]:
    """Give the refs of a list that a person can be given, in its order, beginning after the claim they are at.

    They are at the one named, else at the one they hold; at the end of the list it goes on from the beginning.
    """
    require(viewer, Right.JUDGE)
    list_ = QueueList.of(wanted.list or find(session, viewer, wanted).chosen)
    matching = _matching(session, viewer, wanted, list_)
    claim = _at(session, viewer, at)
    for found in _walk(session, matching, claim):
        query = select(Claim.place, Claim.ref).where(col(Claim.place).in_(found), *_open(viewer, list_))
        refs = dict(session.exec(query).all())
        yield from (refs[place] for place in found if place in refs)


def waiting(session: ReadSession, viewer: Actor, wanted: QueueFilter, ref: str) -> Waiting:
    """Give how many claims of a list a person could be given now, this one included, and who holds this one."""
    require(viewer, Right.JUDGE)
    list_ = wanted.list or QueueList.UNASSIGNED
    matching = _matching(session, viewer, wanted, list_)
    number = 0
    if not matching.impossible():
        found = places(matching).subquery()
        query = sa.select(col(Claim.id)).where(col(Claim.place) == found.c.place, *_open(viewer, list_))
        counted = query.limit(COUNT_REACH + 1).subquery()
        number = session.connection().execute(sa.select(sa.func.count()).select_from(counted)).scalar_one()
    claim_id = session.exec(select(Claim.id).where(col(Claim.ref) == ref)).first()
    held = _held(session, viewer, [claim_id]) if claim_id is not None else {}
    return Waiting(
        left=min(number, COUNT_REACH), counted_all=number <= COUNT_REACH, held=next(iter(held.values()), None)
    )


def _narrowed(
    viewer: Actor, wanted: QueueFilter, list_: QueueList
) -> tuple[ClaimFilter, Mapping[str, Sequence[str]] | None]:
    """Give a list as a filter of the register and further facets."""
    if list_ is QueueList.MINE:
        return wanted, {"assigned": [viewer.name]}
    if list_ is QueueList.DUE:
        today = datetime.now(UTC).date()
        return wanted.model_copy(update={"due": min(wanted.due or today, today)}), None
    return wanted, {"queue": [str(list_)]}


def _matching(session: ReadSession, viewer: Actor, wanted: QueueFilter, list_: QueueList) -> Matching:
    return match(session, viewer, *_narrowed(viewer, wanted, list_))


def _count(session: ReadSession, viewer: Actor, wanted: QueueFilter, list_: QueueList) -> ListCount:
    number, counted_all = count(session, _matching(session, viewer, wanted, list_))
    return ListCount(name=list_, number=number, counted_all=counted_all)


def _open(viewer: Actor, list_: QueueList) -> list[sa.ColumnElement[bool]]:
    """Give the conditions for a viewer to be given a claim of a list: where a further opinion is needed, a new one."""
    free = free_for(viewer.id or 0, datetime.now(UTC))
    return [*free, not_judged_by(viewer.id or 0)] if list_ in OTHERS else free


def _at(session: ReadSession, viewer: Actor, ref: str | None) -> Claim | None:
    """Load the claim a person is at."""
    if ref is not None:
        return session.exec(select(Claim).where(col(Claim.ref) == ref)).first()
    return session.exec(select(Claim).join(Lease, col(Lease.claim_id) == col(Claim.id))
                        .where(col(Lease.person_id) == (viewer.id or 0))).first()  # fmt: skip


def _walk(session: ReadSession, matching: Matching, claim: Claim | None) -> Iterator[list[int]]:
    """Give the places of a list, some at a time: from behind a claim to the end, then from the beginning."""
    if claim is None:
        yield from _pages(session, matching, None)
        return
    if matching.wanted.sort is Sort.RELEVANCE:
        reach = slice_of(session, matching, cursor=None, limit=RELEVANCE_REACH).places
        behind = reach.index(claim.place) + 1 if claim.place in reach else 0
        yield [*reach[behind:], *reach[:behind]]
        return
    yield from _pages(session, matching, _cursor_at(claim, matching.wanted.sort))
    yield from _pages(session, matching, None)


def _pages(session: ReadSession, matching: Matching, cursor: str | None) -> Iterator[list[int]]:
    while True:
        part = slice_of(session, matching, cursor=cursor, limit=BATCH)
        yield part.places
        cursor = part.next_cursor
        if cursor is None:
            return


def _cursor_at(claim: Claim, sort: Sort) -> str:
    """Give the cursor of the page that begins after a claim."""
    keys: dict[Sort, list[Any]] = {
        Sort.NEWEST: [claim.changed_at],
        Sort.SUREST: [claim.doubt_rank],
        Sort.UNSUREST: [claim.confidence_rank],
    }
    return cursors.write(sort, [*keys.get(sort, []), claim.place])


def _rows(session: ReadSession, viewer: Actor, matching: Matching, found: Sequence[int]) -> list[QueueRow]:
    query = select(Claim.ref, Claim.id, Claim.reviews_in, Article.reviews_required).join(
        Article, col(Article.id) == col(Claim.article_id)
    )
    known = {row[0]: row for row in session.exec(query.where(col(Claim.place).in_(found)))}
    ids = [row[1] for row in known.values()]
    asked, held = assignments.open_on(session, viewer, ids), _held(session, viewer, ids)
    return [
        QueueRow(
            claim=entry.row,
            hits=entry.hits,
            excerpts=entry.excerpts,
            reviews_in=known[entry.row.ref][2],
            reviews_required=known[entry.row.ref][3],
            assigned=asked.get(known[entry.row.ref][1], []),
            held=held.get(known[entry.row.ref][1]),
        )
        for entry in excerpts.add(session, rows.load(session, found), matching.phrases)
    ]


def _held(session: ReadSession, viewer: Actor, claim_ids: Collection[int]) -> dict[int, Held]:
    """Give who is at work on some claims just now, by claim."""
    query = select(Lease, Person.name).join(Person, col(Person.id) == col(Lease.person_id))
    now = datetime.now(UTC)
    return {
        lease.claim_id: Held(person=name, until=lease.until, mine=lease.person_id == viewer.id)
        for lease, name in session.exec(query.where(col(Lease.claim_id).in_(claim_ids), col(Lease.until) > now))
    }
