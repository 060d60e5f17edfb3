"""Gathering: the article, evidence, reviews and source lineage of some claims, in a handful of look-ups.

With `until` everything is gathered as it was right after that event, from the audit chain.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from sqlmodel import Session, col, select

from factdesk.facts import basis
from factdesk.facts.rewinding import rewound
from factdesk.facts.rows import by
from factdesk.facts.snapshots import restore, shown, table_of
from factdesk.facts.web import SourceWeb, gather_sources
from factdesk.models import (
    Article,
    Assignment,
    Claim,
    ClosedRound,
    Event,
    Evidence,
    Note,
    Person,
    Review,
    Source,
)
from factdesk.models.base import Recorded
from factdesk.rules.origins import Lineages, Piece
from factdesk.rules.standing import ReviewFacts, hidden
from factdesk.rules.weights import Weights

Row = TypeVar("Row", bound=Recorded)


@dataclass(frozen=True)
class ClaimFacts:
    """Everything on file about one claim. Evidence, reviews and notes stand in the order of entry.

    `reviews` are all there are; whatever others than their authors may see is made of `seen` alone. `closed` are the
    wordings whose rounds closed under an earlier setting; `moments` the times of the events that wrote the rows;
    `weights` those by which evidence is weighed, None where this program no longer has the rules of then.
    """

    claim: Claim
    article: Article
    web: SourceWeb
    lineages: Lineages
    evidence: list[Evidence]
    reviews: list[Review]
    notes: list[Note]
    assignments: list[Assignment]
    closed: frozenset[int]
    people: Mapping[int, Person]
    moments: Mapping[int, datetime]
    weights: Weights | None

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Give the ids of the reviews that only their authors see, because their blind round is open."""
        article = self.article
        return hidden(
            review_facts(self.reviews), self.claim.wording, article.reviews_required,
            blind=article.blind_review, closed=self.closed,
        )  # fmt: skip

    @cached_property
    def seen(self) -> list[Review]:
        """Give the reviews that everybody sees who sees the claim."""
        return [review for review in self.reviews if review.id not in self.hidden]

    @cached_property
    def judged(self) -> list[ReviewFacts]:
        """Give the reviews that everybody sees as the rule of standing reads them."""
        return review_facts(self.seen)

    @property
    def changed_at(self) -> datetime:
        """Give the moment of the last change that everybody sees: of the claim, its evidence or its reviews."""
        return max(self.moments[row.event_seq] for row in (self.claim, *self.evidence, *self.seen))

    def open_assignments(self) -> list[Assignment]:
        """Give the assignments that wait for their person's judgement."""
        last = {review.reviewer_id: review.event_seq for review in self.reviews}
        return [
            row for row in self.assignments
            if row.withdrawn_at is None and last.get(row.person_id, 0) < row.event_seq
        ]  # fmt: skip

    def source(self, piece: Evidence) -> Source:
        """Give the source of a piece of evidence."""
        return self.web.sources[piece.source_id]

    def rests_on(self) -> set[int]:
        """Give the ids of all sources the evidence cites, rests on, or derives from through any number of steps."""
        return self.web.reached(id_ for row in self.evidence for id_ in (row.source_id, *row.rests_on))

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


def review_facts(reviews: Sequence[Review]) -> list[ReviewFacts]:
    """Give reviews as the rule of standing reads them."""
    return [
        ReviewFacts(
            key=review.id,
            reviewer=review.reviewer_id,
            wording=review.wording,
            verdict=review.verdict,
            confidence=review.confidence,
            adjudication=review.adjudication,
        )
        for review in reviews
    ]


def gather(
    session: Session, claim_ids: Collection[int], until: int | None = None, weights: Weights | None = None
) -> list[ClaimFacts]:
    """Load the facts of some claims (a few hundred at most), in the register's order.

    They are weighed by `weights`, else by those the register was derived with then.
    """
    weights = weights or basis.weights_at(session, until)
    claims = session.exec(select(Claim).where(col(Claim.id).in_(claim_ids)).order_by(col(Claim.place))).all()
    if until is not None:
        claims = rewound(session, [_copy(claim) for claim in claims], until)
    articles = {row.id: row for row in by(session, Article, Article.id, {row.article_id for row in claims}, until)}
    evidence = _of_claims(session, Evidence, claim_ids, until)
    reviews = _of_claims(session, Review, claim_ids, until)
    notes = _of_claims(session, Note, claim_ids, until)
    assignments = _of_claims(session, Assignment, claim_ids, until)
    closed = _of_claims(session, ClosedRound, claim_ids, until)
    pieces = list(chain.from_iterable(evidence.values()))
    cited = {row.source_id for row in pieces} | {source_id for row in pieces for source_id in row.rests_on}
    web = gather_sources(session, cited, until)
    lineages = web.lineages()
    people = _people(session, reviews, notes, assignments)
    moments = _moments(session, {row.event_seq for row in (*claims, *pieces, *chain.from_iterable(reviews.values()))})
    return [
        ClaimFacts(
            claim=claim,
            article=articles[claim.article_id],
            web=web,
            lineages=lineages,
            evidence=evidence[claim.id],
            reviews=reviews[claim.id],
            notes=notes[claim.id],
            assignments=assignments[claim.id],
            closed=frozenset(row.wording for row in closed[claim.id]),
            people=people,
            moments=moments,
            weights=weights,
        )
        for claim in claims
    ]


def _copy(claim: Claim) -> Claim:
    """Give a claim as an object bound to no session, because what follows from the past is set on it."""
    copy = restore(Claim, shown(claim))
    copy.id, copy.article_id, copy.place, copy.event_seq = claim.id, claim.article_id, claim.place, claim.event_seq
    return copy


_claim_of = attrgetter("claim_id")


def _of_claims(
    session: Session, model: type[Row], claim_ids: Collection[int], until: int | None
) -> defaultdict[int, list[Row]]:
    """Give the rows of a table that belong to some claims, by claim, in the order of entry."""
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in by(session, model, table_of(model).c.claim_id, claim_ids, until):
        groups[_claim_of(row)].append(row)
    return groups


def _people(
    session: Session,
    reviews: Mapping[int, list[Review]],
    notes: Mapping[int, list[Note]],
    assignments: Mapping[int, list[Assignment]],
) -> dict[int, Person]:
    """Load everybody who reviewed, noted or was asked for something."""
    ids: set[int | None] = {row.reviewer_id for row in chain.from_iterable(reviews.values())}
    ids |= {row.author_id for row in chain.from_iterable(notes.values())}
    ids |= {id_ for row in chain.from_iterable(assignments.values()) for id_ in (row.person_id, row.by_id)}
    return {row.id: row for row in by(session, Person, Person.id, {id_ for id_ in ids if id_ is not None})}


def _moments(session: Session, seqs: Collection[int]) -> dict[int, datetime]:
    """Give the times of some events."""
    return dict(session.exec(select(Event.seq, Event.at).where(col(Event.seq).in_(seqs))).all())
