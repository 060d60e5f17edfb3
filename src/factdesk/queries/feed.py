"""The newest events that changed what a claim shows, for a feed: each with what changed by it and who wrote it.

A claim that went is matched by what it last showed. Of evidence, what the event itself holds is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk import __version__
from factdesk.access import Actor, Right, may
from factdesk.database.transaction import ReadSession
from factdesk.drafts.changes import ChangeFilter
from factdesk.drafts.described import choices
from factdesk.drafts.moments import in_words
from factdesk.facts import basis
from factdesk.facts.past import claim_of
from factdesk.facts.snapshots import restore, table_of
from factdesk.models import Article, Claim, ClaimPast, Event, Evidence, Person
from factdesk.queries import articles, visible
from factdesk.queries.changes import changed_claim, state_of, titles_of, window
from factdesk.queries.facts import SCALE
from factdesk.queries.versions import Narrowed, articles_at, narrowed
from factdesk.rules.diff import diff
from factdesk.shapes.changes import EvidenceMention, FeedEntry
from factdesk.shapes.facts import Facts

MOST_ENTRIES = 50
_AT_ONCE = 100
Boundary = tuple[int, int]
"""An event's number and the id of a claim that showed something else from then on."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What is needed to tell some boundaries: the versions before and after, the events, and what they name."""

    before: Mapping[Boundary, Claim]
    after: Mapping[Boundary, Claim]
    events: Mapping[int, Event]
    people: Mapping[int, Person]
    titles: Mapping[int, tuple[str, str]]


def newest(session: ReadSession, viewer: Actor, wanted: ChangeFilter) -> list[FeedEntry]:
    """Give the newest entries, latest first; those of one event in the register's order backwards."""
    return list(islice(_entries(session, viewer, wanted), MOST_ENTRIES))


def facts(
    session: ReadSession, viewer: Actor, wanted: ChangeFilter, entries: Sequence[FeedEntry], *, site: str
) -> Facts:
    """Give the facts of a feed; its address is that of the page which compares two moments."""
    head = window(session, wanted).later
    article = articles.only_one(session, viewer, wanted.claims())
    ends = [f"{name} {in_words(end)}" for name, end in (("After", wanted.after), ("Before", wanted.before)) if end]
    chosen = [choice.words() for choice in choices(wanted.claims())]
    return Facts(
        title=f"Changes of {article.title}" if article else "Changes of the claim register",
        filter="; ".join([*chosen, *ends]) or "All claims",
        address=f"{site}/changes?{urlencode(wanted.pairs())}".rstrip("?"),
        moment=head.at,
        count=len(entries),
        scale=SCALE,
        weights=str(basis.at(session, head.seq).weights),
        head=head.hash,
        program=f"Factdesk {__version__}",
    )


def _entries(session: ReadSession, viewer: Actor, wanted: ChangeFilter) -> Iterator[FeedEntry]:
    between = window(session, wanted)
    first, last = (between.earlier.seq if wanted.after else 0), between.later.seq
    which, after = narrowed(session, wanted.claims()), None
    shelves = visible.shelves(viewer, withdrawn=False)
    while rows := _boundaries(session, viewer, which, (first, last), after):
        after = (rows[-1].seq, rows[-1].place)
        listed = [(row.seq, row.claim_id) for row in rows]
        around = _around(session, listed)
        for boundary in listed:
            told = _told(session, viewer, around, boundary, shelves)
            if told is not None and (wanted.withdrawn == "no" or around.after[boundary].shelf not in shelves):
                yield told


def _boundaries(
    session: ReadSession, viewer: Actor, which: Narrowed, between: tuple[int, int], after: Boundary | None
) -> Sequence[sa.Row[Any]]:
    """Give the next versions that began in between, latest first; they are walked along, whatever their shelf."""
    claim, past = table_of(Claim), table_of(ClaimPast)
    shelves = visible.pages(viewer)
    parts = []
    for table, key, since in ((claim, claim.c.id, claim.c.shown_seq), (past, past.c.claim_id, past.c.from_seq)):
        query = sa.select(key.label("claim_id"), table.c.place, since.label("seq"))
        query = query.where(since > between[0], since <= between[1])
        query = query.where(sa.func.coalesce(table.c.shelf, "").in_(shelves), *which.conditions(table))
        if after is not None:
            query = query.where(sa.tuple_(since, table.c.place) < sa.tuple_(*(sa.literal(value) for value in after)))
        parts.append(sa.select(query.order_by(since.desc(), table.c.place.desc()).limit(_AT_ONCE).subquery()))
    merged = sa.union_all(*parts)
    order = [merged.selected_columns[name].desc() for name in ("seq", "place")]
    return session.connection().execute(merged.order_by(*order).limit(_AT_ONCE)).all()


