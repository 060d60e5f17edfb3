"""A claim's evidence, origins, reviews and notes as a viewer may see them, from facts already gathered."""

from factdesk.access import Actor
from factdesk.facts.gather import ClaimFacts
from factdesk.facts.gist import reviewer_order, reviews_of
from factdesk.queries import sources, visible
from factdesk.rules.origins import StanceCount
from factdesk.rules.standing import Standing
from factdesk.shapes.claims import EvidencePiece, NoteEntry, OriginGroup, ReviewEntry
from factdesk.shapes.sources import SourceRow
from factdesk.vocabulary import Audience, Stance


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
    credibility = {row.id: row.credibility for row in facts.evidence}
    return [
        OriginGroup(
            stance=stance,
            origin_sources=sorted(
                {
                    key
                    for origin in counted.origins
                    for key in origin
                    if visible.sees_source(viewer, facts.web.by_citekey[key])
                }
            ),
            through=counted.through,
            through_own=counted.own,
            pieces=[counted.through, *(key for key in counted.pieces if key != counted.through)],
            recorded=counted.recorded,
            reliability=counted.reliability,
            credibility=credibility[counted.through],
            strength=counted.strength,
        )
        for stance in (Stance.SUPPORTS, Stance.DISPUTES)
        for counted in counts[stance].counted
    ]


def reviews(viewer: Actor, facts: ClaimFacts, standing: Standing) -> list[ReviewEntry]:
    """Give the reviews that everybody sees, latest first."""
    return [
        ReviewEntry(
            reviewer=visible.reviewer_name(viewer, facts.article, given.reviewer, given.order),
            verdict=given.row.verdict,
            confidence=given.row.confidence,
            reason=given.row.reason,
            wording=given.row.wording,
            adjudication=given.row.adjudication,
            recheck_on=given.row.recheck_on,
            created_at=given.row.created_at,
            counts=given.counts,
            dissents=given.dissents,
            decides=given.decides,
            mine=given.row.reviewer_id == viewer.id,
        )
        for given in reviews_of(facts, standing)
    ]


def notes(viewer: Actor, facts: ClaimFacts, *, internal: bool) -> list[NoteEntry]:
    """Give the notes a viewer reads, in the order of entry; those for the desk alone only if `internal` is asked."""
    order = reviewer_order(facts.seen)
    wanted = {Audience.PUBLIC} | ({Audience.INTERNAL} if internal and visible.internal_notes(viewer) else set())
    return [
        NoteEntry(
            id=row.id,
            author=visible.writer_name(viewer, facts.article, facts.people[row.author_id], order),
            body=row.body,
            audience=row.audience,
            created_at=row.created_at,
            withdrawn_reason=row.withdrawn_reason,
            version=row.version,
            mine=row.author_id == viewer.id,
        )
        for row in facts.notes
        if row.audience in wanted
    ]
