"""Which sources readers see: those that something published rests on, or once did.

What a claim rests on gets less only where a derivation is withdrawn or a piece of evidence comes to name other sources.
So whatever was rested on once and is no more was so right before such an event, and the chain tells how it was then.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts.derive import DRAFT, shelf_of
from factdesk.facts.gather import gather
from factdesk.facts.snapshots import CHUNK
from factdesk.models import Claim, Derivation, Event, Evidence, Source


def problems(session: ReadSession, resting: set[int]) -> Iterator[str]:
    """Check that readers see the sources that published claims rest on or once rested on, and no others."""
    ever = resting | _once(session, resting)
    query = select(Source.id, Source.citekey, Source.shown).order_by(col(Source.citekey))
    for source_id, citekey, shown in session.exec(query).all():
        if source_id in resting and not shown:
            yield f"The source {citekey} is hidden although a published claim rests on it."
        elif source_id in ever and not shown:
            yield f"The source {citekey} is hidden although a published claim once rested on it."
        elif shown and source_id not in ever:
            yield f"The source {citekey} is shown although nothing published ever rested on it."


@dataclass(slots=True)
class _Taken:
    """What events took away, by their numbers: sources that derivations led from, and claims whose evidence changed.

    `cited` are the claims that once cited a source and do no more, by the source.
    """

    derived: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    claims: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    cited: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def _once(session: ReadSession, resting: set[int]) -> set[int]:
    """Give the sources that published claims rested on right before something was taken away."""
    taken, children, parents = _taken(session), defaultdict(set), defaultdict(set)
    for child, parent in session.exec(select(Derivation.source_id, Derivation.parent_id)):
        children[parent].add(child)
        parents[child].add(parent)
    found: set[int] = set()
    for seq, claims in taken.claims.items():
        for some in _rested_on(session, sorted(claims), seq - 1):
            found |= some
    for seq, sources in taken.derived.items():
        for source in sources:
            if _reached({source}, parents) <= found | resting:
                continue  # there is nothing more to find
            citing = _citing(session, _reached({source}, children), taken)
            found |= next((some for some in _rested_on(session, citing, seq - 1) if source in some), set())
    return found


def _taken(session: ReadSession) -> _Taken:
    taken = _Taken()
    for event in session.exec(select(Event).order_by(col(Event.seq)).execution_options(yield_per=CHUNK)):
        for row in (event.payload or {}).get("rows", ()):
            before, after = row["before"], row["after"]
            if before is None:
                continue
            if row["table"] == "derivation" and before["withdrawn_at"] is None and after["withdrawn_at"] is not None:
                taken.derived[event.seq].add(before["source_id"])
            if row["table"] == "evidence" and (gone := _cites(before) - _cites(after)):
                taken.claims[event.seq].add(before["claim_id"])
                for source in gone:
                    taken.cited[source].add(before["claim_id"])
    return taken


def _cites(piece: dict[str, object]) -> set[int]:
    cited: list[int] = [piece["source_id"], *piece["rests_on"]]  # type: ignore[list-item,misc] # as the chain keeps them
    return set(cited)


def _reached(sources: set[int], steps: dict[int, set[int]]) -> set[int]:
    """Give sources with all that are reached from them, by any derivation there ever was."""
    known, wave = set(sources), sources
    while wave := {there for one in wave for there in steps.get(one, ())} - known:
        known |= wave
    return known


def _citing(session: ReadSession, sources: set[int], taken: _Taken) -> list[int]:
    """Give the claims that cite one of some sources, or once did; no draft, for that never was anything else."""
    found = {claim for source in sources for claim in taken.cited.get(source, ())}
    listed = sorted(sources)
    for start in range(0, len(listed), CHUNK):
        some = listed[start : start + CHUNK]
        found |= set(session.exec(select(Evidence.claim_id).where(col(Evidence.source_id).in_(some))))
    overriding = select(Evidence.claim_id, Evidence.rests_on).where(sa.cast(col(Evidence.rests_on), sa.Text) != "[]")
    found |= {claim for claim, rests_on in session.exec(overriding) if sources.intersection(rests_on)}
    openly = select(Claim.id).where(col(Claim.shelf) != DRAFT).order_by(col(Claim.id))
    return [id_ for id_ in session.exec(openly) if id_ in found] if found else []


def _rested_on(session: ReadSession, claims: list[int], seq: int) -> Iterator[set[int]]:
    """Give, for each of some claims that was no draft right after an event, the sources it rested on then."""
    for start in range(0, len(claims), CHUNK):
        for facts in gather(session, claims[start : start + CHUNK], seq):
            if shelf_of(facts.claim, facts.article) != DRAFT:
                yield facts.rests_on()
        session.expunge_all()
