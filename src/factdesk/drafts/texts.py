"""Texts of articles and passages of claims, coming in."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Base64Bytes, Field, StringConstraints, model_validator

from factdesk.drafts.base import Draft, Line, Slug, Text, Typed, without_controls
from factdesk.drafts.filters import Filter
from factdesk.drafts.judging import Version, Withdrawal, WithdrawalDraft

LONGEST_TEXT = 5_000_000
"""Code points; the longest novels have about as many."""
LARGEST_UPLOAD = 20 * 1024 * 1024
"""Bytes of a file that waits for its import: as many as the readers take."""
UPLOAD_KEPT_FOR = timedelta(days=1)


class VersionDraft(Draft):
    """The text of an article as some file has it; `sha256` is that of the file's bytes."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT), AfterValidator(without_controls)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    media_type: Line


Offset = Annotated[int, Field(ge=0, le=LONGEST_TEXT)]


class PassageDraft(Typed):
    """A passage somebody chose: version of the text, code points, and the words chosen, which must agree."""

    text_version: Version
    start: Offset
    end: Offset
    chosen: Text


class SettlementDraft(Typed):
    """Where a passage stands in the newest text: at the place that was found, or at the one chosen instead."""

    version: Version
    text_version: Version
    start: Offset
    end: Offset
    chosen: Text


class PassageWithdrawal(Withdrawal):
    """Why the newest text does not say it, or never did; `text_version` is the one that was read."""

    text_version: Version


class PassageWithdrawalDraft(PassageWithdrawal, WithdrawalDraft):
    """Why a passage is withdrawn; `version` is the one that was read, of the passage."""


class ImportDraft(Typed):
    """What somebody wants to import: a pasted text, unless a file comes with it, and what it is to become."""

    title: Line | None = None
    into: Slug | None = None
    text: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] | None = None


class AcceptanceDraft(Typed):
    """That a file that waits is to be imported as its preview said: as this version of its article's text."""

    title: Line | None = None
    into: Slug | None = None
    number: Version


class NewVersionDraft(Draft):
    """A text as a program sends it: plain, or a file in base64 with its name, which says what it may be."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)] | None = None
    data: Base64Bytes | None = None
    name: Line | None = None
    media_type: Line | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "NewVersionDraft":
        if (self.text is None) == (self.data is None):
            raise ValueError("Send either text, or data in base64 with its name.")
        if self.data is not None and self.name is None:
            raise ValueError("Send the file’s name beside its data.")
        return self


class ImportChoice(Filter):
    """What a file that waits is to become: a new article of this title, or a version of a known one."""

    title: Line | None = Field(None, description="Title of a new article.")
    into: Slug | None = Field(None, description="Slug of the article whose text it is.")