def _around(session: ReadSession, listed: Sequence[Boundary]) -> _Around:
    ids, seqs = {claim_id for _, claim_id in listed}, {seq for seq, _ in listed}
    kept = select(ClaimPast).where(col(ClaimPast.claim_id).in_(ids))
    ended = session.exec(kept.where(col(ClaimPast.until_seq).in_(seqs))).all()
    began = session.exec(kept.where(col(ClaimPast.from_seq).in_(seqs))).all()
    present = session.exec(select(Claim).where(col(Claim.id).in_(ids), col(Claim.shown_seq).in_(seqs))).all()
    after = {(past.from_seq, past.claim_id): claim_of(past) for past in began}
    after |= {(claim.shown_seq, claim.id): claim for claim in present}
    events = {event.seq: event for event in session.exec(select(Event).where(col(Event.seq).in_(seqs)))}
    writers = {event.actor_id for event in events.values() if event.actor_id is not None}
    people = {person.id: person for person in session.exec(select(Person).where(col(Person.id).in_(writers)))}
    cited = {row["after"]["source_id"] for event in events.values() for row in _evidence_in(event)}
    return _Around(
        before={(past.until_seq, past.claim_id): claim_of(past) for past in ended},
        after=after,
        events=events,
        people=people,
        titles=titles_of(session, cited),
    )


def _told(
    session: ReadSession, viewer: Actor, around: _Around, boundary: Boundary, shelves: Sequence[str]
) -> FeedEntry | None:
    """Tell one boundary; nothing where the claim stood neither before nor after."""
    seq, claim_id = boundary
    now, was = around.after[boundary], around.before.get(boundary)
    came, gone = _pieces(around, seq, claim_id)
    earlier, later = (
        state_of(claim, evidence) if claim is not None and claim.shelf in shelves else None
        for claim, evidence in ((was, gone), (now, came))
    )
    if earlier is None and later is None:
        return None
    event = around.events[seq]
    article = articles_at(session, [now.article_id], seq)[now.article_id]
    told = changed_claim(now, article, diff(earlier, later))
    return FeedEntry(**dict(told), seq=seq, at=event.at, author=_author(viewer, article, around.people, event))


def _pieces(around: _Around, seq: int, claim_id: int) -> tuple[dict[int, Any], dict[int, Any]]:
    """Give the evidence of a claim that came by an event, and that which went, by id."""
    came, gone = {}, {}
    for row in _evidence_in(around.events[seq]):
        if row["after"]["claim_id"] != claim_id:
            continue
        piece = restore(Evidence, row["after"])
        citekey, title = around.titles[piece.source_id]
        mention = EvidenceMention(id=piece.id, source=citekey, title=title, stance=piece.stance, says=piece.says)
        stood = row["before"] is not None and row["before"]["withdrawn_at"] is None
        if piece.withdrawn_at is None and not stood:
            came[piece.id] = mention
        if piece.withdrawn_at is not None and stood:
            gone[piece.id] = mention
    return came, gone


def _evidence_in(event: Event) -> list[dict[str, Any]]:
    """Give what an event holds of evidence; nothing where its content was redacted."""
    return [row for row in (event.payload or {}).get("rows", []) if row["table"] == "evidence"]


def _author(viewer: Actor, article: Article, people: Mapping[int, Person], event: Event) -> str | None:
    """Name who wrote an event as far as a viewer may know: a desk, or a person where the article shows names."""
    person = people.get(event.actor_id or 0)
    if person is None or not (person.role_account or article.names_public or may(viewer, Right.READ_DRAFTS)):
        return None
    return person.title or person.name if person.role_account else person.name
