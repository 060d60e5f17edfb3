"""Loading what a command works on: the row or NotFound, and Stale where it was changed since it was read."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from sqlmodel import col, select

from factdesk.database.transaction import WriteSession
from factdesk.errors import Clash, Difference, NotFound, Stale
from factdesk.models import Article, Claim, Evidence, Note, Person, Publisher, Source
from factdesk.models.base import Recorded, Withdrawable

Kept = TypeVar("Kept", bound=Recorded)
HIGHEST_ID = 2**63 - 1
"""The largest number either engine can be asked for."""


def claim(session: WriteSession, ref: str) -> Claim:
    """Load a claim; whoever writes may read drafts, so only its absence is NotFound."""
    return _there(session.exec(select(Claim).where(col(Claim.ref) == ref)).first(), f"claim {ref[:80]}")


def article(session: WriteSession, slug: str) -> Article:
    """Load an article."""
    return _there(session.exec(select(Article).where(col(Article.slug) == slug)).first(), f"article {slug[:80]}")


def source(session: WriteSession, citekey: str) -> Source:
    """Load a source."""
    return _there(session.exec(select(Source).where(col(Source.citekey) == citekey)).first(), f"source {citekey[:80]}")


def publisher(session: WriteSession, publisher_id: int) -> Publisher:
    """Load a publisher."""
    row = session.get(Publisher, publisher_id) if 0 < publisher_id <= HIGHEST_ID else None
    return _there(row, f"publisher {str(publisher_id)[:20]}")


def evidence(session: WriteSession, evidence_id: int) -> Evidence:
    """Load a piece of evidence."""
    row = session.get(Evidence, evidence_id) if 0 < evidence_id <= HIGHEST_ID else None
    return _there(row, f"piece of evidence {evidence_id}")


def note(session: WriteSession, note_id: int) -> Note:
    """Load a note."""
    return _there(session.get(Note, note_id) if 0 < note_id <= HIGHEST_ID else None, f"note {note_id}")


def person(session: WriteSession, name: str) -> Person:
    """Load a person."""
    return _there(session.exec(select(Person).where(col(Person.name) == name)).first(), f"account {name[:80]}")


def _there(row: Kept | None, called: str) -> Kept:
    if row is None:
        raise NotFound(f"There is no {called} in this register.")
    return row


def still(row: Withdrawable, called: str) -> None:
    """Raise Clash if the row was withdrawn: what is withdrawn is not worked on."""
    if row.withdrawn_at is not None:
        raise Clash(f"{called} was withdrawn: {row.withdrawn_reason}")


def fresh(
    row: Recorded, version: int, sent: Mapping[str, object], *, linked: Mapping[str, object] | None = None
) -> None:
    """Raise Stale, with every field that differs, if the row is no longer the version that was read.

    `linked` gives what stands now in fields that the row itself keeps as a link to another row.
    """
    if row.version == version:
        return
    differences = tuple(
        Difference(field=name, now=written(now), sent=written(value))
        for name, value in sent.items()
        if written(now := linked[name] if linked and name in linked else getattr(row, name)) != written(value)
    )
    raise Stale(
        f"It was changed while you worked: you read version {version}, it is version {row.version} now.",
        version=row.version,
        differences=differences,
    )


def written(value: object) -> str:
    """Write a field's value as a form shows it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value.value) if isinstance(value, Enum) else str(value)
