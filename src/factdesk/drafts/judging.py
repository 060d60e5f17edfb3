"""Judgements coming in: reviews, retractions, evidence."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from factdesk.drafts.base import Citekey, Day, Line, Text, Typed
from factdesk.rules.texts import lines
from factdesk.vocabulary import Audience, Confidence, Credibility, Stance, SupportCheck, Verdict


def _lines(value: object) -> object:
    """Read citekeys typed a line each, or separated by commas; each counts once."""
    if isinstance(value, str):
        value = [part.strip() for part in lines(value.replace(",", "\n")) if part.strip()]
    return tuple(dict.fromkeys(value)) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value


Citekeys = Annotated[tuple[Citekey, ...], Field(max_length=20), BeforeValidator(_lines)]
Version = Annotated[int, Field(ge=1)]


class JudgementDraft(Typed):
    """A verdict with its confidence and reason, on the wording the reviewer read (`wording`)."""

    verdict: Verdict
    confidence: Confidence
    reason: Text
    recheck_on: Day | None = None
    wording: Version

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.verdict is Verdict.UNREVIEWED:
            raise ValueError("choose a verdict; to take yours back, use “take back”")
        return self


class RetractionDraft(Typed):
    """Why a reviewer takes the verdict back, or an editor an adjudication."""

    reason: Text
    wording: Version


class NoteDraft(Typed):
    """A remark on a claim, in Markdown; for the desk alone unless it is meant for everybody."""

    body: Text
    audience: Audience = Audience.INTERNAL


class NewEvidenceDraft(Typed):
    """A new piece of evidence from a source on file. `rests_on`: the sources that this very piece passes on."""

    source: Citekey
    stance: Stance
    credibility: Annotated[Credibility, BeforeValidator(str)]
    locator: Line | None = None
    says: Text
    quotation: Text | None = None
    support_check: SupportCheck = SupportCheck.NOT_CHECKED
    rests_on: Citekeys = ()


class EvidenceContent(Typed):
    """All that may be changed of a piece of evidence."""

    stance: Stance
    credibility: Annotated[Credibility, BeforeValidator(str)]
    locator: Line | None = None
    says: Text
    quotation: Text | None = None
    support_check: SupportCheck
    rests_on: Citekeys = ()


class EvidenceChangeDraft(EvidenceContent):
    """A changed piece of evidence; `version` is the one that was read."""

    version: Version


class PublicationDraft(Typed):
    """Which version is to be shown to everybody."""

    version: Version


class ArticlePublication(Typed):
    """What is to be shown to everybody: an article, and with the mark of a preview (`preview`) the drafts it named."""

    preview: Annotated[str, Field(max_length=100, description="The mark of the preview.")] | None = None


class ArticlePublicationDraft(Typed):
    """A form that publishes an article, whose preview showed this `version` of it, and its drafts if they are ticked.

    `preview` is the mark of that preview.
    """

    version: Version
    preview: Annotated[str, Field(max_length=100)] | None = None
    drafts: bool = False

    @property
    def chosen(self) -> str | None:
        """Give the mark of the preview, if the drafts are to be published."""
        return self.preview if self.drafts else None

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if self.drafts and self.preview is None:
            raise ValueError("name the preview the drafts were shown in")
        return self


class Withdrawal(Typed):
    """Why something published is withdrawn."""

    reason: Text


class WithdrawalDraft(Withdrawal):
    """Why something published is withdrawn; `version` is the one that was read."""

    version: Version
