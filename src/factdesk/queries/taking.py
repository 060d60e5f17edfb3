"""What is taken away: facts, articles and claims of an export, as the profile it asks for sees them."""

from collections.abc import Iterator

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.exports import ClaimExport
from factdesk.queries import articles, claims, facts, visible
from factdesk.shapes.articles import ArticleRow
from factdesk.shapes.claims import ClaimDetail
from factdesk.shapes.facts import Facts


def take(
    session: ReadSession, viewer: Actor, wanted: ClaimExport, *, site: str
) -> tuple[Facts, list[ArticleRow], Iterator[ClaimDetail]]:
    """Give what an export is made of; its claims are read while they are asked for.

    Raises NotSignedIn or Forbidden where the viewer may not take the register away in this profile.
    """
    seen_by = visible.profile(viewer, wanted)
    return (
        facts.of_export(session, seen_by, wanted, site=site),
        articles.find(session, seen_by, wanted.as_of),
        claims.every(session, seen_by, wanted, internal=wanted.profile == "internal"),
    )
