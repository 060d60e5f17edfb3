"""What a reader asks the register for: the same names in addresses, API, exports and on the command line."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Annotated, Any, Literal

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


class Filter(BaseModel):
    """Parameters of an address. Blank ones count as absent, because an empty form field sends one; so do repeats."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, values: Any) -> Any:  # noqa: ANN401  whatever the caller has
        if not isinstance(values, dict):
            return values
        kept = {name: [one for one in dict.fromkeys(value) if one != ""] if isinstance(value, list | tuple) else value
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
        description='Words that must all be found; "several words" as a phrase, an asterisk ends a prefix.',
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
    withdrawn: Literal["no", "yes"] = Field("no", description="yes: withdrawn claims instead of those that stand.")
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

    def narrows(self) -> bool:
        """Say whether it leaves anything out of the register (an order alone does not)."""
        return any(name in ClaimFilter.model_fields and name != "sort" for name, _ in self.pairs())


class ClaimPage(ClaimFilter):
    """Which claims, and which page of them."""

    cursor: Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9_-]+$")] | None = Field(
        None, description="Where the page begins: next_cursor of the page before."
    )
    limit: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="Rows on a page.")

    def pairs(self, **instead: object) -> list[tuple[str, str]]:
        """Give the filter as names and values; a page's address says where it begins only if told to."""
        return super().pairs(**{"cursor": None, **instead})


class ClaimExport(ClaimFilter):
    """Which claims, and how they are written into a file."""

    layout: Literal["claims", "evidence"] = Field("claims", description="A row per claim, or per piece of evidence.")
    bom: Literal["0", "1"] = Field("0", description="1: begin with a byte order mark, as Excel wants it.")
    about: Literal["0", "1"] = Field("0", description="1: begin with lines that say what the file is.")

    def as_page(self) -> ClaimPage:
        """Give the filter of the page that shows the same claims."""
        return ClaimPage(**{name: getattr(self, name) for name in ClaimFilter.model_fields})


class SourceFilter(Filter):
    """Which sources are wanted, and which page of them, in the order of their citekeys."""

    kind: SourceKind | None = Field(None, description="Kind of source.")
    reliability: Reliability | None = Field(None, description="Reliability of the source.")
    lineage: Lineage | None = Field(None, description="Lineage of the source.")
    publisher: Name | None = Field(None, description="Name of its publisher.")
    cursor: Name | None = Field(None, description="Citekey after which the page begins.")
    limit: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="Rows on a page.")


def end_of(day: date) -> datetime:
    """Give the moment a bare date means: its end (UTC)."""
    return datetime.combine(day, time.max, tzinfo=UTC)


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


def read(model: type[ClaimFilter], values: dict[str, object]) -> ClaimFilter:
    """Read named values into a filter; raises Invalid with one sentence."""
    try:
        return model.model_validate(values)
    except ValidationError as cause:
        raise explain(cause.errors(), list(model.model_fields)) from cause
