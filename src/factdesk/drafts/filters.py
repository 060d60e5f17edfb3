"""What a reader asks the register for: the same names in addresses, API, exports and on the command line."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from factdesk.drafts.base import without_controls
from factdesk.drafts.moments import Moment
from factdesk.errors import Invalid
from factdesk.rules.words import parse_query
from factdesk.vocabulary import (
    ClaimType,
    Confidence,
    Hedge,
    Lineage,
    Reliability,
    ReviewState,
    SourceKind,
    Stance,
    SupportCheck,
    Verdict,
)

PAGE_SIZE = 50
LARGEST_PAGE = 200
MOST_VALUES = 100
"""How many alternatives one filter takes."""
RELEVANCE_REACH = 1000
"""How many hits a search sorted by relevance pages through; every other sort has no such end."""

NOT_OF_THE_PAST = ("q", "source", "publisher", "kind", "reliability", "lineage", "stance", "support", "reviewer", "due")
"""Filters that as_of does not go with: what they ask is not kept for each moment."""

Nothing = Literal["none"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(without_controls)]


class Sort(StrEnum):
    """The orders a register can be read in."""

    ARTICLE = "article"
    NEWEST = "newest"
    SUREST = "surest"
    UNSUREST = "unsurest"
    RELEVANCE = "relevance"


def _searchable(query: str) -> str:
    try:
        parse_query(query)
    except Invalid as cause:
        raise ValueError(cause.sentence) from cause
    return query


def _is_texts(value: object) -> bool:
    """Say whether a value is one of several texts; in JSON there may be anything."""
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


class Filter(BaseModel):
    """Parameters of an address. Blank ones count as absent, because an empty form field sends one; so do repeats."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, values: Any) -> Any:  # noqa: ANN401  whatever the caller has
        if not isinstance(values, dict):
            return values
        kept = {name: [one for one in dict.fromkeys(value) if one != ""] if _is_texts(value) else value
                for name, value in values.items()}  # fmt: skip
        return {name: value for name, value in kept.items() if value not in ("", [], None)}

    def pairs(self, **instead: object) -> list[tuple[str, str]]:
        """Give the filter as names and values in one fixed order, defaults left out; `instead` replaces some."""
        found: list[tuple[str, str]] = []
        for name, field in type(self).model_fields.items():
            value = instead.get(name, getattr(self, name))
            if value == field.default or value is None:
                continue
            found += [(name, str(one)) for one in (value if isinstance(value, tuple) else (value,))]
        return found


class ClaimFilter(Filter):
    """Which claims are wanted. Values of one name are alternatives; different names must all hold."""

    q: Annotated[Name, AfterValidator(_searchable)] | None = Field(
        None,
        description='Words that must all be found; "several words" as a phrase, an asterisk ends a prefix, a minus '
        "before a word or phrase leaves out, OR between two finds either.",
    )
    article: tuple[Name, ...] = Field((), max_length=MOST_VALUES, description="Slug of the article.")
    verdict: tuple[Verdict, ...] = Field((), description="Standing verdict.")
    confidence: tuple[Confidence | Nothing, ...] = Field((), description="Confidence that the claim is true.")
    confidence_min: Confidence | None = Field(None, description="At least this confidence.")
    state: tuple[ReviewState, ...] = Field((), description="State of review.")
    topic: tuple[Name, ...] = Field((), max_length=MOST_VALUES, description="Topic.")
    type: tuple[ClaimType, ...] = Field((), description="Type of claim.")
    hedge: tuple[Hedge, ...] = Field((), description="How firmly the article states it.")
    source: tuple[Name, ...] = Field((), max_length=MOST_VALUES, description="Citekey of a source it cites.")
    publisher: tuple[Name, ...] = Field((), max_length=MOST_VALUES, description="Publisher of a source it cites.")
    kind: tuple[SourceKind | Nothing, ...] = Field((), description="Kind of a source it cites.")
    reliability: tuple[Reliability | Nothing, ...] = Field((), description="Reliability of a source it cites.")
    lineage: tuple[Lineage | Nothing, ...] = Field((), description="Lineage of a source it cites.")
    stance: tuple[Stance | Nothing, ...] = Field((), description="Stance of a piece of its evidence.")
    support: tuple[SupportCheck | Nothing, ...] = Field((), description="Support check of a piece of its evidence.")
    reviewer: tuple[Name | Nothing, ...] = Field(
        (), max_length=MOST_VALUES, description="Account of a reviewer, where the article shows names."
    )
    gap: Annotated[int, Field(ge=1, le=4)] | None = Field(
        None, description="At least so many levels between computed and reviewed confidence."
    )
    due: date | None = Field(None, description="To be checked again on this day or before.")
    withdrawn: Literal["no", "yes"] = Field("no", description="yes: withdrawn claims instead of those that stand.")
    as_of: Moment | None = Field(
        None, description="The register as it was then: at the end of a day, or at a time such as 2026-11-22T10:00:00Z."
    )
    after: date | None = Field(None, description="Last changed after the end of this day (UTC).")
    before: date | None = Field(None, description="Last changed before the end of this day (UTC).")
    sort: Sort = Field(Sort.ARTICLE, description="Order; relevance needs q.")

    @model_validator(mode="before")
    @classmethod
    def _emptied_search(cls, values: Any) -> Any:  # noqa: ANN401  whatever the caller has
        """Let an emptied search box take its order with it: the form sends both, and there is nothing to match."""
        if isinstance(values, dict) and values.get("q") == "" and values.get("sort") == Sort.RELEVANCE:
            return {name: value for name, value in values.items() if name != "sort"}
        return values

    @model_validator(mode="after")
    def _sorts_what_it_finds(self) -> "ClaimFilter":
        if self.sort is Sort.RELEVANCE and self.q is None:
            raise ValueError("sort=relevance needs a search (q).")
        return self

    @model_validator(mode="after")
    def _asks_the_past_what_it_keeps(self) -> "ClaimFilter":
        asked = next((name for name in NOT_OF_THE_PAST if getattr(self, name)), None) if self.as_of else None
        if asked:
            raise ValueError(f"{asked} cannot be asked of the past: leave it out, or leave out as_of.")
        return self

    def narrows(self) -> bool:
        """Say whether it leaves anything out of the register (an order or a moment alone does not)."""
        return any(name in ClaimFilter.model_fields and name not in ("sort", "as_of") for name, _ in self.pairs())


