"""Everything that is derived: computed again from the facts and compared with what the writes kept."""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts.derive import DRAFT, PAIRED, TermKey, derive
from factdesk.facts.gather import gather
from factdesk.facts.snapshots import CHUNK, table_of
from factdesk.models import Claim, Pair, Posting, Source, Term


def problems(session: ReadSession) -> Iterator[str]:
    """Compute everything derived again and compare it with what is kept."""
    names: dict[int, TermKey] = {id_: (shelf, facet, value) for id_, shelf, facet, value in session.exec(
        select(Term.id, Term.shelf, Term.facet, Term.value))}  # fmt: skip
    paired = {id_ for id_, (_, facet, _) in names.items() if facet in PAIRED}
    terms: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    sums: Counter[int] = Counter()
    resting: set[int] = set()
    last = 0
    while ids := session.exec(select(Claim.id).where(col(Claim.id) > last).order_by(col(Claim.id)).limit(CHUNK)).all():
        last = ids[-1]
        for facts in gather(session, ids):
            derived = derive(facts)
            for name, value in derived.columns.items():
                if getattr(facts.claim, name) != value:
                    yield f"{facts.claim.ref}: {name} is kept as {getattr(facts.claim, name)}, but follows as {value}."
            if {names.get(id_) for id_ in facts.claim.term_ids} != derived.terms:
                yield f"{facts.claim.ref}: its index terms do not follow from its facts."
            terms.update(facts.claim.term_ids)
            sums.update(dict.fromkeys(facts.claim.term_ids, facts.claim.place))
            pairs.update(permutations(sorted(paired.intersection(facts.claim.term_ids)), 2))
            resting |= facts.rests_on() if derived.columns["shelf"] != DRAFT else set()
        session.expunge_all()
    yield from _count_problems(session, names, terms, pairs)
    yield from _posting_problems(session, names, sums)
    for source_id, citekey in session.exec(select(Source.id, Source.citekey).where(col(Source.shown).is_(False))):
        if source_id in resting:
            yield f"The source {citekey} is hidden although a published claim rests on it."


def _posting_problems(session: ReadSession, names: dict[int, TermKey], sums: Counter[int]) -> Iterator[str]:
    """Compare which claims are indexed: their number may fit although one stands in another's place."""
    query = select(Posting.term_id, sa.func.sum(Posting.place)).group_by(col(Posting.term_id))
    for id_, total in session.exec(query):
        if id_ in names and total != sums[id_]:
            _, facet, value = names[id_]
            yield f"{facet} {value}: other claims are indexed than those that have it."


def _count_problems(
    session: ReadSession, names: dict[int, TermKey], terms: Counter[int], pairs: Counter[tuple[int, int]]
) -> Iterator[str]:
    posted = dict(session.exec(select(Posting.term_id, sa.func.count()).group_by(col(Posting.term_id))).all())
    for id_, kept in session.exec(select(Term.id, Term.claims)):
        if not kept == terms[id_] == posted.get(id_, 0):
            _, facet, value = names[id_]
            indexed = posted.get(id_, 0)
            yield f"{facet} {value}: {kept} claims by the kept count, {terms[id_]} by their terms, {indexed} indexed."
    kept_pairs = {(row.term_id, row.other_id): row.claims for row in session.exec(select(Pair)) if row.claims}
    if kept_pairs != dict(pairs):
        yield "The kept counts of pairs of terms do not fit the claims."
    searched = session.connection().execute(sa.text("SELECT count(*) FROM claim_search")).scalar_one()
    claims = session.connection().execute(sa.select(sa.func.count()).select_from(table_of(Claim))).scalar_one()
    if searched != claims:
        yield f"The search index holds {searched} claims, the register {claims}."
