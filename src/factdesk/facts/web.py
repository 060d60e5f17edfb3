"""The web of sources: what some sources derive from and are tied to, and which claims rest on them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa
from sqlmodel import Session, col, select

from factdesk.facts.rows import by, standing
from factdesk.models import Derivation, Evidence, Publisher, Source, Tie
from factdesk.rules.origins import Lineages, SourceFacts
from factdesk.shapes.citation import citation


@dataclass(frozen=True)
class SourceWeb:
    """Some sources with everything they derive from or are tied to, and how."""

    sources: dict[int, Source]
    publishers: dict[int, Publisher]
    derivations: list[Derivation]
    ties: list[Tie]

    @cached_property
    def by_citekey(self) -> dict[str, Source]:
        """The sources by what they are cited as."""
        return {source.citekey: source for source in self.sources.values()}

    @cached_property
    def derivations_of(self) -> dict[int, list[Derivation]]:
        """The derivations by the source that derives."""
        found: dict[int, list[Derivation]] = {}
        for row in self.derivations:
            found.setdefault(row.source_id, []).append(row)
        return found

    @cached_property
    def ties_of(self) -> dict[int, list[Tie]]:
        """The ties by each of the two sources they join."""
        found: dict[int, list[Tie]] = {}
        for row in self.ties:
            for end in (row.a_id, row.b_id):
                found.setdefault(end, []).append(row)
        return found

    def ancestors(self, source_id: int) -> set[int]:
        """Give the ids of all sources that one derives from, through any number of steps."""
        return self.reached({row.parent_id for row in self.derivations_of.get(source_id, ())})

    def reached(self, source_ids: Iterable[int]) -> set[int]:
        """Give the ids of these sources and of all that they derive from, through any number of steps."""
        found: set[int] = set()
        wave = set(source_ids)
        while wave:
            found |= wave
            wave = {row.parent_id for id_ in wave for row in self.derivations_of.get(id_, ())} - found
        return found

    def lineages(self) -> Lineages:
        """Give the web as the origin rule reads it."""
        key = {source.id: source.citekey for source in self.sources.values()}
        return Lineages.build(
            sources={
                source.citekey: SourceFacts(
                    citekey=source.citekey,
                    reliability=source.reliability,
                    lineage=source.lineage,
                    consulted=source.consulted,
                    withdrawn=source.withdrawn_at is not None,
                )
                for source in self.sources.values()
            },
            derivations=[(key[row.source_id], key[row.parent_id]) for row in self.derivations],
            ties=[(key[row.a_id], key[row.b_id]) for row in self.ties],
        )


def cited_as(source: Source, publisher: Publisher | None) -> str:
    """Give the reference to a source in the register's own short form."""
    name = publisher.name if publisher else None
    return citation(authors=source.authors, title=source.title, publisher=name, published=source.published)


def gather_sources(session: Session, source_ids: Collection[int], until: int | None = None) -> SourceWeb:
    """Load sources with all they derive from or are tied to, however far away."""
    known: set[int] = set()
    wave = set(source_ids)
    derivations: dict[int, Derivation] = {}
    ties: dict[int, Tie] = {}
    while wave:
        known |= wave
        for row in standing(session, Derivation, (Derivation.source_id,), wave, until):
            derivations[row.id] = row
        for tie in standing(session, Tie, (Tie.a_id, Tie.b_id), wave, until):
            ties[tie.id] = tie
        ends = {row.parent_id for row in derivations.values()}
        ends |= {end for tie in ties.values() for end in (tie.a_id, tie.b_id)}
        wave = ends - known
    sources = {row.id: row for row in by(session, Source, Source.id, known, until)}
    published_by = {row.publisher_id for row in sources.values() if row.publisher_id is not None}
    publishers = {row.id: row for row in by(session, Publisher, Publisher.id, published_by, until)}
    return SourceWeb(sources, publishers, list(derivations.values()), list(ties.values()))


def hanging_on(session: Session, source_ids: Collection[int]) -> set[int]:
    """Give the ids of these sources and of all that derive from or are tied to one of them, however far away."""
    known: set[int] = set()
    wave = set(source_ids)
    while wave:
        known |= wave
        children = standing(session, Derivation, (Derivation.parent_id,), wave)
        ties = standing(session, Tie, (Tie.a_id, Tie.b_id), wave)
        wave = {row.source_id for row in children} | {end for tie in ties for end in (tie.a_id, tie.b_id)}
        wave -= known
    return known


def claims_over(session: Session, source_ids: Collection[int]) -> list[int]:
    """Give the ids of the claims whose origins may change when something changes about these sources."""
    known = hanging_on(session, source_ids)
    found = set(session.exec(select(Evidence.claim_id).where(col(Evidence.source_id).in_(known))))
    overriding = select(Evidence.claim_id, Evidence.rests_on).where(sa.cast(col(Evidence.rests_on), sa.Text) != "[]")
    found |= {claim_id for claim_id, rests_on in session.exec(overriding) if known.intersection(rests_on)}
    return sorted(found)
