"""Claims: a page of the register, all that match, and one claim whole."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import ClaimFilter, ClaimPage
from factdesk.drafts.moments import in_words
from factdesk.errors import NotFound
from factdesk.facts.derive import origins_of, standing_of
from factdesk.facts.gather import ClaimFacts, gather
from factdesk.facts.past import put_back, settled
from factdesk.models import Article, Claim
from factdesk.queries import agreement, evidence, excerpts, history, past, rows, versions, visible
from factdesk.queries.matching import count, match, places
from factdesk.queries.moments import head_at
from factdesk.queries.ordering import all_places, slice_of
from factdesk.shapes import claims as shapes

CHUNK = 200


def find(session: ReadSession, viewer: Actor, wanted: ClaimPage) -> shapes.ClaimPage:
    """Give one page of the register; raises Invalid for a cursor that is none of ours."""
    if wanted.as_of:
        return past.find(session, viewer, wanted)
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


def every(
    session: ReadSession, viewer: Actor, wanted: ClaimFilter, *, internal: bool = False
) -> Iterator[shapes.ClaimDetail]:
    """Give all claims that match, whole, a few hundred at a time in memory; `internal`: with notes for the desk."""
    if wanted.as_of:
        yield from _every_then(session, viewer, wanted, internal=internal)
        return
    matching = match(session, viewer, wanted)
    ordered = iter(all_places(session, matching))
    while chunk := list(islice(ordered, CHUNK)):
        ids = dict(session.exec(select(Claim.place, Claim.id).where(col(Claim.place).in_(chunk))).all())
        gathered = {facts.claim.place: facts for facts in gather(session, list(ids.values()))}
        events = history.lives(session, gathered.values())
        for place in chunk:
            yield _detail(viewer, gathered[place], events, internal=internal)
        session.expunge_all()


def _every_then(
    session: ReadSession, viewer: Actor, wanted: ClaimFilter, *, internal: bool
) -> Iterator[shapes.ClaimDetail]:
    """Give all claims that matched at the moment asked for, rebuilt from their events."""
    until, ids = past.all_ids(session, viewer, wanted)
    while chunk := list(islice(ids, CHUNK)):
        gathered = {facts.claim.id: facts for facts in gather(session, chunk, until)}
        events = history.lives(session, gathered.values())
        _settle(session, gathered.values(), until)
        for id_ in chunk:
            yield _detail(viewer, gathered[id_], events, until=until, internal=internal)
        session.expunge_all()


def matching_refs(session: ReadSession, viewer: Actor, wanted: ClaimFilter, among: Sequence[str]) -> set[str]:
    """Say which of some claims match."""
    if wanted.as_of:
        return past.matching_refs(session, viewer, wanted, among)
    matching = match(session, viewer, wanted)
    if matching.impossible():
        return set()
    reached = places(matching).subquery()
    query = select(Claim.ref).where(col(Claim.ref).in_(among), col(Claim.place).in_(select(reached.c.place)))
    return set(session.exec(query))


def by_ref(session: ReadSession, viewer: Actor, refs: Sequence[str]) -> dict[str, shapes.ClaimRow]:
    """Give claims as rows by their refs, as far as they are there for this viewer."""
    found: dict[str, shapes.ClaimRow] = {}
    for start in range(0, len(refs), CHUNK):
        query = select(Claim, Article).join(Article, col(Article.id) == col(Claim.article_id))
        asked = query.where(col(Claim.ref).in_(refs[start : start + CHUNK]), visible.claims(viewer))
        found |= {claim.ref: rows.row_of(claim, article) for claim, article in session.exec(asked)}
    return found


def number(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> int:
    """Count all claims that match, however many, for an export's head."""
    if wanted.as_of:
        return past.number(session, viewer, wanted)
    matching = match(session, viewer, wanted)
    found, counted_all = count(session, matching)
    return found if counted_all else sum(1 for _ in all_places(session, matching))


