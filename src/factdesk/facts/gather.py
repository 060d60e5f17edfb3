"""Gathering: the article, evidence, reviews and source lineage of some claims, in a handful of look-ups."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Claim, Derivation, Event, Evidence, Publisher, Review, Source, Tie
from factdesk.rules.origins import Lineages, Piece, SourceFacts

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class SourceWeb:
    """Some sources with everything they derive from or are tied to, and how."""

    sources: dict[int, Source]
    publishers: dict[int, Publisher]
    derivations: list[Derivation]
    ties: list[Tie]

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


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """Everything on file about one claim. Evidence and reviews stand in the order of entry."""

    claim: Claim
    article: Article
    web: SourceWeb
    lineages: Lineages
    changed_at: datetime
    evidence: list[Evidence] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)

    def source(self, piece: Evidence) -> Source:
        """Give the source of a piece of evidence."""
        return self.web.sources[piece.source_id]

    def rests_on(self) -> set[int]:
        """Give the ids of all sources the evidence cites, rests on, or derives from through any number of steps."""
        found: set[int] = set()
        wave = {id_ for row in self.evidence for id_ in (row.source_id, *row.rests_on)}
        while wave:
            found |= wave
            wave = {row.parent_id for row in self.web.derivations if row.source_id in wave} - found
        return found

    def pieces(self) -> list[Piece]:
        """Give the evidence as the origin rule reads it."""
        return [
            Piece(
                key=row.id,
                source=self.source(row).citekey,
                stance=row.stance,
                credibility=row.credibility,
                support_check=row.support_check,
                rests_on=frozenset(self.web.sources[id_].citekey for id_ in row.rests_on),
                withdrawn=row.withdrawn_at is not None,
            )
            for row in self.evidence
        ]


def gather(session: Session, claim_ids: Collection[int]) -> list[ClaimFacts]:
    """Load the facts of some claims (a few hundred at most), in the register's order."""
    claims = session.exec(select(Claim).where(col(Claim.id).in_(claim_ids)).order_by(col(Claim.place))).all()
    articles = {row.id: row for row in _by(session, Article, Article.id, {claim.article_id for claim in claims})}
    evidence = _grouped(_by(session, Evidence, Evidence.claim_id, claim_ids), "claim_id")
    reviews = _grouped(_by(session, Review, Review.claim_id, claim_ids), "claim_id")
    cited = {row.source_id for rows in evidence.values() for row in rows}
    cited |= {source_id for rows in evidence.values() for row in rows for source_id in row.rests_on}
    web = gather_sources(session, cited)
    lineages = web.lineages()
    written = {claim.id: [claim, *evidence[claim.id], *reviews[claim.id]] for claim in claims}
    moments = _moments(session, {row.event_seq for rows in written.values() for row in rows})
    return [
        ClaimFacts(
            claim=claim,
            article=articles[claim.article_id],
            web=web,
            lineages=lineages,
            changed_at=max(moments[row.event_seq] for row in written[claim.id]),
            evidence=evidence[claim.id],
            reviews=reviews[claim.id],
        )
        for claim in claims
    ]


def gather_sources(session: Session, source_ids: Collection[int]) -> SourceWeb:
    """Load sources with all they derive from or are tied to, however far away."""
    known: set[int] = set()
    wave = set(source_ids)
    derivations: dict[int, Derivation] = {}
    ties: dict[int, Tie] = {}
    while wave:
        known |= wave
        for row in _standing(session, Derivation, col(Derivation.source_id).in_(wave)):
            derivations[row.id] = row
        for tie in _standing(session, Tie, col(Tie.a_id).in_(wave) | col(Tie.b_id).in_(wave)):
            ties[tie.id] = tie
        ends = {row.parent_id for row in derivations.values()}
        ends |= {end for tie in ties.values() for end in (tie.a_id, tie.b_id)}
        wave = ends - known
    sources = {row.id: row for row in _by(session, Source, Source.id, known)}
    published_by = {row.publisher_id for row in sources.values() if row.publisher_id is not None}
    publishers = {row.id: row for row in _by(session, Publisher, Publisher.id, published_by)}
    return SourceWeb(sources, publishers, list(derivations.values()), list(ties.values()))


def claims_over(session: Session, source_ids: Collection[int]) -> list[int]:
    """Give the ids of the claims whose origins may change when something changes about these sources."""
    known: set[int] = set()
    wave = set(source_ids)
    while wave:
        known |= wave
        children = _standing(session, Derivation, col(Derivation.parent_id).in_(wave))
        ties = _standing(session, Tie, col(Tie.a_id).in_(wave) | col(Tie.b_id).in_(wave))
        wave = {row.source_id for row in children} | {end for tie in ties for end in (tie.a_id, tie.b_id)}
        wave -= known
    found = set(session.exec(select(Evidence.claim_id).where(col(Evidence.source_id).in_(known))))
    overriding = select(Evidence.claim_id, Evidence.rests_on).where(sa.cast(col(Evidence.rests_on), sa.Text) != "[]")
    found |= {claim_id for claim_id, rests_on in session.exec(overriding) if known.intersection(rests_on)}
    return sorted(found)


def _by(session: Session, model: type[Row], column: Any, keys: Collection[int]) -> Sequence[Row]:  # noqa: ANN401
    """Give the rows whose column is one of the keys, in the order of their ids."""
    if not keys:
        return []
    return session.exec(select(model).where(col(column).in_(keys)).order_by(table_of(model).c.id)).all()


def _standing(session: Session, model: type[Row], condition: sa.ColumnElement[bool]) -> Sequence[Row]:
    """Give the rows that meet the condition and were not withdrawn, in the order of their ids."""
    table = table_of(model)
    query = select(model).where(condition, table.c.withdrawn_at.is_(None)).order_by(table.c.id)
    return session.exec(query).all()


def _grouped(rows: Sequence[Row], column: str) -> defaultdict[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


def _moments(session: Session, seqs: Collection[int]) -> dict[int, datetime]:
    """Give the times of some events."""
    return dict(session.exec(select(Event.seq, Event.at).where(col(Event.seq).in_(seqs))).all())
