"""Everything that is derived: computed again from the facts and compared with what the writes kept."""

from collections.abc import Iterator

from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts import basis
from factdesk.facts.derive import DRAFT, Derived, derive, kept_columns
from factdesk.facts.gather import gather
from factdesk.facts.gist import kept_gists
from factdesk.facts.snapshots import CHUNK
from factdesk.models import Claim, Gist
from factdesk.queries.verification import shown
from factdesk.queries.verification.index import Index
from factdesk.queries.verification.telling import some_of
from factdesk.queries.verification.words import Words
from factdesk.rules import basis as rules
from factdesk.shapes.table import GistCells


def problems(session: ReadSession) -> Iterator[str]:
    """Compute everything derived again and compare it with what is kept, as far as this program can (see `basis`)."""
    now, computed = basis.at(session), basis.weights_at(session) is not None
    index = Index(session) if now.terms == rules.PRESENT.terms else None
    words = Words(session) if now.folding == rules.PRESENT.folding else None
    resting = set[int]()
    last = 0
    while ids := session.exec(select(Claim.id).where(col(Claim.id) > last).order_by(col(Claim.id)).limit(CHUNK)).all():
        last = ids[-1]
        settled = [
            (facts, derive(facts, None if computed else kept_columns(facts.claim))) for facts in gather(session, ids)
        ]
        gists = kept_gists(session, [derived.columns["place"] for _, derived in settled])
        for facts, derived in settled:
            yield from _column_problems(facts.claim, derived)
            if index:
                yield from _gist_problems(facts.claim, derived, gists.get(derived.columns["place"]))
                yield from index.problems_of(facts.claim, derived.terms)
            resting |= facts.rests_on() if derived.columns["shelf"] != DRAFT else set()
        if words:
            yield from words.problems_of(
                {derived.columns["place"]: (facts.claim.ref, derived) for facts, derived in settled}
            )
        session.expunge_all()
    for part in (index, words):
        yield from part.problems() if part else ()
    yield from shown.problems(session, resting)
    yield from some_of(_stray_gists(session), "gists of claims that are not there")


def _column_problems(claim: Claim, derived: Derived) -> Iterator[str]:
    for name, value in derived.columns.items():
        if getattr(claim, name) != value:
            yield f"{claim.ref}: {name} is kept as {getattr(claim, name)}, but follows as {value}."


def _gist_problems(claim: Claim, derived: Derived, gist: GistCells | None) -> Iterator[str]:
    if gist != derived.gist:
        yield f"{claim.ref}: the gist of its evidence and reviews does not follow from them."


def _stray_gists(session: ReadSession) -> Iterator[str]:
    astray = select(Gist.place).where(col(Gist.place).not_in(select(Claim.place))).order_by(col(Gist.place))
    yield from (f"A gist is kept for place {place}, where no claim is." for place in session.exec(astray))