def get(session: ReadSession, viewer: Actor, ref: str, as_of: str | None = None) -> shapes.ClaimDetail:
    """Give one claim whole, as it is or as it was; raises NotFound where there is, or was, none for this viewer."""
    query = select(Claim).where(col(Claim.ref) == ref, visible.claims(viewer))
    claim = session.exec(query).first()
    if claim is None:
        raise NotFound(f"There is no claim {ref[:80]} in this register.", place="ref")
    if as_of is not None:
        return _get_then(session, viewer, claim, as_of)
    facts = gather(session, [claim.id])[0]
    events = history.lives(session, [facts])
    return _detail(viewer, facts, events, neighbours=_neighbours(session, viewer, claim), internal=True)


def _get_then(session: ReadSession, viewer: Actor, claim: Claim, as_of: str) -> shapes.ClaimDetail:
    """Give one claim as it was at a moment, rebuilt from its events."""
    until = head_at(session, as_of).seq
    gathered = gather(session, [claim.id], until)
    _settle(session, gathered, until)
    if not gathered or gathered[0].claim.shelf not in visible.pages(viewer):
        raise NotFound(f"{claim.ref} was not in this register yet: {in_words(as_of)}.", place="as_of")
    facts = gathered[0]
    around = _neighbours_then(session, viewer, facts.claim, until)
    return _detail(viewer, facts, history.lives(session, [facts]), neighbours=around, internal=True, until=until)


def _settle(session: ReadSession, gathered: Collection[ClaimFacts], until: int) -> None:
    """Give claims of an earlier time what was derived of them then; what cannot be derived again, as it was kept."""
    again = [facts for facts in gathered if facts.weights is None]
    kept = versions.claims_at(session, [facts.claim.id for facts in again], until) if again else {}
    for facts in gathered:
        if facts.weights is not None:
            settled(facts)
        elif facts.claim.id in kept:
            put_back(facts.claim, kept[facts.claim.id])


def _detail(
    viewer: Actor,
    facts: ClaimFacts,
    events: history.Lives,
    *,
    neighbours: tuple[shapes.Neighbour | None, shapes.Neighbour | None] = (None, None),
    internal: bool = False,
    until: int | None = None,
) -> shapes.ClaimDetail:
    """Give a claim whole; notes for the desk alone are for its page and the internal profile (`internal`)."""
    counts, standing = origins_of(facts), standing_of(facts)
    return shapes.ClaimDetail(
        **rows.row_fields(facts.claim, facts.article),
        wording=facts.claim.wording,
        lowest_confidence=standing.lowest,
        highest_confidence=standing.highest,
        evidence=evidence.pieces(viewer, facts, counts),
        origin_groups=evidence.groups(viewer, facts, counts) if facts.weights else [],
        reviews=evidence.reviews(viewer, facts, standing),
        agreement=agreement.of_claim(facts),
        notes=evidence.notes(viewer, facts, internal=internal),
        history=history.of_claim(viewer, facts, events, until),
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


def _neighbours_then(
    session: ReadSession, viewer: Actor, claim: Claim, until: int
) -> tuple[shapes.Neighbour | None, shapes.Neighbour | None]:
    """Give the claims before and after in the same article, as they were right after an event."""
    found: dict[bool, tuple[int, int]] = {}
    for branch in versions.branches(until, visible.pages(viewer), walks=True):
        place, article = (branch.selected_columns[name] for name in ("place", "article_id"))
        same = branch.where(article + 0 == claim.article_id).limit(1)
        before = session.connection().execute(same.where(place < claim.place).order_by(place.desc())).first()
        after = session.connection().execute(same.where(place > claim.place).order_by(place)).first()
        for ahead, row in ((False, before), (True, after)):
            if row is not None:  # the nearer of the two tables' rows
                nearer = min(found.get(ahead, (row.place, row.claim_id)), (row.place, row.claim_id), key=_away(claim))
                found[ahead] = nearer
    claims = versions.claims_at(session, [id_ for _, id_ in found.values()], until)
    before_it, after_it = (claims.get(found[ahead][1]) if ahead in found else None for ahead in (False, True))
    return _neighbour(before_it), _neighbour(after_it)


def _away(claim: Claim) -> Callable[[tuple[int, int]], int]:
    """Give the function that says how far a place with a claim's id lies from a claim."""
    return lambda found: abs(found[0] - claim.place)


def _neighbour(claim: Claim | None) -> shapes.Neighbour | None:
    return None if claim is None else shapes.Neighbour(ref=claim.ref, statement=claim.statement)
