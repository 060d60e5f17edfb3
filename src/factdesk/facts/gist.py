"""The gist of a claim's evidence and reviews as readers see it, and the names they know reviewers by."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from factdesk.facts.gather import ClaimFacts
from factdesk.facts.snapshots import table_of
from factdesk.facts.web import cited_as
from factdesk.models import Article, Gist, Person, Review
from factdesk.rules.standing import Standing, adjudication, dissent
from factdesk.shapes.table import Cited, GistCells, Judged, gist, role_of


def gist_of(facts: ClaimFacts, standing: Standing) -> GistCells | None:
    """Give the cells that tell readers of a claim's evidence and reviews; None where it has neither.

    References are in the register's own short form.
    """
    if not facts.evidence and not facts.reviews:
        return None
    return gist(list(_cited(facts)), list(_judged(facts, standing)))


def kept_gists(session: Session, places: Sequence[int]) -> dict[int, GistCells]:
    """Give the gists that are kept of some claims, by their places."""
    table = table_of(Gist)
    found = session.connection().execute(sa.select(table).where(table.c.place.in_(places))).mappings()
    return {row["place"]: GistCells(**{name: row[name] for name in GistCells._fields}) for row in found}


class Given(NamedTuple):
    """A review with who gave it, the reviewer's place among those of the claim, and what it means for the verdict."""

    row: Review
    reviewer: Person
    order: int
    counts: bool
    dissents: bool
    decides: bool


def reviews_of(facts: ClaimFacts, standing: Standing) -> Iterator[Given]:
    """Give the reviews that everybody sees, latest first."""
    order = reviewer_order(facts.seen)
    dissenting = dissent(facts.judged, facts.claim.wording, standing)
    decision = adjudication(facts.judged, facts.claim.wording)
    for row in reversed(facts.seen):
        yield Given(
            row=row,
            reviewer=facts.people[row.reviewer_id],
            order=order[row.reviewer_id],
            counts=row.id in standing.counting,
            dissents=row.id in dissenting,
            decides=decision is not None and row.id == decision.key,
        )


def reviewer_order(reviews: Iterable[Review]) -> dict[int, int]:
    """Give the place of each reviewer among a claim's reviewers, from 1, by the reviews in the order of entry."""
    return {id_: at for at, id_ in enumerate(dict.fromkeys(review.reviewer_id for review in reviews), start=1)}


def public_name(article: Article, reviewer: Person, order: int) -> str:
    """Give the name readers see: a desk's title, a person's name where the article shows names, else a number.

    `order` is the reviewer's place among the claim's reviewers, from 1.
    """
    if reviewer.role_account:
        return reviewer.title or reviewer.name
    return reviewer.name if article.names_public else f"Reviewer {order}"


def _cited(facts: ClaimFacts) -> Iterable[Cited]:
    for row in facts.evidence:
        if row.withdrawn_at is None:
            source = facts.source(row)
            publisher = facts.web.publishers.get(source.publisher_id or 0)
            address = source.url or source.archived_url
            yield Cited(row.stance, source.citekey, cited_as(source, publisher), address)


def _judged(facts: ClaimFacts, standing: Standing) -> Iterable[Judged]:
    for one in reviews_of(facts, standing):
        name = public_name(facts.article, one.reviewer, one.order)
        role = role_of(counts=one.counts, dissents=one.dissents, decides=one.decides)
        yield Judged(name, one.row.verdict, one.row.confidence, role, one.row.reason)
