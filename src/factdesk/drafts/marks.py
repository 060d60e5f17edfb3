"""What the marks in an article's text are asked for: which claims to bring out, and as of when."""

from typing import Literal, Protocol

from pydantic import Field

from factdesk.drafts.filters import Filter, Nothing
from factdesk.drafts.moments import Moment
from factdesk.vocabulary import ClaimType, Confidence, Hedge, Verdict


class Marked(Protocol):
    """What a claim is told apart by."""

    @property
    def verdict(self) -> Verdict:
        """What the reviewers found."""

    @property
    def confidence(self) -> Confidence | None:
        """How sure they are that it is true."""

    @property
    def type(self) -> ClaimType:
        """What kind of statement it is."""

    @property
    def hedge(self) -> Hedge:
        """How firmly the article states it."""


SIFTED = ("verdict", "confidence", "type", "hedge")


class MarkFilter(Filter):
    """Which claims to bring out in a text. Values of one name are alternatives; different names must all hold."""

    verdict: tuple[Verdict, ...] = Field((), description="Standing verdict.")
    confidence: tuple[Confidence | Nothing, ...] = Field((), description="Confidence that the claim is true.")
    confidence_min: Confidence | None = Field(None, description="At least this confidence.")
    type: tuple[ClaimType, ...] = Field((), description="Type of claim.")
    hedge: tuple[Hedge, ...] = Field((), description="How firmly the article states it.")

    def narrows(self) -> bool:
        """Say whether any mark is to step back."""
        return self.confidence_min is not None or any(getattr(self, name) for name in SIFTED)

    def matches(self, claim: Marked, *, without: str = "") -> bool:
        """Say whether a claim is wanted; `without` leaves one filter out."""
        least = self.confidence_min if without != "confidence" else None
        sure = least is None or (claim.confidence is not None and claim.confidence.rank >= least.rank)
        return sure and all(
            not getattr(self, name) or (getattr(claim, name) or "none") in getattr(self, name)
            for name in SIFTED
            if name != without
        )


class ReadingFilter(MarkFilter):
    """How an article is to be shown: its text or the outline of its claims, as it is or as it was."""

    as_of: Moment | None = Field(None, description="As it was then: at the end of a day, or at a time in UTC.")
    layout: Literal["text", "outline"] = Field("text", description="outline: the claims by paragraph, not the text.")