class PresentFilter(ClaimFilter):
    """Which claims of the register as it stands; what is counted of them is not kept for each moment."""

    @model_validator(mode="after")
    def _is_of_the_present(self) -> "PresentFilter":
        if self.as_of is not None:
            raise ValueError("as_of cannot be asked here: this is counted for the present only.")
        return self


class ClaimPage(ClaimFilter):
    """Which claims, and which page of them."""

    cursor: Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9_-]+$")] | None = Field(
        None, description="Where the page begins: next_cursor of the page before."
    )
    limit: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="Rows on a page.")

    def pairs(self, **instead: object) -> list[tuple[str, str]]:
        """Give the filter as names and values; a page's address says where it begins only if told to."""
        return super().pairs(**{"cursor": None, **instead})


class AsOf(Filter):
    """What a page of one claim or article is asked for: itself as it is, or as it was."""

    as_of: Moment | None = Field(None, description="As it was then: at the end of a day, or at a time in UTC.")


class SourceFilter(Filter):
    """Which sources are wanted, and which page of them, in the order of their citekeys."""

    kind: SourceKind | None = Field(None, description="Kind of source.")
    reliability: Reliability | None = Field(None, description="Reliability of the source.")
    lineage: Lineage | None = Field(None, description="Lineage of the source.")
    publisher: Name | None = Field(None, description="Name of its publisher.")
    cursor: Name | None = Field(None, description="Citekey after which the page begins.")
    limit: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="Rows on a page.")


class PublisherFilter(Filter):
    """Which page of the publishers is wanted, in the order of their names."""

    cursor: Name | None = Field(None, description="Name after which the page begins.")
    limit: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="Rows on a page.")


Read = TypeVar("Read", bound=Filter)


def explain(errors: Sequence[ErrorDetails], known: Sequence[str]) -> Invalid:
    """Turn a validation's findings into one sentence on the first of them, naming the parameter."""
    first = errors[0]
    place = next((_shown(str(part)) for part in first["loc"] if part not in ("query", "path", "body")), None)
    if first["type"] == "extra_forbidden":
        return Invalid(f"There is no filter called {place}. Known: {', '.join(known)}.", place=place)
    told = first["msg"].removeprefix("Value error, ").replace("Input should be", "must be").rstrip(".")
    given = first.get("input")
    shown = f" (given: {_shown(given)})" if isinstance(given, str) else ""
    between = ": " if told[:1].isupper() else " "
    return Invalid(f"{place}{between}{told}{shown}." if place else f"{told}.", place=place)


def _shown(given: str) -> str:
    """Repeat what was given, the beginning of it and only what can be printed."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in given[:80])


def read(model: type[Read], values: dict[str, object]) -> Read:
    """Read named values into a filter; raises Invalid with one sentence."""
    try:
        return model.model_validate(values)
    except ValidationError as cause:
        raise explain(cause.errors(), list(model.model_fields)) from cause
