"""Which rows and fields a viewer gets. Every other query goes through here."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import col

from factdesk.access import READER, Actor, Right, may, require
from factdesk.drafts.exports import ClaimExport
from factdesk.facts.derive import DRAFT, PUBLIC, WITHDRAWN
from factdesk.facts.gist import public_name
from factdesk.models import Article, Claim, Person, Publisher, Source
from factdesk.vocabulary import Visibility


def shelves(viewer: Actor, *, withdrawn: bool) -> tuple[str, ...]:
    """Give the shelves a viewer's register is made of: what stands, or what was withdrawn."""
    if withdrawn:
        return (WITHDRAWN,)
    return (PUBLIC, DRAFT) if may(viewer, Right.READ_DRAFTS) else (PUBLIC,)


def pages(viewer: Actor) -> tuple[str, ...]:
    """Give the shelves whose claims have a page for a viewer; a withdrawn claim's page stays."""
    return (PUBLIC, WITHDRAWN, DRAFT) if may(viewer, Right.READ_DRAFTS) else (PUBLIC, WITHDRAWN)


def claims(viewer: Actor) -> sa.ColumnElement[bool]:
    """Give the condition for a claim's page to be there for a viewer; a withdrawn claim's page stays."""
    return sa.true() if may(viewer, Right.READ_DRAFTS) else col(Claim.shelf) != DRAFT


def articles(viewer: Actor) -> sa.ColumnElement[bool]:
    """Give the condition for an article to be there for a viewer."""
    return sa.true() if may(viewer, Right.READ_DRAFTS) else col(Article.visibility) == Visibility.PUBLISHED


def text(viewer: Actor, article: Article) -> bool:
    """Say whether a viewer reads the article's text whole, and not only the passages its claims quote."""
    return may(viewer, Right.READ_DRAFTS) or (article.text_public and article.withdrawn_at is None)


def sources(viewer: Actor) -> sa.ColumnElement[bool]:
    """Give the condition for a source to be there for a viewer."""
    return sa.true() if may(viewer, Right.READ_DRAFTS) else col(Source.shown).is_(True)


def publishers(viewer: Actor) -> sa.ColumnElement[bool]:
    """Give the condition for a publisher to be there for a viewer: readers see it once they see a source of it."""
    if may(viewer, Right.READ_DRAFTS):
        return sa.true()
    return sa.exists().where(col(Source.publisher_id) == col(Publisher.id), col(Source.shown).is_(True))


def profile(viewer: Actor, wanted: ClaimExport) -> Actor:
    """Say as whom a viewer takes the register away: publicly as any reader, internally as the viewer.

    Raises NotSignedIn or Forbidden where the viewer may not take it away internally.
    """
    if wanted.profile == "public":
        return READER
    require(viewer, Right.READ_DRAFTS)
    return viewer


def internal_text(viewer: Actor) -> bool:
    """Say whether a viewer's search looks into internal text as well."""
    return may(viewer, Right.READ_DRAFTS)


def internal_notes(viewer: Actor) -> bool:
    """Say whether a viewer reads the notes that are for the desk alone."""
    return may(viewer, Right.READ_DRAFTS)


def reviewer_facet(viewer: Actor) -> str:
    """Give the facet by which a viewer may ask who reviewed: readers only where names are shown."""
    return "reviewer_name" if may(viewer, Right.READ_DRAFTS) else "reviewer"


def reviewer_name(viewer: Actor, article: Article, reviewer: Person, order: int) -> str:
    """Give the name a viewer sees: a desk's title, a person's name where the article shows names, else a number.

    `order` is the reviewer's place among the claim's reviewers, from 1.
    """
    if may(viewer, Right.READ_DRAFTS) and not reviewer.role_account:
        return reviewer.name
    return public_name(article, reviewer, order)


def writer_name(viewer: Actor, article: Article, writer: Person | None, order: Mapping[int, int]) -> str:
    """Give the name of whoever wrote an event, as far as a viewer may know it."""
    if writer is None:
        return "the operator"
    if writer.id in order:
        return reviewer_name(viewer, article, writer, order[writer.id])
    named = writer.role_account or article.names_public or may(viewer, Right.READ_DRAFTS)
    return (writer.title or writer.name) if named else f"({writer.role.label.lower()})"


def sees_source(viewer: Actor, source: Source) -> bool:
    """Say of one loaded source what `sources` says of the table."""
    return source.shown or may(viewer, Right.READ_DRAFTS)
