"""What changed in the register between two moments, for a viewer, claim by claim in the register's order.

Only claims of which some version began in between are looked at. A claim must match what is asked at the later
moment, or at the earlier one if it no longer stood at the later. Who came and went in between is not told.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk import __version__
from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.changes import ChangeFilter, ChangePage
from factdesk.drafts.described import choices
from factdesk.drafts.moments import in_words, written
from factdesk.errors import Invalid
from factdesk.facts import basis
from factdesk.facts.rows import by
from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Claim, ClaimPast, Evidence, Source
from factdesk.queries import articles, chain, visible
from factdesk.queries.facts import SCALE
from factdesk.queries.moments import head_at
from factdesk.queries.versions import Narrowed, articles_at, claims_at, narrowed, versions
from factdesk.rules.diff import Change, State, diff
from factdesk.shapes.changes import ChangedClaim, ChangeEntry, ChangesPage, EvidenceMention
from factdesk.shapes.facts import ChangeFacts, Head

USUAL = timedelta(days=30)
"""How long before the later moment the earlier one lies, where none is given."""
EARLIEST = datetime.min.replace(tzinfo=UTC)
CHUNK = 200
COUNT_REACH = 1_000
"""How many changed claims a page counts; an export counts all."""


@dataclass(frozen=True, slots=True)
class Window:
    """Two moments, as the ends the chain had then."""

    earlier: Head
    later: Head


def window(session: ReadSession, wanted: ChangeFilter) -> Window:
    """Give the two moments that are asked for; raises Invalid if they stand the wrong way round."""
    later = head_at(session, wanted.before, "before") if wanted.before else chain.head(session)
    after = wanted.after or written(max(later.at, EARLIEST + USUAL) - USUAL)
    earlier = head_at(session, after, "after")
    if earlier.at > later.at:
        raise Invalid("after is the earlier of the two moments: it must not lie behind before.", place="after")
    return Window(earlier, later)


def find(session: ReadSession, viewer: Actor, wanted: ChangePage) -> ChangesPage:
    """Give one page of the claims that changed."""
    between = window(session, wanted)
    start = int(wanted.cursor) if wanted.cursor else None
    found = list(islice(_every(session, viewer, wanted, between, start), wanted.limit + 1))
    page = found[: wanted.limit]
    whole = start is None and len(found) == len(page)
    number = len(page) if whole else sum(1 for _ in islice(_every(session, viewer, wanted, between), COUNT_REACH + 1))
    return ChangesPage(
        after=between.earlier.at,
        before=between.later.at,
        claims=[claim for _, claim in page],
        number=min(number, COUNT_REACH),
        counted_all=number <= COUNT_REACH,
        next_cursor=str(page[-1][0]) if len(found) > len(page) else None,
    )


def every(session: ReadSession, viewer: Actor, wanted: ChangeFilter) -> Iterator[ChangedClaim]:
    """Give all claims that changed, a few hundred at a time in memory."""
    return (claim for _, claim in _every(session, viewer, wanted, window(session, wanted)))


def facts(session: ReadSession, viewer: Actor, wanted: ChangeFilter, *, site: str) -> ChangeFacts:
    """Give the facts of an export of changes; its address names both moments, so that it stays true."""
    between = window(session, wanted)
    ends = {"after": wanted.after or written(between.earlier.at), "before": wanted.before or written(between.later.at)}
    article = articles.only_one(session, viewer, wanted.claims())
    return ChangeFacts(
        title=f"Changes of {article.title}" if article else "Changes of the claim register",
        filter=described(wanted, ends),
        address=f"{site}/changes?{urlencode(wanted.model_copy(update=ends).pairs())}",
        after=between.earlier.at,
        moment=between.later.at,
        count=sum(1 for _ in _every(session, viewer, wanted, between)),
        scale=SCALE,
        weights=str(basis.at(session, between.later.seq).weights),
        head=between.later.hash,
        program=f"Factdesk {__version__}",
    )


def described(wanted: ChangeFilter, ends: Mapping[str, str]) -> str:
    """Say a filter on changes in one line."""
    chosen = [choice.words() for choice in choices(wanted.claims())]
    chosen += ["Withdrawn claims only"] if wanted.withdrawn == "yes" else []
    return "; ".join([f"Between {in_words(ends['after'])} and {in_words(ends['before'])}", *chosen])


def _every(
    session: ReadSession, viewer: Actor, wanted: ChangeFilter, between: Window, start: int | None = None
) -> Iterator[tuple[int, ChangedClaim]]:
    """Give the claims that changed with their places, from behind a place on."""
    which = narrowed(session, wanted.claims())
    touched = _touched(session, between, start)
    while chunk := dict(islice(touched, CHUNK)):
        yield from _compared(session, viewer, wanted, between, which, chunk)
        session.expunge_all()


def _touched(session: ReadSession, between: Window, start: int | None) -> Iterator[tuple[int, int]]:
    """Give the claims of which a version began between the moments, with their places, streamed."""
    claim, past = table_of(Claim), table_of(ClaimPast)
    parts = []
    for key, table, since in ((claim.c.id, claim, claim.c.shown_seq), (past.c.claim_id, past, past.c.from_seq)):
        query = sa.select(key.label("id"), table.c.place).where(since > between.earlier.seq, since <= between.later.seq)
        parts.append(query if start is None else query.where(table.c.place > start))
    merged = sa.union(*parts).order_by("place").execution_options(yield_per=CHUNK)
    return ((row.id, row.place) for row in session.connection().execute(merged))


def _compared(
    session: ReadSession, viewer: Actor, wanted: ChangeFilter, between: Window, which: Narrowed, places: dict[int, int]
) -> Iterator[tuple[int, ChangedClaim]]:
    shelves = visible.shelves(viewer, withdrawn=False)
    ends = between.earlier.seq, between.later.seq
    earlier, later = (_standing(session, places, seq, shelves) for seq in ends)
    if which.wanted.narrows():
        fits_earlier, fits_later = (_fitting(session, places, seq, shelves, which) for seq in ends)
    else:
        fits_earlier, fits_later = set(earlier), set(later)
    both = earlier.keys() & later.keys()
    pieces_earlier, pieces_later = (_pieces(session, both, seq) for seq in ends)
    articles_then = articles_at(session, {claim.article_id for claim in (earlier | later).values()}, between.later.seq)
    for id_, place in places.items():
        if id_ not in (fits_later if id_ in later else fits_earlier) or (wanted.withdrawn == "yes" and id_ in later):
            continue
        changes = diff(
            state_of(earlier.get(id_), pieces_earlier.get(id_, {})), state_of(later.get(id_), pieces_later.get(id_, {}))
        )
        if changes:
            shown = later.get(id_) or earlier[id_]
            yield place, changed_claim(shown, articles_then[shown.article_id], changes)


def state_of(claim: Claim | None, evidence: Mapping[int, Hashable]) -> State | None:
    """Give a standing claim as the comparison reads it."""
    if claim is None:
        return None
    return State(claim.statement, claim.verdict, claim.confidence, claim.computed, evidence)


def changed_claim(claim: Claim, article: Article, changes: Collection[Change]) -> ChangedClaim:
    """Give a claim with its changes."""
    return ChangedClaim(
        ref=claim.ref,
        article=article.slug,
        article_title=article.title,
        statement=claim.statement,
        changes=[_entry(change) for change in changes],
    )


def _entry(change: Change) -> ChangeEntry:
    piece = next((end for end in (change.before, change.after) if isinstance(end, EvidenceMention)), None)
    before, after = (None if piece or end is None else str(end) for end in (change.before, change.after))
    return ChangeEntry(kind=change.kind, before=before, after=after, evidence=piece)


def _standing(session: ReadSession, ids: Collection[int], seq: int, shelves: Collection[str]) -> dict[int, Claim]:
    return {id_: claim for id_, claim in claims_at(session, ids, seq).items() if claim.shelf in shelves}


def _fitting(
    session: ReadSession, ids: Collection[int], seq: int, shelves: tuple[str, ...], which: Narrowed
) -> set[int]:
    """Say which of some claims match the filter right after an event."""
    table = versions(seq, shelves, which)
    return set(session.scalars(sa.select(table.c.claim_id).where(table.c.claim_id.in_(ids))))


def _pieces(session: ReadSession, claim_ids: Collection[int], seq: int) -> dict[int, dict[int, Hashable]]:
    """Give the standing evidence of some claims right after an event, by claim and id."""
    rows = [row for row in by(session, Evidence, Evidence.claim_id, claim_ids, seq) if row.withdrawn_at is None]
    titles = titles_of(session, {row.source_id for row in rows})
    found: dict[int, dict[int, Hashable]] = {}
    for row in rows:
        citekey, title = titles[row.source_id]
        mention = EvidenceMention(id=row.id, source=citekey, title=title, stance=row.stance, says=row.says)
        found.setdefault(row.claim_id, {})[row.id] = mention
    return found


def titles_of(session: ReadSession, source_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Give citekey and title of some sources, by id."""
    query = select(Source.id, Source.citekey, Source.title).where(col(Source.id).in_(source_ids))
    return {id_: (citekey, title) for id_, citekey, title in session.exec(query)}
