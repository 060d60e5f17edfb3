"""Everything that is derived: computed again from the facts and compared with what the writes kept."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts.derive import DRAFT, Derived, derive
from factdesk.facts.gather import gather
from factdesk.facts.snapshots import CHUNK, table_of
from factdesk.models import Claim, Gist
from factdesk.queries.verification import shown
from factdesk.queries.verification.index import Index
from factdesk.queries.verification.telling import some_of
from factdesk.queries.verification.words import Words
from factdesk.shapes.table import GistCells


def problems(session: ReadSession) -> Iterator[str]:
    """Compute everything derived again and compare it with what is kept."""
    index, words, resting = Index(session), Words(session), set[int]()
    last = 0
    while ids := session.exec(select(Claim.id).where(col(Claim.id) > last).order_by(col(Claim.id)).limit(CHUNK)).all():
        last = ids[-1]
        settled = [(facts, derive(facts)) for facts in gather(session, ids)]
        gists = _gists(session, [derived.columns["place"] for _, derived in settled])
        for facts, derived in settled:
            yield from _claim_problems(facts.claim, derived, gists.get(derived.columns["place"]))
            yield from index.problems_of(facts.claim, derived.terms)
            resting |= facts.rests_on() if derived.columns["shelf"] != DRAFT else set()
        yield from words.problems_of(
            {derived.columns["place"]: (facts.claim.ref, derived) for facts, derived in settled}
        )
        session.expunge_all()
    yield from index.problems()
    yield from words.problems()
    yield from shown.problems(session, resting)
    yield from some_of(_stray_gists(session), "gists of claims that are not there")


def _claim_problems(claim: Claim, derived: Derived, gist: GistCells | None) -> Iterator[str]:
    if gist != derived.gist:
        yield f"{claim.ref}: the gist of its evidence and reviews does not follow from them."
    for name, value in derived.columns.items():
        if getattr(claim, name) != value:
            yield f"{claim.ref}: {name} is kept as {getattr(claim, name)}, but follows as {value}."


def _gists(session: ReadSession, places: Sequence[int]) -> dict[int, GistCells]:
    """Give the kept gists of some claims by their places."""
    table = table_of(Gist)
    found = session.connection().execute(sa.select(table).where(table.c.place.in_(places))).mappings()
    return {row["place"]: GistCells(**{name: row[name] for name in GistCells._fields}) for row in found}


def _stray_gists(session: ReadSession) -> Iterator[str]:
    astray = select(Gist.place).where(col(Gist.place).not_in(select(Claim.place))).order_by(col(Gist.place))
    yield from (f"A gist is kept for place {place}, where no claim is." for place in session.exec(astray))
