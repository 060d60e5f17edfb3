"""What every export is made of."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from factdesk.drafts.exports import ClaimExport
from factdesk.shapes.articles import ArticleRow
from factdesk.shapes.claims import ClaimDetail
from factdesk.shapes.facts import Facts
from factdesk.shapes.sources import LinkedSource
from factdesk.shapes.table import TableRow


@dataclass(frozen=True, slots=True)
class Contents:
    """The facts, the articles, and the claims in order, which are read once.

    `sources` gives the sources of some citekeys and all that these derive from or are tied to, each once.
    `rows` are the claims as rows of a table, where the register keeps them as they are asked for; else None.
    `site` is the public address of the register without a final slash, so that every row can name its page.
    """

    facts: Facts
    articles: list[ArticleRow]
    claims: Iterable[ClaimDetail]
    sources: Callable[[Collection[str]], Iterable[LinkedSource]]
    rows: Iterable[TableRow] | None
    wanted: ClaimExport
    site: str

    def page_of(self, ref: str) -> str:
        """Give the address of a claim's page."""
        return f"{self.site}/claims/{ref}"


def began(claim: ClaimDetail) -> datetime:
    """Give the time of a claim's first event."""
    return min((entry.at for entry in claim.history), default=claim.changed_at)
