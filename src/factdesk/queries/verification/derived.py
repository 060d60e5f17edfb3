"""Everything that is derived: computed again from the facts and compared with what the writes kept."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database import search
from factdesk.database.transaction import ReadSession
from factdesk.facts.derive import DRAFT, derive
from factdesk.facts.gather import gather
from factdesk.facts.snapshots import CHUNK, table_of
from factdesk.facts.terms import PAIRED, TermKey
from factdesk.models import Claim, Derivation, Gist, Pair, Posting, Source, Term
from factdesk.models.claim import NUMBERS_PER_ARTICLE
from factdesk.shapes.table import GistCells

PRIME = 65521


@dataclass(slots=True)
class Postings:
    """The claims that have a term, as one small sum that no other set of claims is likely to have.

    Kept as sums, because the index is as large as the register: the engine adds up its side by itself.
    """

    number: int = 0
    articles: int = 0
    numbers: int = 0
    squares: int = 0

    def add(self, place: int) -> None:
        """Count in the claim at a place."""
        article, number = divmod(place, NUMBERS_PER_ARTICLE)
        self.number += 1
        self.articles += article
        self.numbers += number
        self.squares += (number % PRIME) ** 2


def problems(session: ReadSession) -> Iterator[str]:
    """Compute everything derived again and compare it with what is kept."""
    names: dict[int, TermKey] = {id_: (shelf, facet, value) for id_, shelf, facet, value in session.exec(
        select(Term.id, Term.shelf, Term.facet, Term.value))}  # fmt: skip
    paired = {id_ for id_, (_, facet, _) in names.items() if facet in PAIRED}
    ids_of = {name: id_ for id_, name in names.items()}
    terms: dict[int, Postings] = defaultdict(Postings)
    pairs: Counter[tuple[int, int]] = Counter()
    resting: set[int] = set()
    last = 0
    while ids := session.exec(select(Claim.id).where(col(Claim.id) > last).order_by(col(Claim.id)).limit(CHUNK)).all():
        last = ids[-1]
        gathered = gather(session, ids)
        gists = _gists(session, [facts.claim.place for facts in gathered])
        for facts in gathered:
            derived = derive(facts)
            if gists.get(facts.claim.place) != derived.gist:
                yield f"{facts.claim.ref}: the gist of its evidence and reviews does not follow from them."
            for name, value in derived.columns.items():
                if getattr(facts.claim, name) != value:
                    yield f"{facts.claim.ref}: {name} is kept as {getattr(facts.claim, name)}, but follows as {value}."
            if facts.claim.term_ids != sorted(ids_of.get(name, 0) for name in derived.terms):
                yield f"{facts.claim.ref}: its index terms do not follow from its facts."
            for id_ in facts.claim.term_ids:
                terms[id_].add(facts.claim.place)
            pairs.update(permutations(sorted(paired.intersection(facts.claim.term_ids)), 2))
            resting |= facts.rests_on() if derived.columns["shelf"] != DRAFT else set()
        session.expunge_all()
    yield from _count_problems(session, names, terms, pairs)
    yield from _shown_problems(session, resting)
    yield from _gist_problems(session)


def _gists(session: ReadSession, places: Sequence[int]) -> dict[int, GistCells]:
    """Give the kept gists of some claims by their places."""
    table = table_of(Gist)
    found = session.connection().execute(sa.select(table).where(table.c.place.in_(places))).mappings()
    return {row["place"]: GistCells(**{name: row[name] for name in GistCells._fields}) for row in found}


def _gist_problems(session: ReadSession) -> Iterator[str]:
    """Check that no gist is kept for a claim that is not there."""
    astray = select(sa.func.count()).select_from(Gist).where(col(Gist.place).not_in(select(Claim.place)))
    if number := session.exec(astray).one():
        yield f"There are gists of {number} claims that are not there."


def _shown_problems(session: ReadSession, resting: set[int]) -> Iterator[str]:
    """Check that readers see the sources published claims rest on, and no others but those that once were rested on."""
    ever, parents = set(resting), defaultdict(set)
    for child, parent in session.exec(select(Derivation.source_id, Derivation.parent_id)):
        parents[child].add(parent)
    wave = ever
    while wave := {parent for child in wave for parent in parents[child]} - ever:
        ever |= wave
    for source_id, citekey, shown in session.exec(select(Source.id, Source.citekey, Source.shown)):
        if source_id in resting and not shown:
            yield f"The source {citekey} is hidden although a published claim rests on it."
        if shown and source_id not in ever:
            yield f"The source {citekey} is shown although nothing published ever rested on it."


def _count_problems(
    session: ReadSession, names: dict[int, TermKey], terms: dict[int, Postings], pairs: Counter[tuple[int, int]]
) -> Iterator[str]:
    posted = _posted(session)
    for id_, kept in session.exec(select(Term.id, Term.claims)):
        due, indexed = terms[id_], posted.pop(id_, Postings())
        _, facet, value = names[id_]
        if not kept == due.number == indexed.number:
            counted = f"{kept} claims by the kept count, {due.number} by their terms, {indexed.number} indexed"
            yield f"{facet} {value}: {counted}."
        elif due != indexed:
            yield f"{facet} {value}: the index names other claims than those that have it."
    for id_, indexed in posted.items():
        yield f"The index names {indexed.number} claims for term {id_}, which is not there."
    kept_pairs = {(row.term_id, row.other_id): row.claims for row in session.exec(select(Pair)) if row.claims}
    if kept_pairs != dict(pairs):
        yield "The kept counts of pairs of terms do not fit the claims."
    searched, found = search.held(session, table_of(Claim).c.place)
    claims = session.connection().execute(sa.select(sa.func.count()).select_from(table_of(Claim))).scalar_one()
    if not searched == found == claims:
        yield f"The search index holds {searched} claims, {found} of the {claims} of the register."


def _posted(session: ReadSession) -> dict[int, Postings]:
    place = col(Posting.place)
    residue = (place % NUMBERS_PER_ARTICLE) % PRIME
    query = sa.select(
        col(Posting.term_id),
        sa.func.count(),
        sa.func.sum(place // NUMBERS_PER_ARTICLE),
        sa.func.sum(place % NUMBERS_PER_ARTICLE),
        sa.func.sum(residue * residue),
    ).group_by(col(Posting.term_id))
    return {row[0]: Postings(*map(int, row[1:])) for row in session.connection().execute(query)}
