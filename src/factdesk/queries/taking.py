"""What is taken away: facts, articles, claims and sources of an export, as the profile it asks for sees them."""

from collections.abc import Callable, Collection, Iterator
from functools import partial

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.exports import ClaimExport
from factdesk.queries import articles, claims, facts, sources, table, visible
from factdesk.queries.moments import head_at
from factdesk.shapes.articles import ArticleRow
from factdesk.shapes.claims import ClaimDetail
from factdesk.shapes.facts import Facts
from factdesk.shapes.sources import LinkedSource
from factdesk.shapes.table import TableRow

Taken = tuple[
    Facts,
    list[ArticleRow],
    Iterator[ClaimDetail],
    Callable[[Collection[str]], Iterator[LinkedSource]],
    Iterator[TableRow] | None,
]


def take(session: ReadSession, viewer: Actor, wanted: ClaimExport, *, site: str) -> Taken:
    """Give what an export is made of; its claims, rows and sources are read while they are asked for.

    Raises NotSignedIn or Forbidden where the viewer may not take the register away in this profile.
    """
    seen_by = visible.profile(viewer, wanted)
    return (
        facts.of_export(session, seen_by, wanted, site=site),
        articles.find(session, seen_by, wanted.as_of),
        claims.every(session, seen_by, wanted, internal=wanted.profile == "internal"),
        partial(sources.linked, session, seen_by, until=head_at(session, wanted.as_of).seq if wanted.as_of else None),
        table.every(session, seen_by, wanted) if table.kept(seen_by, wanted) else None,
    )
