"""A published register coming in, as the JSON export writes it: what people wrote is read, what follows is not.

Whatever the program derives (origins, computed confidence, counts) and what belongs to the chain of the register it
came from (versions, history) is left out, and comes anew. A verdict that its reviews do not come to is refused.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, model_validator

from factdesk.drafts.base import Citekey, Day, Draft, Edtf, Line, Slug, Text
from factdesk.drafts.register import (
    ArticleDraft,
    ClaimDraft,
    DerivationDraft,
    EvidenceDraft,
    SourceDraft,
    TieDraft,
    hold_together,
    refuse_twice,
)
from factdesk.rules.standing import ReviewFacts, round_closed_by, standing
from factdesk.vocabulary import Audience, Confidence, ReviewState, TieHow, Verdict, Visibility

Count = Annotated[int, Field(ge=1, lt=2**31)]
MORE = ConfigDict(extra="ignore")
"""The export says more than is read here."""


def _in_utc(moment: datetime) -> datetime:
    """Give a moment in UTC. It may lie ahead: a chain never runs backwards, not even after a clock was wrong."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as cause:
        raise ValueError("is no moment of the calendar") from cause


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class PublishedArticle(ArticleDraft):
    """An article with how its claims are reviewed."""

    model_config = MORE

    visibility: Visibility
    reviews_required: Annotated[int, Field(ge=1, le=9)]
    blind_review: bool
    names_public: bool
    text_public: bool
    withdrawn_reason: Text | None = None


class PublishedDerivation(DerivationDraft):
    """What a source derives from."""

    model_config = MORE

    source: Citekey = Field(validation_alias="citekey")


class PublishedTie(Draft):
    """What a source is tied to."""

    model_config = MORE

    citekey: Citekey
    how: TieHow
    note: Text | None = None


class PublishedSource(SourceDraft):
    """A source with what it derives from and is tied to; a tie stands at both of its ends."""

    model_config = MORE

    derived_from: tuple[PublishedDerivation, ...] = Field((), validation_alias="derives_from")
    ties: tuple[PublishedTie, ...] = ()
    withdrawn_reason: Text | None = None


def _citekey(source: object) -> object:
    """Give what a source is cited as; the rest of it stands in the list of sources."""
    return source.get("citekey") if isinstance(source, dict) else source


class PublishedPiece(EvidenceDraft):
    """A piece of evidence."""

    model_config = MORE

    source: Annotated[Citekey, BeforeValidator(_citekey)]
    withdrawn_reason: Text | None = None


class PublishedReview(Draft):
    """A review by somebody of whom only a label is known."""

    model_config = MORE

    reviewer: Line
    verdict: Verdict
    confidence: Confidence | None
    reason: Text
    wording: Count
    adjudication: bool
    recheck_on: Day | None = None
    created_at: Moment


class PublishedNote(Draft):
    """A note by somebody of whom only a label is known."""

    model_config = MORE

    author: Line
    body: Text
    audience: Audience
    created_at: Moment
    withdrawn_reason: Text | None = None


class PublishedClaim(ClaimDraft):
    """A claim with its evidence and notes in the order of entry, and its reviews, latest first."""

    model_config = MORE

    ref: Line
    article: Slug
    true_on: Edtf | None = None
    wording: Count
    visibility: Visibility
    verdict: Verdict
    confidence: Confidence | None
    state: ReviewState
    evidence: tuple[PublishedPiece, ...]
    reviews: tuple[PublishedReview, ...]
    notes: tuple[PublishedNote, ...] = ()
    withdrawn_reason: Text | None = None
    agreement: dict[str, Any] | None = None

    def review_facts(self) -> list[ReviewFacts]:
        """Give the reviews as the rule of standing reads them, in the order of entry; reviewers by their labels."""
        order = {label: at for at, label in enumerate(dict.fromkeys(review.reviewer for review in self.reviews))}
        return [
            ReviewFacts(key, order[one.reviewer], one.wording, one.verdict, one.confidence, one.adjudication)
            for key, one in enumerate(reversed(self.reviews))
        ]

    def closed_before(self, article: PublishedArticle) -> list[int]:
        """Give the wordings whose rounds must have closed while their article asked for fewer reviews.

        In a blind article nobody sees the reviews of an open round; and only of a closed one is agreement told.
        """
        told = {self.wording} if self.agreement else set()
        seen = {review.wording for review in self.reviews} if article.blind_review else set()
        given = self.review_facts()
        return [one for one in sorted(told | seen) if round_closed_by(given, one, article.reviews_required) is None]


class PublishedRegister(Draft):
    """Articles, claims and sources that hold together: every name used is given, and every verdict follows."""

    model_config = MORE

    articles: Annotated[tuple[PublishedArticle, ...], Field(min_length=1)]
    claims: tuple[PublishedClaim, ...]
    sources: tuple[PublishedSource, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        refuse_twice("address", [article.slug for article in self.articles])
        refuse_twice("prefix", [article.prefix for article in self.articles])
        refuse_twice("claim", [claim.ref for claim in self.claims])
        hold_together([(claim.ref, claim.evidence) for claim in self.claims], self.sources, self.ties())
        articles = {article.slug: article for article in self.articles}
        for claim in self.claims:
            if claim.article not in articles:
                raise ValueError(f"{claim.ref} names the article {claim.article}, which is not there")
            _follows(claim, articles[claim.article])
        return self

    def ties(self) -> list[TieDraft]:
        """Give each tie once, although both of its sources name it."""
        found: dict[tuple[Any, ...], TieDraft] = {}
        for source in self.sources:
            for tie in source.ties:
                ends = sorted((source.citekey, tie.citekey))
                found.setdefault((*ends, tie.how, tie.note), TieDraft(a=ends[0], b=ends[1], how=tie.how, note=tie.note))
        return list(found.values())

    def names(self) -> dict[str, set[str]]:
        """Give the names that must be free where the register goes, by what they name."""
        return {
            "slug": {article.slug for article in self.articles},
            "prefix": {article.prefix for article in self.articles},
            "citekey": {source.citekey for source in self.sources},
        }

    def labels(self) -> list[str]:
        """Give what the people who reviewed and noted are called, each once."""
        called = [one.reviewer for claim in self.claims for one in claim.reviews]
        return list(dict.fromkeys(called + [note.author for claim in self.claims for note in claim.notes]))


def _follows(claim: PublishedClaim, article: PublishedArticle) -> None:
    """Refuse a claim that is not called as its article calls it, or that says otherwise than its reviews."""
    if claim.ref != f"{article.prefix}-{claim.number}":
        raise ValueError(f"{claim.ref} is claim {claim.number} of {article.slug}, whose prefix is {article.prefix}")
    found = standing(claim.review_facts(), claim.wording, article.reviews_required)
    if (found.state, found.verdict, found.confidence) != (claim.state, claim.verdict, claim.confidence):
        said, comes_to = (
            f"{verdict}, {confidence or 'no confidence'} ({state})"
            for state, verdict, confidence in (
                (claim.state, claim.verdict, claim.confidence), (found.state, found.verdict, found.confidence)
            )
        )  # fmt: skip
        raise ValueError(f"{claim.ref} is said to be {said}, but its reviews come to {comes_to}")
