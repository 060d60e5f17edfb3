"""Judgements coming in: reviews, retractions, evidence."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from factdesk.drafts.base import Citekey, Line, Text, Typed
from factdesk.vocabulary import Confidence, Credibility, Stance, SupportCheck, Verdict

Version = Annotated[int, Field(ge=1)]


class JudgementDraft(Typed):
    """A verdict with its confidence and reason, on the wording the reviewer read (`wording`)."""

    verdict: Verdict
    confidence: Confidence
    reason: Text
    wording: Version

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.verdict is Verdict.UNREVIEWED:
            raise ValueError("choose a verdict; to take yours back, use “take back”")
        return self


class RetractionDraft(Typed):
    """Why a reviewer takes the verdict back."""

    reason: Text
    wording: Version


class NewEvidenceDraft(Typed):
    """A new piece of evidence from a source on file."""

    source: Citekey
    stance: Stance
    credibility: Annotated[Credibility, BeforeValidator(str)]
    locator: Line | None = None
    says: Text
    quotation: Text | None = None
    support_check: SupportCheck = SupportCheck.NOT_CHECKED


class EvidenceContent(Typed):
    """All that may be changed of a piece of evidence."""

    stance: Stance
    credibility: Annotated[Credibility, BeforeValidator(str)]
    locator: Line | None = None
    says: Text
    quotation: Text | None = None
    support_check: SupportCheck


class EvidenceChangeDraft(EvidenceContent):
    """A changed piece of evidence; `version` is the one that was read."""

    version: Version


class PublicationDraft(Typed):
    """Which version is to be shown to everybody."""

    version: Version


class Withdrawal(Typed):
    """Why something published is withdrawn."""

    reason: Text


class WithdrawalDraft(Withdrawal):
    """Why something published is withdrawn; `version` is the one that was read."""

    version: Version
