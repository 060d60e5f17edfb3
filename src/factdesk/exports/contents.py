"""What every export is made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from factdesk.drafts.filters import ClaimExport
from factdesk.shapes.articles import ArticleRow
from factdesk.shapes.claims import ClaimDetail
from factdesk.shapes.facts import Facts


@dataclass(frozen=True, slots=True)
class Contents:
    """The facts, the articles, and the claims in order, which are read once.

    `site` is the public address of the register without a final slash, so that every row can name its page.
    """

    facts: Facts
    articles: list[ArticleRow]
    claims: Iterable[ClaimDetail]
    wanted: ClaimExport
    site: str

    def page_of(self, ref: str) -> str:
        """Give the address of a claim's page."""
        return f"{self.site}/claims/{ref}"
