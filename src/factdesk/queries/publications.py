"""Publishing an article: what it would come to, before anything is published, and how many drafts wait for it."""

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.database.transaction import ReadSession
from factdesk.errors import Clash
from factdesk.facts.derive import DRAFT
from factdesk.facts.unpublished import number_ready, unpublished
from factdesk.models import Claim, Term
from factdesk.queries.choosing import the_article
from factdesk.shapes.articles import DraftClaim, LeftOutDraft, Publication
from factdesk.vocabulary import Visibility


def get(session: ReadSession, actor: Actor, slug: str) -> Publication:
    """Say what publishing an article with its drafts would come to; nothing is written.

    Raises NotSignedIn or Forbidden without the right to publish, NotFound, and Clash for a withdrawn article.
    """
    require(actor, Right.WRITE)
    article = the_article(session, actor, slug)
    if article.withdrawn_at is not None:
        raise Clash(f"The article {slug} was withdrawn: {article.withdrawn_reason}")
    found = unpublished(session, article)
    here = [col(Claim.article_id) == article.id, col(Claim.visibility) == Visibility.PUBLISHED]
    published = select(sa.func.count()).where(*here, col(Claim.withdrawn_at).is_(None))
    return Publication(
        slug=slug,
        title=article.title,
        language=article.language,
        visibility=article.visibility,
        version=article.version,
        published=session.exec(published).one(),
        drafts=[DraftClaim(ref=one.ref, statement=one.statement) for one in found.ready],
        left_out=[
            LeftOutDraft(ref=one.ref, statement=one.statement, why=one.hindrance) for one in found.left_out
            if one.hindrance is not None
        ],
        preview=found.mark,
    )  # fmt: skip


def waiting(session: ReadSession, actor: Actor, slug: str) -> int:
    """Count the drafts that readers of a published article do not see and that can be published; for editors alone."""
    require(actor, Right.WRITE)
    drafts = select(Term.claims).where(col(Term.shelf) == DRAFT, col(Term.facet) == "article", col(Term.value) == slug)
    if not session.exec(drafts).first():
        return 0
    article = the_article(session, actor, slug)
    published = article.visibility is Visibility.PUBLISHED and article.withdrawn_at is None
    return number_ready(session, article) if published else 0
