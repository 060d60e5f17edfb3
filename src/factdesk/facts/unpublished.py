"""The drafts among an article's claims: which of them can be published, and which cannot, and why."""

from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa
from sqlmodel import Session, col, select

from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Claim
from factdesk.vocabulary import Visibility

_claim = table_of(Claim)
_DRAFTS = (
    sa.select(*(_claim.c[name] for name in ("id", "ref", "statement", "version", "withdrawn_at", "withdrawn_reason")))
    .where(_claim.c.article_id == sa.bindparam("article"), _claim.c.visibility == Visibility.DRAFT)
    .order_by(_claim.c.number)
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim that is a draft; `hindrance` says why it cannot be published, None where it can."""

    id: int
    ref: str
    statement: str
    hindrance: str | None


@dataclass(frozen=True, slots=True)
class Unpublished:
    """An article's drafts, in its order. `mark` is another one once the article or any of them was changed."""

    ready: list[Draft]
    left_out: list[Draft]
    mark: str


def unpublished(session: Session, article: Article) -> Unpublished:
    """Give the drafts of an article."""
    rows = session.connection().execute(_DRAFTS, {"article": article.id}).all()
    seen = sha256(f"{article.slug} {article.version}".encode())
    for row in rows:
        seen.update(f" {row.id}:{row.version}".encode())
    found = [Draft(row.id, row.ref, row.statement, _hindrance(row)) for row in rows]
    return Unpublished(
        ready=[one for one in found if one.hindrance is None],
        left_out=[one for one in found if one.hindrance is not None],
        mark=seen.hexdigest()[:32],
    )


def number_ready(session: Session, article: Article) -> int:
    """Count the drafts of an article that can be published."""
    query = select(sa.func.count()).where(
        col(Claim.article_id) == article.id,
        col(Claim.visibility) == Visibility.DRAFT,
        col(Claim.withdrawn_at).is_(None),
    )
    return session.exec(query).one()


def _hindrance(row: sa.Row[tuple[object, ...]]) -> str | None:
    return f"It was withdrawn: {row.withdrawn_reason}" if row.withdrawn_at is not None else None
