"""The work queue: which of its lists is wanted, who is asked to judge, and how a piece compares with its source."""

from typing import TypeVar, get_origin
from urllib.parse import parse_qsl

from pydantic import Field, ValidationError, model_validator

from factdesk.drafts.base import Day, Text, Typed
from factdesk.drafts.filters import MOST_VALUES, ClaimFilter, ClaimPage, Filter, Name, explain
from factdesk.drafts.judging import Version
from factdesk.drafts.people import AccountName
from factdesk.errors import Invalid
from factdesk.vocabulary import Reliability, Stance, SupportCheck, Word

HIGHEST_NUMBER = 2**63 - 1
MOST_PAIRS = 20 * MOST_VALUES


class QueueList(Word):
    """A list of the queue. A claim can be on several."""

    MINE = "mine", "Mine", "You are asked to judge these."
    UNASSIGNED = "unassigned", "Unassigned", "Reviews are missing, and nobody is asked for one."
    SECOND = "second", "Awaiting a second", "Some of the required reviews are in, not all."
    SPLIT = "split", "Split", "Reviewers disagree."
    DUE = "due", "Due for re-check", "A reviewer asked to look again by now."
    GAP = "gap", "Wide gap", "Computed and reviewed confidence are two levels or more apart."
    NEWER = "newer", "Newer evidence", "Evidence came in after the last review."


class QueueFilter(ClaimPage):
    """Which list of the queue, and which claims on it."""

    list: QueueList | None = Field(None, description="List of the queue; mine, if there is any, else unassigned.")

    @model_validator(mode="after")
    def _stands(self) -> "QueueFilter":
        if self.withdrawn == "yes":
            raise ValueError("Withdrawn claims are on no list of the queue.")
        if self.as_of is not None:
            raise ValueError("The queue is of the present only: leave out as_of.")
        return self


class CheckFilter(Filter):
    """Which pieces of evidence are to be compared with their source, and after which of them to go on."""

    support: SupportCheck = Field(SupportCheck.NOT_CHECKED, description="Support check of the piece.")
    stance: Stance | None = Field(None, description="Stance of the piece.")
    article: Name | None = Field(None, description="Slug of the article.")
    source: Name | None = Field(None, description="Citekey of the source.")
    reliability: Reliability | None = Field(None, description="Reliability of the source.")
    cursor: int | None = Field(None, ge=1, le=HIGHEST_NUMBER, description="Number of the piece it goes on after.")

    def pairs(self, **instead: object) -> list[tuple[str, str]]:
        """Give the filter as names and values; an address says where it goes on only if told to."""
        return super().pairs(**{"cursor": None, **instead})

    def of_claims(self) -> ClaimFilter:
        """Give the filter of the claims among whose pieces these are."""
        given: dict[str, object] = {"support": (self.support,)}
        for name in ("stance", "article", "source", "reliability"):
            if getattr(self, name) is not None:
                given[name] = (getattr(self, name),)
        return ClaimFilter.model_validate(given)


class AssignmentDraft(Typed):
    """Whom to ask to judge a claim, with a message and the day by which."""

    person: AccountName
    message: Text | None = None
    due_on: Day | None = None


class SupportCheckDraft(Typed):
    """What a comparison with the source came to, of the version of the piece that was read."""

    support_check: SupportCheck
    version: Version


Wanted = TypeVar("Wanted", bound=Filter)


def from_query(model: type[Wanted], query: str) -> Wanted:
    """Read the part of an address after the question mark, as a form carries it; raises Invalid."""
    values: dict[str, object] = {}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PAIRS)
    except ValueError as cause:
        raise Invalid("This names too many filters.") from cause
    for name, value in pairs:
        field = model.model_fields.get(name)
        if field is not None and get_origin(field.annotation) is tuple:
            values[name] = (*values.get(name, ()), value)  # type: ignore[misc] # a tuple from the first value on
        else:
            values[name] = value
    try:
        return model.model_validate(values)
    except ValidationError as cause:
        raise explain(cause.errors(), list(model.model_fields)) from cause
