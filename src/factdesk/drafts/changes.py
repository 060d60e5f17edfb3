"""What a reader asks of the changes between two moments: which claims, and between when."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from factdesk.drafts.filters import LARGEST_PAGE, MOST_VALUES, PAGE_SIZE, ClaimFilter, Filter, Name, Nothing
from factdesk.drafts.moments import Moment
from factdesk.drafts.queue import HIGHEST_NUMBER
from factdesk.vocabulary import ClaimType, Confidence, Hedge, ReviewState, Verdict


class ChangeFilter(Filter):
    """Between which moments, and of which claims: they must match at the later moment, or if they no longer stood
    then, at the earlier one.
    """

    article: tuple[Name, ...] = Field((), max_length=MOST_VALUES, description="Slug of the article.")
    verdict: tuple[Verdict, ...] = Field((), description="Standing verdict.")
    confidence: tuple[Confidence | Nothing, ...] = Field((), description="Confidence that the claim is true.")
    confidence_min: Confidence | None = Field(None, description="At least this confidence.")
    state: tuple[ReviewState, ...] = Field((), description="State of review.")
    topic: tuple[Name, ...] = Field((), max_length=MOST_VALUES, description="Topic.")
    type: tuple[ClaimType, ...] = Field((), description="Type of claim.")
    hedge: tuple[Hedge, ...] = Field((), description="How firmly the article states it.")
    gap: Annotated[int, Field(ge=1, le=4)] | None = Field(
        None, description="At least so many levels between computed and reviewed confidence."
    )
    withdrawn: Literal["no", "yes"] = Field("no", description="yes: only claims that were withdrawn in between.")
    after: Moment | None = Field(
        None, description="The earlier moment: the end of a day, or a time in UTC. Else 30 days before the later one."
    )
    before: Moment | None = Field(None, description="The later moment. Else that of the register’s last event.")

    def claims(self) -> ClaimFilter:
        """Give what is asked of each claim, as the register's filter."""
        return ClaimFilter(**{name: getattr(self, name) for name in ChangeFilter.model_fields
                              if name not in ("after", "before", "withdrawn")})  # fmt: skip


def _place(text: str) -> str:
    """Refuse a number that no place in the register has."""
    if int(text) > HIGHEST_NUMBER:
        raise ValueError("is not where a page begins")
    return text


class ChangePage(ChangeFilter):
    """Which changes, and which page of them."""

    cursor: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,19}$"), AfterValidator(_place)] | None = Field(
        None, description="Where the page begins: next_cursor of the page before."
    )
    limit: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="Claims on a page.")

    def pairs(self, **instead: object) -> list[tuple[str, str]]:
        """Give the filter as names and values; a page's address says where it begins only if told to."""
        return super().pairs(**{"cursor": None, **instead})
