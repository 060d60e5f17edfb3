"""Claims: a page of the register, all that match, and one claim whole."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import ClaimFilter, ClaimPage
from factdesk.errors import NotFound
from factdesk.facts.derive import origins_of, standing_of
from factdesk.facts.gather import ClaimFacts, gather
from factdesk.models import Claim
from factdesk.queries import evidence, excerpts, history, rows, visible
from factdesk.queries.matching import count, match, places
from factdesk.queries.ordering import all_places, slice_of
from factdesk.shapes import claims as shapes

CHUNK = 200


def find(session: ReadSession, viewer: Actor, wanted: ClaimPage) -> shapes.ClaimPage:
    """Give one page of the register; raises Invalid for a cursor that is none of ours."""
    matching = match(session, viewer, wanted)
    number, counted_all = count(session, matching)
    part = slice_of(session, replace(matching, few_found=counted_all), cursor=wanted.cursor, limit=wanted.limit)
    found = rows.load(session, part.places)
    return shapes.ClaimPage(
        rows=excerpts.add(session, found, matching.phrases),
        number=number,
        counted_all=counted_all,
        total=matching.every.claims,
        next_cursor=part.next_cursor,
    )


def every(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> Iterator[shapes.ClaimDetail]:
    """Give all claims that match, whole, a few hundred at a time in memory."""
    matching = match(session, viewer, wanted)
    ordered = iter(all_places(session, matching))
    while chunk := list(islice(ordered, CHUNK)):
        ids = dict(session.exec(select(Claim.place, Claim.id).where(col(Claim.place).in_(chunk))).all())
        gathered = {facts.claim.place: facts for facts in gather(session, list(ids.values()))}
        people = evidence.reviewers(session, gathered.values())
        events = history.lives(session, gathered.values())
        for place in chunk:
            yield _detail(viewer, gathered[place], people, events, neighbours=(None, None))
        session.expunge_all()


def matching_refs(session: ReadSession, viewer: Actor, wanted: ClaimFilter, among: Sequence[str]) -> set[str]:
    """Say which of some claims match."""
    matching = match(session, viewer, wanted)
    if matching.impossible():
        return set()
    reached = places(matching).subquery()
    query = select(Claim.ref).where(col(Claim.ref).in_(among), col(Claim.place).in_(select(reached.c.place)))
    return set(session.exec(query))


def number(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> int:
    """Count all claims that match, however many, for an export's head."""
    matching = match(session, viewer, wanted)
    found, counted_all = count(session, matching)
    return found if counted_all else sum(1 for _ in all_places(session, matching))


def get(session: ReadSession, viewer: Actor, ref: str) -> shapes.ClaimDetail:
    """Give one claim whole; raises NotFound where there is none, or none this viewer may know of."""
    query = select(Claim).where(col(Claim.ref) == ref, visible.claims(viewer))
    claim = session.exec(query).first()
    if claim is None:
        raise NotFound(f"There is no claim {ref[:80]} in this register.", place="ref")
    facts = gather(session, [claim.id])[0]
    people = evidence.reviewers(session, [facts])
    events = history.lives(session, [facts])
    return _detail(viewer, facts, people, events, neighbours=_neighbours(session, viewer, claim))


def _detail(
    viewer: Actor,
    facts: ClaimFacts,
    people: evidence.Reviewers,
    events: history.Lives,
    neighbours: tuple[shapes.Neighbour | None, shapes.Neighbour | None],
) -> shapes.ClaimDetail:
    counts, standing = origins_of(facts), standing_of(facts)
    return shapes.ClaimDetail(
        **rows.row_fields(facts.claim, facts.article),
        wording=facts.claim.wording,
        visibility=facts.claim.visibility,
        lowest_confidence=standing.lowest,
        highest_confidence=standing.highest,
        evidence=evidence.pieces(viewer, facts, counts),
        origin_groups=evidence.groups(viewer, facts, counts),
        reviews=evidence.reviews(viewer, facts, standing, people),
        history=history.of_claim(viewer, facts, events),
        previous=neighbours[0],
        next=neighbours[1],
    )


def _neighbours(
    session: ReadSession, viewer: Actor, claim: Claim
) -> tuple[shapes.Neighbour | None, shapes.Neighbour | None]:
    """Give the claims before and after in the same article, as this viewer sees them."""
    number = col(Claim.number)
    same = select(Claim).where(col(Claim.article_id) == claim.article_id, visible.claims(viewer))
    before = session.exec(same.where(number < claim.number).order_by(number.desc()).limit(1)).first()
    after = session.exec(same.where(number > claim.number).order_by(number).limit(1)).first()
    return _neighbour(before), _neighbour(after)


def _neighbour(claim: Claim | None) -> shapes.Neighbour | None:
    return None if claim is None else shapes.Neighbour(ref=claim.ref, statement=claim.statement)
