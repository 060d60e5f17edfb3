"""Ties that names suggest: sources on the same claims that share an author or a publisher. Never applied silently."""

from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.facts.web import SourceWeb, gather_sources
from factdesk.models import Evidence, Source, Tie
from factdesk.queries import visible
from factdesk.rules.words import fold
from factdesk.shapes.sources import SuggestedTie
from factdesk.vocabulary import TieHow

MOST_CLAIMS, MOST_SOURCES, MOST_SUGGESTED = 200, 500, 20
OTHERS = ("others",)
"""What stands for authors without a name; two sources do not share it."""


def ties(session: ReadSession, viewer: Actor, citekey: str) -> list[SuggestedTie]:
    """Give the ties that names suggest for a source, in the order of citekeys.

    Left out are sources tied with it already, ones that derive from it or it from them, through any number of steps,
    and those whose tie with it somebody withdrew.
    """
    source = session.exec(select(Source).where(col(Source.citekey) == citekey, visible.sources(viewer))).first()
    if source is None:
        return []
    beside = _beside(session, viewer, source)
    web = gather_sources(session, [source.id, *(other.id for other in beside)])
    settled = _connected(web, source.id) | _untied(session, source.id)
    found = [_suggested(web, source, other) for other in beside if other.id not in settled]
    return [one for one in found if one is not None][:MOST_SUGGESTED]


def _beside(session: ReadSession, viewer: Actor, source: Source) -> list[Source]:
    """Give the sources that stand on a claim with this one."""
    standing = col(Evidence.withdrawn_at).is_(None)
    here = select(Evidence.claim_id).where(col(Evidence.source_id) == source.id, standing).limit(MOST_CLAIMS)
    there = select(Evidence.source_id).where(col(Evidence.claim_id).in_(session.exec(here).all()), standing)
    ids = sorted({*session.exec(there.limit(MOST_SOURCES))} - {source.id})
    query = select(Source).where(col(Source.id).in_(ids), col(Source.withdrawn_at).is_(None), visible.sources(viewer))
    return list(session.exec(query.order_by(col(Source.citekey))))


def _connected(web: SourceWeb, source_id: int) -> set[int]:
    """Give the sources tied with one, directly or through others, and all it derives from or that derive from it."""
    found = _reached(source_id, [pair for tie in web.ties for pair in ((tie.a_id, tie.b_id), (tie.b_id, tie.a_id))])
    found |= _reached(source_id, [(row.source_id, row.parent_id) for row in web.derivations])
    return found | _reached(source_id, [(row.parent_id, row.source_id) for row in web.derivations])


def _reached(start: int, steps: list[tuple[int, int]]) -> set[int]:
    found, wave = {start}, {start}
    while wave:
        wave = {end for begin, end in steps if begin in wave} - found
        found |= wave
    return found


def _untied(session: ReadSession, source_id: int) -> set[int]:
    """Give the sources whose tie with this one was withdrawn."""
    ends = (col(Tie.a_id) == source_id) | (col(Tie.b_id) == source_id)
    rows = session.exec(select(Tie).where(ends, col(Tie.withdrawn_at).is_not(None)))
    return {end for row in rows for end in (row.a_id, row.b_id)}


def _suggested(web: SourceWeb, source: Source, other: Source) -> SuggestedTie | None:
    """Say what two sources share, an author before a publisher; None where it is nothing."""
    ours, theirs = _authors(source), _authors(other)
    author = next((name for key, name in ours.items() if key in theirs), None)
    publisher = _publisher(web, source)
    if author is None and (publisher is None or _folded(publisher) != _folded(_publisher(web, other) or "")):
        return None
    how = TieHow.SAME_AUTHOR if author else TieHow.SAME_OWNER
    return SuggestedTie(citekey=other.citekey, title=other.title, how=how, name=author or publisher or "")


def _authors(source: Source) -> dict[tuple[str, ...], str]:
    named = {_folded(name): name for name in source.authors}
    return {key: name for key, name in named.items() if key and key != OTHERS}


def _publisher(web: SourceWeb, source: Source) -> str | None:
    row = web.publishers.get(source.publisher_id or 0)
    return row.name if row else None


def _folded(name: str) -> tuple[str, ...]:
    return tuple(fold(name))
