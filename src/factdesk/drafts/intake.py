"""What somebody wants of a file of claims or sources."""

from typing import Annotated, Literal

from pydantic import Field

from factdesk.drafts.base import Slug, Text, Typed
from factdesk.drafts.filters import MOST_VALUES, Filter, Name


class IntakeDraft(Typed):
    """That comes beside the file: the article of its new claims."""

    into: Slug | None = None


class IntakeChoice(Filter):
    """How a file that waits is to be read."""

    into: Slug | None = Field(None, description="Slug of the article of new claims.")
    map: tuple[Name, ...] = Field(
        (), max_length=MOST_VALUES, description="COLUMN=FIELD: which column is which field; COLUMN= is not read."
    )
    edit: Literal["typo", "meaning"] | None = Field(None, description="What changed statements are.")
    reason: Text | None = Field(None, description="Why statements change.")
    anyway: Literal["1"] | None = Field(None, description="1: add sources too that seem to be on file already.")


class IntakeAcceptanceDraft(Typed):
    """That a file that waits is to be imported as its preview said: so many added, so many changed."""

    added: Annotated[int, Field(ge=0)]
    changed: Annotated[int, Field(ge=0)]
