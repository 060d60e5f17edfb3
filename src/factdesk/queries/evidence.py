"""A claim's evidence, origins and reviews as a viewer may see them, from facts already gathered."""

from collections.abc import Iterable

from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.facts.gather import ClaimFacts
from factdesk.models import Person
from factdesk.queries import sources, visible
from factdesk.rules.origins import StanceCount
from factdesk.rules.standing import Standing
from factdesk.shapes.claims import EvidencePiece, OriginGroup, ReviewEntry
from factdesk.shapes.sources import SourceRow
from factdesk.vocabulary import Stance

Reviewers = dict[int, Person]


def reviewers(session: ReadSession, gathered: Iterable[ClaimFacts]) -> Reviewers:
    """Load the people who reviewed some claims."""
    ids = {review.reviewer_id for facts in gathered for review in facts.reviews}
    return {person.id: person for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}


def pieces(viewer: Actor, facts: ClaimFacts, counts: dict[Stance, StanceCount]) -> list[EvidencePiece]:
    """Give the evidence in the order of entry, each piece with the reason if it adds nothing."""
    why_not = {listed.piece: listed.reason for count in counts.values() for listed in count.listed}
    found = []
    for row in facts.evidence:
        source = facts.source(row)
        publisher = facts.web.publishers.get(source.publisher_id or 0)
        found.append(
            EvidencePiece(
                id=row.id,
                source=SourceRow(**sources.fields(source, publisher)),
                derives_from=sources.derives_from(facts.web, source),
                ties=sources.tied_to(viewer, facts.web, source),
                stance=row.stance,
                reliability=source.reliability,
                credibility=row.credibility,
                locator=row.locator,
                says=row.says,
                quotation=row.quotation,
                support_check=row.support_check,
                rests_on=[facts.web.sources[id_].citekey for id_ in row.rests_on],
                version=row.version,
                withdrawn_reason=row.withdrawn_reason,
                not_counted=why_not.get(row.id),
            )
        )
    return found


def groups(viewer: Actor, facts: ClaimFacts, counts: dict[Stance, StanceCount]) -> list[OriginGroup]:
    """Give what counts as an origin, for and then against, with the pieces collapsed into each."""
    seen = {source.citekey for source in facts.web.sources.values() if visible.sees_source(viewer, source)}
    return [
        OriginGroup(
            stance=stance,
            origin_sources=sorted({key for origin in counted.origins for key in origin} & seen),
            through=counted.through,
            through_own=counted.own,
            pieces=[counted.through, *(key for key in counted.pieces if key != counted.through)],
            recorded=counted.recorded,
        )
        for stance in (Stance.SUPPORTS, Stance.DISPUTES)
        for counted in counts[stance].counted
    ]


def reviews(viewer: Actor, facts: ClaimFacts, standing: Standing, people: Reviewers) -> list[ReviewEntry]:
    """Give the reviews, latest first."""
    order = visible.reviewer_order(facts.reviews)
    return [
        ReviewEntry(
            reviewer=visible.reviewer_name(viewer, facts.article, people[row.reviewer_id], order[row.reviewer_id]),
            verdict=row.verdict,
            confidence=row.confidence,
            reason=row.reason,
            wording=row.wording,
            adjudication=row.adjudication,
            created_at=row.created_at,
            counts=row.id in standing.counting,
            mine=row.reviewer_id == viewer.id,
        )
        for row in reversed(facts.reviews)
    ]
