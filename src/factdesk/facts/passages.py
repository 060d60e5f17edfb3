"""The passages of an article's claims: which quotes are looked for in its next text, and where they stand in one."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from factdesk.models import Anchor, ArticleVersion, Claim
from factdesk.rules.anchors import Quote


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a claim, by the words it is looked for."""

    claim_id: int
    ref: str
    number: int
    quote: Quote


def newest(session: Session, article_id: int) -> ArticleVersion | None:
    """Give the newest version of an article's text, if any is held."""
    query = select(ArticleVersion).where(col(ArticleVersion.article_id) == article_id)
    return session.exec(query.order_by(col(ArticleVersion.number).desc()).limit(1)).first()


def wanted(session: Session, article_id: int, version: ArticleVersion | None) -> Sequence[Passage]:
    """Give the passages to look for in the article's next text, claims in their order.

    Those marked in its newest version, by the words they have there; and the quotes of claims that have no passage
    there. What was withdrawn, claim or passage, is not looked for.
    """
    claims = sa.select(col(Claim.id), col(Claim.ref), col(Claim.quote)).where(
        col(Claim.article_id) == article_id, col(Claim.withdrawn_at).is_(None)
    )
    known: dict[int, list[Anchor]] = {}
    if version is not None:
        for anchor in session.exec(select(Anchor).where(col(Anchor.article_version_id) == version.id)):
            known.setdefault(anchor.claim_id, []).append(anchor)
    found: list[Passage] = []
    for id_, ref, quote in session.connection().execute(claims.order_by(col(Claim.number))):
        if id_ in known:
            standing = [anchor for anchor in known[id_] if anchor.withdrawn_at is None]
            found += [Passage(id_, ref, one.passage, Quote(one.exact, one.prefix, one.suffix))
                      for one in sorted(standing, key=lambda anchor: anchor.passage)]  # fmt: skip
        elif quote:
            found.append(Passage(id_, ref, 1, Quote(quote)))
    return found
