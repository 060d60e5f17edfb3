"""Which sources readers see: those that something published rests on, or once did."""

from collections import defaultdict
from collections.abc import Iterator

from sqlmodel import select

from factdesk.database.transaction import ReadSession
from factdesk.models import Derivation, Source


def problems(session: ReadSession, resting: set[int]) -> Iterator[str]:
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
